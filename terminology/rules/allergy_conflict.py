"""CO003: a drug is given or ordered to a patient who is allergic to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from terminology.allergies import Allergen, allergens, recorded_allergens
from terminology.assertion import Presence, Time, asserted
from terminology.cues import cue_pattern
from terminology.document import Document, Line, Place
from terminology.doses import AMOUNT, FREQUENCY
from terminology.drug_names import covered_by
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.phrases import Hit, PhraseTable
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule

_I = re.IGNORECASE
_DOSE = re.compile(rf"[\s,(]*(?:\w+\s)?(?:{AMOUNT}|\d+(?:\.\d+)?/\d{{2,3}}\b|{FREQUENCY}|(?:p\.?o|i\.?v|i\.?m)\b)", _I)
_ON_RECORD = (-1, -1)
_GIVING_SECTIONS = frozenset({"medications", "plan"})


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
        return bool(allergens(line, place.section))

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """The first time that each such drug is given."""
        told = list(_allergens(document, numbers))
        if not told:
            return
        watched = _watched(tuple(dict.fromkeys(one.name for one in told)))
        seen: set[str] = set()
        for number, (start, line, place) in enumerate(document.spans()):
            if place.section in ("allergies", "family-history") or not (hits := watched.find(line)):
                continue
            for hit in hits:
                drug = line.text[hit.start : hit.end].lower()
                if drug not in seen and _is_given(line, hit, place.section):
                    seen.add(drug)
                    allergen = next(one for one in told if one.name == hit.value)
                    yield self._report(document, document.starts[number] + hit.start, start + hit.end, allergen)

    def _report(self, document: Document, start: int, end: int, allergen: Allergen) -> Finding:
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
def _watched(names: tuple[str, ...]) -> PhraseTable[str]:
    return PhraseTable({drug: allergen for allergen in reversed(names) for drug in covered_by(allergen)})


def _allergens(document: Document, numbers: Sequence[int]) -> Iterator[Allergen]:
    """The drugs and classes to which the patient is allergic, of the record and of the note, with their place there."""
    for entry in document.context.allergies:
        yield from (Allergen(name, *_ON_RECORD) for name in recorded_allergens(entry))
    for number in numbers:
        start, section = document.starts[number], document.places[number].section
        for name, at, end in allergens(document.lines[number], section):
            yield Allergen(name, start + at, start + end)
