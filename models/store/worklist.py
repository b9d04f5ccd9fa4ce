"""What waits for whom, page by page; what was entered; and a person's figures of a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Case, ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.audit import AuditAction, append
from models.draft import Draft
from models.encounter import Encounter
from models.errors import StoreError
from models.finding import Decision, FindingRecord
from models.note import Note, NoteState, NoteVersion
from models.patient import Patient, PatientKey, folded
from models.query import ProviderQuery, QueryState
from models.shorthand import TypingRecord
from models.store.base import StoreBase
from models.store.name_index import beginning
from models.store.notes import load_note, no_such_note, with_header
from models.user import User
from models.worklist import DayFigures, WorkField, WorkGroup, WorkItem, Worklist, WorkOrder, WorkView

PAGE_ROWS = 50
_FIXED = (Decision.ACCEPTED, Decision.EXPANDED)
_RETURNABLE = (NoteState.ENTERED, NoteState.IN_REVIEW)
_Mine = Mapping[WorkGroup, Sequence[int]]


class WorklistStore(StoreBase):
    """The desk of one person."""

    def worklist(
        self, user: User, view: WorkView | None = None, *, offset: int = 0, limit: int = PAGE_ROWS
    ) -> Worklist:
        """A page of what waits for ``user``: their queries that were answered, notes of theirs that a review
        returned, their drafts, and the notes that anybody may enter; or of what they entered.

        Notes come with patient, alerts, encounter and ``user``'s drafts. By age the longest waiting are first, of
        the entered notes those saved last.
        """
        view = view or WorkView()
        with self._writing() as session:
            mine = _mine(session, user)
            group = _group(mine)
            waiting = _filtered(select(Note.id).where(_waits(mine)), view)
            each = select(group.label("name")).where(Note.id.in_(waiting)).subquery()
            counted = select(each.c.name, func.count()).group_by(each.c.name)
            counts = {WorkGroup(name): count for name, count in session.execute(counted)}
            if view.group is WorkGroup.ENTERED:
                shown = _filtered(select(Note.id).where(Note.id.in_(_saved_by(user))), view)
                total = session.scalar(select(func.count()).select_from(shown.subquery())) or 0
            else:
                shown = waiting.where(group == view.group) if view.group else waiting
                total = counts.get(view.group, 0) if view.group else sum(counts.values())
            ordered = select(Note.id, group).join(Note.encounter).join(Encounter.patient).where(Note.id.in_(shown))
            page = ordered.order_by(*_order(user, view)).offset(offset).limit(limit)
            rows = session.execute(page).all()
            # Sorted without their texts, which would all go through the sort.
            whole = with_header(user).where(Note.id.in_([note_id for note_id, _ in rows]))
            notes = {note.id: note for note in session.scalars(whole)}
            append(session, AuditAction.VIEW_WORKLIST, user, details={"notes": len(rows)})
        entered = view.group is WorkGroup.ENTERED
        items = (WorkItem(notes[one], WorkGroup.ENTERED if entered else WorkGroup(name)) for one, name in rows)
        return Worklist(tuple(items), counts, total)

    def worklist_values(self, user: User, view: WorkView, field: WorkField) -> list[tuple[str, int]]:
        """What ``view`` could be narrowed to by a field, each value with its notes, the most first."""
        column = _COLUMNS[field]
        view = view.with_value(field, "")
        with self._reading() as session:
            mine = _mine(session, user)
            saved = view.group is WorkGroup.ENTERED
            shown = select(Note.id).where(Note.id.in_(_saved_by(user)) if saved else _waits(mine))
            if view.group and not saved:
                shown = shown.where(_group(mine) == view.group)
            notes = Note.id.in_(_filtered(shown, view))
            values = select(column, func.count()).select_from(Note).join(Note.encounter).where(notes)
            ordered = values.group_by(column).order_by(func.count().desc(), column)
            return [(value, count) for value, count in session.execute(ordered)]

    def return_note(self, user: User, note_id: int) -> Note:
        """Give an entered note back to the person who saved it last, on whose worklist it waits.

        StoreError when there is no such note and when it is not one that was entered or is in review.
        """
        with self._writing() as session:
            note = session.get(Note, note_id, with_for_update=True)
            if note is None:
                raise no_such_note()
            if note.state not in _RETURNABLE:
                raise StoreError("Only a note that was entered and not yet verified can be returned.")
            note.state = NoteState.DRAFT
            returned = load_note(session, user, note_id)
            append(session, AuditAction.RETURN_NOTE, user, object_id=note_id, patient_id=returned.patient.id)
            return returned

    def day_figures(self, user: User, today: dt.date, days: int = 14) -> list[DayFigures]:
        """``user``'s figures of the last ``days`` days up to ``today``, days being those of this computer's place."""
        first = today - dt.timedelta(days - 1)
        since = dt.datetime.combine(first, dt.time()).astimezone()
        found: dict[dt.date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        notes: dict[dt.date, set[int]] = defaultdict(set)
        with self._reading() as session:
            for note_id, at, fixed in session.execute(_versions(user, since)):
                day = at.astimezone().date()
                notes[day].add(note_id)
                found[day]["fixed"] += fixed
            mine = select(TypingRecord).where(TypingRecord.user_id == user.id, TypingRecord.ended_at >= since)
            for one in session.scalars(mine):
                figures = found[one.ended_at.astimezone().date()]
                figures["characters"] += one.characters
                figures["keys_saved"] += one.saved
                figures["active_seconds"] += one.active_seconds
                figures["timed_characters"] += one.characters if one.active_seconds else 0
        each = (first + dt.timedelta(place) for place in range(days))
        return [DayFigures(day, notes=len(notes[day]), **found[day]) for day in each]


_COLUMNS = {
    WorkField.NOTE_TYPE: Note.note_type,
    WorkField.AUTHOR: Note.author,
    WorkField.DEPARTMENT: Encounter.department,
}


def _mine(session: Session, user: User) -> _Mine:
    """The notes that wait for this person alone, by the reason: few, so that they can be named one by one."""
    answered = select(ProviderQuery.note_id).where(
        ProviderQuery.state == QueryState.ANSWERED, ProviderQuery.asked_by_id == user.id
    )
    last = and_(NoteVersion.note_id == Note.id, NoteVersion.number == Note.latest_version)
    returned = (
        select(Note.id)
        .join(NoteVersion, last)
        .where(Note.state == NoteState.DRAFT, Note.latest_version > 0, NoteVersion.saved_by_id == user.id)
    )
    drafts = select(Draft.note_id).where(Draft.user_id == user.id)
    groups = {WorkGroup.ANSWERED: answered, WorkGroup.RETURNED: returned, WorkGroup.DRAFT: drafts}
    return {group: sorted({*session.scalars(ids)}) for group, ids in groups.items()}


def _waits(mine: _Mine) -> ColumnElement[bool]:
    anybodys = and_(Note.state == NoteState.DRAFT, Note.latest_version == 0)
    return or_(anybodys, Note.id.in_([note_id for ids in mine.values() for note_id in ids]))


def _group(mine: _Mine) -> Case[str]:
    named = ((Note.id.in_(ids), literal(group.value)) for group, ids in mine.items())
    return case(*named, else_=literal(WorkGroup.TO_ENTER.value))


def _saved_by(user: User) -> Select[int]:
    return select(NoteVersion.note_id).where(NoteVersion.saved_by_id == user.id)


def _filtered(notes: Select[int], view: WorkView) -> Select[int]:
    """The ids of those notes that the fields and the search of the view let through."""
    chosen = [(column, getattr(view, field.value)) for field, column in _COLUMNS.items()]
    conditions = [column == value for column, value in chosen if value]
    conditions += [_says(folded(word)) for word in view.search.split()]
    return notes.join(Note.encounter).where(*conditions) if conditions else notes


def _says(word: str) -> ColumnElement[bool]:
    key = aliased(PatientKey)
    named = select(key.patient_id).where(key.patient_id == Encounter.patient_id, beginning(word)(key.key)).exists()
    return or_(named, *(func.lower(column).contains(word, autoescape=True) for column in _COLUMNS.values()))


def _order(user: User, view: WorkView) -> tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]:
    if view.order is WorkOrder.PATIENT:
        return func.lower(Patient.family_name), func.lower(Patient.given_name), Note.id
    if view.order is WorkOrder.TYPE:
        return Note.note_type, Note.created_at, Note.id
    if view.group is WorkGroup.ENTERED:
        saved = select(func.max(NoteVersion.id)).where(NoteVersion.note_id == Note.id)
        return saved.where(NoteVersion.saved_by_id == user.id).scalar_subquery().desc(), Note.id
    return Note.created_at, Note.id


def _versions(user: User, since: dt.datetime) -> Select[int, dt.datetime, int]:
    """Note, moment and findings fixed of each version that the user saved since then."""
    fixed = select(func.count()).where(FindingRecord.version_id == NoteVersion.id, FindingRecord.decision.in_(_FIXED))
    columns = (NoteVersion.note_id, NoteVersion.saved_at, fixed.scalar_subquery())
    return select(*columns).where(NoteVersion.saved_by_id == user.id, NoteVersion.saved_at >= since)
