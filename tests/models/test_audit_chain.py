"""Whatever is done to the audit trail past the program shows, and the event is named."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Row, exc, make_url

from models import Head, Note, SectionText, Store, StoreError, User, Verification, printable
from models.audit_files import AuditFiles
from models.schema import alembic_config

Execute = Callable[[str], list[Row[Any]]]

FREE = {
    "sqlite": "DROP TRIGGER audit_event_refuses_update; DROP TRIGGER audit_event_refuses_delete",
    "postgresql": "ALTER TABLE audit_event DISABLE TRIGGER USER",
}


@pytest.fixture
def trail(store: Store, clerk: User, note: Note, execute: Execute) -> Store:
    """A trail of ten events, open to whoever owns the database: nothing refuses changes any more."""
    for _ in range(7):
        store.note(clerk, note.id)
    for statement in FREE[store.engine.dialect.name].split(";"):
        execute(statement)
    assert store.audit_head().event == 10
    return store


@pytest.fixture
def files(store: Store) -> AuditFiles:
    return AuditFiles.of(store.engine.url)


def wrong(store: Store, *seen: Head) -> list[tuple[int, str]]:
    """What verification finds, as (event, what)."""
    return [(one.event, one.what) for one in store.verify_audit(seen).wrong]


def test_a_trail_left_alone_is_as_written(trail: Store) -> None:
    assert trail.verify_audit() == Verification(events=10, head=trail.audit_head())
    assert trail.verify_audit().intact


def test_numbers_have_no_gaps_even_after_deeds_that_failed(store: Store, clerk: User, note: Note) -> None:
    with pytest.raises(StoreError):
        store.save_note(clerk, note.id, expected_version=7, sections=[SectionText("", "x")], findings=[])
    store.note(clerk, note.id)
    assert [event.id for event in store.audit_events()] == [4, 3, 2, 1]
    assert store.verify_audit().intact


@pytest.mark.parametrize(
    "change",
    [
        "at = '2001-01-01 00:00:00'",
        "user_id = NULL",
        "action = 'view chart'",
        "object_id = 4711",
        "object_id = NULL",
        "patient_id = NULL",
        """details = '{"notes": 1}'""",
        "seal = NULL",
        "seal = 'f'",
    ],
)
def test_a_changed_event_is_named(trail: Store, execute: Execute, change: str) -> None:
    execute(f"UPDATE audit_event SET {change} WHERE id = 5")
    assert wrong(trail)[0] == (5, "was changed, put in or moved")


@pytest.mark.sqlite_only("PostgreSQL keeps a column to its type")
@pytest.mark.parametrize("change", ["at = 'yesterday'", "at = x'00'", "details = '{'", "action = x'00'", "details = 7"])
def test_an_event_that_cannot_be_read_is_named(trail: Store, execute: Execute, change: str) -> None:
    execute(f"UPDATE audit_event SET {change} WHERE id = 5")
    assert wrong(trail)[0] == (5, "was changed, put in or moved")


def test_removed_events_are_named(trail: Store, execute: Execute) -> None:
    execute("DELETE FROM audit_event WHERE id IN (3, 6, 7)")
    assert wrong(trail) == [(3, "was removed"), (6, "was removed, with all up to event 7")]


def test_closing_the_gap_does_not_help(trail: Store, execute: Execute) -> None:
    execute("DELETE FROM audit_event WHERE id = 4")
    for number in range(5, 11):
        execute(f"UPDATE audit_event SET id = {number - 1} WHERE id = {number}")
    assert wrong(trail)[0] == (4, "was changed, put in or moved")


def test_swapped_events_are_named(trail: Store, execute: Execute) -> None:
    for before, after in ((5, 99), (6, 5), (99, 6)):
        execute(f"UPDATE audit_event SET id = {after} WHERE id = {before}")
    assert [event for event, _ in wrong(trail)[:2]] == [5, 6]


def test_an_event_put_in_is_named(trail: Store, execute: Execute) -> None:
    copied = "user_id, action, object_id, patient_id, details, seal FROM audit_event WHERE id = 10"
    names = "id, at, user_id, action, object_id, patient_id, details, seal"
    execute(f"INSERT INTO audit_event ({names}) SELECT 11, at, {copied}")
    assert wrong(trail) == [(11, "was put in: the trail ends before it")]
    execute("UPDATE audit_chain SET last_event = 11")
    assert wrong(trail) == [(11, "was changed, put in or moved")]


def test_a_trail_cut_short_shows_by_its_head_and_by_its_anchor(trail: Store, execute: Execute) -> None:
    execute("DELETE FROM audit_event WHERE id > 8")
    assert wrong(trail)[0] == (9, "was removed, with all up to event 10")
    execute("UPDATE audit_chain SET last_event = 8, head = (SELECT seal FROM audit_event WHERE id = 8)")
    assert wrong(trail) == [(10, "was seen as the newest event, and is not in the trail as it was")]


def test_a_head_written_on_paper_shows_what_the_anchor_file_does_not(
    trail: Store, execute: Execute, files: AuditFiles
) -> None:
    head = trail.audit_head()
    on_paper = replace(head, seal=printable(head.seal))
    assert wrong(trail, on_paper) == []
    execute("DELETE FROM audit_event WHERE id > 8")
    execute("UPDATE audit_chain SET last_event = 8, head = (SELECT seal FROM audit_event WHERE id = 8)")
    files.anchor.unlink()
    assert wrong(trail) == []
    assert [event for event, _ in wrong(trail, on_paper)] == [10]


def test_a_chain_begun_anew_over_a_changed_trail_does_not_fit_the_anchor(
    trail: Store, execute: Execute, open_store: Callable[[], Store], clerk: User, note: Note
) -> None:
    """Whoever owns the database may let the program seal what was falsified; what was seen before then remains."""
    execute("UPDATE audit_event SET user_id = NULL, seal = NULL")
    execute("DELETE FROM audit_chain")
    with pytest.raises(StoreError, match="begun anew while this program ran"):
        trail.note(clerk, note.id)
    again = open_store()
    for _ in range(20):
        again.note(clerk, note.id)
    assert wrong(again) == [(10, "was seen as the newest event, and is not in the trail as it was")]


@pytest.mark.parametrize(
    "change", ["first_event = 2", "start = head", "head = start", "last_event = 9", "last_event = 12", "id = 2"]
)
def test_a_changed_chain_is_found(trail: Store, execute: Execute, change: str) -> None:
    execute(f"UPDATE audit_chain SET {change}")
    assert wrong(trail)


def test_a_chain_under_a_key_that_is_not_here_is_not_proven(trail: Store, execute: Execute) -> None:
    execute("UPDATE audit_chain SET key_id = '0123456789abcdef'")
    found = trail.verify_audit()
    assert (found.unproven, found.intact) == (10, False)


def test_without_chains_nothing_is_proven(trail: Store, execute: Execute) -> None:
    execute("DELETE FROM audit_chain")
    assert wrong(trail)[0][0] == 1


def test_a_clock_set_back_is_told_and_is_nothing_wrong(trail: Store, clerk: User, monkeypatch: Any) -> None:
    from models.base import utc_now

    monkeypatch.setattr("models.audit_chain.utc_now", lambda: utc_now().replace(year=2001))
    trail.users()
    trail.sign_in("dana")
    found = trail.verify_audit()
    assert (found.intact, found.backwards) == (True, 1)


def test_a_missing_key_is_told_with_what_to_do(
    trail: Store, files: AuditFiles, open_store: Callable[[], Store]
) -> None:
    files.key.unlink()
    with pytest.raises(StoreError, match=r"is missing or of another record.*audit new-key"):
        open_store()
    assert not files.key.exists()


@pytest.mark.parametrize("content", ["", "gibberish", "0123456789abcdef " + "0" * 64 + "\n", "\xff"])
def test_a_damaged_key_is_told(files: AuditFiles, open_store: Callable[[], Store], content: str) -> None:
    files.key.write_text(content, encoding="latin-1")
    with pytest.raises(StoreError, match="audit key"):
        open_store()


def test_a_new_key_begins_a_new_chain_and_the_old_one_stays_proven(
    trail: Store, record_url: str, clerk: User, execute: Execute
) -> None:
    renewed = Store.open(record_url, new_audit_key=True)
    renewed.sign_in("dana")
    assert renewed.verify_audit() == Verification(events=11, head=renewed.audit_head())
    with pytest.raises(StoreError, match="start it again"):
        trail.sign_in("dana")
    execute("DELETE FROM audit_event WHERE id = 10")
    assert wrong(renewed) == [(10, "was removed")]
    renewed.close()


def test_after_the_loss_of_a_key_old_events_are_unproven_and_new_ones_proven(
    trail: Store, record_url: str, files: AuditFiles, clerk: User
) -> None:
    files.key.unlink()
    renewed = Store.open(record_url, new_audit_key=True)
    renewed.sign_in("dana")
    found = renewed.verify_audit()
    assert (found.events, found.unproven, found.wrong) == (11, 10, [])
    renewed.close()


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind exist on POSIX systems")
def test_key_and_anchor_are_their_owners_only(trail: Store, files: AuditFiles) -> None:
    assert {stat.S_IMODE(path.stat().st_mode) for path in (files.key, files.anchor)} == {0o600}


def test_the_anchor_follows_the_head_on_one_line(trail: Store, files: AuditFiles) -> None:
    assert files.anchors() == [trail.audit_head()]
    files.write_anchor(Head(3, "0" * 64), beside=False)
    assert files.anchors() == [trail.audit_head()]


def test_a_place_that_takes_no_anchor_fails_no_deed(trail: Store, files: AuditFiles, clerk: User) -> None:
    files.anchor.unlink()
    files.anchor.mkdir()
    trail.sign_in("dana")
    assert trail.verify_audit().intact


def test_many_writers_make_one_chain(record_url: str, store: Store, clerk: User, note: Note, files: AuditFiles) -> None:
    failures: list[BaseException] = []

    def look() -> None:
        desk = Store.open(record_url, patience=60)
        try:
            for _ in range(10):
                desk.note(clerk, note.id)
        except BaseException as error:
            failures.append(error)
        finally:
            desk.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert store.verify_audit().intact
    for thread in threads:
        thread.join()
    assert failures == []
    assert store.verify_audit() == Verification(events=43, head=store.audit_head())
    assert files.anchors() == [store.audit_head()]


@pytest.fixture
def from_before(trail: Store, open_store: Callable[[], Store], execute: Execute) -> Store:
    """A record whose first ten events were written by the program of before, then opened by this one."""
    with trail.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0010")
    AuditFiles.of(trail.engine.url).anchor.unlink()
    return open_store()


def test_events_from_before_are_vouched_for_together(from_before: Store, clerk: User, execute: Execute) -> None:
    from_before.sign_in("dana")
    assert from_before.verify_audit() == Verification(events=11, unsealed=10, head=from_before.audit_head())
    [chain] = execute("SELECT id, first_event, last_event FROM audit_chain")
    assert tuple(chain) == (1, 11, 11)
    execute("UPDATE audit_event SET user_id = NULL WHERE id = 4")
    assert wrong(from_before) == [(11, "the beginning of chain 1 is not as written, or what was there before it")]


@pytest.mark.parametrize("up", [False, True])
def test_events_stay_unchangeable_down_and_up(
    store: Store, open_store: Callable[[], Store], clerk: User, execute: Execute, up: bool
) -> None:
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0010")
    if up:
        open_store()
    for change in ("UPDATE audit_event SET user_id = NULL", "DELETE FROM audit_event"):
        with pytest.raises(exc.IntegrityError, match="append-only"):
            execute(change)


def test_the_printable_seal_has_eighty_bits_in_letters_that_none_takes_for_another() -> None:
    assert printable("0" * 64) == "0000-0000-0000-0000"
    assert printable("f" * 20 + "0" * 44) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert printable("08421084210842108421" + "e" * 44) == "1111-1111-1111-1111"


def test_where_the_files_lie() -> None:
    beside = AuditFiles.of(make_url("sqlite:////data/records.db"))
    assert (beside.key, beside.anchor) == (Path("/data/records.db.audit-key"), Path("/data/records.db.audit-anchor"))
    served = AuditFiles.of(make_url("postgresql+psycopg://dana:hunter2@db.example:5433/records"))
    assert served.key.name == "db.example-5433-records.audit-key"
