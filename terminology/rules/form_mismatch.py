"""CO009: a number of the text that a field of the form contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from terminology.context import NoteContext
from terminology.cues import cue_pattern
from terminology.document import Document, Line, Place
from terminology.drugs.dosed import dosed_drugs
from terminology.finding import Finding, Severity
from terminology.form_values import (
    DrugDose,
    FieldReading,
    dosed_fields,
    doses_of,
    may_be_same,
    may_be_same_dose,
    measured_fields,
    spans_of,
)
from terminology.measurements import Measurement, measurements
from terminology.passages import quoted
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule
from terminology.visit_values import is_of_visit

_NOT_OF_VISIT = frozenset({"past-medical-history", "past-surgical-history", "family-history", "social-history"})
_NO_DOSES = frozenset({"allergies", "family-history", "past-medical-history", "past-surgical-history", "laboratory"})
_FORM = NoteContext(form_values=(("BP", "120/80"), ("Weight", "70 kg"), ("lisinopril", "10 mg daily")))


class _Reading(NamedTuple):
    """A value of the text, or the two of a blood pressure, and whether it is plainly the visit's own."""

    line_start: int
    line: Line
    values: Sequence[Measurement]
    is_now: bool


class FormMismatch(NoteRule):
    """Compares measurements and doses of the text with the fields beside it."""

    code = "CO009"
    mended_by_more = True
    name = "text and form disagree"
    severity = Severity.WARNING
    scope = "note"
    summary = (
        "A vital sign, laboratory value or dose of a drug in the text of the note that differs from the field of the "
        "form for it, where the text has the field's value nowhere."
    )
    rationale = (
        "Text and form of one note are read by different people and programs; where they differ, one is a slip. Values "
        "of another time, place or posture, goals, and changes of dose are left alone, and units are converted."
    )
    instead = "Correct the one that the source does not have; ask the author when the source has both."
    source = "EntryAssist's own; cue words: data/consistency_cues.tsv, drugs and brands: data/drug_facts.tsv."
    shown_in = _FORM
    bad = (
        Example("VITALS: BP [[210/80]], HR 72.", beside=_FORM),
        Example("MEDICATIONS: Lisinopril [[20 mg]] daily.", beside=_FORM),
    )
    good = (
        "VITALS: BP 120/80, weight 154 lb.",
        "BP at home 150/90.",
        "BP 160/90, recheck 120/80.",
        "PLAN: Increase lisinopril to 20 mg daily.",
    )

    def tells(self, line: Line, place: Place) -> bool:
        """Whether it has a measurement or a drug with a number."""
        return bool(measurements(line, place) or dosed_drugs(line))

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """Each value and dose that a field contradicts."""
        if document.context.form_values:
            yield from self._measured(document, numbers)
            yield from self._dosed(document, numbers)

    def _measured(self, document: Document, numbers: Sequence[int]) -> Iterator[Finding]:
        fields = measured_fields(document.context.form_values)
        readings = [one for number in numbers for one in _readings(document, number) if one.values[0].key in fields]
        agreed = {
            one.values[0].key for one in readings if all(_is_borne_out(one.line.text, m, fields) for m in one.values)
        }
        for start, line, values, is_now in readings:
            if is_now and values[0].key not in agreed:
                written = next(
                    field.written
                    for m in values
                    for field in fields.get(m.key, ())
                    if not may_be_same(list(spans_of(line.text, m)), field.spans)
                )
                yield self._about(document, start + values[0].value_start, start + values[-1].value_end, written)

    def _dosed(self, document: Document, numbers: Sequence[int]) -> Iterator[Finding]:
        fields = dosed_fields(document.context.form_values)
        if not fields:
            return
        found = [
            (number, one) for number in numbers for one in document.lines[number].once(doses_of) if one.drug in fields
        ]
        agreed = {one.drug for _, one in found if any(may_be_same_dose(one, of.said) for of in fields[one.drug])}
        for number, one in found:
            if one.drug not in agreed and _is_taken(document.lines[number], document.places[number], one):
                start = document.starts[number]
                yield self._about(document, start + one.dose.start, start + one.dose.end, fields[one.drug][0].written)

    def _about(self, document: Document, start: int, end: int, field: str) -> Finding:
        return self.finding(
            document.text,
            start,
            end,
            f'The text has "{document.text[start:end]}", the form "{field}": check both against the source.',
            evidence=f'{quoted(document, start, end)}; the form has "{field}"',
        )


def _readings(document: Document, number: int) -> Iterator[_Reading]:
    """The values of a line, the two of a blood pressure together."""
    start, line, place = document.starts[number], document.lines[number], document.places[number]
    if place.section in _NOT_OF_VISIT:
        return
    found = measurements(line, place)
    seconds = {
        two for one, two in pairwise(found) if (one.key, two.key, one.start) == ("systolic", "diastolic", two.start)
    }
    for at, m in enumerate(found):
        if m not in seconds:
            values = found[at : at + 2] if found[at + 1 : at + 2] and found[at + 1] in seconds else found[at : at + 1]
            yield _Reading(start, line, values, is_of_visit(line, place, values))


def _is_borne_out(text: str, m: Measurement, fields: Mapping[str, Sequence[FieldReading]]) -> bool:
    """Whether a field for the quantity has the value, or there is none."""
    spans = list(spans_of(text, m))
    return m.key not in fields or any(may_be_same(spans, field.spans) for field in fields[m.key])


def _is_taken(line: Line, place: Place, one: DrugDose) -> bool:
    """Whether a line plainly says what the patient takes, not what is changed, begun or was given once."""
    if place.section in _NO_DOSES:
        return False
    left, right = line.sentence_at(one.start)
    if any(cue_pattern(group).search(line.text, left, right) for group in ("order not plain", "dose of another time")):
        return False
    return place.section == "medications" or bool(cue_pattern("taken by the patient").search(line.text, left, right))
