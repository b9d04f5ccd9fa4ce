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

    from models import DraftHeader, EncounterFields, Note


FIELDS = ("encounter-date", "author", "department")


def recorded_header(note: Note) -> DraftHeader:
    """The header as it is on record."""
    from models import DraftHeader

    encounter = note.encounter
    return DraftHeader(in_words(encounter.encounter_date), one_line(note.author), one_line(encounter.department))


class EncounterHeader(Horizontal):
    """Date, author and department of the encounter, each a field of one line. The date is typed in any form."""

    class Said(Message):
        """How the date was understood, or why it was not."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, note: Note, about: About, typed: DraftHeader | None = None) -> None:
        super().__init__()
        self._note = note
        self._about = about
        self._begun = typed

    def compose(self) -> ComposeResult:
        """Three labelled inputs."""
        start = self._begun or recorded_header(self._note)
        yield Label("Date", markup=False)
        yield Input(start.encounter_date, id="encounter-date", compact=True)
        yield Label("Author", markup=False)
        yield Input(start.author, id="author", compact=True)
        yield Label("Department", markup=False)
        yield Input(start.department, id="department", compact=True)

    def restore_cursor(self) -> None:
        """Put the cursor where a draft left it, if that was in the header."""
        if self._begun is not None and self._begun.focus in FIELDS:
            field = self.query_one(f"#{self._begun.focus}", Input)
            field.focus()
            # Focusing selects the whole value, and does so after this.
            self.call_after_refresh(setattr, field, "cursor_position", self._begun.column)

    def set_typed(self, header: DraftHeader) -> None:
        """Put other values into the fields."""
        for field, value in zip(FIELDS, (header.encounter_date, header.author, header.department), strict=True):
            self.query_one(f"#{field}", Input).value = value

    def typed(self) -> DraftHeader:
        """The fields as typed, readable or not, and which of them has the cursor."""
        from models import DraftHeader

        focused = self.screen.focused
        focus, column = "", 0
        if isinstance(focused, Input) and focused.id in FIELDS:
            focus, column = focused.id, focused.cursor_position
        date, author, department = map(self._typed, FIELDS)
        return DraftHeader(date, author, department, focus, column)

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
