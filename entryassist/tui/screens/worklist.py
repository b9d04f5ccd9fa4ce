"""What waits for me, and what I have entered; opening it, one after the other."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from entryassist.tui.browsing import PAGE, Browsing

ALL_DONE = "Nothing else waits."


class WorklistScreen(Browsing):
    """Enter opens the highlighted note, Space the next one; F2 finds or registers a patient and starts a note."""

    HELP_TOPIC = (
        "# The worklist\n\nWhat waits for you, the longest waiting first: your questions that the author "
        "**answered**, notes a review **returned** to you, your **drafts** (opening one brings back text and cursor), "
        "and what anybody may enter. **← →** go through these groups and to what you entered.\n\n"
        "**Space** opens the next one after the one you opened last. **/** searches as you type: names, MRN, note "
        "type, author, department. **T**, **A** and **D** narrow the list to a note type, an author, a department, "
        "**S** sorts it otherwise, **C** shows all again. Your figures of the day are counted from the record: a word "
        "is five characters that you typed, and pauses of five seconds or more are no typing time."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,n", "new", "New note", id="worklist.new", tooltip="Find or register a patient, start a note"),
        Binding("f12", "shorthands", "Shorthands", id="worklist.shorthands"),
        Binding("enter", "open", "Open", priority=True, id="worklist.open"),
        Binding("space", "next", "Next", id="worklist.next", tooltip="Open the next note after the one opened last"),
        Binding("ctrl+l", "vocabulary", "Look up", id="worklist.vocabulary", tooltip="Look a term up"),
        Binding("ctrl+q", "app.quit", "Quit", priority=True, id="worklist.quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._opened: int | None = None
        self._open_next = False

    async def _read(self) -> None:
        await super()._read()
        if self._open_next:
            self._open_next = False
            await self._next()

    @on(DataTable.RowSelected)
    def _row_selected(self, event: DataTable.RowSelected) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the highlighted note."""
        note_id = self.table.note_id
        if note_id is not None:
            self._opened = note_id
            self.start(partial(self.assist.open_note, note_id), "open")

    def action_next(self) -> None:
        """Open the next note after the one that was opened last."""
        self.start(self._next, "next")

    def open_next(self) -> None:
        """Read the list and open what is next."""
        self._open_next = True
        self.action_reload()

    async def _next(self) -> None:
        ids = [item.note.id for item in self._list.items]
        row = ids.index(self._opened) + 1 if self._opened in ids else self.table.cursor_row
        if row >= len(ids) and self._offset + PAGE < self._list.total:
            self._offset, row = self._offset + PAGE, 0
            await self._read()
        if row < len(self._list.items):
            self.table.move_cursor(row=row)
            self.action_open()
        else:
            self.notify(ALL_DONE, markup=False)

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
