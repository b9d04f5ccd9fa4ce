"""What users usually mean: counted when a note is saved, read when one is opened, forgotten on request."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Insert, Row, Select, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.audit import AuditAction, append
from models.habit import MEANT_LENGTH, WRITTEN_LENGTH, HabitCounts, HabitInput, HabitKind, HabitRecord
from models.store.base import StoreBase
from models.user import User

_KEY = ("user_id", "kind", "written", "meant")
_PAIR = (HabitRecord.kind, HabitRecord.written, HabitRecord.meant)


class HabitStore(StoreBase):
    """The counts by which suggestions are ordered."""

    def habits(self, user: User) -> HabitCounts:
        """The counts of ``user`` and the sums of everybody else's, in a stable order."""
        with self._reading() as session:
            own = session.execute(_sums().where(HabitRecord.user_id == user.id))
            others = session.execute(_sums().where(HabitRecord.user_id != user.id))
            return HabitCounts(_inputs(own), _inputs(others))

    def habits_by_user(self, user: User | None = None) -> list[tuple[User, HabitInput]]:
        """The counts of ``user``, or of everybody, each with whose they are."""
        mine = [] if user is None else [HabitRecord.user_id == user.id]
        rows = select(User, HabitRecord).join(User, User.id == HabitRecord.user_id).where(*mine)
        with self._reading() as session:
            found = session.execute(rows.order_by(User.username, *_PAIR))
            return [
                (owner, HabitInput(one.kind, one.written, one.meant, one.accepted, one.rejected))
                for owner, one in found
            ]

    def forget_habits(self, *, of: User | None = None, words: Collection[str] = (), by: User | None = None) -> int:
        """Remove counts and return how many: those of one user or of everybody, of some words or of all.

        ``words`` are what was written or meant, as it was counted. ``by`` is who did it, None at the command
        line. The event says how many were removed and whose, not which.
        """
        conditions = [] if of is None else [HabitRecord.user_id == of.id]
        if words:
            conditions.append(or_(HabitRecord.written.in_(words), HabitRecord.meant.in_(words)))
        with self._writing() as session:
            removed = session.execute(delete(HabitRecord).where(*conditions).returning(HabitRecord.written)).all()
            details = {"removed": len(removed)}
            append(session, AuditAction.FORGET_HABITS, by, object_id=of.id if of else None, details=details)
            return len(removed)


def count_habits(session: Session, user: User, habits: Iterable[HabitInput]) -> int:
    """Add counts to those of ``user``, in the transaction of ``session``; how many pairs of words were counted.

    Counts of the same pair are added up in the database, so that two programs of one user lose nothing. A pair
    that is empty or too long is left out: learning never keeps a note from being saved.
    """
    # always in the same order, or two transactions could wait for each other
    fitting = sorted(filter(_fits, habits), key=lambda one: (one.kind, one.written, one.meant))
    for one in fitting:
        session.execute(_adding(session, user, one))
    return len(fitting)


def _fits(one: HabitInput) -> bool:
    return 0 < len(one.written) <= WRITTEN_LENGTH and 0 < len(one.meant) <= MEANT_LENGTH


def _adding(session: Session, user: User, one: HabitInput) -> Insert:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    row = (postgresql.insert if on_postgresql else sqlite.insert)(HabitRecord).values(
        user_id=user.id,
        kind=one.kind,
        written=one.written,
        meant=one.meant,
        accepted=one.accepted,
        rejected=one.rejected,
    )
    sums = {"accepted": HabitRecord.accepted + one.accepted, "rejected": HabitRecord.rejected + one.rejected}
    return row.on_conflict_do_update(index_elements=_KEY, set_=sums)


def _sums() -> Select[HabitKind, str, str, int, int]:
    counts = func.sum(HabitRecord.accepted), func.sum(HabitRecord.rejected)
    return select(*_PAIR, *counts).group_by(*_PAIR).order_by(*_PAIR)


def _inputs(rows: Iterable[Row[HabitKind, str, str, int, int]]) -> tuple[HabitInput, ...]:
    return tuple(HabitInput(kind, written, meant, int(yes), int(no)) for kind, written, meant, yes, no in rows)
