"""Who the patient is and what must not be overlooked: always on top while a note is entered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from entryassist.tui.widgets.key_bar import key_of
from entryassist.tui.wording import age, one_line, patient_name, shortened

if TYPE_CHECKING:
    from entryassist.tui.page import Page
    from models import LikePatient, Patient

NO_ALLERGIES = frozenset({"", "none", "none known", "nka", "nkda", "no known allergies", "no known drug allergies"})
CARD_KEY = Binding(
    "ctrl+u", "patient_card", "Patient", id="patient.card", priority=True, tooltip="Allergies and alerts in full"
)
_PADDING = 2  # columns of a part besides its text
_BRACKETS = re.compile(r"\s*\([^)]*\)")


class PatientBanner(Widget):
    """Name, MRN, birth date with age, sex; allergies and alerts loud, on a line of their own where they need one.

    What does not fit is cut, and said to be; the key of :class:`PatientCard` shows all of it.
    """

    def __init__(self, patient: Patient, today: dt.date) -> None:
        super().__init__()
        self._patient = patient
        self._today = today
        self.alike: tuple[LikePatient, ...] = ()

    def compose(self) -> ComposeResult:
        """Identity, allergies, alerts."""
        yield Static("", classes="identity", markup=False)
        with Container(classes="warnings"):
            yield Static("", classes="allergies", markup=False)
            yield Static("", classes="alerts", markup=False)

    def on_mount(self) -> None:
        """Look up who else has a name like this."""
        self.query_one(".allergies").set_class(known_allergies(self._patient), "-known")
        _: Worker[None] = self.run_worker(self._look_around, group="alike", exclusive=True)

    async def _look_around(self) -> None:
        from models import StoreError

        page = cast("Page[object]", self.screen)
        clerk, patient, today = page.assist.clerk, self._patient, self._today
        try:
            found = await page.ask(lambda store: store.names_to_beware_of(clerk, patient, today))
        except StoreError:
            return  # the alert is advice; the banner stands without it
        self.alike = tuple(found)
        self._arrange()

    def show(self, patient: Patient) -> None:
        """Show the patient as on record now."""
        self._patient = patient
        self._arrange()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the parts into the width."""
        self._arrange()

    @property
    def patient(self) -> Patient:
        """Whose banner it is."""
        return self._patient

    @property
    def _more(self) -> str:
        """The key that shows what is left out, as it is written on the screen."""
        key = key_of(self.screen, CARD_KEY.action)
        return f"  {key} all" if key else ""

    def _arrange(self) -> None:
        width = self.size.width
        if not width:
            return
        allergies, alerts = allergy_text(self._patient), alert_text(self._patient, self.alike)
        warnings = [text for text in (allergies, alerts) if text]
        needed = sum(cell_len(text) + _PADDING for text in (_identity(self._patient, self._today), *warnings))
        one_line_fits = needed <= width
        self.set_class(one_line_fits, "-one-line")
        self.set_class(not one_line_fits, "-two-lines")
        if not one_line_fits:
            allergies, alerts = _fitted(self._patient, self.alike, width, self._more)
        name, rest = _identity_parts(self._patient, self._today)
        room = width - cell_len(rest) - _PADDING
        self.query_one(".identity", Static).update(Content.assemble((shortened(name, room), "bold"), rest))
        self.query_one(".allergies", Static).update(Content(allergies))
        shown = self.query_one(".alerts", Static)
        shown.update(Content(alerts))
        shown.display = bool(alerts)


def known_allergies(patient: Patient) -> bool:
    """Whether any allergy is on record."""
    return one_line(patient.allergies).casefold() not in NO_ALLERGIES


def allergy_text(patient: Patient, *, brief: bool = False) -> str:
    """The allergies in one line, loud when there are any; ``brief`` without what they do, which stands in brackets."""
    allergies = one_line(_BRACKETS.sub("", patient.allergies) if brief else patient.allergies)
    return f"⚠ ALLERGIES: {allergies}" if known_allergies(patient) else f"Allergies: {allergies or 'none on record'}"


def alert_text(patient: Patient, alike: Sequence[LikePatient], *, brief: bool = False) -> str:
    """The alerts in one line, empty when there are none; first a name that could be mistaken, ``brief`` unnamed."""
    parts = []
    if alike:
        more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
        parts.append("NAME ALERT" if brief else f"NAME ALERT: {patient_name(alike[0].patient)}{more}")
    parts += [one_line(alert.text) for alert in patient.alerts]
    return f"▲ {' · '.join(parts)}" if parts else ""


def _identity_parts(patient: Patient, today: dt.date) -> tuple[str, str]:
    born = f"born {patient.birth_date:%Y-%m-%d} ({age(patient.birth_date, today)})"
    return patient_name(patient), f"  MRN {one_line(patient.mrn)}  {born}  {patient.sex}"


def _identity(patient: Patient, today: dt.date) -> str:
    return "".join(_identity_parts(patient, today))


def _fitted(patient: Patient, alike: Sequence[LikePatient], width: int, more: str) -> tuple[str, str]:
    """Allergies and alerts for a line of that width: in full, in brief, or cut. ``more`` says how to see the rest."""
    allergies, alerts = allergy_text(patient), alert_text(patient, alike)
    room = width - _PADDING * (2 if alerts else 1)
    if cell_len(allergies) + cell_len(alerts) <= room:
        return allergies, alerts
    room -= cell_len(more)
    allergies, alerts = allergy_text(patient, brief=True), alert_text(patient, alike, brief=True)
    if not alerts:
        return shortened(allergies, room) + more, ""
    alerts = shortened(alerts, max(room // 2, room - cell_len(allergies)))
    return shortened(allergies, room - cell_len(alerts)), alerts + more
