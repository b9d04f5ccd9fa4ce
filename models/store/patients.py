"""Finding and registering patients."""

from __future__ import annotations

import contextlib
import datetime as dt
import re

from sqlalchemy import ColumnElement, and_, or_, select

from models.audit import AuditAction, append
from models.errors import StoreError
from models.patient import (
    KeyKind,
    Patient,
    PatientKey,
    checked_birth_date,
    checked_mrn,
    checked_name,
    checked_sex,
    folded,
    name_words,
    search_keys,
)
from models.store.base import StoreBase
from models.user import User

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_TERMS = 8
_LAST_CHARACTER = "\U0010ffff"


class PatientStore(StoreBase):
    """The people the record is about."""

    def find_patients(self, query: str, limit: int = 50, *, user: User | None = None) -> list[Patient]:
        """Patients for whom every word of ``query`` fits: the start of the MRN, the start of a name, or the
        birth date as YYYY-MM-DD; in any order and case, with or without accents.

        The patient with exactly that MRN comes first, then the most recently registered. An empty query
        finds nobody. The search is audited as ``user``'s, without the query.
        """
        terms = query.replace(",", " ").split()[:_MOST_TERMS]
        if not terms:
            return []
        with self._writing() as session:
            found = list(
                session.scalars(
                    select(Patient)
                    .where(*(_fits(term) for term in terms))
                    .order_by((Patient.mrn == query.strip().upper()).desc(), Patient.id.desc())
                    .limit(limit)
                )
            )
            append(session, AuditAction.SEARCH_PATIENTS, user, details={"found": len(found)})
        return found

    def register_patient(
        self,
        user: User,
        *,
        mrn: str,
        family_name: str,
        given_name: str,
        birth_date: dt.date,
        sex: str,
        allergies: str = "",
    ) -> Patient:
        """Enter a new patient. StoreError when a field cannot be used or the MRN is taken."""
        patient = Patient(
            mrn=checked_mrn(mrn),
            family_name=checked_name(family_name, "family name"),
            given_name=checked_name(given_name, "given name"),
            birth_date=checked_birth_date(birth_date),
            sex=checked_sex(sex),
            allergies=allergies.strip(),
        )
        patient.keys = search_keys(patient.mrn, patient.family_name, patient.given_name)
        with self._writing() as session:
            if session.scalar(select(Patient.id).where(Patient.mrn == patient.mrn)):
                raise StoreError("That medical record number belongs to a patient already: search for it.")
            session.add(patient)
            session.flush()
            append(session, AuditAction.REGISTER_PATIENT, user, object_id=patient.id, patient_id=patient.id)
        return patient


def _fits(term: str) -> ColumnElement[bool]:
    """Whether one word of a query fits the patient in any of its readings."""
    readings = [_has_key(KeyKind.MRN, folded(term))]
    words = name_words(term)
    if words:
        readings.append(and_(*(_has_key(KeyKind.NAME, word) for word in words)))
    if _ISO_DATE.fullmatch(term):
        # A day that does not exist is nobody's birthday, but an MRN may look like it.
        with contextlib.suppress(ValueError):
            readings.append(Patient.birth_date == dt.date.fromisoformat(term))
    return or_(*readings)


def _has_key(kind: KeyKind, prefix: str) -> ColumnElement[bool]:
    # A range, unlike LIKE, uses the index on every database.
    return Patient.id.in_(
        select(PatientKey.patient_id).where(
            PatientKey.kind == kind,
            PatientKey.key >= prefix,
            PatientKey.key < prefix + _LAST_CHARACTER,
        )
    )
