"""The vocabulary sources in the order they are read."""

from __future__ import annotations

from importlib.metadata import entry_points

from terminology.vocabulary.sources import drugs, english, hpo, icd10cm, mesh, radiology, supplement
from terminology.vocabulary.term import Source

BUILT_IN: tuple[Source, ...] = (
    *english.SOURCES,
    *icd10cm.SOURCES,
    *hpo.SOURCES,
    *mesh.SOURCES,
    *drugs.SOURCES,
    *radiology.SOURCES,
    *supplement.SOURCES,
)


def all_sources() -> tuple[Source, ...]:
    """The built-in sources and those third parties add by the entry point ``entryassist.vocabularies``."""
    added = [point.load() for point in entry_points(group="entryassist.vocabularies")]
    return (*BUILT_IN, *added)
