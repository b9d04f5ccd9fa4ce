"""What waits to be entered, and what has been entered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import DataTable, Static

from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, cell, patient_name, plural, waiting_time

if TYPE_CHECKING:
    from models import Note

MOST_ROWS = 500
WIDE = 120  # columns from which the author has room


class WorklistScreen(Page[None]):
    """Enter opens the highlighted note; F2 finds or registers a patient and starts a note."""

    HELP_TOPIC = (
        "# The worklist\n\nNotes waiting to be entered, oldest first. A note you have begun is marked **draft**: "
        "opening it brings back text and cursor. Below are the notes you entered last; older ones are "
        "found through their patient (**F2**)."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", priority=True),
        Binding("f2,n", "new", "Find patient, new note"),
        Binding("f5", "reload", "Refresh"),
        Binding("ctrl+l", "vocabulary", "Look up", tooltip="Look a term up in the vocabulary"),
        Binding("f12", "shorthands", "Shorthands", tooltip="Your shorthands and the site's"),
        Binding("tab", "app.focus_next", "Other list"),
        Binding("escape", "sign_out", "Sign out"),
        Binding("ctrl+q", "app.quit", "Quit", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._notes: list[Note] = []
        self._entered: list[Note] = []
        self._narrow: bool | None = None
        self._read = False  # before, which list takes the keys is not known

    def compose(self) -> ComposeResult:
        """Two tables, each with a heading."""
        yield Static("", id="worklist-title", classes="page-title", markup=False)
        yield DataTable(id="waiting", cursor_type="row")
        yield Static("Nothing waits to be entered. F2 starts a new note.", id="nothing-waiting", markup=False)
        yield Static("Entered by you", id="entered-title", classes="pane-title", markup=False)
        yield DataTable(id="entered", cursor_type="row")
        yield Static("", id="worklist-status", markup=False)
        yield KeyBar()

    def on_resize(self, event: events.Resize) -> None:
        """A narrow terminal has no room for the author."""
        narrow = event.size.width < WIDE
        if narrow != self._narrow:
            self._narrow = narrow
            self._head_tables()
            if self._read:
                self._fill()

    def _head_tables(self) -> None:
        patient, author = (16, []) if self._narrow else (28, [("Author", 22)])
        columns = [("Patient", patient), ("MRN", 9 if self._narrow else 12), ("Note", 20), *author, ("Date", 10)]
        for name, last in (("waiting", [("Age", 6), ("", 5)]), ("entered", [("State", 11)])):
            table = self.query_one(f"#{name}", DataTable)
            table.clear(columns=True)
            for label, width in [*columns, *last]:
                table.add_column(label, width=width)

    def on_screen_resume(self) -> None:
        """Read the list anew whenever it comes back into view."""
        self.action_reload()

    def action_reload(self) -> None:
        """Read the worklist from the record."""
        self.start(self._reload, "worklist", newest=True)

    async def _reload(self) -> None:
        from models import StoreError

        clerk = self.assist.clerk
        try:
            notes = await self.ask(lambda store: store.worklist(clerk))
            entered = await self.ask(lambda store: store.recent_notes(clerk))
        except StoreError as error:
            self.query_one("#worklist-status", Static).update(Content(str(error)))
            return
        self.query_one("#worklist-status", Static).update("")
        self._notes, self._entered, self._read = notes, entered, True
        self._fill()

    def _fill(self) -> None:
        notes, user, now = self._notes, self.assist.clerk, self.assist.now()
        waiting, entered = self.query_one("#waiting", DataTable), self.query_one("#entered", DataTable)
        row = waiting.cursor_row
        waiting.clear()
        for note in notes[:MOST_ROWS]:
            draft = cell("draft", "bold") if note.draft_of(user) else cell("")
            age = cell(waiting_time(note.created_at, now))
            waiting.add_row(*self._cells(note), age, draft, key=str(note.id))
        waiting.move_cursor(row=min(row, max(0, waiting.row_count - 1)))
        entered.clear()
        for note in self._entered:
            entered.add_row(*self._cells(note), cell(note.state), key=str(note.id))
        waiting.display = bool(notes)
        self.query_one("#nothing-waiting").display = not notes
        entered.display = self.query_one("#entered-title").display = bool(self._entered)
        drafts = sum(1 for note in notes if note.draft_of(user))
        title = f"{plural(len(notes), 'note')} waiting" + (f", {plural(drafts, 'draft')} of yours" if drafts else "")
        self.query_one("#worklist-title", Static).update(
            Content.assemble(("Worklist  ", "bold"), title, (f"   {user.display_name}", MUTED))
        )
        if self.focused is None or not self.focused.display:
            (waiting if notes else entered).focus()

    def _cells(self, note: Note) -> list[object]:
        return [
            cell(patient_name(note.patient), "bold"),
            cell(note.patient.mrn),
            cell(note.note_type),
            *([] if self._narrow else [cell(note.author)]),
            cell(f"{note.encounter.encounter_date:%Y-%m-%d}"),
        ]

    @on(DataTable.RowSelected)
    def _row_selected(self, event: DataTable.RowSelected) -> None:
        self._open(event.row_key.value)

    def action_open(self) -> None:
        """Open the highlighted note."""
        table = self.focused
        if isinstance(table, DataTable) and table.row_count:
            self._open(table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value)

    def _open(self, note_id: str | None) -> None:
        if note_id is not None:
            self.start(partial(self.assist.open_note, int(note_id)), "open")

    def action_new(self) -> None:
        """Find or register a patient and start a note."""
        from entryassist.tui.screens.patient import PatientScreen

        self.app.push_screen(PatientScreen())

    def action_vocabulary(self) -> None:
        """Look a term up."""
        from entryassist.tui.screens.vocabulary import VocabularyScreen

        self.app.push_screen(VocabularyScreen())

    def action_shorthands(self) -> None:
        """List, add and share shorthands."""
        from entryassist.tui.screens.shorthands import ShorthandsScreen

        self.app.push_screen(ShorthandsScreen())

    def action_sign_out(self) -> None:
        """Back to the sign-in."""
        self.assist.user = None
        self.dismiss()
