"""A concept of a code system, and the semantic groups concepts fall into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """The coarse kind of a concept, after the UMLS semantic groups."""

    DISORDER = "disorder"
    SYMPTOM = "symptom"
    DRUG = "drug"
    PROCEDURE = "procedure"
    ANATOMY = "anatomy"
    LABORATORY = "laboratory"
    DEVICE = "device"
    ORGANISM = "organism"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning in a code system. ``id`` is ``SYSTEM:code``, for example ``HP:0002315``.

    ``parents`` and ``children`` are the ids of broader and narrower concepts.
    """

    id: str
    preferred: str
    group: Group = Group.OTHER
    synonyms: tuple[str, ...] = ()
    source: str = ""
    definition: str = ""
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
