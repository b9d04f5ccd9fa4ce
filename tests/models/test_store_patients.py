"""Registering patients and finding them again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Patient, Store, StoreError, User
from models.patient import folded, name_words

VALID: dict[str, Any] = {
    "mrn": "A-1",
    "family_name": "Fictus",
    "given_name": "Leopold",
    "birth_date": dt.date(1962, 1, 30),
    "sex": "male",
}


@pytest.fixture
def ward(store: Store, clerk: User) -> Store:
    """A record of four patients, registered in this order."""
    for mrn, family, first, born in (
        ("A-1", "Müller", "Zoë", "1950-02-03"),
        ("A-12", "Mockridge-O'Demo", "Priya", "1979-09-09"),
        ("B-7", "Müller", "Hans Peter", "1950-02-03"),
        ("B-8", "Ångström", "Zoltan", "1991-05-05"),
    ):
        store.register_patient(
            clerk,
            mrn=mrn,
            family_name=family,
            given_name=first,
            birth_date=dt.date.fromisoformat(born),
            sex="unknown",
        )
    return store


@pytest.mark.parametrize(
    ("query", "mrns"),
    [
        ("A-12", ["A-12"]),
        ("a-1", ["A-1", "A-12"]),  # the exact number first
        ("b", ["B-8", "B-7"]),  # else by name
        ("müller", ["B-7", "A-1"]),
        ("MULL", ["B-7", "A-1"]),
        ("müller h", ["B-7"]),
        ("zo mül", ["A-1"]),
        ("Müller, Zoë", ["A-1"]),
        ("peter hans", ["B-7"]),
        ("o'demo", ["A-12"]),
        ("mockridge-o", ["A-12"]),
        ("ÅNG", ["B-8"]),
        ("ller", []),  # the start of a name, not its middle
        ("zo priya", []),
        ("%", []),
        ("_", []),
        ("   ", []),
        ("\x00\ud800", []),
    ],
)
def test_patients_are_found_by_number_names_and_birth_date(ward: Store, query: str, mrns: list[str]) -> None:
    assert [patient.mrn for patient in ward.find_patients(query)] == mrns


@pytest.mark.parametrize(("query", "mrns"), [("", ["B-7", "A-1"]), ("zoe", ["A-1"]), ("zol", []), ("b-7", ["B-7"])])
def test_a_birth_date_alone_or_with_words_finds_too(ward: Store, query: str, mrns: list[str]) -> None:
    born = [dt.date(1950, 2, 3), dt.date(1950, 3, 2)]
    assert [patient.mrn for patient in ward.find_patients(query, born=born)] == mrns


def test_no_more_are_found_than_asked_for(ward: Store) -> None:
    assert [patient.mrn for patient in ward.find_patients("z", limit=1)] == ["B-8"]


def test_fields_are_tidied_on_registration(store: Store, clerk: User) -> None:
    patient = store.register_patient(clerk, **VALID | {"mrn": " a-1 ", "family_name": "  van   Fictus "})
    assert (patient.mrn, patient.family_name, patient.allergies) == ("A-1", "van Fictus", "")


def test_a_number_is_given_once_and_the_refusal_does_not_repeat_it(store: Store, patient: Patient, clerk: User) -> None:
    with pytest.raises(StoreError, match="belongs to a patient already") as refusal:
        store.register_patient(clerk, **VALID | {"mrn": patient.mrn.lower()})
    assert patient.mrn not in str(refusal.value)
    assert store.find_patients("fictus") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"birth_date": dt.date.today() + dt.timedelta(days=1)}, "birth date lies in the future"),
        ({"birth_date": dt.date(1062, 1, 30)}, "more than 130 years ago"),
        ({"mrn": ""}, "medical record number"),
        ({"mrn": "A 1"}, "medical record number"),
        ({"mrn": "A" * 33}, "medical record number"),
        ({"family_name": "  "}, "family name is missing"),
        ({"given_name": "x" * 101}, "given name is longer"),
        ({"given_name": "Leo\x1b[31m"}, "given name contains a control character"),
        ({"sex": "M"}, "sex must be one of female, male, other, unknown"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(store: Store, clerk: User, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        store.register_patient(clerk, **VALID | wrong)
    assert store.find_patients("fictus") == []


@settings(deadline=None)
@given(st.text(min_size=1))
def test_a_name_is_found_by_the_start_of_any_of_its_words(name: str) -> None:
    """Folding may not depend on where the query was cut: every start of a word stays a start."""
    for word in name_words(name):
        assert folded(word) == word
        for length in range(1, len(word) + 1):
            assert word.startswith("".join(name_words(word[:length])))
