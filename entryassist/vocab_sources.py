"""``entryassist vocab sources``: where terms come from, and what the index has of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from entryassist import terminal
from entryassist.display import visible

if TYPE_CHECKING:
    from terminology.vocabulary.manifest import SourceRecord
    from terminology.vocabulary.sources.brought import Brought

_COLUMNS = ("source", "kind", "version", "terms", "clashes", "in the index")

Row = tuple[str, ...]


def run(index_dir: Path | None) -> int:
    """Lists all sources, then offers what is on the machine."""
    from terminology.vocabulary.importers.offered import medical_dictionaries
    from terminology.vocabulary.integrity import newest_index

    manifest = newest_index(index_dir)
    indexed = {source.name: source for source in manifest.sources} if manifest else {}
    brought = dict(_brought())
    rows = [*_installed(indexed), *(_added(folder, found, indexed) for folder, found in brought.items()), *_begun()]
    terminal.write_table(_COLUMNS, rows)
    inputs = {found.input for found in brought.values() if found}
    for path in medical_dictionaries():
        if str(path) not in inputs:
            command = f"entryassist vocab add {shlex.quote(str(path))} --licence GPL"
            terminal.write(visible(f"Found on this machine, not part of EntryAssist (GPL): add it with '{command}'.\n"))
    return 0


def _installed(indexed: dict[str, SourceRecord]) -> Iterator[Row]:
    from terminology.vocabulary.manifest import package_version
    from terminology.vocabulary.sources.catalog import installed_sources

    for source in installed_sources():
        version = source.version or package_version(source.package)
        record = indexed.get(source.name)
        terms = f"{record.terms:,}" if record else ""
        yield source.name, "built in", version, terms, *_state(record, record is not None and record.version == version)


def _added(folder: str, brought: Brought | None, indexed: dict[str, SourceRecord]) -> Row:
    if brought is None:
        return folder, "added, damaged", "", "", "", "no"
    record = indexed.get(brought.name)
    current = record is not None and (record.version, record.terms) == (brought.version, brought.terms)
    return brought.name, "added", brought.version, f"{brought.terms:,}", *_state(record, current)


def _begun() -> Iterator[Row]:
    for folder, brought in _brought(partial=True):
        if brought:
            terms = f"{brought.terms:,}"
            yield brought.name, "interrupted: add it again to go on", brought.version, terms, "", "no"
        else:
            yield folder, "interrupted, damaged", "", "", "", "no"


def _state(record: SourceRecord | None, current: bool) -> tuple[str, str]:
    """How many of the source's codes another names differently, and whether the index has the source as it is."""
    return str(record.clashes or "") if record else "", "yes" if current else "no"


def _brought(*, partial: bool = False) -> Iterator[tuple[str, Brought | None]]:
    """Folder name and record of each brought source; None for a record that cannot be read."""
    from terminology.errors import VocabularyError
    from terminology.vocabulary.sources.brought import Brought, brought_folders

    for folder in brought_folders(partial=partial):
        try:
            yield folder.name, Brought.load(folder)
        except VocabularyError:
            yield folder.name, None
