"""One person at a time enters a note; the next is told who, and gets in when the first is gone."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from alembic import command
from sqlalchemy import text

from models import DraftHeader, HeldElsewhere, Note, SectionText, Store, StoreError, User, Workplace
from models.holding import HOLD_LASTS, IDLE_AFTER
from models.schema import alembic_config

HERE = Workplace("desk-1", os.getpid())
ELSEWHERE = Workplace("desk-2", 4711)

HOLDER = """
import os, sys, time
from models import Store, Workplace
store = Store.open(sys.argv[1])
hold = store.hold_note(store.sign_in(sys.argv[2]), int(sys.argv[3]), Workplace("desk-1", os.getpid()))
print(hold.mine, flush=True)
time.sleep(600)
"""


@pytest.fixture
def sam(store: Store) -> User:
    return store.add_user("sam", "Sam Reviewer")


def make_older(store: Store, *, renewed: dt.timedelta = dt.timedelta(), typed: dt.timedelta = dt.timedelta()) -> None:
    """Put the last sign of life and the last key back in time."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with store.engine.begin() as connection:
        connection.execute(
            text("UPDATE holding SET renewed_at = :renewed, typed_at = :typed"),
            {"renewed": str(now - renewed), "typed": str(now - typed)},
        )


def actions(store: Store, user: User) -> list[str]:
    """What ``user`` did with notes, first thing first."""
    return [event.action for event in reversed(store.audit_events()) if event.user and event.user.id == user.id]


def test_the_second_is_told_who_has_the_note_and_since_when(store: Store, clerk: User, sam: User, note: Note) -> None:
    before = dt.datetime.now(dt.UTC)
    assert store.hold_note(clerk, note.id, HERE).mine
    seen = store.hold_note(sam, note.id, ELSEWHERE)
    assert not seen.mine
    assert (seen.by.display_name, seen.machine) == ("Dana Clerk", "desk-1")
    assert before <= seen.since <= dt.datetime.now(dt.UTC)
    assert not seen.free
    assert not seen.can_be_taken
    assert store.hold_note(clerk, note.id, HERE).since == seen.since


def test_a_note_that_was_left_is_free(store: Store, clerk: User, sam: User, note: Note) -> None:
    store.hold_note(clerk, note.id, HERE)
    store.release_note(sam, note.id, ELSEWHERE)
    assert store.holder_of(sam, note.id, ELSEWHERE) is not None
    store.release_note(clerk, note.id, HERE)
    assert store.holder_of(sam, note.id, ELSEWHERE) is None
    assert store.hold_note(sam, note.id, ELSEWHERE).mine
    assert actions(store, clerk)[-2:] == ["hold note", "release note"]


def test_an_idle_holder_gives_way_only_when_asked(store: Store, clerk: User, sam: User, note: Note) -> None:
    store.hold_note(clerk, note.id, HERE)
    assert not store.hold_note(sam, note.id, ELSEWHERE, take_over=True).mine
    make_older(store, typed=IDLE_AFTER)
    assert store.hold_note(sam, note.id, ELSEWHERE).can_be_taken
    assert store.hold_note(sam, note.id, ELSEWHERE, take_over=True).mine
    event = store.audit_events(1)[0]
    assert (event.action, event.details) == ("take over note", {"held_by": clerk.id})
    assert not store.renew_hold(clerk, note.id, HERE).mine


def test_without_a_sign_of_life_a_hold_lapses(store: Store, clerk: User, sam: User, note: Note) -> None:
    store.hold_note(clerk, note.id, HERE)
    make_older(store, renewed=HOLD_LASTS)
    assert store.hold_note(sam, note.id, ELSEWHERE).mine
    assert actions(store, sam)[-1] == "hold note"


def test_signs_of_life_keep_a_hold_and_drafts_are_such(store: Store, clerk: User, sam: User, note: Note) -> None:
    store.hold_note(clerk, note.id, HERE)
    make_older(store, renewed=HOLD_LASTS, typed=IDLE_AFTER)
    store.save_draft(clerk, note.id, sections=[SectionText("", "x")], cursor=(0, 0, 1), at=HERE)
    assert not store.hold_note(sam, note.id, ELSEWHERE, take_over=True).mine
    make_older(store, renewed=HOLD_LASTS, typed=IDLE_AFTER)
    assert store.renew_hold(clerk, note.id, HERE).mine
    seen = store.hold_note(sam, note.id, ELSEWHERE)
    assert not seen.free
    assert seen.can_be_taken


