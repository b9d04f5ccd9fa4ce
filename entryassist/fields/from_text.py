"""What the text of the note tells that the fields do not hold yet, to be taken over one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from entryassist.fields.lines import DIAGNOSIS, SUBSTANCE
from entryassist.fields.medications import DRUG
from entryassist.fields.sheet import Cell, FieldSheet
from entryassist.fields.vitals import VITALS, read_vital
from models.note_field import FieldGroup
from terminology.extracts import Certainty, Extract, ExtractKind

MOST = 40
# problems told there are signs and answers, not diagnoses
_NO_DIAGNOSES = frozenset({"review-of-systems", "physical-exam", "family-history", "chief-complaint"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field: ``cell`` is a vital sign that is empty, or the row behind a list; ``text`` what it would
    hold. ``named`` is the name among it that stands for ``concept``."""

    cell: Cell
    text: str
    named: str = ""
    concept: str = ""


def proposals(sheet: FieldSheet, extracts: Sequence[Extract]) -> list[Proposal]:
    """What is read out of a text for fields that are empty and lists that lack it; what is denied, uncertain, past or
    of somebody else is left out."""
    affirmed = [one for one in extracts if one.certainty is Certainty.AFFIRMED]
    found = [*_vitals(sheet, affirmed)]
    drugs = [one for one in affirmed if one.kind is ExtractKind.DRUG]
    found += _rows(sheet, FieldGroup.MEDICATIONS, DRUG, ((_order(one), one.text, one.concept) for one in drugs))
    allergies = [one for one in extracts if one.certainty is Certainty.ALLERGY]
    found += _rows(sheet, FieldGroup.ALLERGIES, SUBSTANCE, ((one.text, one.text, one.concept) for one in allergies))
    problems = [
        (one.detail("long form") or one.text, one.concept)
        for one in affirmed
        if one.kind is ExtractKind.PROBLEM and one.section not in _NO_DIAGNOSES
    ]
    found += _rows(sheet, FieldGroup.DIAGNOSES, DIAGNOSIS, ((name, name, concept) for name, concept in problems))
    return found[:MOST]


def take(sheet: FieldSheet, taken: Iterable[Proposal]) -> None:
    """Put proposals into their fields, rows of lists behind those that are there."""
    for one in taken:
        group = one.cell.group
        row = one.cell.row if group is FieldGroup.VITALS else len(sheet.rows(group))
        sheet.set_text(Cell(group, row), one.text)
        if one.concept:
            sheet.concepts[one.named] = one.concept


def _vitals(sheet: FieldSheet, affirmed: Iterable[Extract]) -> Iterator[Proposal]:
    """The last value that the text tells of each vital sign."""
    last = {one.detail("quantity"): one for one in affirmed if one.kind is ExtractKind.MEASUREMENT}
    for row, vital in enumerate(VITALS):
        cell = Cell(FieldGroup.VITALS, row)
        measured = [last[key] for key in vital.keys if key in last]
        if sheet.text(cell).strip() or not measured or len(measured) < len(vital.keys):
            continue
        text = "/".join(one.value for one in measured) if len(measured) > 1 else _written(measured[0])
        if not read_vital(vital, text, sheet.about.years, sheet.about.sex).problem:
            yield Proposal(cell, text)


def _written(one: Extract) -> str:
    """The value with its unit; feet and inches have theirs within."""
    return one.value.rstrip(".") if "," in one.unit else f"{one.value} {one.unit}".strip()


def _order(one: Extract) -> str:
    parts = (one.text, f"{one.value} {one.unit}".strip(), one.detail("route"), one.detail("frequency"))
    return " ".join(filter(None, parts))


def _rows(sheet: FieldSheet, group: FieldGroup, part: str, told: Iterable[tuple[str, str, str]]) -> Iterator[Proposal]:
    """A row for each name that the list has not, once; the fullest that is told of it."""
    listed = {sheet.reading(cell).value(part).casefold() for cell in sheet.cells() if cell.group is group}
    fullest: dict[str, Proposal] = {}
    behind = Cell(group, len(sheet.rows(group)))
    for text, name, concept in told:
        key = name.casefold()
        if key not in listed and (key not in fullest or len(text) > len(fullest[key].text)):
            fullest[key] = Proposal(behind, text, name, concept)
    yield from fullest.values()
