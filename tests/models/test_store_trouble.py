"""When the disk fills, the file breaks or somebody else holds it: one sentence, nothing half-written."""

from __future__ import annotations

import errno
import os
import sqlite3
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import exc, text

from models import Note, NoteState, Patient, SectionText, Store, StoreBusy, StoreError, User
from models.errors import explain
from models.reserve import RESERVE_BYTES


def pragma(store: Store, statement: str) -> None:
    """Set a pragma on the one pooled connection of the store."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA {statement}")


def fill_disk(store: Store) -> None:
    """Let the database not grow by a single page: what SQLite then reports is what a full disk gives."""
    pragma(store, "max_page_count = 1")


@pytest.mark.sqlite_only("a page limit stands for the full disk")
def test_a_full_disk_while_saving_leaves_the_draft_and_half_of_nothing(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    sections = [SectionText("Plan", "Penicillin no. " * 20_000)]
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 3))
    events = len(store.audit_events())
    fill_disk(store)
    with pytest.raises(StoreError, match="is full: nothing was changed"):
        store.save_note(clerk, note.id, expected_version=0, sections=sections, findings=[])
    with pytest.raises(StoreError, match="is full: nothing was changed"):
        store.save_draft(clerk, note.id, sections=sections, cursor=(0, 0, 3))
    assert len(store.audit_events()) == events

    pragma(store, "max_page_count = 1000000")
    kept = store.note(clerk, note.id)
    assert (kept.state, kept.versions) == (NoteState.DRAFT, [])
    draft = kept.draft_of(clerk)
    assert draft is not None
    assert draft.sections == written
    store.save_note(clerk, note.id, expected_version=0, sections=sections, findings=[])


def no_room(*_: object) -> None:
    """What taking room on a full disk gives."""
    raise OSError(errno.ENOSPC, "no room")


@pytest.mark.sqlite_only("the reserve lies beside a database file")
def test_on_a_full_disk_the_draft_is_kept_in_the_reserve(
    store: Store, path: Path, clerk: User, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve = path.with_name(f"{path.name}-reserve")
    assert reserve.stat().st_size == RESERVE_BYTES
    unlink = Path.unlink

    def unlink_and_make_room(self: Path, missing_ok: bool = False) -> None:
        unlink(self, missing_ok)
        pragma(store, "max_page_count = 1000000")

    monkeypatch.setattr(Path, "unlink", unlink_and_make_room)
    fill_disk(store)
    sections = [SectionText("Plan", "Penicillin no. " * 20_000)]
    with monkeypatch.context() as full:
        full.setattr(os, "posix_fallocate", no_room)
        assert not store.save_draft(clerk, note.id, sections=sections, cursor=(0, 0, 3))
    assert not reserve.exists()
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert draft.sections == tuple(sections)
    assert store.save_draft(clerk, note.id, sections=sections, cursor=(0, 0, 4))
    assert reserve.exists()


@pytest.mark.sqlite_only("SQLite has one lock for all writers")
def test_a_locked_database_is_busy_for_writers_and_open_to_readers(
    store: Store, path: Path, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="in use by another program"):
            store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0))
        assert [user.username for user in store.users()] == ["dana"]
        other.execute("ROLLBACK")
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0))


def test_a_database_turned_read_only_is_reported(store: Store, clerk: User) -> None:
    if store.engine.dialect.name == "sqlite":
        pragma(store, "query_only = ON")
    else:
        database = store.engine.url.database
        with store.engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
        store.engine.dispose()
    with pytest.raises(StoreError, match="cannot be written to"):
        store.worklist(clerk)


@pytest.mark.sqlite_only("damages the database's file")
def test_a_damaged_page_is_reported(store: Store, open_store: Callable[[], Store], path: Path, clerk: User) -> None:
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged or no database"):
        open_store().users()


@pytest.mark.sqlite_only("a page limit stands for the full disk")
def test_an_error_never_carries_what_was_being_written(store: Store, clerk: User, patient: Patient, note: Note) -> None:
    """Not in its sentence, and not in the traceback a crash report would print."""
    fill_disk(store)
    with pytest.raises(StoreError) as refused:
        store.save_note(
            clerk,
            note.id,
            expected_version=0,
            sections=[SectionText("Plan", "Confidential " * 20_000)],
            findings=[],
        )
    report = "".join(traceback.format_exception(refused.value))
    assert "Confidential" not in report
    assert "INSERT" not in report


@pytest.mark.sqlite_only("PostgreSQL quotes the row in its own text, which the store never passes on")
def test_an_error_of_the_engine_itself_hides_the_values_too(store: Store) -> None:
    with store.engine.connect() as connection, pytest.raises(exc.IntegrityError) as failed:
        connection.execute(text("INSERT INTO patient (mrn) VALUES (:mrn)"), {"mrn": "T-100"})
    assert "T-100" not in str(failed.value)


def test_a_reference_to_nobody_is_refused_by_the_database(
    store: Store, clerk: User, patient: Patient, start_note: Callable[..., Note]
) -> None:
    stranger = User(id=4711, username="ghost", display_name="Ghost")
    with pytest.raises(StoreError, match="contradicts what is stored"):
        start_note(stranger)
    assert not store.worklist(clerk).items


class ServerError(Exception):
    """Stands for an error of a server's driver, which tells its cause by a five-character code."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("Key (mrn)=(T-100) Abigail")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "sentence"),
    [
        (None, "cannot be reached"),
        ("08006", "cannot be reached"),
        ("57P01", "cannot be reached"),
        ("28P01", "refused the sign-in"),
        ("3D000", "cannot be opened"),
        ("40P01", "in use by another program"),
        ("55P03", "in use by another program"),
        ("53100", "is full"),
        ("25006", "cannot be written to"),
        ("42501", "cannot be written to"),
        ("23505", "contradicts what is stored"),
        ("22P02", "could not do what was asked (22P02)"),
    ],
)
def test_what_a_server_reports_becomes_a_sentence_without_its_words(sqlstate: str | None, sentence: str) -> None:
    error = exc.OperationalError("INSERT INTO patient", {"mrn": "T-100"}, ServerError(sqlstate))
    said = explain(error, "postgresql://db.example/records")
    assert sentence in str(said)
    assert "postgresql://db.example/records" in str(said)
    assert "T-100" not in str(said)
    assert "Abigail" not in str(said)
    assert isinstance(said, StoreBusy) == ("in use" in sentence)
