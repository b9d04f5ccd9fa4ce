"""How many tamperings with the audit trail are found: ``python benchmarks/tampering.py [sqlite|postgresql] [COUNT]``.

Each is one random deed of somebody who owns the database but has neither the key nor the anchor: a changed value, a
removed, moved, swapped or put-in event, or a trail cut short with its head set back. The triggers are dropped first.
Every tampering is made in a transaction, verified there, and rolled back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from models import SectionText, Store
from models.audit_files import AuditFiles
from models.audit_verify import verify

EVENTS = 200
COLUMNS = "id, at, user_id, action, object_id, patient_id, details, seal"
OTHERS = COLUMNS.removeprefix("id, ")


def fill(store: Store) -> None:
    """A trail of two hundred events of several kinds, users and patients, and no trigger to guard it."""
    users = [store.add_user(name, name) for name in ("dana", "sam", "lee")]
    notes = []
    for number in range(5):
        patient = store.register_patient(
            users[0], mrn=f"T-{number}", family_name="A", given_name="B", birth_date=dt.date(1950, 1, 1), sex="other"
        )
        notes.append(
            store.start_note(
                users[0], patient, note_type="n", author="A", department="D", encounter_date=dt.date(2025, 1, 1)
            )
        )
    while (done := store.audit_head().event) < EVENTS:
        user, note = random.choice(users), random.choice(notes)
        if done % 3:
            store.note(user, note.id)
        else:
            seen = store.note(user, note.id).latest_version
            store.save_note(user, note.id, expected_version=seen, sections=[SectionText("", "x")], findings=[])
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for change in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER audit_event_refuses_{change}")
        else:
            connection.exec_driver_sql("ALTER TABLE audit_event DISABLE TRIGGER USER")


def run(connection: Connection, statement: str, **values: object) -> int:
    return connection.execute(text(statement), values).rowcount


def change(connection: Connection, event: int) -> None:
    """Give one column another value, often one that is plausible because another event has it."""
    column = random.choice(OTHERS.split(", "))
    kept = connection.execute(text(f"SELECT {OTHERS} FROM audit_event WHERE id = :id"), {"id": event}).mappings().one()
    other = random.randint(1, EVENTS)
    source = "SELECT seal FROM audit_event" if column == "seal" else f"SELECT {column} FROM audit_event"
    unlike = f"CAST({column} AS VARCHAR) <> CAST((SELECT {column} FROM audit_event WHERE id = :id) AS VARCHAR)"
    values = f"({source} WHERE {unlike} OR {column} IS NULL ORDER BY (id = :other) DESC LIMIT 1)"
    run(connection, f"UPDATE audit_event SET {column} = {values} WHERE id = :id", id=event, other=other)
    now = connection.execute(text(f"SELECT {OTHERS} FROM audit_event WHERE id = :id"), {"id": event}).mappings().one()
    if now == kept:
        run(connection, "UPDATE audit_event SET object_id = coalesce(object_id, 0) + 1 WHERE id = :id", id=event)


def remove(connection: Connection, event: int) -> None:
    run(connection, "DELETE FROM audit_event WHERE id = :id", id=event)


def close_gap(connection: Connection, event: int) -> None:
    """Remove one and move all later ones up."""
    remove(connection, event)
    move(connection, event + 1, -1)
    run(connection, "UPDATE audit_chain SET last_event = last_event - 1")
    if event == EVENTS:
        set_back(connection, EVENTS - 1)


def move(connection: Connection, start: int, by: int) -> None:
    run(connection, "UPDATE audit_event SET id = -id WHERE id >= :start", start=start)
    run(connection, "UPDATE audit_event SET id = :by - id WHERE id < 0", by=by)


def swap(connection: Connection, event: int) -> None:
    other = random.choice([number for number in range(1, EVENTS + 1) if number != event])
    for before, after in ((event, -1), (other, event), (-1, other)):
        run(connection, "UPDATE audit_event SET id = :after WHERE id = :before", before=before, after=after)


def put_in(connection: Connection, event: int) -> None:
    """A copy of another event, before ``event``, with all later ones moved down."""
    move(connection, event, 1)
    source = random.choice([number for number in range(1, EVENTS + 2) if number != event])
    copied = f"INSERT INTO audit_event ({COLUMNS}) SELECT :event, {OTHERS} FROM audit_event WHERE id = :source"
    run(connection, copied, event=event, source=source)
    run(connection, "UPDATE audit_chain SET last_event = last_event + 1")


def cut_short(connection: Connection, event: int) -> None:
    """Remove ``event`` and all later ones, and set the head back so that the chain is whole."""
    run(connection, "DELETE FROM audit_event WHERE id >= :id", id=event)
    set_back(connection, event - 1)


def set_back(connection: Connection, last: int) -> None:
    seal = "coalesce((SELECT seal FROM audit_event WHERE id = :last), start)"
    run(connection, f"UPDATE audit_chain SET last_event = :last, head = {seal}", last=last)


DEEDS: tuple[Callable[[Connection, int], None], ...] = (change, remove, close_gap, swap, put_in, cut_short)


@contextlib.contextmanager
def store_on(engine: str) -> Iterator[Store]:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["XDG_DATA_HOME"] = folder
        url = f"sqlite:///{Path(folder) / 'records.db'}"
        if engine == "postgresql":
            from postgresql_server import running

            server = stack.enter_context(running(durable=False))
            server.create("records")
            url = server.url("records")
        store = Store.open(url)
        stack.callback(store.close)
        yield store


def main() -> None:
    engine = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    random.seed(20261128)
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    named: Counter[str] = Counter()
    with store_on(engine) as store:
        fill(store)
        files = AuditFiles.of(store.engine.url)
        keys, anchors = files.known_keys(), files.anchors()
        assert store.verify_audit().intact
        began = time.perf_counter()
        for _ in range(count):
            deed, event = random.choice(DEEDS), random.randint(1, EVENTS)
            with Session(store.engine) as session:
                deed(session.connection(), event)
                result: Any = verify(session, keys, anchors)
                session.rollback()
            made[deed.__name__] += 1
            found[deed.__name__] += not result.intact
            named[deed.__name__] += any(wrong.event <= event for wrong in result.wrong)
        seconds = time.perf_counter() - began
        assert store.verify_audit().intact
    for name, number in sorted(made.items()):
        print(f"{name:10} {found[name]:4} of {number:4} found, {named[name]:4} at or before the event")
    print(f"{engine}: {found.total()} of {made.total()} found, {seconds:.0f} s")
    sys.exit(found != made)


if __name__ == "__main__":
    main()
