"""The sheet of fields: what goes on record, what comes back, undo."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.fields.sheet import About, Cell, FieldSheet
from models import FieldGroup, FieldInput

ABOUT = About(dt.date(2026, 11, 28), 70.0, "female")
VITALS, MEDICATIONS, ALLERGIES = FieldGroup.VITALS, FieldGroup.MEDICATIONS, FieldGroup.ALLERGIES
CELLS = st.builds(Cell, st.sampled_from(FieldGroup), st.integers(0, 4))
TEXTS = st.sampled_from(["", " ", "120/80", "70 kg", "180 cm", "metformin 500 mg PO BID", "E11.9", "?", "L hip 3/4/26"])


@pytest.fixture
def sheet() -> FieldSheet:
    sheet = FieldSheet(ABOUT)
    for group, rows in {
        VITALS: ("120/80", "", "", "101.2", "", "154 lb", "5 11"),
        MEDICATIONS: ("metformin 500 mg PO BID", "warfarin"),
        ALLERGIES: ("penicillin - rash",),
        FieldGroup.PROCEDURES: ("left knee arthroscopy",),
    }.items():
        for row, text in enumerate(rows):
            sheet.set_text(Cell(group, row), text)
    return sheet


def test_the_record_holds_what_was_typed_and_what_it_was_split_into(sheet: FieldSheet) -> None:
    inputs = sheet.inputs()
    assert FieldInput(VITALS, 0, "BP", "120/80", "mm[Hg]") in inputs
    assert FieldInput(VITALS, 0, "systolic normalised", "120", "mm[Hg]") in inputs
    assert FieldInput(VITALS, 3, "temperature normalised", "38.44", "Cel") in inputs
    assert FieldInput(VITALS, 8, "BMI", "21.5", "kg/m2") in inputs
    assert [one.name for one in inputs if one.group is MEDICATIONS and one.position == 0] == [
        *("as typed", "drug", "dose", "route", "frequency"),
    ]


def test_what_the_rules_may_know_is_as_typed(sheet: FieldSheet) -> None:
    assert sheet.form_values == (
        ("BP", "120/80"),
        ("Temp", "101.2"),
        ("Weight", "154 lb"),
        ("Height", "5 11"),
        ("metformin", "500 mg PO BID"),
        ("warfarin", ""),
    )
    assert sheet.medications == ("metformin 500 mg PO BID", "warfarin")
    assert sheet.allergies == ("penicillin",)
    assert sheet.procedure == "left knee arthroscopy"


def test_a_field_that_cannot_be_read_is_kept_but_told_to_no_rule() -> None:
    sheet = FieldSheet(ABOUT)
    sheet.set_text(Cell(VITALS, 0), "high")
    assert sheet.inputs() == (FieldInput(VITALS, 0, "BP", "high"),)
    assert sheet.form_values == ()


def test_concepts_that_were_looked_up_go_on_record_with_their_names(sheet: FieldSheet) -> None:
    sheet.concepts["metformin"] = "DRUGBANK:DB00331"
    again = FieldSheet(ABOUT, sheet.inputs())
    assert FieldInput(MEDICATIONS, 0, "drug", "metformin", concept="DRUGBANK:DB00331") in again.inputs()


def test_a_row_that_is_removed_comes_back_with_undo_and_goes_with_redo(sheet: FieldSheet) -> None:
    before = sheet.texts
    sheet.remove(Cell(MEDICATIONS, 0))
    assert sheet.medications == ("warfarin",)
    assert sheet.undo() == Cell(MEDICATIONS, 0)
    assert sheet.texts == before
    assert sheet.redo() == Cell(MEDICATIONS, 0)
    assert sheet.medications == ("warfarin",)


def test_undo_takes_back_what_was_typed_into_one_field() -> None:
    sheet = FieldSheet(ABOUT)
    for typed in ("1", "12", "120"):
        sheet.set_text(Cell(VITALS, 0), typed)
    sheet.set_text(Cell(VITALS, 1), "72")
    assert sheet.undo() == Cell(VITALS, 1)
    assert sheet.text(Cell(VITALS, 0)) == "120"
    assert sheet.undo() == Cell(VITALS, 0)
    assert sheet.text(Cell(VITALS, 0)) == ""
    assert sheet.undo() is None


def test_empty_rows_are_dropped() -> None:
    sheet = FieldSheet(ABOUT)
    for row, text in enumerate(("aspirin", "", "warfarin", " ")):
        sheet.set_text(Cell(MEDICATIONS, row), text)
    assert sheet.medications == ("aspirin", "warfarin")
    sheet.close_up(MEDICATIONS)
    assert sheet.rows(MEDICATIONS) == ("aspirin", "warfarin")


@given(st.lists(st.tuples(CELLS, TEXTS), max_size=12))
def test_what_was_saved_comes_back(changes: list[tuple[Cell, str]]) -> None:
    sheet = FieldSheet(ABOUT)
    for cell, text in changes:
        sheet.set_text(cell, text)
    again = FieldSheet(ABOUT, sheet.inputs())
    kept = {group: tuple(text.strip() for text in texts) for group, texts in sheet.texts.items()}
    assert {group: tuple(text.strip() for text in texts) for group, texts in again.texts.items()} == kept
    assert again.inputs() == FieldSheet(ABOUT, again.inputs()).inputs()
    keys = [(one.group, one.position, one.name) for one in sheet.inputs()]
    assert len(keys) == len(set(keys))


@given(st.lists(st.tuples(CELLS, TEXTS), max_size=12))
def test_undoing_everything_leads_back_to_the_start(changes: list[tuple[Cell, str]]) -> None:
    sheet = FieldSheet(ABOUT)
    start = sheet.texts
    for cell, text in changes:
        sheet.set_text(cell, text)
    end = sheet.texts
    while sheet.undo() is not None:
        pass
    assert sheet.texts == start
    while sheet.redo() is not None:
        pass
    assert sheet.texts == end
