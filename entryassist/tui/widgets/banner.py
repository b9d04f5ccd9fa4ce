"""Who the patient is and what must not be overlooked: always on top while a note is entered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Static

from entryassist.tui.wording import age, one_line, patient_name

if TYPE_CHECKING:
    from models import Patient

NO_ALLERGIES = frozenset({"", "none", "none known", "nka", "nkda", "no known allergies", "no known drug allergies"})


class PatientBanner(Horizontal):
    """Name, MRN, birth date with age, sex; allergies loud."""

    def __init__(self, patient: Patient, today: dt.date) -> None:
        super().__init__()
        self._patient = patient
        self._today = today

    def compose(self) -> ComposeResult:
        """Identity on the left, allergies on the right."""
        patient = self._patient
        born = f"born {patient.birth_date:%Y-%m-%d} ({age(patient.birth_date, self._today)})"
        name = Content.assemble((patient_name(patient), "bold"), f"  MRN {one_line(patient.mrn)}")
        with Container(classes="identity"):
            yield Static(name, markup=False)
            yield Static(Content(f"{born}  {patient.sex}"), markup=False)
        allergies = one_line(self._patient.allergies)
        known = allergies.casefold() not in NO_ALLERGIES
        text = f"⚠ ALLERGIES: {allergies}" if known else f"Allergies: {allergies or 'none on record'}"
        yield Static(Content(text), classes="allergies -known" if known else "allergies", markup=False)
