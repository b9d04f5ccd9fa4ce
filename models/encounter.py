"""Visits, and the header fields of the entry form that describe one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, StoredText, UtcDateTime, one_of, utc_now
from models.errors import StoreError
from models.patient import NAME_LENGTH, Patient, checked_name


class EncounterKind(StrEnum):
    """The setting of a visit, after the HL7 encounter classes."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"
    EMERGENCY = "emergency"
    OBSERVATION = "observation"
    VIRTUAL = "virtual"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class EncounterFields:
    """The header of the entry form. ``author`` is the clinician who wrote or dictated the note."""

    encounter_date: dt.date
    encounter_kind: str
    author: str
    department: str


class Encounter(Base):
    """One visit of one patient."""

    __tablename__ = "encounter"
    __table_args__ = (CheckConstraint("department <> ''", name="department_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    encounter_date: Mapped[dt.date]
    encounter_kind: Mapped[EncounterKind] = mapped_column(one_of(EncounterKind, "encounter_kind"))
    department: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)

    patient: Mapped[Patient] = relationship(lazy="raise")


def checked_encounter(fields: EncounterFields, birth_date: dt.date) -> EncounterFields:
    """The fields tidied, or StoreError. The date lies between the patient's birth and tomorrow."""
    try:
        kind = EncounterKind(fields.encounter_kind)
    except ValueError:
        raise StoreError(f"The kind of encounter must be one of {', '.join(EncounterKind)}.") from None
    # Tomorrow is let through: the clinic's day may have begun before this computer's.
    if fields.encounter_date > dt.date.today() + dt.timedelta(days=1):
        raise StoreError("The encounter date lies in the future: check the date.")
    if fields.encounter_date < birth_date:
        raise StoreError("The encounter date lies before the patient's birth: check the date.")
    return EncounterFields(
        encounter_date=fields.encounter_date,
        encounter_kind=kind,
        author=checked_name(fields.author, "author"),
        department=checked_name(fields.department, "department"),
    )
