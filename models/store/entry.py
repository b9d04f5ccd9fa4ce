"""Entering a note: drafts while typing, then one save that keeps everything or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from models.audit import AuditAction, append
from models.base import show_as_stored
from models.draft import Draft, DraftHeader
from models.encounter import Encounter, EncounterFields, EncounterKind, checked_encounter
from models.errors import HeldElsewhere, StaleNote, StoreError
from models.extract import ExtractInput, extract_records
from models.finding import Decision, FindingInput, FindingRecord, FindingSeverity
from models.habit import HabitInput
from models.holding import Workplace, renew
from models.note import Note, NoteSection, NoteState, NoteVersion, SectionText
from models.note_field import FieldCursor, FieldInput, recorded
from models.store.base import StoreBase
from models.store.habits import count_habits
from models.store.notes import no_such_note
from models.user import User


class EntryStore(StoreBase):
    """What happens between the first key and the saved version."""

    def save_draft(
        self,
        user: User,
        note_id: int,
        *,
        sections: Sequence[SectionText],
        cursor: tuple[int, int, int],
        based_on: int | None = None,
        answers: Sequence[FindingInput] = (),
        header: DraftHeader | None = None,
        at: Workplace | None = None,
        fields: Sequence[FieldInput] = (),
        field_cursor: FieldCursor | None = None,
    ) -> bool:
        """Keep ``user``'s unsaved work on the note, replacing what was kept before.

        ``cursor`` is (section index, row, column). ``based_on`` is the version number the work started from;
        without it a first draft takes the latest and a later one keeps its own. ``answers`` are the findings
        accepted or expanded so far, ``fields`` the values of the form; ``field_cursor`` is where the cursor stands
        among them, None when it is in the text; ``header`` is the header as typed. With ``at`` it is a sign of life
        of who holds the note there; HeldElsewhere when ``user`` holds it elsewhere by now, whose draft it would
        replace. Not a version and, being the writer's own words written every few seconds, not audited.
        Returns False when the disk is full and the draft was kept in the reserve beside the database.
        """

        def write() -> None:
            with self._writing() as session:
                note = locked_note(session, note_id)
                if at is not None:
                    _keep_hold(session, user, note_id, at)
                draft = session.scalar(_draft_of(user, note_id))
                if draft is None:
                    draft = Draft(note_id=note_id, user_id=user.id, based_on=note.latest_version)
                    session.add(draft)
                draft.sections = tuple(sections)
                draft.answers = tuple(answers)
                draft.header = header
                draft.fields, draft.field_cursor = tuple(fields), field_cursor
                draft.cursor_section, draft.cursor_row, draft.cursor_column = cursor
                if based_on is not None:
                    draft.based_on = based_on

        return self._even_on_a_full_disk(write)

    def draft(self, user: User, note_id: int) -> Draft | None:
        """``user``'s unsaved work on the note, if any."""
        with self._reading() as session:
            return session.scalar(_draft_of(user, note_id))

    def discard_draft(self, user: User, note_id: int) -> None:
        """Throw away ``user``'s unsaved work on the note; nothing happens when there is none."""
        with self._writing() as session:
            draft = session.scalar(_draft_of(user, note_id))
            if draft is None:
                return
            session.delete(draft)
            patient_id = locked_note(session, note_id).encounter.patient_id
            append(session, AuditAction.DISCARD_DRAFT, user, object_id=note_id, patient_id=patient_id)

    def save_note(
        self,
        user: User,
        note_id: int,
        *,
        expected_version: int,
        sections: Sequence[SectionText],
        findings: Sequence[FindingInput],
        encounter: EncounterFields | None = None,
        habits: Sequence[HabitInput] = (),
        fields: Sequence[FieldInput] = (),
        extracts: Sequence[ExtractInput] = (),
    ) -> NoteVersion:
        """Save a new version in one transaction: sections, findings, header, state, habits and audit event.

        ``expected_version`` is the number of the latest version the writer saw, 0 for none: StaleNote when
        somebody saved since. ``encounter`` replaces the header fields. ``habits`` are what ``user``'s answers
        taught since the last save; they are added to the counts of before. ``fields`` are the values of the form,
        ``extracts`` what was read out of the text. ``user``'s draft goes away with the save and stays if the save
        fails. Overridden findings are audited by an event of their own. StoreError for a note without any text, for
        an unusable header, and for a finding overridden without a reason.
        """
        _refuse_unfit(sections, findings)
        with self._writing() as session:
            note = locked_note(session, note_id)
            _refuse_stale(note, expected_version)
            if encounter is not None:
                _set_header(note, encounter)
            note.latest_version = expected_version + 1
            note.state = NoteState.ENTERED
            version = _new_version(note, user, sections, findings, extracts)
            version.fields = recorded(fields)
            session.add(version)
            session.execute(delete(Draft).where(Draft.note_id == note_id, Draft.user_id == user.id))
            learned = count_habits(session, user, habits)
            patient_id, counts = note.encounter.patient_id, _counts(version, learned)
            append(session, AuditAction.SAVE_NOTE, user, object_id=note_id, patient_id=patient_id, details=counts)
            if overridden := counts.get(Decision.OVERRIDDEN.value):
                details = {"version": version.number, "overridden": overridden}
                append(session, AuditAction.OVERRIDE, user, object_id=note_id, patient_id=patient_id, details=details)
            _show_as_stored(session, version, user)
        return version


