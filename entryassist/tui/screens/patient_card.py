"""All that the banner says, without cuts, and who could be mistaken for this patient."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from entryassist.tui.widgets.banner import known_allergies
from entryassist.tui.wording import MUTED, age, one_line, patient_name

if TYPE_CHECKING:
    from models import LikePatient, Patient

_LISTED = re.compile(r"[,;\n](?![^(]*\))")


class PatientCard(ModalScreen[None]):
    """One patient on a card over the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+u", "dismiss", "Close", priority=True, id="card.close")
    ]

    def __init__(self, patient: Patient, alike: Sequence[LikePatient], today: dt.date) -> None:
        super().__init__()
        self._text = card(patient, alike, today)

    def compose(self) -> ComposeResult:
        """The card."""
        with VerticalScroll(id="card-box"):
            yield Static(self._text, markup=False)
            yield Label("Esc closes", classes="choice-keys", markup=False)


def card(patient: Patient, alike: Sequence[LikePatient], today: dt.date) -> Content:
    """Identity, allergies, alerts, and the like-named with what sets them apart."""
    blocks = [
        Content.assemble((patient_name(patient), "bold"), "\n", identity(patient, today)),
        _block("Allergies", _allergies(patient), "$error bold" if known_allergies(patient) else ""),
        _block("Alerts", [one_line(one.text) for one in patient.alerts] or ["none on record"]),
    ]
    if alike:
        rows = [f"{patient_name(one.patient)}  {identity(one.patient, today)}\n    {one.sentence}" for one in alike]
        blocks.append(_block("Not to be mistaken for", rows))
    return Content("\n\n").join(blocks)


def identity(patient: Patient, today: dt.date) -> str:
    """MRN, birth date with age, sex."""
    born = f"born {patient.birth_date:%Y-%m-%d} ({age(patient.birth_date, today)})"
    return f"MRN {one_line(patient.mrn)}  {born}  {patient.sex}"


def _allergies(patient: Patient) -> list[str]:
    listed = [one_line(one) for one in _LISTED.split(patient.allergies) if one.strip()]
    return listed or ["none on record"]


def _block(title: str, lines: Sequence[str], style: str = "") -> Content:
    rows = [Content.styled(f"  {line}", style) if style else Content(f"  {line}") for line in lines]
    return Content("\n").join([Content.styled(title, MUTED), *rows])
