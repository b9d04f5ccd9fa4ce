"""The header of the entry form: when, by whom, where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from entryassist.tui.widgets.form import read_date
from entryassist.tui.wording import one_line

if TYPE_CHECKING:
    from models import EncounterFields, Note


class EncounterHeader(Horizontal):
    """Date, author and department of the encounter, each a field of one line."""

    def __init__(self, note: Note) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        """Three labelled inputs."""
        encounter = self._note.encounter
        yield Label("Date", markup=False)
        yield Input(f"{encounter.encounter_date:%Y-%m-%d}", id="encounter-date", compact=True, max_length=10)
        yield Label("Author", markup=False)
        yield Input(one_line(self._note.author), id="author", compact=True)
        yield Label("Department", markup=False)
        yield Input(one_line(encounter.department), id="department", compact=True)

    def fields(self) -> EncounterFields:
        """The fields as typed. Raises FieldError when the date cannot be read."""
        from models import EncounterFields

        return EncounterFields(
            encounter_date=read_date(self._typed("encounter-date"), "encounter date", "encounter-date"),
            encounter_kind=self._note.encounter.encounter_kind,
            author=self._typed("author"),
            department=self._typed("department"),
        )

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value
