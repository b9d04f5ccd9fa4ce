"""What a note starts from when it is opened: the draft, the latest version, or the bare note type."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from entryassist.fields.sheet import About, FieldSheet
from entryassist.note_types import note_type
from entryassist.shorthands.facts import NoteFacts
from entryassist.tui.intake import clean
from models import (
    Decision,
    Draft,
    EncounterFields,
    FieldCursor,
    FieldInput,
    FindingInput,
    FindingRecord,
    Note,
    SectionText,
)
from models.note import HeadedText
from terminology import NoteContext
from terminology.habits import Habits

DAYS_A_YEAR = 365.25
_LISTED = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class Opening:
    """The sections to show, those last saved, the version the work is based on, the cursor, and earlier answers.

    ``standing`` are the findings of the latest version that stand for a reason.
    ``fields`` and ``saved_fields`` are the same of the structured fields; ``field_cursor`` is None while the cursor
    is in the text.
    """

    sections: tuple[SectionText, ...]
    saved: tuple[SectionText, ...]
    based_on: int
    cursor: tuple[int, int, int]
    from_draft: bool
    answers: tuple[FindingInput, ...] = ()
    standing: tuple[FindingInput, ...] = ()
    fields: tuple[FieldInput, ...] = ()
    saved_fields: tuple[FieldInput, ...] = ()
    field_cursor: FieldCursor | None = None

    @classmethod
    def of(cls, note: Note, draft: Draft | None) -> Opening:
        """How to open a note for the person whose draft it is."""
        latest = note.latest
        standing = tuple(map(_as_input, latest.findings)) if latest is not None else ()
        standing = tuple(one for one in standing if one.decision is Decision.OVERRIDDEN)
        if latest is not None:
            saved = _cleaned(latest.sections)
        else:
            saved = tuple(SectionText(heading, "") for heading in note_type(note.note_type).sections)
        fields = tuple(field.as_input for field in latest.fields) if latest is not None else ()
        if draft is None:
            start = (0, 0, 0)
            return cls(saved, saved, note.latest_version, start, False, standing, standing, fields, fields)
        return cls(
            _cleaned(draft.sections),
            saved,
            draft.based_on,
            draft.cursor,
            True,
            draft.answers,
            standing,
            draft.fields,
            fields,
            draft.field_cursor,
        )


def _as_input(record: FindingRecord) -> FindingInput:
    return FindingInput(**{field.name: getattr(record, field.name) for field in dataclasses.fields(FindingInput)})


def _cleaned(sections: Sequence[HeadedText]) -> tuple[SectionText, ...]:
    return tuple(SectionText(one.heading, clean(one.text)) for one in sections)


def encounter_fields(note: Note) -> EncounterFields:
    """The header of a note as it is on record."""
    encounter = note.encounter
    return EncounterFields(encounter.encounter_date, encounter.encounter_kind, note.author, encounter.department)


def note_facts(note: Note, today: dt.date) -> NoteFacts:
    """What the variables of a template may say about a note."""
    patient = note.patient
    return NoteFacts(patient.birth_date, str(patient.sex), note.encounter.encounter_date, today)


def about(note: Note, today: dt.date, day_first: bool) -> About:
    """What the reading of the structured fields depends on."""
    years = (note.encounter.encounter_date - note.patient.birth_date).days / DAYS_A_YEAR
    return About(today, years, str(note.patient.sex), day_first)


def recorded_allergies(note: Note) -> tuple[str, ...]:
    """The allergies on the patient's record, one by one."""
    allergies = (one.strip() for one in _LISTED.split(note.patient.allergies))
    return tuple(one for one in allergies if one)


def with_fields(context: NoteContext, note: Note, sheet: FieldSheet) -> NoteContext:
    """What the rules may know of a note together with what its structured fields say."""
    return replace(
        context,
        allergies=tuple(dict.fromkeys((*recorded_allergies(note), *sheet.allergies))),
        medications=sheet.medications,
        form_values=sheet.form_values,
        procedure=sheet.procedure,
    )


def note_context(note: Note, habits: Habits | None = None, earlier: Sequence[str] = ()) -> NoteContext:
    """What the rules may know of a note beside its text: the record, the patient's earlier notes, and what the clerk
    usually means."""
    patient = note.patient
    return NoteContext(
        note_type=note.note_type,
        sex=patient.sex,
        birth_date=patient.birth_date,
        encounter_date=note.encounter.encounter_date,
        author=note.author,
        allergies=recorded_allergies(note),
        patient_names=(patient.family_name, patient.given_name),
        mrn=patient.mrn,
        earlier_notes=tuple(earlier),
        habits=habits,
    )
