"""Patients that may be meant, or mistaken: found by typos and sound, possible duplicates, names to beware of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql.elements import SQLCoreOperations

from models.audit import AuditAction, append
from models.encounter import Encounter
from models.likeness import slipped_dates
from models.note import Note, NoteState
from models.patient import Patient, name_words
from models.resemblance import Identity, Likeness, LikePatient, identity_of, resemblance
from models.store.base import StoreBase
from models.store.name_index import exactly, like_or_beginning, names_like, patients_with, query_words
from models.user import User

_RANKED = 100  # patients found first that are put in order
_MOST_NAMESAKES = 3
_RECENT = dt.timedelta(days=30)


class LikenessStore(StoreBase):
    """What a person should look at twice. Nothing here is decided for them."""

    def similar_patients(
        self, query: str, limit: int = 20, *, user: User | None = None, born: Collection[dt.date] = ()
    ) -> list[Patient]:
        """Patients with names that are spelt or sound like the words of ``query``, likest first.

        Those that :meth:`find_patients` finds are among them. With ``born`` only those born on one of these days.
        Audited as a search of ``user``'s.
        """
        with self._writing() as session:
            words = query_words(session, query)
            # The last word may not be typed to its end yet.
            like = {word: names_like(session, word, unfinished=word == words[-1]) for word in words}
            conditions = [like_or_beginning(word, like[word]) for word in words]
            found = patients_with(session, conditions, _RANKED, born) if words else []
            append(session, AuditAction.FIND_LIKE_PATIENTS, user, details={"found": len(found)})
        return sorted(found, key=lambda patient: (_unlikeness(patient, like), patient.id))[:limit]

    def possible_duplicates(
        self, user: User, person: Identity | None, *, mrn: str = "", limit: int = 9
    ) -> list[LikePatient]:
        """Patients on record who have ``mrn`` or may be ``person``, then twins and a few of the same name.

        Audited as a search.
        """
        found: dict[int, LikePatient] = {}
        with self._writing() as session:
            if person is not None:
                alike = [*_namesakes(session, person), *_alike_by_birth_date(session, person)]
                found = {one.patient.id: one for one in alike if one.likeness is not Likeness.SIMILAR}
            holder = session.scalar(
                select(Patient).where(Patient.mrn == mrn.strip().upper()).options(selectinload(Patient.alerts))
            )
            if holder is not None:
                found[holder.id] = LikePatient(holder, Likeness.MATCH, ("same MRN",))
            append(session, AuditAction.FIND_LIKE_PATIENTS, user, details={"found": len(found)})
        return _in_order(found.values())[:limit]

    def names_to_beware_of(self, user: User, patient: Patient, today: dt.date, limit: int = 9) -> list[LikePatient]:
        """Other patients with whom this one could be mixed up in the work of these days.

        Those who may be the same person or a twin always; others whose names are alike when a note of theirs waits
        or they had a visit in the last 30 days. Audited as a search.
        """
        person = identity_of(patient)
        with self._writing() as session:
            alike = [*_alike_by_birth_date(session, person), *_alike_and_busy(session, person, today - _RECENT)]
            found = {one.patient.id: one for one in alike if one.patient.id != patient.id}
            append(session, AuditAction.FIND_LIKE_PATIENTS, user, patient_id=patient.id, details={"found": len(found)})
        return _in_order(found.values())[:limit]


def _alike_by_birth_date(session: Session, person: Identity) -> list[LikePatient]:
    """Everybody born on the same day, or on one that a slip makes of it, who is like the person."""
    days = [person.birth_date, *slipped_dates(person.birth_date)]
    columns = (Patient.id, Patient.family_name, Patient.given_name, Patient.birth_date, Patient.sex)
    rows = session.execute(select(*columns).where(Patient.birth_date.in_(days)))
    like = {row.id: alike for row in rows if (alike := resemblance(person, Identity(*row[1:])))}
    whole = select(Patient).where(Patient.id.in_(like)).options(selectinload(Patient.alerts))
    return [LikePatient(patient, *like[patient.id]) for patient in session.scalars(whole)]


def _namesakes(session: Session, person: Identity) -> list[LikePatient]:
    words = {*name_words(person.family_name), *name_words(person.given_name)}
    found = _those_like(person, patients_with(session, [exactly([word]) for word in sorted(words)], _RANKED))
    return [one for one in found if one.likeness is Likeness.NAMESAKE][:_MOST_NAMESAKES]


def _alike_and_busy(session: Session, person: Identity, since: dt.date) -> list[LikePatient]:
    """Those with a like name of whom a note waits or who had a visit since then."""
    words = {*name_words(person.family_name), *name_words(person.given_name)}
    conditions = [exactly(names_like(session, word)) for word in sorted(words)]

    def busy(patient_id: SQLCoreOperations[int]) -> ColumnElement[bool]:
        visits = select(Encounter.id).join(Note, Note.encounter_id == Encounter.id)
        recent = or_(Encounter.encounter_date >= since, Note.state == NoteState.DRAFT)
        return visits.where(Encounter.patient_id == patient_id, recent).exists()

    return _those_like(person, patients_with(session, conditions, _RANKED, among=busy))


def _those_like(person: Identity, patients: Iterable[Patient]) -> list[LikePatient]:
    alike = ((patient, resemblance(person, identity_of(patient))) for patient in patients)
    return [LikePatient(patient, *one) for patient, one in alike if one]


def _in_order(found: Iterable[LikePatient]) -> list[LikePatient]:
    kinds = list(Likeness)
    return sorted(found, key=lambda one: (kinds.index(one.likeness), len(one.reasons), one.patient.id))


def _unlikeness(patient: Patient, like: dict[str, dict[str, int]]) -> int:
    names = {*name_words(patient.family_name), *name_words(patient.given_name)}
    return sum(min((slips for name, slips in some.items() if name in names), default=0) for some in like.values())
