"""Questions to the author of a note about what it says, each with its thread of messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, StoredText, UtcDateTime, one_of, utc_now
from models.errors import StoreError
from models.note import Note
from models.patient import NAME_LENGTH
from models.user import User

MESSAGE_LENGTH = 4000


class QueryState(StrEnum):
    """Where a question stands: waiting for the author, answered and waiting for the clerk, done with."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class MessageKind(StrEnum):
    """What a message of a thread is."""

    QUESTION = "question"
    ANSWER = "answer"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class QueryInput:
    """A question about one place of a note.

    ``start`` and ``end`` are code points in the note's text as it stood when the question was put, half open:
    of ``text`` itself. ``key`` is the context by which the place is known again after edits. ``rule`` is the code
    of the rule that found it, empty for a place the clerk chose.
    """

    question: str
    start: int
    end: int
    text: str = ""
    key: str = ""
    rule: str = ""


class ProviderQuery(Base):
    """One question to ``author``, the author of the note when it was asked. It may be open against any note state."""

    __tablename__ = "provider_query"
    __table_args__ = (
        CheckConstraint("span_start >= 0 AND span_end >= span_start", name="span"),
        CheckConstraint("author <> ''", name="author_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    rule: Mapped[str] = mapped_column(StoredText(32), default="")
    start: Mapped[int] = mapped_column("span_start")
    end: Mapped[int] = mapped_column("span_end")
    text: Mapped[str] = mapped_column(StoredText)
    key: Mapped[str] = mapped_column(StoredText)
    author: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    state: Mapped[QueryState] = mapped_column(one_of(QueryState, "state"), default=QueryState.OPEN, index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)

    note: Mapped[Note] = relationship(lazy="raise")
    asked_by: Mapped[User] = relationship(lazy="raise")
    messages: Mapped[list[QueryMessage]] = relationship(lazy="raise", order_by="QueryMessage.position")

    @property
    def question(self) -> str:
        """The question as it was put last."""
        return self._last(MessageKind.QUESTION)

    @property
    def answer(self) -> str:
        """The last answer, empty while there is none."""
        return self._last(MessageKind.ANSWER)

    @property
    def changed_at(self) -> dt.datetime:
        """When the last message of the thread was written."""
        return self.messages[-1].at

    def _last(self, kind: MessageKind) -> str:
        return next((one.text for one in reversed(self.messages) if one.kind is kind), "")


class QueryMessage(Base):
    """One message of a thread. Never changed, never removed.

    ``user`` is who typed it. ``said_by`` is whose words they are when not the user's own, and how they came:
    "Dr. Pretend, by phone". ``text`` is empty only for a query closed without a word.
    """

    __tablename__ = "query_message"
    __table_args__ = (
        UniqueConstraint("query_id", "position"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("kind = 'closed' OR text <> ''", name="text_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    query_id: Mapped[int] = mapped_column(ForeignKey("provider_query.id"))
    position: Mapped[int]
    kind: Mapped[MessageKind] = mapped_column(one_of(MessageKind, "kind"))
    text: Mapped[str] = mapped_column(StoredText)
    said_by: Mapped[str] = mapped_column(StoredText(NAME_LENGTH), default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)

    user: Mapped[User] = relationship(lazy="raise")


def checked_message(typed: str, what: str) -> str:
    """The text of a message without outer white space; StoreError when it is empty or too long."""
    text = typed.strip()
    if not text:
        raise StoreError(f"The {what} is empty: type it first.")
    if len(text) > MESSAGE_LENGTH:
        raise StoreError(f"The {what} is too long: it has at most {MESSAGE_LENGTH:,} characters.")
    return text
