"""Allergies, diagnoses and procedures, each typed in one line."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.fields.lines import read_allergy, read_diagnosis, read_procedure

TODAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "substance", "reaction"),
    [
        ("penicillin - rash", "penicillin", "rash"),
        ("PCN: hives", "PCN", "hives"),
        ("sulfa (anaphylaxis)", "sulfa", "anaphylaxis"),
        ("codeine causes nausea", "codeine", "nausea"),
        ("peanuts -> hives", "peanuts", "hives"),
        ("co-trimoxazole", "co-trimoxazole", ""),
        ("latex", "latex", ""),
    ],
)
def test_an_allergy_has_a_substance_and_perhaps_a_reaction(typed: str, substance: str, reaction: str) -> None:
    reading = read_allergy(typed)
    assert (reading.value("substance"), reading.value("reaction")) == (substance, reaction)


@pytest.mark.parametrize(
    ("typed", "diagnosis", "code"),
    [
        ("HTN", "HTN", ""),
        ("type 2 diabetes E11.9", "type 2 diabetes", "E11.9"),
        ("hypertension (I10)", "hypertension", "I10"),
        ("E11.9 type 2 diabetes", "type 2 diabetes", "E11.9"),
        ("E11.9", "", "E11.9"),
        ("B12 deficiency", "B12 deficiency", ""),
        ("vitamin B12 deficiency D51.9", "vitamin B12 deficiency", "D51.9"),
        ("L5 radiculopathy", "L5 radiculopathy", ""),
    ],
)
def test_a_diagnosis_keeps_the_code_of_the_source(typed: str, diagnosis: str, code: str) -> None:
    reading = read_diagnosis(typed)
    assert (reading.value("diagnosis"), reading.value("code")) == (diagnosis, code)


@pytest.mark.parametrize(
    ("typed", "procedure", "side", "date"),
    [
        ("L knee arthroscopy 3/4/26", "L knee arthroscopy", "left", "2026-03-04"),
        ("right TKA on 4 Mar 2026", "right TKA", "right", "2026-03-04"),
        ("bilateral tubal ligation", "bilateral tubal ligation", "both", ""),
        ("lap chole yesterday", "lap chole", "", "2026-11-27"),
        ("CABG x3", "CABG x3", "", ""),
        ("L4-L5 fusion", "L4-L5 fusion", "", ""),
        ("marrow biopsy", "marrow biopsy", "", ""),
    ],
)
def test_a_procedure_keeps_its_side_and_its_day(typed: str, procedure: str, side: str, date: str) -> None:
    reading = read_procedure(typed, TODAY)
    assert (reading.value("procedure"), reading.value("side"), reading.value("date")) == (procedure, side, date)


def test_the_day_of_a_procedure_is_read_back_in_words() -> None:
    assert read_procedure("L knee arthroscopy 3/4/26", TODAY).said == "L knee arthroscopy · left · Wed 4 March 2026"
    assert "Fri 3 April" in read_procedure("L knee arthroscopy 3/4/26", TODAY, day_first=True).said


def test_a_line_that_names_nothing_is_refused() -> None:
    readings = (read_allergy("?"), read_diagnosis("12"), read_procedure("3/4/26", TODAY))
    assert all(reading.problem and not reading.parts for reading in readings)


@given(st.text(max_size=40))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    for reading in (read_allergy(typed), read_diagnosis(typed), read_procedure(typed, TODAY)):
        assert bool(reading.parts) + bool(reading.problem) == bool(typed.strip())
