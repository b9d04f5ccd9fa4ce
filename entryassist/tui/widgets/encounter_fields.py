"""The header of the entry form: when, by whom, where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from entryassist.fields.sheet import About
from entryassist.tui.widgets.form import FieldError
from entryassist.tui.wording import one_line
from entryassist.typed_dates import DateError, in_words, read_date

if TYPE_CHECKING:
    import datetime as dt

    from models import EncounterFields, Note


class EncounterHeader(Horizontal):
    """Date, author and department of the encounter, each a field of one line. The date is typed in any form."""

    class Said(Message):
        """How the date was understood, or why it was not."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, note: Note, about: About) -> None:
        super().__init__()
        self._note = note
        self._about = about

    def compose(self) -> ComposeResult:
        """Three labelled inputs."""
        encounter = self._note.encounter
        yield Label("Date", markup=False)
        yield Input(in_words(encounter.encounter_date), id="encounter-date", compact=True)
        yield Label("Author", markup=False)
        yield Input(one_line(self._note.author), id="author", compact=True)
        yield Label("Department", markup=False)
        yield Input(one_line(encounter.department), id="department", compact=True)

    def fields(self) -> EncounterFields:
        """The fields as typed. Raises FieldError when the date cannot be read."""
        from models import EncounterFields

        return EncounterFields(
            encounter_date=self._date(),
            encounter_kind=self._note.encounter.encounter_kind,
            author=self._typed("author"),
            department=self._typed("department"),
        )

    @on(Input.Blurred, "#encounter-date")
    def _read_back(self, event: Input.Blurred) -> None:
        try:
            words = in_words(self._date())
        except FieldError as error:
            self.post_message(self.Said(str(error)))
            return
        if event.value != words:
            event.input.value = words
            self.post_message(self.Said(f"The encounter date is {words}."))

    def _date(self) -> dt.date:
        try:
            return read_date(self._typed("encounter-date"), self._about.today, day_first=self._about.day_first)
        except DateError as error:
            raise FieldError(f"The encounter date {error}.", "encounter-date") from None

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value
