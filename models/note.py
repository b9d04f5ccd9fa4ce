"""Clinical notes, their immutable versions, and how sections make up the text of a version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, StoredText, UtcDateTime, one_of, utc_now
from models.encounter import Encounter, EncounterKind
from models.note_field import NoteField
from models.patient import NAME_LENGTH, Patient
from models.user import User

if TYPE_CHECKING:
    from models.draft import Draft
    from models.extract import ExtractRecord
    from models.finding import FindingRecord

_BETWEEN = "\n\n"


class NoteState(StrEnum):
    """Where a note stands on its way into the record."""

    DRAFT = "draft"
    ENTERED = "entered"
    IN_REVIEW = "in review"
    VERIFIED = "verified"
    AMENDED = "amended"


class HeadedText(Protocol):
    """Anything with a heading and a text."""

    @property
    def heading(self) -> str:
        """The heading, without its colon; empty for a section that is body only."""

    @property
    def text(self) -> str:
        """The body."""


@dataclass(frozen=True, slots=True)
class SectionText:
    """One section as typed. ``heading`` stands without its colon; empty for body only."""

    heading: str
    text: str


def _heading_line(section: HeadedText) -> str:
    return f"{section.heading}:\n" if section.heading else ""


def compose(sections: Sequence[HeadedText]) -> str:
    """The whole note: each heading on its own line with a colon, then its body; a blank line between."""
    return _BETWEEN.join(_heading_line(section) + section.text for section in sections)


def section_offsets(sections: Sequence[HeadedText]) -> list[int]:
    """Where each section's body starts in ``compose(sections)``, in code points."""
    offsets = []
    position = 0
    for section in sections:
        position += len(_heading_line(section))
        offsets.append(position)
        position += len(section.text) + len(_BETWEEN)
    return offsets


class Note(Base):
    """One clinical document. Its text lives in its versions; ``source_text`` is what is to be entered.

    ``author`` is the clinician. ``latest_version`` is the number of the newest version, 0 before the first.
    """

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("note_type <> ''", name="note_type_given"),
        CheckConstraint("author <> ''", name="author_given"),
        CheckConstraint("latest_version >= 0", name="latest_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    encounter_id: Mapped[int] = mapped_column(ForeignKey("encounter.id"), index=True)
    note_type: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    author: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    source_text: Mapped[str] = mapped_column(StoredText, default="")
    state: Mapped[NoteState] = mapped_column(one_of(NoteState, "state"), default=NoteState.DRAFT, index=True)
    latest_version: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)

    encounter: Mapped[Encounter] = relationship(lazy="raise")
    versions: Mapped[list[NoteVersion]] = relationship(lazy="raise", order_by="NoteVersion.number")
    drafts: Mapped[list[Draft]] = relationship(lazy="raise")

    @property
    def patient(self) -> Patient:
        """The patient of the encounter."""
        return self.encounter.patient

    @property
    def latest(self) -> NoteVersion | None:
        """The newest version, None before the first save."""
        return self.versions[-1] if self.versions else None

    def draft_of(self, user: User) -> Draft | None:
        """What ``user`` has typed and not yet saved. Only the asking user's draft is loaded with a note."""
        return next((draft for draft in self.drafts if draft.user_id == user.id), None)


class NoteVersion(Base):
    """The note as it was saved at one moment, its header included. Never changed, never removed."""

    __tablename__ = "note_version"
    __table_args__ = (
        UniqueConstraint("note_id", "number"),
        Index("ix_note_version_saved_by_id", "saved_by_id", "saved_at"),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    number: Mapped[int]
    note_type: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    author: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    department: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    encounter_date: Mapped[dt.date]
    encounter_kind: Mapped[EncounterKind] = mapped_column(one_of(EncounterKind, "encounter_kind"))
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)

    saved_by: Mapped[User] = relationship(lazy="raise")
    sections: Mapped[list[NoteSection]] = relationship(lazy="raise", order_by="NoteSection.position")
    findings: Mapped[list[FindingRecord]] = relationship(lazy="raise", order_by="FindingRecord.position")
    fields: Mapped[list[NoteField]] = relationship(lazy="raise", order_by="NoteField.id")
    extracts: Mapped[list[ExtractRecord]] = relationship(lazy="raise", order_by="ExtractRecord.position")

    @property
    def text(self) -> str:
        """The whole note as composed from its sections."""
        return compose(self.sections)


class NoteSection(Base):
    """One section of one version. ``position`` counts from 0."""

    __tablename__ = "note_section"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("position >= 0", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("note_version.id"))
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(StoredText)
    text: Mapped[str] = mapped_column(StoredText)
