"""Completions under the field that is typed in."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.timer import Timer

from entryassist.fields.completion import Completion, completions
from entryassist.tui.widgets.fields.cell import CellInput
from entryassist.tui.widgets.fields.choices import Choices

if TYPE_CHECKING:
    from entryassist.fields.sheet import FieldSheet
    from terminology import Checker

PAUSE_SECONDS = 0.08  # in typing, before completions are looked up


class Completing(Vertical):
    """The part of the fields' panel that offers completions, looked up beside the typing."""

    def __init__(self, sheet: FieldSheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.checker: Checker | None = None
        self.choices = Choices()
        self._pause: Timer | None = None

    @property
    def field(self) -> CellInput | None:
        """The field with the cursor."""
        focused = self.screen.focused if self.is_attached else None
        return focused if isinstance(focused, CellInput) else None

    @property
    def is_offering(self) -> bool:
        """Whether a list of completions stands under the field."""
        return bool(self.choices.display)

    @property
    def is_chosen(self) -> bool:
        """Whether one of them is highlighted."""
        return self.is_offering and self.choices.chosen is not None

    def choose(self, by: int) -> None:
        """Highlight the next completion or the one before."""
        self.choices.move(by)
        self.screen.refresh_bindings()

    def close(self) -> None:
        """Take the completions away."""
        if self.is_offering:
            self.choices.offer((), self.region)
            self.screen.refresh_bindings()

    def take(self, field: CellInput, chosen: Completion) -> None:
        """Put a completion into a field; what it stands for is known from now on."""
        if chosen.concept:
            self.sheet.concepts[chosen.shown] = chosen.concept
        field.value = chosen.text
        field.cursor_position = len(chosen.text)
        self.close()

    def look_up(self, field: CellInput) -> None:
        """Look for completions when the typing pauses."""
        # the list stays until there is another one: taking it away for each key would cost a layout
        self.choices.highlighted = None
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, partial(self._begin, field, field.value))

    def _begin(self, field: CellInput, value: str) -> None:
        if self.checker is not None and self.field is field and field.value == value:
            self.run_worker(self._complete(field, value), group="complete", exclusive=True)

    async def _complete(self, field: CellInput, value: str) -> None:
        assert self.checker is not None
        found = await asyncio.to_thread(completions, field.cell.group, value, self.checker)
        if self.field is field and field.value == value:
            before = self.is_offering
            self.choices.offer(found, field.region)
            if before != self.is_offering:
                self.screen.refresh_bindings()
