"""Every test adds sources to a folder of its own and builds an index from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from terminology.vocabulary import VocabularyIndex, build_index, open_index
from terminology.vocabulary.importers import add, catalog
from terminology.vocabulary.sources.brought import Brought, brought_sources
from terminology.vocabulary.term import Tier

Bring = Callable[..., Brought]
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def sources_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where added sources are kept; they are the only ones that a build reads."""
    folder = tmp_path / "sources"
    monkeypatch.setenv("ENTRYASSIST_SOURCES_DIR", str(folder))
    monkeypatch.setenv("ENTRYASSIST_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setattr("terminology.vocabulary.build.clinical_frequencies", dict)
    for module in ("build", "manifest"):
        monkeypatch.setattr(f"terminology.vocabulary.{module}.all_sources", brought_sources)
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file to be added: text, or the bytes as they are."""

    def write_file(name: str, *content: str | bytes) -> Path:
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(part if isinstance(part, bytes) else part.encode() for part in content))
        return path

    return write_file


@pytest.fixture
def bring() -> Bring:
    """Adds what is at a path, as ``entryassist vocab add`` does."""

    def bring_path(
        path: Path,
        name: str = "",
        tier: Tier | None = None,
        restart: bool = False,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Brought:
        found = catalog.find(path)
        return add.add(found, add.record_of(found, name, tier), restart=restart, progress=progress)

    return bring_path


@pytest.fixture
def built() -> Callable[[], VocabularyIndex]:
    """Builds the index from what was added, and opens it."""

    def build_and_open() -> VocabularyIndex:
        build_index()
        return open_index()

    return build_and_open
