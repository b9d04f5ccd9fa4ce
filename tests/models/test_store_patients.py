"""Registering patients and finding them again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import AuditAction, Identity, Likeness, Patient, Store, StoreError, User
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


# alerts


def test_an_alert_stays_on_the_banner_until_it_is_ended(store: Store, clerk: User, patient: Patient) -> None:
    assert patient.alerts == []
    with_alert = store.add_alert(clerk, patient, "  fall   risk ")
    [alert] = with_alert.alerts
    assert alert.text == "fall risk"
    assert [one.text for one in store.add_alert(clerk, patient, "Fall Risk").alerts] == ["fall risk"]  # not twice
    [found] = store.find_patients("testwell")
    assert [one.text for one in found.alerts] == ["fall risk"]
    assert store.end_alert(clerk, alert.id).alerts == []
    with pytest.raises(StoreError, match="no such alert any more"):
        store.end_alert(clerk, alert.id)
    actions = [event.action for event in store.audit_events(limit=3)]
    assert actions == [AuditAction.END_ALERT, AuditAction.SEARCH_PATIENTS, AuditAction.ADD_ALERT]


def test_alerts_come_with_the_registration_and_with_every_note(store: Store, clerk: User) -> None:
    patient = store.register_patient(clerk, **VALID, alerts=["interpreter needed", "fall risk"])
    assert [one.text for one in patient.alerts] == ["interpreter needed", "fall risk"]
    note = store.start_note(
        clerk,
        patient,
        note_type="progress note",
        author="Dr. Edith Pretend",
        department="Internal Medicine",
        encounter_date=dt.date(2025, 11, 16),
    )
    assert [one.text for one in note.patient.alerts] == ["interpreter needed", "fall risk"]


@pytest.mark.parametrize(("text", "sentence"), [("  ", "alert is missing"), ("x" * 101, "longer than 100")])
def test_an_alert_that_cannot_be_used_is_refused(
    store: Store, clerk: User, patient: Patient, text: str, sentence: str
) -> None:
    with pytest.raises(StoreError, match=sentence):
        store.add_alert(clerk, patient, text)
    with pytest.raises(StoreError, match=sentence):
        store.register_patient(clerk, **VALID, alerts=[text])
    assert store.find_patients("fictus") == []


# who may be meant, or mistaken


@pytest.mark.parametrize(
    ("query", "mrns"),
    [
        ("mueller", ["A-1", "B-7"]),
        ("muler", ["A-1", "B-7"]),
        ("mulelr zoe", ["A-1"]),
        ("nuller", ["A-1", "B-7"]),
        ("uller", ["A-1", "B-7"]),
        ("angstroem", ["B-8"]),
        ("mokridge", ["A-12"]),
        ("mokrid", ["A-12"]),  # not finished yet
        ("xx", []),
        ("", []),
    ],
)
def test_patients_are_found_in_spite_of_slips(ward: Store, clerk: User, query: str, mrns: list[str]) -> None:
    assert [patient.mrn for patient in ward.similar_patients(query, user=clerk)] == mrns


def test_a_birth_date_narrows_the_forgiving_search(ward: Store) -> None:
    assert ward.similar_patients("mokridge", born=[dt.date(1950, 2, 3)]) == []
    assert [one.mrn for one in ward.similar_patients("muller zo", born=[dt.date(1950, 2, 3)])] == ["A-1"]


def test_possible_duplicates_twins_and_namesakes_are_told_apart(ward: Store, clerk: User) -> None:
    found = ward.possible_duplicates(clerk, Identity("Muller", "Zoe", dt.date(1950, 2, 3)))
    assert [(one.patient.mrn, one.likeness) for one in found] == [("A-1", Likeness.MATCH), ("B-7", Likeness.TWIN)]
    assert found[0].sentence == "Possible match: same birth date, same name."
    [namesake] = ward.possible_duplicates(clerk, Identity("Müller", "Zoë", dt.date(2001, 7, 7)))
    assert namesake.sentence == "Same name: another birth date."
    assert ward.possible_duplicates(clerk, Identity("Nobody", "Ida", dt.date(1950, 2, 3))) == []


def test_a_number_that_is_taken_is_said_before_anything_else_is_known(ward: Store, clerk: User) -> None:
    [holder] = ward.possible_duplicates(clerk, None, mrn=" a-12 ")
    assert (holder.patient.mrn, holder.sentence) == ("A-12", "Possible match: same MRN.")
    assert ward.possible_duplicates(clerk, None, mrn="A-99") == []


def test_names_to_beware_of_are_those_in_the_work_of_these_days(store: Store, clerk: User, patient: Patient) -> None:
    today = dt.date(2025, 11, 20)
    other = store.register_patient(
        clerk, **VALID | {"mrn": "A-2", "family_name": "Testwel", "given_name": "Abigail", "sex": "female"}
    )
    assert store.names_to_beware_of(clerk, patient, today) == []  # alike, but nowhere near
    visit = {"note_type": "progress note", "author": "Dr. Pretend", "department": "Ward"}
    store.start_note(clerk, other, encounter_date=dt.date(2025, 1, 5), **visit)
    [alike] = store.names_to_beware_of(clerk, patient, today)
    assert alike.patient.mrn == "A-2"
    assert alike.sentence == "Similar name: another birth date, family name one letter apart."
    assert [one.patient.mrn for one in store.names_to_beware_of(clerk, other, today)] == []
    twin = store.register_patient(
        clerk, **VALID | {"mrn": "A-3", "family_name": "Testwell", "birth_date": patient.birth_date}
    )
    assert [one.patient.id for one in store.names_to_beware_of(clerk, patient, today)] == [twin.id, other.id]
