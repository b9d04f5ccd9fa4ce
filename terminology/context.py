"""What is known about a note beside its text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terminology.habits import Habits


@dataclass(frozen=True, slots=True)
class NoteContext:
    """Facts that help to judge a note. Every field is optional.

    ``section`` is the heading under which the text stands when only one section is checked;
    ``sex`` is ``female``, ``male``, ``other`` or ``unknown`` (the FHIR administrative genders);
    ``specialty`` and ``note_type`` are plain names ("cardiology", "progress note"). ``patient_names`` are
    the parts of the patient's name and ``mrn`` the record number, by which a note about another patient is
    known; ``author`` is the name of who wrote the note; ``earlier_notes`` are the texts of the patient's notes
    before this one, the latest first. ``form_values`` are the fields beside the text, a name and a value with its unit
    as typed (``("BP", "120/80")``, ``("lisinopril", "10 mg daily")``); ``procedure`` is what the encounter is for
    ("left knee arthroplasty"). ``habits`` order suggestions and decide nothing else.
    """

    note_type: str = ""
    section: str = ""
    specialty: str = ""
    sex: str = ""
    birth_date: dt.date | None = None
    encounter_date: dt.date | None = None
    author: str = ""
    site: str = ""
    allergies: tuple[str, ...] = ()
    medications: tuple[str, ...] = ()
    patient_names: tuple[str, ...] = ()
    mrn: str = ""
    earlier_notes: tuple[str, ...] = ()
    form_values: tuple[tuple[str, str], ...] = ()
    procedure: str = ""
    habits: Habits | None = None
