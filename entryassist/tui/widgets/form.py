"""A form of labelled one-line fields: Enter goes to the next, on the last one it submits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label

from entryassist import typed_dates

EXAMPLE_DATE = "2024-05-31"


class FieldError(Exception):
    """A field that cannot be read; ``str(error)`` is one sentence, ``field`` the id of its input."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form. With ``choices`` the start of one is enough."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False


def read_date(typed: str, what: str, field: str) -> dt.date:
    """A date typed as YYYY-MM-DD, whatever separates its parts. Raises FieldError."""
    try:
        return dt.date.fromisoformat(typed.strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        raise FieldError(f"The {what} is not a date: type it as {EXAMPLE_DATE}.", field) from None


def read_choice(typed: str, choices: Sequence[str], what: str, field: str) -> str:
    """The one choice that starts with what was typed. Raises FieldError."""
    start = typed.strip().casefold()
    fitting = [choice for choice in choices if choice == start] or [
        choice for choice in choices if start and choice.startswith(start)
    ]
    if len(fitting) == 1:
        return fitting[0]
    raise FieldError(f"The {what} is one of {', '.join(choices)}: type the start of it.", field)


def _hint(field: Field) -> str:
    return field.hint or ", ".join(field.choices)


class Form(Vertical):
    """The fields of a form."""

    class Submitted(Message):
        """Enter was pressed in the last field."""

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        self._fields = tuple(fields)

    def compose(self) -> ComposeResult:
        """A row for each field."""
        for field in self._fields:
            with Horizontal(classes="form-row"):
                yield Label(field.label, classes="form-label", markup=False)
                yield Input(
                    field.value,
                    id=field.name,
                    compact=True,
                    suggester=SuggestFromList(field.choices) if field.choices else None,
                    select_on_focus=True,
                )
                yield Label(_hint(field), id=f"{field.name}-hint", classes="form-hint", markup=False)

    def check_filled(self) -> None:
        """Raise FieldError for the first field from the top that was left empty and must not be."""
        for field in self._fields:
            if not field.optional and not self.typed(field.name).strip():
                what = field.label if field.label.isupper() else field.label.lower()
                raise FieldError(f"The {what} is missing: type it.", field.name)

    def typed(self, name: str) -> str:
        """What stands in a field."""
        return self.query_one(f"#{name}", Input).value

    def choice(self, name: str) -> str:
        """The choice a field stands for. Raises FieldError."""
        field = next(field for field in self._fields if field.name == name)
        return read_choice(self.typed(name), field.choices, field.label.lower(), name)

    def date(self, name: str, today: dt.date, *, day_first: bool = False, born: bool = False) -> dt.date:
        """The date in a field, typed in any common form. Raises FieldError."""
        field = next(field for field in self._fields if field.name == name)
        try:
            return typed_dates.read_date(self.typed(name), today, day_first=day_first, born=born)
        except typed_dates.DateError as error:
            raise FieldError(f"The {field.label.lower()} {error}.", name) from None

    def say(self, name: str, hint: str) -> None:
        """Say something beside a field; with "" its own hint again."""
        field = next(field for field in self._fields if field.name == name)
        self.query_one(f"#{name}-hint", Label).update(Content(hint or _hint(field)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, or submit."""
        event.stop()
        names = [field.name for field in self._fields]
        place = names.index(event.input.id or "")
        if place + 1 == len(names):
            self.post_message(self.Submitted())
        else:
            self.query_one(f"#{names[place + 1]}").focus()
