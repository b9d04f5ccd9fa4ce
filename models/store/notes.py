"""A patient's notes, starting a note and opening one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.audit import AuditAction, append
from models.draft import Draft
from models.encounter import Encounter, EncounterFields, EncounterKind, checked_encounter
from models.errors import StoreError
from models.note import Note, NoteVersion
from models.patient import Patient, checked_name
from models.store.base import StoreBase
from models.user import User

_PARTS_OF_VERSION = (
    selectinload(NoteVersion.sections),
    selectinload(NoteVersion.findings),
    selectinload(NoteVersion.fields),
    selectinload(NoteVersion.extracts),
    joinedload(NoteVersion.saved_by),
)


class NoteStore(StoreBase):
    """Notes from the moment they are waiting to be entered."""

    def notes_of(self, user: User, patient: Patient) -> list[Note]:
        """Every note of ``patient``, latest visit first, loaded as on the worklist."""
        with self._writing() as session:
            chart = (
                with_header(user)
                .join(Note.encounter)
                .where(Encounter.patient_id == patient.id)
                .order_by(Encounter.encounter_date.desc(), Note.id.desc())
            )
            notes = list(session.scalars(chart))
            append(session, AuditAction.VIEW_CHART, user, patient_id=patient.id, details={"notes": len(notes)})
        return notes

    def earlier_texts(self, user: User, note: Note, limit: int = 5) -> list[str]:
        """The latest versions of the patient's last ``limit`` notes before the visit of ``note``, latest first.

        Audited as a view of the chart.
        """
        patient_id, date = note.encounter.patient_id, note.encounter.encounter_date
        earlier = (
            select(Note)
            .join(Note.encounter)
            .where(Encounter.patient_id == patient_id, Note.id != note.id, Note.latest_version > 0)
            .where(Encounter.encounter_date <= date)
            .order_by(Encounter.encounter_date.desc(), Note.id.desc())
            .options(selectinload(Note.versions).selectinload(NoteVersion.sections))
        )
        with self._writing() as session:
            texts = [found.versions[-1].text for found in session.scalars(earlier.limit(limit))]
            append(session, AuditAction.VIEW_CHART, user, patient_id=patient_id, details={"notes": len(texts)})
        return texts

    def start_note(
        self,
        user: User,
        patient: Patient,
        *,
        note_type: str,
        author: str,
        department: str,
        encounter_date: dt.date,
        encounter_kind: str = EncounterKind.OUTPATIENT,
        source_text: str = "",
    ) -> Note:
        """A new note on a new encounter of ``patient``, put on the worklist and loaded as :meth:`note` does.

        ``source_text`` is what is to be entered: the dictation or handwriting. StoreError when a field
        cannot be used.
        """
        fields = checked_encounter(
            EncounterFields(encounter_date, encounter_kind, author, department), patient.birth_date
        )
        with self._writing() as session:
            note = Note(
                encounter=Encounter(
                    patient_id=patient.id,
                    encounter_date=fields.encounter_date,
                    encounter_kind=EncounterKind(fields.encounter_kind),
                    department=fields.department,
                ),
                note_type=checked_name(note_type, "note type"),
                author=fields.author,
                source_text=source_text,
                created_by_id=user.id,
            )
            session.add(note)
            session.flush()
            append(session, AuditAction.START_NOTE, user, object_id=note.id, patient_id=patient.id)
            return load_note(session, user, note.id)

    def note(self, user: User, note_id: int) -> Note:
        """The note with patient, encounter, ``user``'s draft, and every version with sections and findings.

        Audited as a view. StoreError when there is no such note.
        """
        with self._writing() as session:
            note = load_note(session, user, note_id)
            append(session, AuditAction.VIEW_NOTE, user, object_id=note.id, patient_id=note.patient.id)
        return note


def load_note(session: Session, user: User, note_id: int) -> Note:
    """One note as :meth:`NoteStore.note` returns it, read anew; StoreError when there is none."""
    whole = (
        with_header(user)
        .where(Note.id == note_id)
        .options(selectinload(Note.versions).options(*_PARTS_OF_VERSION))
        .execution_options(populate_existing=True)
    )
    note = session.scalar(whole)
    if note is None:
        raise no_such_note()
    return note


def load_version(session: Session, version_id: int) -> NoteVersion:
    """One version that is known to exist, with sections, findings and the user who saved it, read anew."""
    whole = select(NoteVersion).where(NoteVersion.id == version_id).options(*_PARTS_OF_VERSION)
    return session.scalars(whole.execution_options(populate_existing=True)).one()


def no_such_note() -> StoreError:
    """The error for a note id that is not in the database."""
    return StoreError("There is no such note: go back to the worklist and open it from there.")


def with_header(user: User) -> Select[Note]:
    """Notes with encounter, patient with alerts, and the drafts of ``user``."""
    return select(Note).options(
        joinedload(Note.encounter).joinedload(Encounter.patient).selectinload(Patient.alerts),
        selectinload(Note.drafts.and_(Draft.user_id == user.id)),
    )