def _show_as_stored(session: Session, version: NoteVersion, user: User) -> None:
    """Complete a version that was just written; reading it anew would cost two fifths of a save."""
    dialect = session.get_bind().dialect
    for record in (version, *version.sections, *version.findings, *version.fields, *version.extracts):
        show_as_stored(record, dialect)
    set_committed_value(version, "saved_by", user)


def _refuse_unfit(sections: Sequence[SectionText], findings: Sequence[FindingInput]) -> None:
    if not any(section.text.strip() for section in sections):
        raise StoreError("The note is empty: type something before saving it.")
    if any(one.decision is Decision.OVERRIDDEN and not one.reason.strip() for one in findings):
        raise StoreError("A finding was overridden without a reason: say why, or answer it otherwise.")


def _keep_hold(session: Session, user: User, note_id: int, at: Workplace) -> None:
    other = renew(session, user, note_id, at, typed=True)
    if other is not None and other.user_id == user.id:
        raise HeldElsewhere(f"You have this note open on {other.machine} in another window: go on there.")


def _draft_of(user: User, note_id: int) -> Select[Draft]:
    return select(Draft).where(Draft.note_id == note_id, Draft.user_id == user.id)


def locked_note(session: Session, note_id: int) -> Note:
    """The note with encounter and patient, locked against other writers until the transaction ends."""
    note = session.scalar(
        select(Note)
        .where(Note.id == note_id)
        .options(joinedload(Note.encounter).joinedload(Encounter.patient))
        .with_for_update(of=Note)
    )
    if note is None:
        raise no_such_note()
    return note


def _refuse_stale(note: Note, expected_version: int) -> None:
    if note.latest_version != expected_version:
        raise StaleNote(
            "Somebody else saved this note while you were writing: nothing was changed, "
            "open the note again and compare."
        )


def _set_header(note: Note, typed: EncounterFields) -> None:
    fields = checked_encounter(typed, note.patient.birth_date)
    note.author = fields.author
    note.encounter.encounter_date = fields.encounter_date
    note.encounter.encounter_kind = EncounterKind(fields.encounter_kind)
    note.encounter.department = fields.department


def _new_version(
    note: Note,
    user: User,
    sections: Sequence[SectionText],
    findings: Sequence[FindingInput],
    extracts: Sequence[ExtractInput],
) -> NoteVersion:
    return NoteVersion(
        note_id=note.id,
        number=note.latest_version,
        note_type=note.note_type,
        author=note.author,
        department=note.encounter.department,
        encounter_date=note.encounter.encounter_date,
        encounter_kind=note.encounter.encounter_kind,
        saved_by_id=user.id,
        sections=[
            NoteSection(position=position, heading=section.heading, text=section.text)
            for position, section in enumerate(sections)
        ],
        findings=[_record(position, finding) for position, finding in enumerate(findings)],
        extracts=extract_records(extracts),
    )


def _record(position: int, finding: FindingInput) -> FindingRecord:
    return FindingRecord(
        position=position,
        rule=finding.rule,
        start=finding.start,
        end=finding.end,
        text=finding.text,
        severity=FindingSeverity(finding.severity),
        message=finding.message,
        evidence=finding.evidence,
        suggestions=finding.suggestions,
        decision=Decision(finding.decision),
        replacement=finding.replacement,
        reason=finding.reason,
    )


def _counts(version: NoteVersion, learned: int) -> dict[str, int]:
    decisions = Counter(finding.decision.value for finding in version.findings)
    counts = {"version": version.number, "sections": len(version.sections), **decisions}
    beside = {"fields": len(version.fields), "extracts": len(version.extracts), "learned": learned}
    return counts | {name: count for name, count in beside.items() if count}
