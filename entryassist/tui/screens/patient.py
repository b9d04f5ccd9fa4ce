"""Find a patient, by name, MRN or birth date; spelling is forgiven."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import DataTable, Input, Static

from entryassist.patient_query import PatientQuery, read_query
from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import age, cell, patient_name, plural

if TYPE_CHECKING:
    import datetime as dt

    from models import Patient, Store, User

    class Search(Protocol):
        """One of the store's ways to find patients."""

        def __call__(self, query: str, *, user: User | None, born: Collection[dt.date]) -> list[Patient]:
            """The patients found."""


WIDE = 100
HINT = "Type a name in any order, an MRN, a birth date in any form, or some of each: smith 3/4/1962."
FEW = 10  # patients found as typed below which others with like names are shown too
LIKE = "≈"
NOBODY = "Nobody found. Check the spelling, or press F2 to register a new patient."


class PatientScreen(Page[None]):
    """Search as you type; Enter starts a note for the highlighted patient."""

    HELP_TOPIC = (
        "# Finding a patient\n\n" + HINT + " The starts of names are enough. "
        "Where few are found, others follow whose names are spelt or sound alike, marked ≈.\n\n"
        "**Enter** starts a note for the highlighted patient, **F3** shows the notes on file, "
        "**F2** registers a new patient."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "register", "Register new patient", id="patient.register"),
        Binding("f3", "chart", "Notes on file", id="patient.chart"),
        Binding("enter", "start", "Start a note", priority=True, id="patient.start"),
        Binding("down", "move(1)", "Choose", key_display="↑ ↓", priority=True, id="patient.down"),
        Binding("up", "move(-1)", show=False, priority=True, id="patient.up"),
        Binding("escape", "dismiss", "Back", id="patient.back"),
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
        names, numbers = (18, 9) if narrow else (30, 12)
        fixed = [("", 1), ("Patient", names), ("MRN", numbers), ("Born", 10), ("Age", 5), ("Sex", 7)]
        for label, width in fixed:
            table.add_column(label, width=width)
        taken = sum(width + 2 for _, width in fixed)
        table.add_column("Warnings" if narrow else "Allergies, alerts", width=max(12, self.app.size.width - taken - 4))
        self.query_one("#query").focus()

    @on(Input.Changed, "#query")
    def _search(self, event: Input.Changed) -> None:
        self.start(partial(self._find, event.value), "search", newest=True)

    async def _find(self, query: str) -> None:
        from models import StoreError

        meant = read_query(query, self.assist.now().date())
        try:
            exact = await self._look_up(meant, lambda store: store.find_patients)
            enough = len(exact) >= FEW or not meant
            like = {} if enough else await self._look_up(meant, lambda store: store.similar_patients)
        except StoreError as error:
            self.query_one("#search-status", Static).update(Content(str(error)))
            return
        others = [patient for number, patient in like.items() if number not in exact]
        self._found = [*exact.values(), *others]
        self._show(len(exact), query)

    async def _look_up(self, meant: Sequence[PatientQuery], how: Callable[[Store], Search]) -> dict[int, Patient]:
        """The patients found for what may be meant, by their id, likeliest first."""
        clerk = self.assist.clerk

        def search(store: Store) -> dict[int, Patient]:
            found = (patient for one in meant for patient in how(store)(one.words, user=clerk, born=one.born))
            return {patient.id: patient for patient in found}

        return await self.ask(search)

    def _show(self, exact: int, query: str) -> None:
        table = self.query_one(DataTable)
        table.clear()
        today = self.assist.now().date()
        for place, patient in enumerate(self._found):
            table.add_row(
                cell(LIKE if place >= exact else ""),
                cell(patient_name(patient), "bold"),
                cell(patient.mrn),
                cell(f"{patient.birth_date:%Y-%m-%d}"),
                cell(age(patient.birth_date, today)),
                cell(patient.sex),
                cell(_warnings(patient)),
            )
        table.display = bool(self._found)
        others = len(self._found) - exact
        found = f"{plural(exact, 'patient')} found" if exact or not others else "Nobody found as typed"
        found += f", {others} with a name spelt or sounding alike ({LIKE})." if others else "."
        found = found if self._found else NOBODY
        self.query_one("#search-status", Static).update(Content(found if query.strip() else HINT))

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


def _warnings(patient: Patient) -> str:
    return "; ".join(filter(None, [patient.allergies, *(alert.text for alert in patient.alerts)]))
