"""The notes on file of one patient."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import DataTable, Static

from entryassist.tui.page import Page
from entryassist.tui.widgets.banner import CARD_KEY, PatientBanner
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import cell

if TYPE_CHECKING:
    from models import Patient

NONE_ON_FILE = "No notes on file for this patient. F2 starts the first."


class ChartScreen(Page[None]):
    """Latest visit first; Enter opens a note."""

    HELP_TOPIC = (
        "# Notes on file\n\nEvery note of this patient, the latest visit first. **Enter** opens one, **F4** adds and "
        "ends the alerts on the banner, such as a fall risk."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", priority=True, id="chart.open"),
        Binding("f2", "new", "Start a note", id="chart.new"),
        Binding("f4", "alerts", "Alerts", id="chart.alerts", tooltip="Put alerts on the banner, or end them"),
        CARD_KEY,
        Binding("escape", "dismiss", "Back", id="chart.back"),
    ]

    def __init__(self, patient: Patient) -> None:
        super().__init__()
        self._patient = patient

    def compose(self) -> ComposeResult:
        """The patient and the table."""
        yield PatientBanner(self._patient, self.assist.now().date())
        yield Static(Content.assemble(("Notes on file", "bold")), classes="page-title")
        yield DataTable(id="chart", cursor_type="row")
        yield Static("", id="chart-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Head the table."""
        table = self.query_one(DataTable)
        for label, width in (("Visit", 10), ("Note", 22), ("Author", 20), ("Department", 20), ("State", 10)):
            table.add_column(label, width=width)

    def on_screen_resume(self) -> None:
        """Read the chart whenever it comes into view."""
        self.start(self._load, "chart", newest=True)

    async def _load(self) -> None:
        from models import StoreError

        status = self.query_one("#chart-status", Static)
        try:
            notes = await self.ask(lambda store: store.notes_of(self.assist.clerk, self._patient))
        except StoreError as error:
            status.update(Content(str(error)))
            return
        table = self.query_one(DataTable)
        table.clear()
        for note in notes:
            table.add_row(
                cell(f"{note.encounter.encounter_date:%Y-%m-%d}", "bold"),
                cell(note.note_type),
                cell(note.author),
                cell(note.encounter.department),
                cell(note.state),
                key=str(note.id),
            )
        table.display = bool(notes)
        status.update("" if notes else NONE_ON_FILE)

    def action_open(self) -> None:
        """Open the highlighted note."""
        table = self.query_one(DataTable)
        if table.row_count:
            key = table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value
            self.start(partial(self.assist.open_note, int(key or 0)), "open")

    def action_alerts(self) -> None:
        """Add and end the alerts of this patient."""
        from entryassist.tui.screens.alerts import AlertsScreen

        def done(patient: Patient | None) -> None:
            if patient is not None:
                self._patient = patient
                self.query_one(PatientBanner).show(patient)

        self.app.push_screen(AlertsScreen(self._patient), done)

    def action_new(self) -> None:
        """Start a note for this patient."""
        from entryassist.tui.screens.start_note import StartNoteScreen

        self.app.push_screen(StartNoteScreen(self._patient))
