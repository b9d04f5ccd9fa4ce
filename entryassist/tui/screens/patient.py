"""Find a patient, by name, MRN or birth date."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import DataTable, Input, Static

from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import age, cell, patient_name, plural

if TYPE_CHECKING:
    from models import Patient

WIDE = 100
HINT = "Type a name in any order, an MRN, or a birth date as 1961-04-23."
NOBODY = "Nobody found. Check the spelling, or press F2 to register a new patient."


class PatientScreen(Page[None]):
    """Search as you type; Enter starts a note for the highlighted patient."""

    HELP_TOPIC = (
        "# Finding a patient\n\n" + HINT + " The starts of names are enough.\n\n"
        "**Enter** starts a note for the highlighted patient, **F3** shows the notes on file, "
        "**F2** registers a new patient."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "register", "Register new patient"),
        Binding("f3", "chart", "Notes on file"),
        Binding("enter", "start", "Start a note", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑ ↓", priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("escape", "dismiss", "Back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Patient] = []

    def compose(self) -> ComposeResult:
        """A search field above the patients found."""
        yield Static(Content.assemble(("Find a patient", "bold")), classes="page-title")
        yield Input(placeholder="Name, MRN or birth date", id="query")
        yield DataTable(id="found", cursor_type="row")
        yield Static(HINT, id="search-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Head the table; keys go to the search field."""
        table = self.query_one(DataTable)
        table.can_focus = False
        table.display = False
        narrow = self.app.size.width < WIDE
        fixed = [("Patient", 18 if narrow else 30), ("MRN", 9 if narrow else 12), ("Born", 10), ("Age", 5), ("Sex", 7)]
        for label, width in fixed:
            table.add_column(label, width=width)
        taken = sum(width + 2 for _, width in fixed)
        table.add_column("Allergies", width=max(12, self.app.size.width - taken - 4))
        self.query_one("#query").focus()

    @on(Input.Changed, "#query")
    def _search(self, event: Input.Changed) -> None:
        self.start(partial(self._find, event.value), "search", newest=True)

    async def _find(self, query: str) -> None:
        from models import StoreError

        status = self.query_one("#search-status", Static)
        try:
            self._found = await self.ask(lambda store: store.find_patients(query, user=self.assist.clerk))
        except StoreError as error:
            status.update(Content(str(error)))
            return
        table = self.query_one(DataTable)
        table.clear()
        today = self.assist.now().date()
        for patient in self._found:
            table.add_row(
                cell(patient_name(patient), "bold"),
                cell(patient.mrn),
                cell(f"{patient.birth_date:%Y-%m-%d}"),
                cell(age(patient.birth_date, today)),
                cell(patient.sex),
                cell(patient.allergies),
            )
        table.display = bool(self._found)
        found = f"{plural(len(self._found), 'patient')} found." if self._found else NOBODY
        status.update(Content(found if query.strip() else HINT))

    @property
    def _chosen(self) -> Patient | None:
        row = self.query_one(DataTable).cursor_row
        return self._found[row] if 0 <= row < len(self._found) else None

    def action_move(self, by: int) -> None:
        """Move the choice without leaving the search field."""
        table = self.query_one(DataTable)
        table.move_cursor(row=max(0, min(table.cursor_row + by, table.row_count - 1)))

    def action_start(self) -> None:
        """Start a note for the highlighted patient."""
        from entryassist.tui.screens.start_note import StartNoteScreen

        if self._chosen is not None:
            self.app.push_screen(StartNoteScreen(self._chosen))

    def action_chart(self) -> None:
        """Show the notes on file of the highlighted patient."""
        from entryassist.tui.screens.chart import ChartScreen

        if self._chosen is not None:
            self.app.push_screen(ChartScreen(self._chosen))

    def action_register(self) -> None:
        """Register a new patient and go on with a note for them."""
        from entryassist.tui.screens.register import RegisterScreen

        self.app.push_screen(RegisterScreen())
