"""The sources that users bring: where they are kept, and how a build reads them.

Each is a folder with ``source.json``, which says what it is, and ``terms.tsv``. A folder whose name
ends in ``.partial`` is one that is still being added: it is never part of a build.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

from terminology.errors import VocabularyError
from terminology.vocabulary.sources.staged import TERMS, damaged, read_terms
from terminology.vocabulary.term import Source, Term

PARTIAL = ".partial"
DROPPED = "dropped.tsv"
_RECORD = "source.json"
_IDENTITY = ("format", "tier", "input_size", "input_digest", "input_modified")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class Brought:
    """The contents of ``source.json``.

    ``position`` and ``written`` say how far an interrupted add has come: where in the input to go on, and
    how many bytes of ``terms.tsv`` belong to that point. ``refused`` rows are malformed; ``refusals`` holds
    number and reason of the first. ``cycles`` counts the links to a broader concept that were dropped
    because they led in a circle, ``repeated`` the ids that the input names twice.
    """

    name: str
    format: str
    version: str
    licence: str
    attribution: str
    tier: str
    input: str
    input_size: int
    input_digest: str
    input_modified: int
    position: int = 0
    written: int = 0
    rows: int = 0
    terms: int = 0
    concepts: int = 0
    refused: int = 0
    refusals: list[tuple[int, str]] = field(default_factory=list)
    repeated: int = 0
    repeated_ids: list[str] = field(default_factory=list)
    cycles: int = 0
    digest: str = ""

    def save(self, folder: Path) -> None:
        """Writes the record into the source's folder, whole or not at all."""
        scratch = folder / f"{_RECORD}.new"
        scratch.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        scratch.replace(folder / _RECORD)

    @classmethod
    def load(cls, folder: Path) -> Brought:
        """The record in a folder; VocabularyError when there is none, or one that cannot be read."""
        try:
            brought = cls(**json.loads((folder / _RECORD).read_text(encoding="utf-8")))
            brought.refusals = [(int(row), str(reason)) for row, reason in brought.refusals]
        except (OSError, ValueError, TypeError):
            raise damaged(folder / _RECORD) from None
        return brought

    def same_input(self, other: Brought) -> bool:
        """Whether two records are of the same file, read in the same way."""
        return all(getattr(self, part) == getattr(other, part) for part in _IDENTITY)


def sources_dir() -> Path:
    """Where brought sources are kept: ENTRYASSIST_SOURCES_DIR, or the user's data folder."""
    override = os.environ.get("ENTRYASSIST_SOURCES_DIR")
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path("entryassist", appauthor=False) / "vocabulary"


def slug(name: str) -> str:
    """The folder name of a source; VocabularyError when the name has no letter or digit."""
    if folder := _NOT_IN_SLUG.sub("-", name.lower()).strip("-"):
        return folder
    raise VocabularyError("The name of a source needs a letter from A to Z or a digit: choose another --name.")


def brought_folders(*, partial: bool = False) -> list[Path]:
    """The folders of the sources that are complete, or of those that are still being added."""
    try:
        found = [path for path in sources_dir().iterdir() if path.is_dir()]
    except OSError:
        return []
    return sorted(path for path in found if (path.suffix == PARTIAL) is partial)


def brought_sources() -> tuple[Source, ...]:
    """The complete brought sources; VocabularyError when one is damaged."""
    return tuple(_source(folder, Brought.load(folder)) for folder in brought_folders())


def _source(folder: Path, brought: Brought) -> Source:
    read = partial(_read, folder, brought.digest)
    return Source(brought.name, "", brought.licence, brought.attribution, read, brought.version, brought.digest)


def _read(folder: Path, digest: str) -> Iterator[Term]:
    try:
        lines = (folder / DROPPED).read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        raise damaged(folder / DROPPED) from None
    dropped = {tuple(line.split("\t")) for line in lines if line}
    for term in read_terms(folder / TERMS, digest):
        if dropped and term.parents:
            kept = tuple(parent for parent in term.parents if (term.concept, parent) not in dropped)
            yield replace(term, parents=kept)
        else:
            yield term


def remove(name: str) -> str:
    """Deletes a brought source, complete or not, given its name or folder name; its name.

    Raises VocabularyError when there is no such source.
    """
    wanted = _NOT_IN_SLUG.sub("-", name.lower()).strip("-")
    folders = [*brought_folders(), *brought_folders(partial=True)]
    found = [folder for folder in folders if folder.name.removesuffix(PARTIAL) == wanted]
    if not found:
        known = ", ".join(sorted({folder.name.removesuffix(PARTIAL) for folder in folders}))
        raise VocabularyError(
            f"There is no added source {name}" + (f": there are {known}." if known else ": none was added.")
        )
    try:
        # what is deleted in part must not pass for a whole source, so it is marked as partial first
        for folder in sorted(found, key=lambda folder: folder.suffix != PARTIAL):
            doomed = folder if folder.suffix == PARTIAL else folder.rename(folder.with_name(folder.name + PARTIAL))
            shutil.rmtree(doomed)
    except OSError as error:
        raise VocabularyError(f"The source {wanted} cannot be deleted ({error.strerror}): {error.filename}.") from None
    return wanted
