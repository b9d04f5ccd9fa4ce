"""Who has a note open for entry. One person at a time; everybody else may read it."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, StoredText, UtcDateTime, utc_now
from models.user import User

HOLD_LASTS = dt.timedelta(seconds=75)
"""How long a note stays held without a sign of life, as after a power cut."""

IDLE_AFTER = dt.timedelta(minutes=5)
"""After how long without a key somebody else may take the note over."""


class Workplace(NamedTuple):
    """Where somebody works: the name of the machine and the number of the process on it."""

    machine: str
    process: int


class Holding(Base):
    """A note that is open for entry. ``renewed_at`` is the last sign of life, ``typed_at`` the last draft.

    The row goes when the note is left; one that is no longer renewed stops counting after `HOLD_LASTS`.
    """

    __tablename__ = "holding"
    __table_args__ = (CheckConstraint("machine <> ''", name="machine_given"),)

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    machine: Mapped[str] = mapped_column(StoredText(100))
    process: Mapped[int]
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    renewed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    typed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    def is_of(self, user: User, at: Workplace) -> bool:
        """Whether ``user`` holds the note at that place."""
        return (self.user_id, self.machine, self.process) == (user.id, at.machine, at.process)

    def counts(self, now: dt.datetime) -> bool:
        """Whether there still was a sign of life of late."""
        return now - self.renewed_at < HOLD_LASTS

    def left_behind(self, user: User, at: Workplace) -> bool:
        """Whether it is of a program of ``user`` that ended on this machine without a word."""
        return (self.user_id, self.machine) == (user.id, at.machine) and not _is_running(self.process)


@dataclass(frozen=True, slots=True)
class Hold:
    """Who holds a note as seen by whoever asked: ``mine`` when that is who asks, at the place asked from.

    ``free`` when nobody does any more; ``idle`` is the time since the holder typed last.
    """

    mine: bool
    by: User
    machine: str
    since: dt.datetime
    idle: dt.timedelta
    free: bool
    own: bool

    @property
    def can_be_taken(self) -> bool:
        """Whether whoever asked may take the note over: the holder is gone or idle, or is the same person elsewhere."""
        return self.free or self.own or self.idle >= IDLE_AFTER


def database_now(session: Session) -> dt.datetime:
    """The present moment by the one clock that all who share the database go by."""
    if session.get_bind().dialect.name == "postgresql":
        now: dt.datetime = session.scalars(select(func.clock_timestamp())).one()
        return now.astimezone(dt.UTC)
    return utc_now()


def take(session: Session, user: User, note_id: int, at: Workplace) -> None:
    """Let ``user`` hold the note from now on, whoever did before."""
    now = database_now(session)
    holding = session.get(Holding, note_id)
    if holding is None:
        holding = Holding(note_id=note_id)
        session.add(holding)
    if holding.user_id is None or not holding.is_of(user, at):
        holding.user_id, holding.machine, holding.process, holding.since = user.id, at.machine, at.process, now
    holding.renewed_at = holding.typed_at = now


def renew(session: Session, user: User, note_id: int, at: Workplace, *, typed: bool) -> Holding | None:
    """Give a sign of life. Returns what holds the note instead, None when ``user`` does at that place.

    A hold that lapsed meanwhile (a computer that slept) is taken up again when nobody else has the note.
    """
    now = database_now(session)
    holding = session.get(Holding, note_id)
    if holding is None or (not holding.is_of(user, at) and not holding.counts(now)):
        take(session, user, note_id, at)
        return None
    if not holding.is_of(user, at):
        return holding
    holding.renewed_at = now
    if typed:
        holding.typed_at = now
    return None


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # there the signal 0 would not only ask
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
