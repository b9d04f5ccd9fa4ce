"""What a clerk has typed and not yet saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from models.base import Base, UtcDateTime, storable, utc_now
from models.finding import Decision, FindingInput
from models.note import SectionText
from models.note_field import FieldCursor, FieldCursorType, FieldInput, FieldList


class SectionList(TypeDecorator[tuple[SectionText, ...]]):
    """Sections kept as a JSON list of [heading, text]."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[SectionText] | None, dialect: Dialect) -> list[list[str]] | None:
        """The value as it is written."""
        if value is None:
            return None
        return [[storable(section.heading), storable(section.text)] for section in value]

    def process_result_value(
        self, value: Sequence[Sequence[str]] | None, dialect: Dialect
    ) -> tuple[SectionText, ...] | None:
        """The value as it is read."""
        return None if value is None else tuple(SectionText(heading, text) for heading, text in value)


class AnswerList(TypeDecorator[tuple[FindingInput, ...]]):
    """Answered findings kept as a JSON list of objects."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: Sequence[FindingInput] | None, dialect: Dialect
    ) -> list[dict[str, object]] | None:
        """The value as it is written."""
        return None if value is None else [_storable_answer(answer) for answer in value]

    def process_result_value(
        self, value: Sequence[dict[str, Any]] | None, dialect: Dialect
    ) -> tuple[FindingInput, ...] | None:
        """The value as it is read."""
        return None if value is None else tuple(_answer(record) for record in value)


def _storable_answer(answer: FindingInput) -> dict[str, object]:
    record = asdict(answer)
    record["suggestions"] = [[storable(text), score] for text, score in answer.suggestions]
    return {name: storable(value) if isinstance(value, str) else value for name, value in record.items()}


def _answer(record: dict[str, Any]) -> FindingInput:
    suggestions = tuple((str(text), float(score)) for text, score in record["suggestions"])
    return FindingInput(**{**record, "suggestions": suggestions, "decision": Decision(record["decision"])})


class Draft(Base):
    """One user's unsaved work on one note; replaced as the user types, removed when the note is saved.

    ``answers`` are the findings accepted or expanded so far, with their spans in the draft's text. ``fields`` are
    the values of the form; ``field_cursor`` is None while the cursor is in the text.
    ``based_on`` is the number of the version the work started from (0 = none): it is the
    ``expected_version`` to save with after the draft was taken up again.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("note_id", "user_id"),
        CheckConstraint("based_on >= 0", name="based_on"),
        CheckConstraint("cursor_section >= 0 AND cursor_row >= 0 AND cursor_column >= 0", name="cursor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    based_on: Mapped[int]
    sections: Mapped[tuple[SectionText, ...]] = mapped_column(SectionList)
    answers: Mapped[tuple[FindingInput, ...]] = mapped_column(AnswerList, default=())
    cursor_section: Mapped[int]
    cursor_row: Mapped[int]
    cursor_column: Mapped[int]
    fields: Mapped[tuple[FieldInput, ...]] = mapped_column(FieldList, default=())
    field_cursor: Mapped[FieldCursor | None] = mapped_column(FieldCursorType)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)

    @property
    def cursor(self) -> tuple[int, int, int]:
        """(section index, row, column), each from 0."""
        return (self.cursor_section, self.cursor_row, self.cursor_column)
