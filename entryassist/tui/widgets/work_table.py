"""A page of the worklist as a table that shows as many columns as there is room for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.widgets import DataTable

from entryassist.tui.wording import cell, patient_name, waiting_time

if TYPE_CHECKING:
    from models import Note, User, WorkItem

_GAP = 2


@dataclass(frozen=True, slots=True)
class _Column:
    """``width`` on 80 columns, ``roomy`` where there is more; ``needs`` the width from which it is shown."""

    label: str
    width: int
    roomy: int
    content: Callable[[Note], Text]
    needs: int = 0


_COLUMNS = (
    _Column("Patient", 16, 22, lambda note: cell(patient_name(note.patient), "bold")),
    _Column("MRN", 9, 10, lambda note: cell(note.patient.mrn)),
    _Column("Note", 17, 20, lambda note: cell(note.note_type)),
    _Column("Author", 18, 18, lambda note: cell(note.author), needs=106),
    _Column("Department", 16, 16, lambda note: cell(note.encounter.department), needs=125),
    _Column("Visit", 10, 10, lambda note: cell(f"{note.encounter.encounter_date:%Y-%m-%d}")),
)
_ROOMY = 88


class WorkTable(DataTable[Text]):
    """Rows of notes; the key of a row is the note's id."""

    def __init__(self) -> None:
        super().__init__(id="waiting", cursor_type="row")
        self._columns_shown: tuple[_Column, ...] = ()
        self._items: Sequence[WorkItem] = ()
        self._clock: tuple[User, dt.datetime] | None = None
        self._is_roomy = False

    def on_resize(self, event: events.Resize) -> None:
        """Choose the columns anew."""
        width = event.size.width
        shown = tuple(column for column in _COLUMNS if width >= column.needs)
        roomy = width >= _ROOMY
        if (shown, roomy) == (self._columns_shown, self._is_roomy):
            return
        self._columns_shown, self._is_roomy = shown, roomy
        self.clear(columns=True)
        for column in shown:
            self.add_column(column.label, width=column.roomy if roomy else column.width)
        self.add_column("Age", width=6)
        self.add_column("", width=8)
        if self._clock is not None:
            self.show(self._items, *self._clock)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rows are chosen, not cells: left and right are the screen's."""
        return action not in ("cursor_left", "cursor_right") and super().check_action(action, parameters)

    def show(self, items: Sequence[WorkItem], user: User, now: dt.datetime, row: int | None = None) -> None:
        """Show a page with the cursor in that row; without one it stays on the note it is on, or else in its row."""
        before = self.note_id if row is None else None
        row = self.cursor_row if row is None else row
        self._items, self._clock = items, (user, now)
        if not self._columns_shown:
            return
        self.clear()
        for item in items:
            note = item.note
            waits = cell(_remark(item), "bold")
            age = cell(waiting_time(note.created_at, now))
            self.add_row(*(one.content(note) for one in self._columns_shown), age, waits, key=str(note.id))
        ids = [item.note.id for item in items]
        self.move_cursor(row=ids.index(before) if before in ids else max(0, min(row, len(ids) - 1)))

    @property
    def note_id(self) -> int | None:
        """The highlighted note."""
        if not self.row_count:
            return None
        key = self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value
        return int(key) if key is not None else None


def _remark(item: WorkItem) -> str:
    """Why the note waits, nothing where anybody may enter it; of an entered one where it stands."""
    if item.group == "entered":
        return "returned" if item.note.state == "draft" else item.note.state.value
    return "" if item.group == "to enter" else item.group.value
