"""What a text tells is proposed for the fields that lack it; nothing is taken by itself."""

from __future__ import annotations

import datetime as dt

from entryassist.fields.from_text import proposals, take
from entryassist.fields.sheet import About, Cell, FieldSheet
from models import FieldGroup
from terminology import Checker

NOTE = """Subjective:
Takes metformin 500 mg PO BID, lisinopril 10 mg daily. Stopped warfarin. Allergic to penicillin.
Denies chest pain. Mother had a stroke.
Objective:
BP 150/90, T 98.6 F, wt 82 kg, height 5 ft 6 in. Repeat BP 142/86.
Assessment:
HTN. Possible pneumonia.
"""


def _proposed(checker: Checker, sheet: FieldSheet) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in proposals(sheet, checker.extracts(NOTE)):
        found.setdefault(one.cell.group.value, []).append(one.text)
    return found


def _sheet() -> FieldSheet:
    return FieldSheet(About(dt.date(2026, 11, 28), 70.0, "female"))


def test_what_is_affirmed_is_proposed_and_of_a_vital_sign_its_last_value(checker: Checker) -> None:
    assert _proposed(checker, _sheet()) == {
        "vitals": ["142/86", "98.6 F", "82 kg", "5 ft 6 in"],
        "medications": ["metformin 500 mg po bid", "lisinopril 10 mg daily"],
        "allergies": ["penicillin"],
        "diagnoses": ["hypertension"],
    }


def test_what_the_fields_hold_is_not_proposed(checker: Checker) -> None:
    sheet = _sheet()
    sheet.set_text(Cell(FieldGroup.VITALS, 0), "150/90")
    sheet.set_text(Cell(FieldGroup.MEDICATIONS, 0), "Metformin 850 mg daily")
    sheet.set_text(Cell(FieldGroup.DIAGNOSES, 0), "Hypertension")
    found = _proposed(checker, sheet)
    assert found["vitals"] == ["98.6 F", "82 kg", "5 ft 6 in"]
    assert found["medications"] == ["lisinopril 10 mg daily"]
    assert "diagnoses" not in found


def test_what_is_taken_stands_behind_what_is_there_and_is_proposed_no_more(checker: Checker) -> None:
    sheet = _sheet()
    sheet.set_text(Cell(FieldGroup.MEDICATIONS, 0), "aspirin 81 mg daily")
    found = proposals(sheet, checker.extracts(NOTE))
    assert sheet.texts[FieldGroup.ALLERGIES] == ()
    take(sheet, found)
    assert sheet.medications == ("aspirin 81 mg daily", "metformin 500 mg po bid", "lisinopril 10 mg daily")
    assert sheet.concepts["metformin"] == "DRUGBANK:DB00331"
    assert proposals(sheet, checker.extracts(NOTE)) == []
    sheet.undo()
    assert len(sheet.texts[FieldGroup.DIAGNOSES]) == 0
