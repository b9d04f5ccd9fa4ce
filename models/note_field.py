"""The structured fields of a note: vital signs, medications, allergies, diagnoses, procedures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from models.base import Base, StoredText, one_of, storable

NAME_LENGTH, UNIT_LENGTH, CONCEPT_LENGTH = 64, 64, 200


class FieldGroup(StrEnum):
    """The parts of the form beside the text, in the order they are shown."""

    VITALS = "vitals"
    MEDICATIONS = "medications"
    ALLERGIES = "allergies"
    DIAGNOSES = "diagnoses"
    PROCEDURES = "procedures"


@dataclass(frozen=True, slots=True)
class FieldInput:
    """One value of a form, to be saved with a version or a draft.

    ``position`` counts the rows of a group from 0; a row has one value for each ``name``. ``value`` and ``unit``
    are as typed unless the name says otherwise; ``concept`` is an id such as ``ICD10CM:E11.9``, or empty.
    """

    group: FieldGroup
    position: int
    name: str
    value: str
    unit: str = ""
    concept: str = ""


class FieldCursor(NamedTuple):
    """Where the cursor stands among the fields: row ``position`` of a group, column in its text, each from 0."""

    group: FieldGroup
    position: int
    column: int


class NoteField(Base):
    """One value of one version's form. Never changed, never removed."""

    __tablename__ = "note_field"
    __table_args__ = (
        UniqueConstraint("version_id", "field_group", "position", "name"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("note_version.id"))
    group: Mapped[FieldGroup] = mapped_column("field_group", one_of(FieldGroup, "field_group"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    value: Mapped[str] = mapped_column(StoredText)
    unit: Mapped[str] = mapped_column(StoredText(UNIT_LENGTH), default="")
    concept: Mapped[str] = mapped_column(StoredText(CONCEPT_LENGTH), default="")

    @property
    def as_input(self) -> FieldInput:
        """The value as it was given in."""
        return FieldInput(self.group, self.position, self.name, self.value, self.unit, self.concept)


def recorded(fields: Iterable[FieldInput]) -> list[NoteField]:
    """The rows that keep these values with a version."""
    return [
        NoteField(
            group=FieldGroup(one.group),
            position=one.position,
            name=one.name,
            value=one.value,
            unit=one.unit,
            concept=one.concept,
        )
        for one in fields
    ]


class FieldList(TypeDecorator[tuple[FieldInput, ...]]):
    """Values kept as a JSON list of [group, position, name, value, unit, concept]."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[FieldInput] | None, dialect: Dialect) -> list[list[str | int]] | None:
        """The value as it is written."""
        if value is None:
            return None
        return [[storable(part) if isinstance(part, str) else part for part in astuple(one)] for one in value]

    def process_result_value(
        self, value: Sequence[tuple[str, int, str, str, str, str]] | None, dialect: Dialect
    ) -> tuple[FieldInput, ...] | None:
        """The value as it is read."""
        if value is None:
            return None
        return tuple(
            FieldInput(FieldGroup(group), position, name, text, unit, concept)
            for group, position, name, text, unit, concept in value
        )


class FieldCursorType(TypeDecorator[FieldCursor]):
    """A place among the fields kept as a JSON list; null when the cursor is in the text."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: FieldCursor | None, dialect: Dialect) -> list[str | int] | None:
        """The value as it is written."""
        return None if value is None else [value.group.value, value.position, value.column]

    def process_result_value(self, value: tuple[str, int, int] | None, dialect: Dialect) -> FieldCursor | None:
        """The value as it is read."""
        return None if value is None else FieldCursor(FieldGroup(value[0]), value[1], value[2])
