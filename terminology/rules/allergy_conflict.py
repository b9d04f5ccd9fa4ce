"""CO003: a drug is given or ordered to a patient who is allergic to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from terminology.assertion import Presence, Time, asserted
from terminology.cues import cue_pattern
from terminology.document import Document, Line, Place
from terminology.doses import AMOUNT, FREQUENCY
from terminology.drug_names import covered_by, drug_classes, generics
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.phrases import Hit, PhraseTable
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule

_I = re.IGNORECASE
_ALLERGIC = re.compile(
    r"\b(?:(?:allergic|hypersensitive|anaphylactic)\s+to|(?:allerg(?:y|ies)|hypersensitivity|anaphylaxis)"
    r"\s+(?:to|include[sd]?|are|is|of|:))|(?:^|[.;]\s*)allerg(?:y|ies)\s*:",
    _I,
)
_BEFORE_ALLERGY = re.compile(r"\s+allerg(?:y|ies|ic)\b(?!\s+(?:test|was ruled|is doubted|has been ruled|consult))", _I)
_DOSE = re.compile(rf"[\s,(]*(?:\w+\s)?(?:{AMOUNT}|\d+(?:\.\d+)?/\d{{2,3}}\b|{FREQUENCY}|(?:p\.?o|i\.?v|i\.?m)\b)", _I)
_STOPS = frozenset(".;")
_NONE = re.compile(r"\b(?:no|nka|nkda|none|denies|unknown)\b", _I)
_GIVING_SECTIONS = frozenset({"medications", "plan"})


class _Allergen(NamedTuple):
    """What the patient is allergic to; both offsets are -1 when the record says it."""

    name: str
    start: int
    end: int


class AllergyConflict(NoteRule):
    """Compares the drugs given or ordered with the allergies on record and in the note."""

    code = "CO003"
    name = "drug given despite an allergy"
    severity = Severity.CRITICAL
    scope = "note"
    summary = (
        "A drug that is ordered, given or listed among the medications although the record or the note says that the "
        "patient is allergic to it, to its class, or to a drug of a class of which one stands for all."
    )
    rationale = "Either the allergy, the drug or the patient is wrong in this text, and someone may act on it."
    instead = "Look at the source for both, and tell the author when it has both: this is for a clinician to settle."
    source = "Classes: data/drug_classes.tsv; brands: data/brand_names.tsv."
    bad = (
        Example("ALLERGIES: Penicillin (anaphylaxis).\nPLAN: Start [[amoxicillin]] 500 mg three times daily."),
        Example("She is allergic to sulfa drugs. She was given [[Bactrim]] in the emergency room."),
        Example("ALLERGIES: Lisinopril.\nMEDICATIONS: Aspirin 81 mg daily, [[Zestril]] 10 mg daily."),
    )
    good = (
        "ALLERGIES: Penicillin.\nPLAN: Start azithromycin 500 mg.",
        "ALLERGIES: Penicillin, but she tolerates amoxicillin.\nPLAN: Call if worse.",
        "ALLERGIES: No known drug allergies.\nPLAN: Start amoxicillin 500 mg.",
        "Allergic to penicillin. Amoxicillin gave her hives.",
    )

    def tells(self, line: Line, place: Place) -> bool:
        """Whether it says what somebody is allergic to."""
        return bool(line.once(_in_list if place.section == "allergies" else _in_sentence))

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """The first time that each such drug is given."""
        allergens = list(_allergens(document, numbers))
        if not allergens:
            return
        watched = _watched(tuple(dict.fromkeys(one.name for one in allergens)))
        seen: set[str] = set()
        for number, (start, line, place) in enumerate(document.spans()):
            if place.section in ("allergies", "family-history") or not (hits := watched.find(line)):
                continue
            for hit in hits:
                drug = line.text[hit.start : hit.end].lower()
                if drug not in seen and _is_given(line, hit, place.section):
                    seen.add(drug)
                    allergen = next(one for one in allergens if one.name == hit.value)
                    yield self._report(document, document.starts[number] + hit.start, start + hit.end, allergen)

    def _report(self, document: Document, start: int, end: int, allergen: _Allergen) -> Finding:
        where = "the record" if allergen.start < 0 else quoted(document, allergen.start, allergen.end)
        return self.finding(
            document.text,
            start,
            end,
            f'"{document.text[start:end]}" is given here, and an allergy to {allergen.name} is noted: check both '
            "against the source, and tell the author if both stand there.",
            evidence=f"{quoted(document, start, end)}; allergy: {where}",
        )


def _is_given(line: Line, hit: Hit[str], section: str) -> bool:
    left, right = line.sentence_at(hit.start)
    said = asserted(line, hit.start, hit.end, section)
    if said.presence is Presence.NEGATED or not said.of_patient or said.time is not Time.CURRENT:
        return False
    if cue_pattern("drug not given").search(line.text, left, right):
        return False
    if section in _GIVING_SECTIONS or _DOSE.match(line.text, hit.end):
        return True
    return bool(cue_pattern("drug given").search(line.text, left, hit.start))


@lru_cache(maxsize=256)
def _watched(allergens: tuple[str, ...]) -> PhraseTable[str]:
    return PhraseTable({drug: allergen for allergen in reversed(allergens) for drug in covered_by(allergen)})


@cache
def _allergen_names() -> PhraseTable[str]:
    names = {name: name for name in drug_classes()}
    return PhraseTable({**{generic: generic for generic in generics().values()}, **generics(), **names})


def _allergens(document: Document, numbers: Sequence[int]) -> Iterator[_Allergen]:
    """The drugs and classes to which the patient is allergic, of the record and of the note."""
    for entry in document.context.allergies:
        line = Line(entry)
        if not _NONE.search(entry):
            yield from (_Allergen(hit.value, -1, -1) for hit in _allergen_names().find(line))
    for number in numbers:
        start, section = document.starts[number], document.places[number].section
        if section != "family-history":
            reader = _in_list if section == "allergies" else _in_sentence
            for name, at, end in document.lines[number].once(reader):
                yield _Allergen(name, start + at, start + end)


def _in_list(line: Line) -> tuple[tuple[str, int, int], ...]:
    """What a line of the allergy section lists, up to a word that says something else."""
    begin = line.heading[1] if line.heading else 0
    return tuple(
        (hit.value, hit.start, hit.end)
        for hit in _allergen_names().find(line)
        if hit.start >= begin and _counts(line, hit, begin)
    )


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


_IN_PARENTHESES = re.compile(r"\([^)]*$")


def _ends_list(between: str) -> bool:
    return not _STOPS.isdisjoint(between) or bool(cue_pattern("end of allergy list").search(between))


def _in_sentence(line: Line) -> tuple[tuple[str, int, int], ...]:
    """What a sentence says the patient is allergic to."""
    if not any("allerg" in form or form.startswith(("anaphyla", "hypersens")) for form in line.vocabulary):
        return ()
    found = []
    for hit in _allergen_names().find(line):
        left, _ = line.sentence_at(hit.start)
        *_, opened = 0, *(left + m.end() for m in _ALLERGIC.finditer(line.text[left : hit.start]))
        listed = opened and not _ends_list(line.text[opened : hit.start])
        if (listed or _BEFORE_ALLERGY.match(line.text, hit.end)) and _counts(line, hit, 0):
            found.append((hit.value, hit.start, hit.end))
    return tuple(found)
