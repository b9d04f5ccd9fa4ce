"""Findings that people have asked not to see again, and how far each wish reaches."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoredText, UtcDateTime, one_of, utc_now
from models.patient import NAME_LENGTH


class DismissalScope(StrEnum):
    """How far an ignore reaches: this place, this note, whoever ignores, this note's author, or everyone."""

    HERE = "here"
    NOTE = "note"
    USER = "user"
    AUTHOR = "author"
    SITE = "site"


class Dismissal(Base):
    """One ignore: a word (or, with ``word`` empty, a rule) within a scope.

    ``key`` is the context by which the place is known again after edits; it is empty for the wider scopes.
    An ignore that was taken back stays on record with ``undone_at`` set and is no longer in force.
    """

    __tablename__ = "dismissal"
    __table_args__ = (
        CheckConstraint("rule <> ''", name="rule_given"),
        CheckConstraint("scope NOT IN ('here', 'note') OR note_id IS NOT NULL", name="note_given"),
        CheckConstraint("scope <> 'author' OR author IS NOT NULL", name="author_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(StoredText(32))
    word: Mapped[str] = mapped_column(StoredText)
    key: Mapped[str] = mapped_column(StoredText)
    scope: Mapped[DismissalScope] = mapped_column(one_of(DismissalScope, "scope"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"), index=True)
    author: Mapped[str | None] = mapped_column(StoredText(NAME_LENGTH), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    undone_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
