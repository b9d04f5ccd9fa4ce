"""How often a user accepted or refused a meaning of what was written: two words and two counts, nothing of notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoredText, one_of

WRITTEN_LENGTH, MEANT_LENGTH = 64, 200


class HabitKind(StrEnum):
    """A misspelt word and what was meant by it, or a short form and its long form."""

    CORRECTION = "correction"
    SENSE = "sense"


@dataclass(frozen=True, slots=True)
class HabitInput:
    """Counts to be added, or as they stand, for one meaning of what was written."""

    kind: HabitKind
    written: str
    meant: str
    accepted: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class HabitCounts:
    """The counts of one user, and the sums of everybody else's."""

    own: Sequence[HabitInput]
    others: Sequence[HabitInput]


class HabitRecord(Base):
    """The counts of one user for one meaning. They are no part of the record of care and may be forgotten."""

    __tablename__ = "habit"
    __table_args__ = (
        CheckConstraint("written <> ''", name="written_given"),
        CheckConstraint("meant <> ''", name="meant_given"),
        CheckConstraint("accepted >= 0 AND rejected >= 0", name="counts"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    kind: Mapped[HabitKind] = mapped_column(one_of(HabitKind, "kind"), primary_key=True)
    written: Mapped[str] = mapped_column(StoredText(WRITTEN_LENGTH), primary_key=True)
    meant: Mapped[str] = mapped_column(StoredText(MEANT_LENGTH), primary_key=True)
    accepted: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
