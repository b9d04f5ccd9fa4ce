"""Shorthands on record: whose they are, what is audited, what is counted, and what the database refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Row, exc, inspect

from models import (
    Note,
    Patient,
    SectionText,
    ShorthandInput,
    ShorthandRecord,
    Store,
    StoreError,
    TypingInput,
    UseInput,
    User,
)
from models.audit import AuditAction
from models.schema import alembic_config

CP = ShorthandInput("cp", "chest pain")
DIGEST = "a" * 64


@pytest.fixture
def sam(store: Store) -> User:
    return store.add_user("sam", "Sam Reviewer")


def texts(store: Store, user: User | None) -> list[str]:
    return [one.text for one in store.shorthands(user)]


def actions(store: Store) -> list[str]:
    return [event.action for event in store.audit_events() if "shorthand" in event.action]


def add(store: Store, user: User, scope: str = "personal", given: ShorthandInput = CP) -> ShorthandRecord:
    (record,) = store.add_shorthands(user, [given], scope)
    return record


def test_ones_own_are_ones_own_and_the_sites_are_everybodys(store: Store, clerk: User, sam: User) -> None:
    add(store, clerk)
    add(store, sam, given=ShorthandInput("cp", "cerebral palsy"))
    add(store, sam, "site", ShorthandInput("w/", "with"))
    assert texts(store, clerk) == ["chest pain", "with"]
    assert texts(store, sam) == ["cerebral palsy", "with"]
    assert texts(store, None) == ["with"]


def test_the_same_is_kept_once_and_other_texts_of_a_trigger_beside_it(store: Store, clerk: User) -> None:
    wanted = [CP, ShorthandInput("cp", "cerebral palsy"), CP]
    assert len(store.add_shorthands(clerk, wanted)) == 2
    assert store.add_shorthands(clerk, wanted) == []
    assert len(store.add_shorthands(clerk, [CP], "site")) == 1


def test_changes_of_the_sites_are_audited_and_of_ones_own_are_not(store: Store, clerk: User) -> None:
    own = add(store, clerk)
    store.change_shorthand(clerk, own.id, ShorthandInput("cp", "chest pain today"))
    assert actions(store) == []
    shared = store.share_shorthand(clerk, own.id)
    assert shared.user_id is None
    store.change_shorthand(clerk, own.id, CP)
    store.remove_shorthand(clerk, own.id)
    add(store, clerk, "site")
    assert actions(store) == [
        AuditAction.ADD_SITE_SHORTHAND,
        AuditAction.REMOVE_SITE_SHORTHAND,
        AuditAction.CHANGE_SITE_SHORTHAND,
        AuditAction.SHARE_SHORTHAND,
    ]


def test_nobody_changes_what_is_somebody_elses(store: Store, clerk: User, sam: User) -> None:
    own = add(store, clerk)
    for attempt in (
        lambda: store.change_shorthand(sam, own.id, CP),
        lambda: store.remove_shorthand(sam, own.id),
        lambda: store.share_shorthand(sam, own.id),
    ):
        with pytest.raises(StoreError, match="no such shorthand"):
            attempt()
    assert texts(store, clerk) == ["chest pain"]


def test_two_alike_are_refused_when_changing_and_sharing(store: Store, clerk: User) -> None:
    add(store, clerk, "site")
    own, other = add(store, clerk), add(store, clerk, given=ShorthandInput("cp", "cerebral palsy"))
    with pytest.raises(StoreError, match="already"):
        store.share_shorthand(clerk, own.id)
    with pytest.raises(StoreError, match="such a shorthand already"):
        store.change_shorthand(clerk, other.id, CP)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (ShorthandInput("", "x"), "needs a trigger"),
        (ShorthandInput("x", " \n"), "needs a trigger and a text"),
        (ShorthandInput("x" * 33, "x"), "too long"),
        (ShorthandInput("x", "x" * 4001), "too long"),
        (ShorthandInput("x", "x", "x" * 201), "too long"),
    ],
)
def test_what_cannot_be_one_is_refused_and_nothing_of_the_batch_is_kept(
    store: Store, clerk: User, given: ShorthandInput, reason: str
) -> None:
    with pytest.raises(StoreError, match=reason):
        store.add_shorthands(clerk, [CP, given])
    assert texts(store, clerk) == []
    with pytest.raises(StoreError, match="one of personal, site"):
        store.add_shorthands(clerk, [CP], "planet")


def test_counts_add_up_over_sittings_and_name_no_text(store: Store, clerk: User, sam: User) -> None:
    store.record_typing(clerk, TypingInput(50, 100, 40, (UseInput("cp", DIGEST, 2, 1, 0, 3, 7),)))
    store.record_typing(clerk, TypingInput(30, 20, 0, (UseInput("cp", DIGEST, 1, 0, 1, 0, 0),)))
    store.record_typing(sam, TypingInput(1, 1, 0))
    (use,) = store.shorthand_uses(clerk)
    assert (use.offered, use.accepted, use.undone, use.missed, use.saved) == (3, 1, 1, 3, 7)
    assert use.key == ("cp", DIGEST)
    assert [(one.keystrokes, one.characters, one.saved) for one in store.typing_sessions(clerk)] == [
        (30, 20, 0),
        (50, 100, 40),
    ]
    assert store.shorthand_uses(sam) == []


def test_the_note_before_is_the_patients_last_other_one_and_looking_at_it_is_audited(
    store: Store, clerk: User, patient: Patient, start_note: Callable[..., Note]
) -> None:
    older, old, now, later = (start_note(encounter_date=dt.date(2025, month, 1)) for month in (3, 5, 6, 7))
    assert store.version_before(clerk, now.id) is None
    for note in (old, older, later):
        text = f"seen in month {note.encounter.encounter_date.month}"
        store.save_note(clerk, note.id, expected_version=0, sections=[SectionText("", text)], findings=[])
    before = store.version_before(clerk, now.id)
    assert before is not None
    assert before.text == "seen in month 5"
    newest = store.audit_events(limit=1)[0]
    assert (newest.action, newest.object_id, newest.patient_id) == (AuditAction.VIEW_NOTE, old.id, patient.id)
    with pytest.raises(StoreError, match="no such note"):
        store.version_before(clerk, 4711)


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE shorthand SET scope = 'planet'",
        "UPDATE shorthand SET scope = 'site'",
        "UPDATE shorthand SET user_id = NULL",
        "UPDATE shorthand SET \"trigger\" = ''",
        "UPDATE shorthand SET text = ''",
        "UPDATE shorthand SET text_digest = 'short'",
        "UPDATE shorthand SET created_by_id = 4711",
        'INSERT INTO shorthand SELECT 99, scope, user_id, "trigger", text, text_digest, description, created_by_id, '
        "created_at FROM shorthand",
        "UPDATE shorthand_use SET accepted = -1",
        "UPDATE shorthand_use SET user_id = 4711",
        'INSERT INTO shorthand_use SELECT 99, user_id, "trigger", text_digest, 0, 0, 0, 0, 0 FROM shorthand_use',
        "UPDATE typing_session SET keystrokes = -1",
        "UPDATE typing_session SET user_id = NULL",
    ],
)
def test_the_database_itself_refuses_what_makes_no_sense(
    store: Store, clerk: User, execute: Callable[[str], list[Row[Any]]], wrong: str
) -> None:
    add(store, clerk)
    store.record_typing(clerk, TypingInput(1, 1, 0, (UseInput("cp", DIGEST),)))
    with pytest.raises(exc.IntegrityError):
        execute(wrong)


def test_the_migration_runs_down_and_up_with_data_on_record(
    store: Store, open_store: Callable[[], Store], clerk: User, note: Note
) -> None:
    add(store, clerk)
    store.record_typing(clerk, TypingInput(1, 1, 0, (UseInput("cp", DIGEST),)))
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0003-1")
        assert not {"shorthand", "shorthand_use", "typing_session"} & set(inspect(connection).get_table_names())
    store = open_store()
    assert store.note(clerk, note.id).source_text == note.source_text
    assert texts(store, clerk) == []
    add(store, clerk)
