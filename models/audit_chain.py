"""The chain that binds every audit event to all before it, under a key that is not in the database.

The seal of an event is the HMAC-SHA-256, under the key, of the seal before it and of everything the event says. The
seal before the first event of a chain vouches for what was there before: the chain before, or events from before
there were chains. Numbers of events have no gaps.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CheckConstraint, Select, String, Table, bindparam, func, insert, select, type_coerce, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit import AuditEvent
from models.audit_files import AuditFiles, AuditKey, Head
from models.base import Base, StoredText, UtcDateTime, utc_now
from models.errors import StoreError

SAID = ("id", "at", "user_id", "action", "object_id", "patient_id", "details")


class AuditChain(Base):
    """One chain: the events ``first_event`` to ``last_event``, sealed under one key. A new key begins a new one.

    ``start`` is the seal before its first event, ``head`` that of its last. Writers take turns by its row.
    """

    __tablename__ = "audit_chain"
    __table_args__ = (
        CheckConstraint("first_event >= 1", name="first_event"),
        CheckConstraint("last_event >= first_event - 1", name="last_event"),
        CheckConstraint("length(key_id) = 16", name="key_id"),
        CheckConstraint("length(start) = 64", name="start"),
        CheckConstraint("length(head) = 64", name="head"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_id: Mapped[str] = mapped_column(StoredText(16))
    started_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    first_event: Mapped[int]
    start: Mapped[str] = mapped_column(StoredText(64))
    last_event: Mapped[int]
    head: Mapped[str] = mapped_column(StoredText(64))


def event_seal(key: AuditKey, before: str, event: Mapping[str, Any]) -> str:
    """The seal of an event that says ``event`` (by column) after the seal ``before``."""
    return _seal(key, "event", before, *(event[name] for name in SAID))


def chain_start(key: AuditKey, chain: Mapping[str, Any], before: str, unsealed: str) -> str:
    """The seal at the start of a chain; ``before`` is the head of the chain before, ``unsealed`` the digest of
    events from before all chains."""
    said = (chain[name] for name in ("id", "started_at", "first_event"))
    return _seal(key, "chain", before, unsealed, *said)


def _seal(key: AuditKey, *said: object) -> str:
    return hmac.new(key.secret, _canonical(said), hashlib.sha256).hexdigest()


def _canonical(said: Sequence[object]) -> bytes:
    """The same bytes for the same values, whatever database they come from: JSON, keys sorted, moments in UTC."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), default=_moment).encode()


def _moment(value: object) -> str:
    if not isinstance(value, dt.datetime):
        raise TypeError("audit events hold numbers, text and moments only")
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")


class Digest:
    """Of events from before all chains, in the order of their numbers."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, event: Mapping[str, Any]) -> None:
        """One more event."""
        self._hash.update(_canonical([event[name] for name in SAID]) + b"\n")

    def value(self) -> str:
        """Sixty-four hexadecimal digits."""
        return self._hash.hexdigest()


def stored_events(dialect: str) -> Select[*tuple[Any, ...]]:
    """Every event by number, as it lies in the database: what was tampered with may be no moment and no JSON."""
    at = type_coerce(AuditEvent.at, String) if dialect == "sqlite" else AuditEvent.at
    columns = (AuditEvent.id, at.label("at"), AuditEvent.user_id, type_coerce(AuditEvent.action, String))
    others = (AuditEvent.object_id, AuditEvent.patient_id, sql_cast(AuditEvent.details, String).label("details"))
    return select(*columns, *others, AuditEvent.seal).order_by(AuditEvent.id)


def readable(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of :func:`stored_events` with its moment and its details; ValueError when they cannot be read."""
    at = row["at"]
    if isinstance(at, str):
        at = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    if not isinstance(at, dt.datetime):
        raise ValueError("not a moment")
    return {**row, "at": at, "details": json.loads(row["details"])}


_CHAINS = cast(Table, AuditChain.__table__)
_NEWEST_TURN = (
    select(_CHAINS.c.id, _CHAINS.c.key_id, _CHAINS.c.last_event, _CHAINS.c.head)
    .order_by(_CHAINS.c.id.desc())
    .limit(1)
    .with_for_update()
)
_ADD_EVENT = insert(cast(Table, AuditEvent.__table__))
_MOVE_HEAD = (
    update(_CHAINS)
    .where(_CHAINS.c.id == bindparam("chain"))
    .values(last_event=bindparam("last_event"), head=bindparam("head"))
)


class Trail:
    """Where a store writes its events: the newest chain, under the key in use."""

    def __init__(self, key: AuditKey, files: AuditFiles, *, beside: bool) -> None:
        self.files = files
        self._key = key
        self._beside = beside

    def append(self, session: Session, events: Iterable[Mapping[str, Any]]) -> Head | None:
        """Seal and add events to the transaction, as its last deed: other writers wait from here to its end.

        Returns the new head, None when there were no events.
        """
        wanted = list(events)
        if not wanted:
            return None
        # Past the mapping of classes: this is in every transaction, and others wait for it.
        connection = session.connection()
        chain = connection.execute(_NEWEST_TURN).first()
        if chain is None or chain.key_id != self._key.id:
            raise StoreError("The audit trail was begun anew while this program ran: start it again.")
        now, number, seal = utc_now(), chain.last_event, chain.head
        for event in wanted:
            number += 1
            row = {**event, "id": number, "at": now}
            seal = event_seal(self._key, seal, row)
            connection.execute(_ADD_EVENT, {**row, "seal": seal})
        connection.execute(_MOVE_HEAD, {"chain": chain.id, "last_event": number, "head": seal})
        return Head(number, seal)

    def anchor(self, head: Head) -> None:
        """Write down outside the database that ``head`` has been committed."""
        self.files.write_anchor(head, beside=self._beside)
        self._beside = False


def newest_chain() -> Select[AuditChain]:
    """The chain that is being written."""
    return select(AuditChain).order_by(AuditChain.id.desc()).limit(1)


def begin_chain(session: Session, key: AuditKey) -> AuditChain:
    """Add a chain under ``key`` that vouches for everything there is."""
    before = session.scalars(newest_chain().with_for_update()).first()
    digest = Digest()
    if before is None:
        dialect = session.get_bind().dialect.name
        for row in session.execute(stored_events(dialect)).yield_per(1000).mappings():
            digest.add(readable(dict(row)))
    last = before.last_event if before else session.scalar(select(func.max(AuditEvent.id))) or 0
    said = {"id": before.id + 1 if before else 1, "started_at": utc_now(), "first_event": last + 1}
    start = chain_start(key, said, before.head if before else "", digest.value())
    chain = AuditChain(**said, key_id=key.id, start=start, last_event=last, head=start)
    session.add(chain)
    session.flush()
    return chain
