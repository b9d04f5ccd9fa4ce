"""What only a server can do: refuse, go away in the middle of a save, empty a table at one stroke."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Row, event, exc, make_url

from models import Note, SectionText, Store, StoreError, User

if TYPE_CHECKING:
    from postgresql_server import Server

Written = tuple[SectionText, ...]


pytestmark = pytest.mark.postgresql_only("there is a server")


@pytest.mark.parametrize(
    "wrong", [{"password": "hunter2"}, {"database": "nowhere"}, {"port": 1}, {"username": "mallory"}], ids=str
)
def test_a_server_that_lets_nobody_in_is_explained_without_the_password(server: Server, wrong: dict[str, Any]) -> None:
    url = make_url(server.url("postgres")).set(**wrong)
    with pytest.raises(StoreError, match="cannot be reached or does not let this user in") as refused:
        Store.open(url.render_as_string(hide_password=False))
    assert str(url.password) not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_server_that_came_back_is_used_again_without_a_word(
    server: Server, store: Store, clerk: User, note: Note, written: Written
) -> None:
    end_sessions(server, store)
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    assert store.verify_audit().intact


def test_a_server_gone_in_the_middle_of_a_save_leaves_the_draft_and_half_of_nothing(
    server: Server, store: Store, clerk: User, note: Note, written: Written
) -> None:
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0))

    def go_away(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO audit_event"):
            end_sessions(server, store)

    event.listen(store.engine, "before_cursor_execute", go_away)
    with pytest.raises(StoreError, match="cannot be reached"):
        store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    event.remove(store.engine, "before_cursor_execute", go_away)

    kept = store.note(clerk, note.id)
    assert (kept.latest, kept.draft_of(clerk) is not None) == (None, True)
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    assert [version.number for version in store.note(clerk, note.id).versions] == [1]
    assert store.verify_audit().intact


@pytest.mark.parametrize("table", ["note_version", "audit_event", "query_message", "extract"])
def test_what_is_on_record_cannot_be_emptied(execute: Callable[[str], list[Row[Any]]], table: str) -> None:
    with pytest.raises(exc.IntegrityError, match="append-only"):
        execute(f"TRUNCATE {table} CASCADE")


def test_a_report_sees_one_moment_however_long_it_takes(store: Store, clerk: User) -> None:
    """Two statements of one reading transaction, and somebody writes between them."""
    with store._reading() as session:
        count = "SELECT count(*) FROM audit_event"
        before = session.connection().exec_driver_sql(count).scalar()
        store.sign_in("dana")
        assert session.connection().exec_driver_sql(count).scalar() == before


def end_sessions(server: Server, store: Store) -> None:
    """End every session on the record, as a server does that is stopped."""
    with server.connect() as connection:
        sessions = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        connection.execute(sessions, [store.engine.url.database])
