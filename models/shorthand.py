"""Shorthands people and sites have made, how each fared, and what typing cost in each sitting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoredText, UtcDateTime, one_of, utc_now

TRIGGER_LENGTH = 32
TEXT_LENGTH = 4000
DESCRIPTION_LENGTH = 200
DIGEST_LENGTH = 64


class ShorthandScope(StrEnum):
    """Who may use a shorthand: the person it belongs to, or everyone."""

    PERSONAL = "personal"
    SITE = "site"


class ShorthandRecord(Base):
    """``trigger`` becomes ``text``. ``user_id`` is whose it is, None for the site's.

    ``text_digest`` is the SHA-256 of the text in hexadecimal: a text may be longer than an index can hold.
    """

    __tablename__ = "shorthand"
    __table_args__ = (
        CheckConstraint("\"trigger\" <> ''", name="trigger_given"),
        CheckConstraint("text <> ''", name="text_given"),
        CheckConstraint(f"length(text_digest) = {DIGEST_LENGTH}", name="text_digest"),
        CheckConstraint("(scope = 'personal') = (user_id IS NOT NULL)", name="owner"),
        Index(
            "ix_shorthand_personal",
            "user_id",
            "trigger",
            "text_digest",
            unique=True,
            sqlite_where=sql("scope = 'personal'"),
            postgresql_where=sql("scope = 'personal'"),
        ),
        Index(
            "ix_shorthand_site",
            "trigger",
            "text_digest",
            unique=True,
            sqlite_where=sql("scope = 'site'"),
            postgresql_where=sql("scope = 'site'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[ShorthandScope] = mapped_column(one_of(ShorthandScope, "scope"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    trigger: Mapped[str] = mapped_column(StoredText(TRIGGER_LENGTH))
    text: Mapped[str] = mapped_column(StoredText(TEXT_LENGTH))
    text_digest: Mapped[str] = mapped_column(StoredText(DIGEST_LENGTH))
    description: Mapped[str] = mapped_column(StoredText(DESCRIPTION_LENGTH), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)


class ShorthandUseRecord(Base):
    """How one expansion fared with one person, over all sittings. The expansion is named by its digest only."""

    __tablename__ = "shorthand_use"
    __table_args__ = (
        UniqueConstraint("user_id", "trigger", "text_digest"),
        CheckConstraint("\"trigger\" <> ''", name="trigger_given"),
        CheckConstraint(f"length(text_digest) = {DIGEST_LENGTH}", name="text_digest"),
        CheckConstraint("offered >= 0 AND accepted >= 0 AND undone >= 0 AND missed >= 0 AND saved >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    trigger: Mapped[str] = mapped_column(StoredText(TRIGGER_LENGTH))
    text_digest: Mapped[str] = mapped_column(StoredText(DIGEST_LENGTH))
    offered: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    undone: Mapped[int] = mapped_column(default=0)
    missed: Mapped[int] = mapped_column(default=0)
    saved: Mapped[int] = mapped_column(default=0)

    @property
    def key(self) -> tuple[str, str]:
        """Trigger and digest."""
        return self.trigger, self.text_digest


class TypingRecord(Base):
    """What one sitting at a note cost: keys pressed, characters that came of them, keys that shorthands saved.

    ``active_seconds`` is the time spent typing, without pauses; 0 where it was not measured.
    """

    __tablename__ = "typing_session"
    __table_args__ = (
        CheckConstraint("keystrokes >= 0 AND characters >= 0 AND saved >= 0", name="counts"),
        CheckConstraint("active_seconds >= 0", name="active_seconds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    ended_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    keystrokes: Mapped[int]
    characters: Mapped[int]
    saved: Mapped[int]
    active_seconds: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, slots=True)
class UseInput:
    """What one sitting adds to the counts of an expansion."""

    trigger: str
    text_digest: str
    offered: int = 0
    accepted: int = 0
    undone: int = 0
    missed: int = 0
    saved: int = 0


@dataclass(frozen=True, slots=True)
class TypingInput:
    """The figures of one sitting, to be saved."""

    keystrokes: int
    characters: int
    saved: int
    uses: tuple[UseInput, ...] = ()
    active_seconds: int = 0
