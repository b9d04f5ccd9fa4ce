"""What the checker said about a version, and what the clerk decided on each point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from models.base import Base, StoredText, one_of, storable

Suggestions = tuple[tuple[str, float], ...]


class Decision(StrEnum):
    """What became of a finding. ASKED: the author was asked. OVERRIDDEN: it stands, for a reason given."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EXPANDED = "expanded"
    IGNORED = "ignored"
    ASKED = "asked"
    OVERRIDDEN = "overridden"


class FindingSeverity(StrEnum):
    """How much harm the slip could do, as the checker rates it."""

    CRITICAL = "critical"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class FindingInput:
    """A finding to be saved with a version.

    ``start`` and ``end`` are code points in the saved text, half open: of ``text`` itself when the decision
    is OPEN, IGNORED, ASKED or OVERRIDDEN, of what stands in its place, ``replacement``, when it is ACCEPTED or
    EXPANDED. ``suggestions`` are (text, score), best first. ``reason`` is why an OVERRIDDEN finding was let stand.
    """

    rule: str
    start: int
    end: int
    text: str
    severity: str
    message: str
    evidence: str
    suggestions: Suggestions
    decision: Decision
    replacement: str = ""
    reason: str = ""


class SuggestionList(TypeDecorator[Suggestions]):
    """Suggestions kept as a JSON list of [text, score]."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Suggestions | None, dialect: Dialect) -> list[list[Any]] | None:
        """The value as it is written."""
        return None if value is None else [[storable(text), score] for text, score in value]

    def process_result_value(self, value: Sequence[Sequence[Any]] | None, dialect: Dialect) -> Suggestions | None:
        """The value as it is read."""
        return None if value is None else tuple((str(text), float(score)) for text, score in value)


class FindingRecord(Base):
    """A finding on one version with the decision taken. Never changed, never removed."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("span_start >= 0 AND span_end >= span_start", name="span"),
        CheckConstraint("rule <> ''", name="rule_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("note_version.id"))
    position: Mapped[int]
    rule: Mapped[str] = mapped_column(StoredText(32), index=True)
    start: Mapped[int] = mapped_column("span_start")
    end: Mapped[int] = mapped_column("span_end")
    text: Mapped[str] = mapped_column(StoredText)
    severity: Mapped[FindingSeverity] = mapped_column(one_of(FindingSeverity, "severity"))
    message: Mapped[str] = mapped_column(StoredText)
    evidence: Mapped[str] = mapped_column(StoredText, default="")
    suggestions: Mapped[Suggestions] = mapped_column(SuggestionList, default=())
    decision: Mapped[Decision] = mapped_column(one_of(Decision, "decision"))
    replacement: Mapped[str] = mapped_column(StoredText, default="")
    reason: Mapped[str] = mapped_column(StoredText, default="")
