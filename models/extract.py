"""The drugs, problems and measurements that were read out of a version's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from models.base import Base, StoredText, one_of, storable

CONCEPT_LENGTH, SECTION_LENGTH = 200, 64

Details = tuple[tuple[str, str], ...]


class ExtractKind(StrEnum):
    """What an extract tells of."""

    DRUG = "drug"
    PROBLEM = "problem"
    MEASUREMENT = "measurement"


class ExtractCertainty(StrEnum):
    """What the note says of it; ALLERGY of drugs only, FAMILY of anybody but the patient."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    FAMILY = "family"
    ALLERGY = "allergy"


@dataclass(frozen=True, slots=True)
class ExtractInput:
    """An extract to be saved with a version.

    ``start`` and ``end`` are code points in the saved text, half open, and ``text`` what stands there. ``concept`` is
    an id such as ``HP:0002315`` or empty; ``value`` and ``unit`` are as written; ``section`` is a key or empty;
    ``details`` are pairs of name and value, such as the route and frequency of a drug.
    """

    kind: str
    start: int
    end: int
    text: str
    concept: str
    value: str
    unit: str
    certainty: str
    section: str
    details: Details = ()


class DetailList(TypeDecorator[Details]):
    """Details kept as a JSON list of [name, value]."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Details | None, dialect: Dialect) -> list[list[str]] | None:
        """The value as it is written."""
        return None if value is None else [[storable(part) for part in pair] for pair in value]

    def process_result_value(self, value: Sequence[tuple[str, str]] | None, dialect: Dialect) -> Details | None:
        """The value as it is read."""
        return None if value is None else tuple((name, detail) for name, detail in value)


class ExtractRecord(Base):
    """An extract of one version. Never changed, never removed."""

    __tablename__ = "extract"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
        Index("ix_extract_kind_concept", "kind", "concept"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("note_version.id"))
    position: Mapped[int]
    kind: Mapped[ExtractKind] = mapped_column(one_of(ExtractKind, "kind"))
    start: Mapped[int] = mapped_column("span_start")
    end: Mapped[int] = mapped_column("span_end")
    text: Mapped[str] = mapped_column(StoredText)
    concept: Mapped[str] = mapped_column(StoredText(CONCEPT_LENGTH))
    value: Mapped[str] = mapped_column(StoredText)
    unit: Mapped[str] = mapped_column(StoredText)
    certainty: Mapped[ExtractCertainty] = mapped_column(one_of(ExtractCertainty, "certainty"))
    section: Mapped[str] = mapped_column(StoredText(SECTION_LENGTH))
    details: Mapped[Details] = mapped_column(DetailList)


def extract_records(extracts: Iterable[ExtractInput]) -> list[ExtractRecord]:
    """The rows that keep these extracts with a version."""
    return [
        ExtractRecord(
            position=position,
            kind=ExtractKind(one.kind),
            start=one.start,
            end=one.end,
            text=one.text,
            concept=one.concept,
            value=one.value,
            unit=one.unit,
            certainty=ExtractCertainty(one.certainty),
            section=one.section,
            details=one.details,
        )
        for position, one in enumerate(extracts)
    ]
