"""Whether what is on disk is what was written: the compiled index to the last byte, and the brought sources."""

from __future__ import annotations

from pathlib import Path

from terminology.errors import VocabularyError
from terminology.vocabulary.index import default_index_dir
from terminology.vocabulary.manifest import Manifest, wanted_key
from terminology.vocabulary.sources.brought import Brought, brought_folders
from terminology.vocabulary.sources.staged import TERMS, damaged, full_digest


def newest_index(index_dir: Path | None = None) -> Manifest | None:
    """The manifest of the latest index that is usable, whether or not it is up to date."""
    folders = (index_dir or default_index_dir()).glob("index-*")
    for folder in sorted(folders, key=lambda folder: folder.stat().st_mtime, reverse=True):
        try:
            return Manifest.load(folder)
        except VocabularyError:
            continue
    return None


def verify_index(index_dir: Path | None = None) -> Manifest:
    """Reads every file of the index that this installation needs, and compares it with what was written.

    Raises VocabularyError when the index is missing, out of date or damaged anywhere.
    """
    folder = (index_dir or default_index_dir()) / f"index-{wanted_key()}"
    if not folder.exists() and newest_index(index_dir):
        raise VocabularyError("The vocabulary index is out of date: run `entryassist vocab build`.")
    manifest = Manifest.load(folder)
    for name, expected in manifest.full.items():
        try:
            whole = full_digest(folder / name) == expected
        except OSError:
            whole = False
        if not whole:
            raise VocabularyError(f"{name} in {folder} is damaged: run `entryassist vocab build`.")
    return manifest


def verify_sources() -> int:
    """Reads every complete brought source; how many there are. VocabularyError names the first damaged one."""
    folders = brought_folders()
    for folder in folders:
        expected = Brought.load(folder).digest
        try:
            whole = full_digest(folder / TERMS) == expected
        except OSError:
            whole = False
        if not whole:
            raise damaged(folder / TERMS)
    return len(folders)
