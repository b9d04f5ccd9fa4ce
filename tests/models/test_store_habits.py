"""Habits are counted with the save of a note, for one user, and forgotten without a trace of the words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Row, exc, inspect

from models import AuditAction, HabitInput, HabitKind, Note, SectionText, StaleNote, Store, StoreError, User
from models.schema import alembic_config

STATE = HabitInput(HabitKind.CORRECTION, "statf", "state", 1, 0)
STAFF = HabitInput(HabitKind.CORRECTION, "statf", "staff", 0, 1)
SCLEROSIS = HabitInput(HabitKind.SENSE, "ms", "multiple sclerosis", 1, 0)
TEXT = (SectionText("Plan", "Recheck in 3 months."),)

Save = Callable[..., None]
Execute = Callable[[str], list[Row[Any]]]


@pytest.fixture
def save(store: Store, clerk: User, start_note: Callable[..., Note]) -> Save:
    """Saves a new note that taught these habits."""

    def save_new(*habits: HabitInput, user: User = clerk, at: Store = store) -> None:
        note = start_note(user)
        at.save_note(user, note.id, expected_version=0, sections=TEXT, findings=[], habits=habits)

    return save_new


def test_what_notes_teach_is_added_up_and_kept(
    store: Store, open_store: Callable[[], Store], clerk: User, save: Save
) -> None:
    save(STATE, STAFF)
    save(STATE, SCLEROSIS)
    assert open_store().habits(clerk).own == (
        STAFF,
        HabitInput(HabitKind.CORRECTION, "statf", "state", 2, 0),
        SCLEROSIS,
    )


def test_other_users_are_known_as_a_sum_only(store: Store, clerk: User, save: Save) -> None:
    erin, finn = store.add_user("erin", "Erin Clerk"), store.add_user("finn", "Finn Clerk")
    save(STATE, user=erin)
    save(STATE, STAFF, user=finn)
    counts = store.habits(clerk)
    assert counts.own == ()
    assert counts.others == (STAFF, HabitInput(HabitKind.CORRECTION, "statf", "state", 2, 0))
    assert store.habits(erin).own == (STATE,)


def test_a_note_that_is_not_saved_teaches_nothing(store: Store, clerk: User, note: Note) -> None:
    with pytest.raises(StaleNote):
        store.save_note(clerk, note.id, expected_version=7, sections=TEXT, findings=[], habits=[STATE])
    with pytest.raises(StoreError):
        store.save_note(clerk, note.id, expected_version=0, sections=[], findings=[], habits=[STATE])
    assert store.habits(clerk).own == ()


@pytest.mark.parametrize(("written", "meant"), [("", "state"), ("statf", ""), ("s" * 65, "state"), ("s", "l" * 201)])
def test_what_cannot_be_kept_never_keeps_a_note_from_being_saved(
    store: Store, clerk: User, save: Save, written: str, meant: str
) -> None:
    save(HabitInput(HabitKind.CORRECTION, written, meant, 1, 0), STATE)
    assert store.habits(clerk).own == (STATE,)


def test_the_trail_says_how_much_was_learned_and_forgotten_but_not_what(
    store: Store, execute: Execute, clerk: User, save: Save
) -> None:
    save(STATE, STAFF)
    assert store.forget_habits(of=clerk, by=clerk) == 2
    forgotten, saved = (one for one in store.audit_events() if one.action in ("save note", "forget habits"))
    assert saved.details["learned"] == 2
    assert (forgotten.action, forgotten.user_id, forgotten.object_id) == (
        AuditAction.FORGET_HABITS,
        clerk.id,
        clerk.id,
    )
    assert forgotten.details == {"removed": 2}
    assert "statf" not in str(execute("SELECT * FROM audit_event"))


def test_forgetting_reaches_one_word_one_user_or_everything(store: Store, clerk: User, save: Save) -> None:
    erin = store.add_user("erin", "Erin Clerk")
    save(STATE, STAFF, SCLEROSIS)
    save(STATE, SCLEROSIS, user=erin)
    assert store.forget_habits(words={"state"}, of=erin) == 1
    assert store.habits(erin).own == (SCLEROSIS,)
    assert store.forget_habits(words={"statf"}) == 2
    assert [(owner.username, one) for owner, one in store.habits_by_user()] == [
        ("dana", SCLEROSIS),
        ("erin", SCLEROSIS),
    ]
    assert [owner.username for owner, _ in store.habits_by_user(erin)] == ["erin"]
    assert store.forget_habits() == 2
    assert store.habits(clerk) == store.habits(erin)
    assert store.forget_habits() == 0


def test_two_programs_of_one_user_lose_no_count(
    record_url: str, store: Store, clerk: User, start_note: Callable[..., Note]
) -> None:
    notes = [start_note() for _ in range(4)]
    failures: list[BaseException] = []

    def teach(note: Note) -> None:
        desk = Store.open(record_url, patience=60)
        try:
            for version in range(8):
                desk.save_note(
                    clerk, note.id, expected_version=version, sections=TEXT, findings=[], habits=[STATE, STAFF]
                )
        except BaseException as error:
            failures.append(error)
        finally:
            desk.close()

    threads = [threading.Thread(target=teach, args=(note,)) for note in notes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [(one.accepted, one.rejected) for one in store.habits(clerk).own] == [(0, 32), (32, 0)]


def test_a_record_from_before_is_brought_up_to_date_and_back_again(
    store: Store, open_store: Callable[[], Store], clerk: User, note: Note, save: Save
) -> None:
    save(STATE)
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0001")
        assert "habit" not in inspect(connection).get_table_names()
    later = open_store()
    assert later.habits(clerk).own == ()
    later.save_note(clerk, note.id, expected_version=0, sections=TEXT, findings=[], habits=[STATE])
    assert later.habits(clerk).own == (STATE,)
    assert later.note(clerk, note.id).latest_version == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE habit SET accepted = -1",
        "UPDATE habit SET kind = 'whim'",
        "UPDATE habit SET written = ''",
        "UPDATE habit SET meant = NULL",
        "UPDATE habit SET user_id = 4711",
        "INSERT INTO habit SELECT * FROM habit",
    ],
)
def test_the_database_refuses_counts_that_make_no_sense(save: Save, execute: Execute, wrong: str) -> None:
    save(STATE)
    with pytest.raises(exc.IntegrityError):
        execute(wrong)
