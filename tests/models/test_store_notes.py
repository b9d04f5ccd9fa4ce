"""The chart, starting a note and opening it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from models import FindingInput, Note, NoteState, Patient, SectionText, Store, StoreError, User


def test_a_saved_note_leaves_the_worklist_and_stays_in_the_chart(
    store: Store, clerk: User, patient: Patient, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    assert not store.worklist(clerk).items
    assert [(one.id, one.state) for one in store.notes_of(clerk, patient)] == [(note.id, NoteState.ENTERED)]


def test_an_opened_note_carries_all_that_screens_show(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...], finding: Callable[..., FindingInput]
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[finding()])
    opened = store.note(clerk, note.id)
    store.close()
    assert opened.latest is not None
    assert opened.latest.saved_by.display_name == "Dana Clerk"
    assert [section.heading for section in opened.latest.sections] == ["Subjective", "Plan"]
    assert opened.latest.findings[0].suggestions == (("Feel", 0.75), ("Felt", 0.5))
    assert opened.patient.allergies == "PENICILLIN"
    assert opened.source_text == "feels well, recheck 3 mo"


def test_a_note_that_does_not_exist_is_refused(store: Store, clerk: User) -> None:
    with pytest.raises(StoreError, match="no such note"):
        store.note(clerk, 4711)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"encounter_date": dt.date.today() + dt.timedelta(days=2)}, "encounter date lies in the future"),
        ({"encounter_date": dt.date(1950, 1, 1)}, "before the patient's birth"),
        ({"encounter_kind": "spa"}, "kind of encounter must be one of outpatient"),
        ({"author": ""}, "author is missing"),
        ({"department": " "}, "department is missing"),
        ({"note_type": ""}, "note type is missing"),
    ],
)
def test_a_header_field_that_cannot_be_used_is_named(
    store: Store, clerk: User, patient: Patient, wrong: dict[str, Any], sentence: str
) -> None:
    fields: dict[str, Any] = {
        "note_type": "progress note",
        "author": "Dr. Edith Pretend",
        "department": "Internal Medicine",
        "encounter_date": dt.date(2025, 11, 16),
    }
    with pytest.raises(StoreError, match=sentence):
        store.start_note(clerk, patient, **fields | wrong)
    assert not store.worklist(clerk).items


def test_the_texts_of_earlier_notes_are_the_latest_versions(
    store: Store, clerk: User, start_note: Callable[..., Note], written: tuple[SectionText, ...]
) -> None:
    first, _unsaved, current = (start_note() for _ in range(3))
    store.save_note(clerk, first.id, expected_version=0, sections=[SectionText("", "as first saved")], findings=[])
    store.save_note(clerk, first.id, expected_version=1, sections=[SectionText("", "as it stands")], findings=[])
    store.save_note(clerk, current.id, expected_version=0, sections=written, findings=[])
    assert store.earlier_texts(clerk, store.note(clerk, current.id)) == ["as it stands"]
    assert store.earlier_texts(clerk, store.note(clerk, first.id), limit=0) == []
