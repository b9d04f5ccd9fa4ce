"""Passwords, waiting after wrong ones, and tickets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Row, inspect, update

from models import AuditAction, Credential, PasswordNeeded, SignInTicket, Store, StoreError, User
from models.base import utc_now
from models.credential import FREE_ATTEMPTS, LONGEST_WAIT, wait_after
from models.schema import alembic_config

Execute = Callable[[str], list[Row[Any]]]
PASSWORD = "three grey geese fly"


@pytest.fixture
def guarded(store: Store, clerk: User) -> User:
    """A user with a password."""
    store.set_password(clerk, PASSWORD)
    return clerk


def test_a_user_with_a_password_signs_in_with_it_only(store: Store, guarded: User) -> None:
    with pytest.raises(PasswordNeeded):
        store.sign_in("dana")
    with pytest.raises(StoreError, match="do not fit"):
        store.sign_in("dana", "three grey geese flew")
    assert store.sign_in("Dana", PASSWORD).id == guarded.id
    assert store.with_password() == {guarded.id}


def test_the_same_password_in_other_code_points_is_the_same(store: Store, clerk: User) -> None:
    store.set_password(clerk, "Frühstück um sieben")
    assert store.sign_in("dana", "Fru\u0308hstu\u0308ck um sieben").id == clerk.id


@pytest.mark.sqlite_only("reads the database's file")
def test_nothing_of_the_password_is_in_the_file(store: Store, guarded: User, path: Path) -> None:
    store.close()
    assert PASSWORD.encode() not in path.read_bytes()


def test_a_password_is_kept_as_its_hash(guarded: User, execute: Execute) -> None:
    [(hashed,)] = execute("SELECT password_hash FROM credential")
    assert hashed.startswith("$argon2id$")


@pytest.mark.parametrize(
    "weak", ["short", "x" * 40, "dana clerk dana clerk", "a" * 257, "dana" * 5], ids=lambda weak: weak[:20]
)
def test_weak_passwords_are_refused(store: Store, clerk: User, weak: str) -> None:
    with pytest.raises(StoreError):
        store.set_password(clerk, weak)
    assert store.sign_in("dana").id == clerk.id


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(store: Store, guarded: User) -> None:
    for _ in range(FREE_ATTEMPTS):
        with pytest.raises(StoreError, match="do not fit"):
            store.sign_in("dana", "wrong, wrong and wrong")
    with store.engine.begin() as connection:
        connection.execute(update(Credential).values(waits_until=utc_now() + dt.timedelta(minutes=5)))
    with pytest.raises(StoreError, match=r"wait \d+ seconds"):
        store.sign_in("dana", PASSWORD)
    with store.engine.begin() as connection:
        connection.execute(update(Credential).values(waits_until=utc_now() - dt.timedelta(seconds=1)))
    assert store.sign_in("dana", PASSWORD)
    refused = [event for event in store.audit_events() if event.action == AuditAction.SIGN_IN_REFUSED]
    assert len(refused) == FREE_ATTEMPTS + 1


def test_waits_grow_from_a_second_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(failures).total_seconds() for failures in (0, 4, 5, 6, 9, 30)]
    assert waits == [0, 0, 1, 2, 16, LONGEST_WAIT.total_seconds()]


def test_where_a_password_is_needed_nobody_gets_in_without_one(store: Store, clerk: User) -> None:
    for name in ("dana", "mallory"):
        with pytest.raises(StoreError, match="do not fit"):
            store.sign_in(name, "any password at all", needs_password=True)


def test_a_ticket_lets_one_process_in_once(store: Store, guarded: User) -> None:
    ticket = store.issue_ticket(guarded)
    assert store.redeem_ticket(ticket).id == guarded.id
    with pytest.raises(StoreError, match="no longer good"):
        store.redeem_ticket(ticket)


def test_an_old_ticket_is_no_good(store: Store, guarded: User) -> None:
    ticket = store.issue_ticket(guarded)
    with store.engine.begin() as connection:
        connection.execute(update(SignInTicket).values(expires_at=utc_now() - dt.timedelta(seconds=1)))
    with pytest.raises(StoreError, match="no longer good"):
        store.redeem_ticket(ticket)


def test_the_database_does_not_hold_the_ticket(store: Store, guarded: User, execute: Execute) -> None:
    ticket = store.issue_ticket(guarded)
    [(digest,)] = execute("SELECT digest FROM sign_in_ticket")
    assert ticket not in digest


def test_the_migration_runs_down_and_up_with_data_on_record(
    store: Store, open_store: Callable[[], Store], guarded: User
) -> None:
    store.issue_ticket(guarded)
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0010-1")
        assert not {"credential", "sign_in_ticket"} & set(inspect(connection).get_table_names())
    assert open_store().sign_in("dana").id == guarded.id
