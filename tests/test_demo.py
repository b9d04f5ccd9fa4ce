"""The demonstration database gives a clerk something to do, and is not filled twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from entryassist.demo import fill_demo
from entryassist.note_types import note_type
from models import Decision, Note, NoteState, SectionText, Store, User, WorkGroup, WorkView
from models.worklist import WAITING


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'demo.db'}")
    fill_demo(opened)
    yield opened
    opened.close()


@pytest.fixture
def dana(store: Store) -> User:
    return store.sign_in("demo")


def waiting(store: Store, user: User) -> list[Note]:
    return [item.note for item in store.worklist(user, WorkView(WorkGroup.TO_ENTER)).items]


def test_every_group_of_the_worklist_holds_something_and_the_day_has_figures(store: Store, dana: User) -> None:
    assert {item.group for item in store.worklist(dana).items} == {*WAITING}
    assert store.worklist(dana, WorkView(WorkGroup.ENTERED)).total == 2
    today = store.day_figures(dana, dt.datetime.now().date())[-1]
    assert min(today.notes, today.words, today.words_a_minute, today.fixed, today.keys_saved) > 0


def test_alerts_and_a_name_to_beware_of_are_on_the_banner(store: Store, dana: User) -> None:
    [abigail] = store.find_patients("DEMO-1001")
    assert [alert.text for alert in abigail.alerts] == ["fall risk", "hard of hearing, left"]
    [alike] = store.names_to_beware_of(dana, abigail, dt.datetime.now().date())
    assert alike.patient.mrn == "DEMO-1009"


def test_two_people_can_sign_in(store: Store) -> None:
    assert [(user.username, user.display_name) for user in store.users()] == [
        ("demo", "Dana Clerk"),
        ("sam", "Sam Reviewer"),
    ]


def test_notes_of_every_type_wait_with_something_to_enter(store: Store, dana: User) -> None:
    worklist = waiting(store, dana)
    assert len(worklist) == 8
    assert {note.note_type for note in worklist} == {"progress note", "history and physical", "discharge summary"}
    for note in worklist:
        assert 12 <= len(note.source_text.splitlines()) <= 40
        assert note.author.startswith("Dr. ")
        assert note.patient.mrn.startswith("DEMO-")
    assert any("PENICILLIN" in note.patient.allergies for note in worklist)


def test_what_waits_holds_the_slips_the_rules_are_about(store: Store, dana: User) -> None:
    dictated = "\n".join(note.source_text for note in waiting(store, dana))
    for slip in (" QD", "5.0 mg", ".125 mg", "MS 2 mg IV", "5000 U ", "____", "[inaudible]", "QOD"):
        assert slip in dictated


def test_one_note_is_entered_already_and_can_be_opened_again(store: Store, dana: User) -> None:
    [patient] = store.find_patients("priya mock")
    [listed] = store.notes_of(dana, patient)
    note = store.note(dana, listed.id)
    assert note.state is NoteState.ENTERED
    assert note.latest is not None
    headings = [section.heading for section in note.latest.sections]
    assert headings == list(note_type(note.note_type).sections)
    assert {finding.decision for finding in note.latest.findings} == {Decision.ACCEPTED, Decision.IGNORED}
    for finding in note.latest.findings:
        assert note.latest.text[finding.start : finding.end] == (finding.replacement or finding.text)


def test_filling_again_changes_nothing(store: Store, dana: User) -> None:
    before = store.audit_events(limit=1000)
    fill_demo(store)
    assert len(store.audit_events(limit=1000)) == len(before)


def test_work_done_in_the_demonstration_is_kept(store: Store, dana: User) -> None:
    first, *others = [note.id for note in waiting(store, dana)]
    store.save_note(dana, first, expected_version=0, sections=[SectionText("Plan", "Rest.")], findings=[])
    fill_demo(store)
    assert [note.id for note in waiting(store, dana)] == others


class Interrupted(Store):
    """A record whose program is stopped before its fifth note is started."""

    started = 0

    def start_note(self, *args: Any, **fields: Any) -> Note:
        self.started += 1
        if self.started == 5:
            raise KeyboardInterrupt
        return super().start_note(*args, **fields)


def test_a_run_that_was_cut_short_is_completed_by_the_next(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    interrupted = Interrupted.open(url)
    with pytest.raises(KeyboardInterrupt):
        fill_demo(interrupted)
    interrupted.close()

    store = Store.open(url)
    fill_demo(store)
    dana = store.sign_in("demo")
    assert len(waiting(store, dana)) == 8
    assert [len(store.notes_of(dana, patient)) for patient in store.find_patients("DEMO-")] == [1] * 9 + [2]
    store.close()
