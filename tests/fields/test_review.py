"""The engine judges the fields: impossible values, allergies against medications, notation, spelling."""

from __future__ import annotations

import datetime as dt

from entryassist.fields.review import concepts_of, review, unknown_names
from entryassist.fields.sheet import About, Cell, FieldSheet
from models import FieldGroup
from terminology import Checker, NoteContext, Severity

CONTEXT = NoteContext(
    note_type="progress note",
    sex="female",
    birth_date=dt.date(1956, 1, 1),
    encounter_date=dt.date(2026, 11, 28),
    allergies=("aspirin",),
)


def _sheet(**rows: tuple[str, ...]) -> FieldSheet:
    sheet = FieldSheet(About(dt.date(2026, 11, 28), 70.0, "female"))
    for group, texts in rows.items():
        for row, text in enumerate(texts):
            sheet.set_text(Cell(FieldGroup(group), row), text)
    return sheet


def _found(checker: Checker, sheet: FieldSheet) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for one in review(sheet, checker, CONTEXT):
        found.setdefault((one.cell.group.value, one.cell.row), []).append(one.finding.rule)
    return found


def test_a_value_that_cannot_be_is_found_in_its_field(checker: Checker) -> None:
    assert _found(checker, _sheet(vitals=("320/80", "72", "", "101.2 F", "120%"))) == {
        ("vitals", 4): ["NU001"],
        ("vitals", 0): ["NU002"],
    }


def test_a_medication_against_an_allergy_is_found_whether_typed_or_on_record(checker: Checker) -> None:
    sheet = _sheet(
        medications=("metformin 500 mg PO BID", "amoxicillin 500 mg three times daily", "aspirin 81 mg daily"),
        allergies=("penicillin - rash",),
    )
    assert _found(checker, sheet) == {("medications", 1): ["CO003"], ("medications", 2): ["CO003"]}


def test_the_notation_and_the_spelling_of_a_medication_are_judged(checker: Checker) -> None:
    found = _found(checker, _sheet(medications=("lisinopril 10.0 mg daily", "metfromin 500 mg BID")))
    assert found == {("medications", 0): ["SF005"], ("medications", 1): ["SP001"]}


def test_an_ordinary_form_raises_no_alarm(checker: Checker) -> None:
    sheet = _sheet(
        vitals=("120/80", "72", "16", "98.6 F", "98%", "154 lb", "5 11", "3/10"),
        medications=("metformin 500 mg PO BID", "lisinopril 10 mg daily", "albuterol 2 puffs q4h prn wheezing"),
        allergies=("sulfa - rash", "latex"),
        diagnoses=("HTN", "type 2 diabetes E11.9", "CKD stage 3"),
        procedures=("left knee arthroscopy 3/4/26", "appendectomy"),
    )
    assert _found(checker, sheet) == {}


def test_advice_is_left_to_the_text_and_fields_that_cannot_be_read_to_their_reading(checker: Checker) -> None:
    sheet = _sheet(vitals=("high",), medications=("metformin 500 mg PO BID",), diagnoses=("HTN",))
    assert all(one.finding.severity is not Severity.ADVICE for one in review(sheet, checker, CONTEXT))
    assert _found(checker, sheet) == {}


def test_names_are_looked_up_and_nothing_is_guessed(checker: Checker) -> None:
    sheet = _sheet(medications=("metformin 500 mg", "metfromin 500 mg"), diagnoses=("type 2 diabetes",))
    names = unknown_names(sheet)
    assert names == {"metformin", "metfromin", "type 2 diabetes"}
    sheet.concepts.update(concepts_of(names, checker))
    assert sheet.concepts["metformin"] == "DRUGBANK:DB00331"
    assert sheet.concepts["metfromin"] == ""
    assert unknown_names(sheet) == set()
