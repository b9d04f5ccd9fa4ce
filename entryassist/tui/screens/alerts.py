"""The alerts of one patient: add one by typing it, end the highlighted one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from entryassist.tui.page import Page
from entryassist.tui.widgets.banner import CARD_KEY, PatientBanner
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, one_line
from models import StoreError

if TYPE_CHECKING:
    from models import Patient, Store

NONE = "No alerts. Type one, such as “fall risk” or “interpreter needed”, and press Enter."


class AlertsScreen(Page["Patient"]):
    """Closes with the patient as on record then."""

    HELP_TOPIC = (
        "# Alerts\n\nWhat everybody must see who opens this patient: on the banner beside the allergies, on every "
        "screen. **Enter** adds what you typed, **F8** ends the highlighted alert; that it was there stays on record."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "add", "Add", priority=True, id="alerts.add"),
        Binding("f8", "end", "End this alert", priority=True, id="alerts.end"),
        Binding("down", "move(1)", "Choose", key_display="↑ ↓", priority=True, id="alerts.down"),
        Binding("up", "move(-1)", show=False, priority=True, id="alerts.up"),
        CARD_KEY,
        Binding("escape", "leave", "Back", id="alerts.back"),
    ]

    def __init__(self, patient: Patient) -> None:
        super().__init__()
        self._patient = patient

    def compose(self) -> ComposeResult:
        """The banner as it will be seen, a field, the alerts in force."""
        yield PatientBanner(self._patient, self.assist.now().date())
        yield Static(Content.assemble(("Alerts", "bold")), classes="page-title")
        yield Input(placeholder="A new alert", id="query", max_length=100)
        yield OptionList(id="alert-list", markup=False)
        yield Static("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys go to the field."""
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._show(self._patient)

    def _show(self, patient: Patient) -> None:
        self._patient = patient
        self.query_one(PatientBanner).show(patient)
        options = self.query_one(OptionList)
        options.clear_options()
        for alert in patient.alerts:
            since = f"  since {alert.added_at:%Y-%m-%d}"
            options.add_option(Option(Content.assemble(one_line(alert.text), (since, MUTED)), id=str(alert.id)))
        if patient.alerts:
            options.highlighted = len(patient.alerts) - 1
        else:
            options.add_option(Option(Content.styled(NONE, MUTED), disabled=True))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say("")

    def _say(self, sentence: str) -> None:
        self.query_one(".form-status", Static).update(Content(sentence))

    def action_add(self) -> None:
        """Put what was typed on the banner."""
        typed, patient = self.query_one(Input).value, self._patient
        if typed.strip():
            self.start(
                partial(self._change, lambda store: store.add_alert(self.assist.clerk, patient, typed)), "alerts"
            )

    def action_end(self) -> None:
        """Take the highlighted alert off the banner."""
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None and highlighted < len(self._patient.alerts):
            alert_id = self._patient.alerts[highlighted].id
            self.start(partial(self._change, lambda store: store.end_alert(self.assist.clerk, alert_id)), "alerts")

    async def _change(self, work: Callable[[Store], Patient]) -> None:
        try:
            patient = await self.ask(work)
        except StoreError as error:
            self._say(str(error))
        else:
            self.query_one(Input).value = ""
            self._show(patient)

    def action_move(self, by: int) -> None:
        """Move the choice without leaving the field."""
        options = self.query_one(OptionList)
        if self._patient.alerts:
            options.highlighted = max(0, min((options.highlighted or 0) + by, len(self._patient.alerts) - 1))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(self._patient)
