"""What a line says a patient is allergic to: drugs and classes of drugs."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from terminology.assertion import Presence, asserted
from terminology.cues import cue_pattern
from terminology.document import Line
from terminology.drug_names import drug_classes, generics
from terminology.phrases import Hit, PhraseTable

_ALLERGIC = re.compile(
    r"\b(?:(?:allergic|hypersensitive|anaphylactic)\s+to|(?:allerg(?:y|ies)|hypersensitivity|anaphylaxis)"
    r"\s+(?:to|include[sd]?|are|is|of|:)|allerg(?:y|ic)\s+reactions?\s+(?:(?:was|is)\s+)?to)"
    r"|(?:^|[.;]\s*)allerg(?:y|ies)\s*:",
    re.IGNORECASE,
)
_BEFORE_ALLERGY = re.compile(
    r"\s+allerg(?:y|ies|ic)\b(?!\s+(?:test|was ruled|is doubted|has been ruled|consult))", re.IGNORECASE
)
_NONE = re.compile(r"\b(?:no|nka|nkda|none|denies|unknown)\b", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"\([^)]*$")
_STOPS = frozenset(".;")


class Allergen(NamedTuple):
    """A drug or class of drugs that is told as an allergen: ``line.text[start:end]``."""

    name: str
    start: int
    end: int


def allergens(line: Line, section: str) -> tuple[Allergen, ...]:
    """The allergens of a line in a section (a key of data/sections.tsv, or empty); a relative's are none."""
    if section == "family-history":
        return ()
    return line.once(_listed if section == "allergies" else _told)


def recorded_allergens(entry: str) -> tuple[str, ...]:
    """The names of the allergens in an entry of the patient's record."""
    return () if _NONE.search(entry) else tuple(hit.value for hit in _names().find(Line(entry)))


def _listed(line: Line) -> tuple[Allergen, ...]:
    """What a line of the allergy section lists, up to a word that says something else."""
    begin = line.heading[1] if line.heading else 0
    return tuple(
        Allergen(hit.value, hit.start, hit.end)
        for hit in _names().find(line)
        if hit.start >= begin and _counts(line, hit, begin)
    )


def _told(line: Line) -> tuple[Allergen, ...]:
    """What a sentence says the patient is allergic to."""
    if not any("allerg" in form or form.startswith(("anaphyla", "hypersens")) for form in line.vocabulary):
        return ()
    found = []
    for hit in _names().find(line):
        left, _ = line.sentence_at(hit.start)
        *_, opened = 0, *(left + m.end() for m in _ALLERGIC.finditer(line.text[left : hit.start]))
        listed = opened and not _ends_list(line.text[opened : hit.start])
        if (listed or _BEFORE_ALLERGY.match(line.text, hit.end)) and _counts(line, hit, 0):
            found.append(Allergen(hit.value, hit.start, hit.end))
    return tuple(found)


@cache
def _names() -> PhraseTable[str]:
    names = {name: name for name in drug_classes()}
    return PhraseTable({**{generic: generic for generic in generics().values()}, **generics(), **names})


def _counts(line: Line, hit: Hit[str], begin: int) -> bool:
    left, right = line.sentence_at(hit.start)
    said = asserted(line, hit.start, hit.end)
    before = line.text[max(begin, left) : hit.start]
    return (
        said.presence is not Presence.NEGATED
        and said.of_patient
        and not cue_pattern("allergy taken back").search(line.text, max(begin, left), right)
        and not _NONE.search(before)
        and not _IN_PARENTHESES.search(before)
    )


def _ends_list(between: str) -> bool:
    return not _STOPS.isdisjoint(between) or bool(cue_pattern("end of allergy list").search(between))
