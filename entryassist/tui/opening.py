"""What a note starts from when it is opened: the draft, the latest version, or the bare note type."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from entryassist.note_types import note_type
from entryassist.shorthands.facts import NoteFacts
from entryassist.tui.intake import clean
from models import Decision, Draft, DraftHeader, EncounterFields, FindingInput, FindingRecord, Note, SectionText
from models.note import HeadedText
from terminology import NoteContext
from terminology.habits import Habits

_LISTED = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class Opening:
    """The sections to show, those last saved, the version the work is based on, the cursor, and earlier answers.

    ``standing`` are the findings of the latest version that stand for a reason, ``header`` the draft's header.
    """

    sections: tuple[SectionText, ...]
    saved: tuple[SectionText, ...]
    based_on: int
    cursor: tuple[int, int, int]
    from_draft: bool
    answers: tuple[FindingInput, ...] = ()
    standing: tuple[FindingInput, ...] = ()
    header: DraftHeader | None = None

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
        if draft is None:
            return cls(saved, saved, note.latest_version, (0, 0, 0), False, standing, standing)
        return cls(
            _cleaned(draft.sections), saved, draft.based_on, draft.cursor, True, draft.answers, standing, draft.header
        )


def _as_input(record: FindingRecord) -> FindingInput:
    return FindingInput(**{field.name: getattr(record, field.name) for field in fields(FindingInput)})


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


def note_context(note: Note, habits: Habits | None = None, earlier: Sequence[str] = ()) -> NoteContext:
    """What the rules may know of a note beside its text: the record, the patient's earlier notes, and what the clerk
    usually means."""
    patient = note.patient
    allergies = (one.strip() for one in _LISTED.split(patient.allergies))
    return NoteContext(
        note_type=note.note_type,
        sex=patient.sex,
        birth_date=patient.birth_date,
        encounter_date=note.encounter.encounter_date,
        author=note.author,
        allergies=tuple(one for one in allergies if one),
        patient_names=(patient.family_name, patient.given_name),
        mrn=patient.mrn,
        earlier_notes=tuple(earlier),
        habits=habits,
    )