def test_a_lapsed_hold_is_taken_up_again_when_nobody_came(store: Store, clerk: User, sam: User, note: Note) -> None:
    store.hold_note(clerk, note.id, HERE)
    make_older(store, renewed=HOLD_LASTS)
    assert store.renew_hold(clerk, note.id, HERE).mine
    assert not store.hold_note(sam, note.id, ELSEWHERE).mine


def test_who_lost_the_note_keeps_a_draft_of_their_own(store: Store, clerk: User, sam: User, note: Note) -> None:
    store.hold_note(clerk, note.id, HERE)
    make_older(store, typed=IDLE_AFTER)
    store.hold_note(sam, note.id, ELSEWHERE, take_over=True)
    store.save_draft(clerk, note.id, sections=[SectionText("", "mine")], cursor=(0, 0, 4), at=HERE)
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert draft.sections == (SectionText("", "mine"),)


def test_two_windows_of_one_person_do_not_replace_each_others_draft(store: Store, clerk: User, note: Note) -> None:
    store.hold_note(clerk, note.id, HERE)
    assert not store.hold_note(clerk, note.id, ELSEWHERE).mine
    assert store.hold_note(clerk, note.id, ELSEWHERE, take_over=True).mine
    store.save_draft(clerk, note.id, sections=[SectionText("", "second")], cursor=(0, 0, 0), at=ELSEWHERE)
    with pytest.raises(HeldElsewhere, match="open on desk-2 in another window"):
        store.save_draft(clerk, note.id, sections=[SectionText("", "first")], cursor=(0, 0, 0), at=HERE)
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert draft.sections == (SectionText("", "second"),)


def test_after_a_kill_the_same_person_gets_in_at_once_and_another_waits(
    record_url: str, store: Store, clerk: User, sam: User, note: Note
) -> None:
    command_line = [sys.executable, "-c", HOLDER, record_url, "dana", str(note.id)]
    with subprocess.Popen(command_line, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not store.hold_note(clerk, note.id, HERE).mine
        assert not store.hold_note(sam, note.id, HERE).mine
        holder.kill()
    assert not store.hold_note(sam, note.id, HERE).mine
    assert store.hold_note(clerk, note.id, HERE).mine


def test_of_two_programs_that_open_a_note_at_once_one_gets_it(
    record_url: str, store: Store, clerk: User, sam: User, note: Note
) -> None:
    holders = [
        subprocess.Popen(
            [sys.executable, "-c", HOLDER, record_url, name, str(note.id)], stdout=subprocess.PIPE, text=True
        )
        for name in ("dana", "sam")
    ]
    try:
        got = sorted(holder.stdout.readline() for holder in holders if holder.stdout is not None)
    finally:
        for holder in holders:
            holder.kill()
            holder.communicate()
    assert got == ["False\n", "True\n"]


def test_there_is_nothing_to_hold_where_there_is_no_note(store: Store, clerk: User) -> None:
    with pytest.raises(StoreError, match="no such note"):
        store.hold_note(clerk, 4711, HERE)


def test_a_header_comes_back_as_typed(
    store: Store, open_store: Callable[[], Store], clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    header = DraftHeader("2025-1", "Dr. Edith\x00", "ICU", focus="author", column=4)
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0), header=header)
    draft = open_store().draft(clerk, note.id)
    assert draft is not None
    assert draft.header == DraftHeader("2025-1", "Dr. Edith\u2400", "ICU", focus="author", column=4)


def test_revision_0008_goes_down_and_up_with_drafts_and_holds_in_place(
    store: Store, open_store: Callable[[], Store], clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.hold_note(clerk, note.id, HERE)
    store.save_draft(clerk, note.id, sections=written, cursor=(1, 0, 3), header=DraftHeader("x", "y", "z"))
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0008-1")
    again = open_store()
    draft = again.draft(clerk, note.id)
    assert draft is not None
    assert (draft.sections, draft.cursor, draft.header) == (written, (1, 0, 3), None)
    assert again.holder_of(clerk, note.id, HERE) is None
