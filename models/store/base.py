"""Opening and closing the record, and the transactions every operation runs in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.audit import EVENTS
from models.audit_chain import Trail
from models.audit_files import AuditFiles
from models.audit_opening import open_trail
from models.database import make_engine, parsed_url, place_of, prepare_file, reading_engine
from models.errors import DiskFull, explained
from models.reserve import Reserve
from models.schema import bring_up_to_date

PATIENCE_SECONDS = 4.0


class StoreBase:
    """A database and the ways to work in it. ``engine`` is public for tests and for maintenance."""

    def __init__(self, engine: Engine, trail: Trail) -> None:
        self.engine = engine
        self._trail = trail
        self._reading_engine = reading_engine(engine)
        self._place = place_of(engine.url)
        self._reserve = Reserve(engine.url)

    @classmethod
    def open(
        cls, url: str, *, create: bool = True, patience: float = PATIENCE_SECONDS, new_audit_key: bool = False
    ) -> Self:
        """Open the database at ``url`` and migrate it to this program's schema.

        With ``create`` false a missing or empty database is an error. A SQLite file is for one person's
        computer: it is kept readable by its owner only. ``patience`` is how long, in seconds, to wait for
        another program's write on SQLite. ``new_audit_key`` begins a new chain of audit events under a new key,
        as when the key was lost. StoreError says what is wrong: bad address, missing driver, locked, read-only,
        damaged, full disk, newer schema, unreachable server, missing audit key.
        """
        address = parsed_url(url)
        place = place_of(address)
        engine = make_engine(address, patience)
        prepare_file(address, create=create)
        try:
            with explained(place):
                bring_up_to_date(engine, place, create=create)
                trail = open_trail(engine, AuditFiles.of(address), new_key=new_audit_key)
        except BaseException:
            engine.dispose()
            raise
        store = cls(engine, trail)
        store._reserve.make()
        return store

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """A transaction that sees one moment of the database and changes nothing."""
        with explained(self._place), Session(self._reading_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """A transaction that is kept, with its audit events, when the block ends and undone when it raises."""
        events: list[dict[str, Any]] = []
        with explained(self._place), Session(self.engine, expire_on_commit=False, info={EVENTS: events}) as session:
            with session.begin():
                yield session
                head = self._trail.append(session, events)
            if head is not None:
                self._trail.anchor(head)

    def _even_on_a_full_disk(self, write: Callable[[], None]) -> bool:
        """Do what takes little room, if need be in the reserve. Returns whether the disk had room without it."""
        try:
            write()
        except DiskFull:
            if not self._reserve.give_up():
                raise
            write()
        return self._reserve.make()
