"""Finding and registering patients, and their alerts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, selectinload

from models.audit import AuditAction, append
from models.base import utc_now
from models.errors import StoreError
from models.patient import (
    NameWord,
    Patient,
    PatientAlert,
    checked_alert,
    checked_birth_date,
    checked_mrn,
    checked_name,
    checked_sex,
    folded,
    name_entries,
    name_words,
    search_keys,
)
from models.store.base import StoreBase
from models.store.name_index import beginning, patients_with, query_words
from models.user import User

_RANKED = 100  # patients found first that are put in order


class PatientStore(StoreBase):
    """The people the record is about. Patients come with their alerts."""

    def find_patients(
        self, query: str, limit: int = 50, *, user: User | None = None, born: Collection[dt.date] = ()
    ) -> list[Patient]:
        """Patients for whom every word of ``query`` fits: the start of the MRN or the start of a name, in any order
        and case, with or without accents; with ``born``, those born on one of these days.

        The patient with exactly that MRN comes first, then names that are whole words of the query, then by name.
        Of a great many only some are found. Without words and days nobody is. The search is audited as ``user``'s,
        without the query.
        """
        if not query.strip() and not born:
            return []
        with self._writing() as session:
            words = query_words(session, query)
            found = patients_with(session, [beginning(word) for word in words], _RANKED, born)
            append(session, AuditAction.SEARCH_PATIENTS, user, details={"found": len(found)})
        mrn = query.strip().upper()
        return sorted(found, key=lambda patient: _rank(patient, mrn, words))[:limit]

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
        alerts: Sequence[str] = (),
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
        texts = [checked_alert(text) for text in alerts]
        with self._writing() as session:
            if session.scalar(select(Patient.id).where(Patient.mrn == patient.mrn)):
                raise StoreError("That medical record number belongs to a patient already: search for it.")
            session.add(patient)
            session.flush()
            session.execute(_adding_words(session), name_entries(patient.family_name, patient.given_name))
            session.add_all(PatientAlert(patient_id=patient.id, text=text, added_by_id=user.id) for text in texts)
            append(session, AuditAction.REGISTER_PATIENT, user, object_id=patient.id, patient_id=patient.id)
            return _with_alerts(session, patient.id)

    def add_alert(self, user: User, patient: Patient, text: str) -> Patient:
        """Put an alert on the patient's banner; one that is there already is not put twice. StoreError when empty."""
        alert = checked_alert(text)
        with self._writing() as session:
            here = _with_alerts(session, patient.id)
            if any(folded(one.text) == folded(alert) for one in here.alerts):
                return here
            record = PatientAlert(patient_id=patient.id, text=alert, added_by_id=user.id)
            session.add(record)
            session.flush()
            append(session, AuditAction.ADD_ALERT, user, object_id=record.id, patient_id=patient.id)
            return _with_alerts(session, patient.id)

    def end_alert(self, user: User, alert_id: int) -> Patient:
        """Take an alert off the banner; that it was there stays on record. StoreError when it is gone already."""
        with self._writing() as session:
            alert = session.get(PatientAlert, alert_id, with_for_update=True)
            if alert is None or alert.ended_at is not None:
                raise StoreError("There is no such alert any more: look at the list again.")
            alert.ended_at, alert.ended_by_id = utc_now(), user.id
            append(session, AuditAction.END_ALERT, user, object_id=alert.id, patient_id=alert.patient_id)
            return _with_alerts(session, alert.patient_id)


def _with_alerts(session: Session, patient_id: int) -> Patient:
    whole = select(Patient).where(Patient.id == patient_id).options(selectinload(Patient.alerts))
    return session.scalars(whole.execution_options(populate_existing=True)).one()


def _rank(patient: Patient, mrn: str, words: Collection[str]) -> tuple[bool, int, str, str, int]:
    """The exact MRN, then the most whole words, then the alphabet."""
    names = {*name_words(patient.family_name), *name_words(patient.given_name)}
    whole = sum(word in names for word in words)
    return patient.mrn != mrn, -whole, folded(patient.family_name), folded(patient.given_name), patient.id


def _adding_words(session: Session) -> Insert:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    return (postgresql.insert if on_postgresql else sqlite.insert)(NameWord).on_conflict_do_nothing()
