"""One field of the form: a line of text whose keys walk the form."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from entryassist.display import visible
from entryassist.tui.intake import clean

if TYPE_CHECKING:
    from entryassist.fields.sheet import Cell


class Walker(Protocol):
    """The panel of fields, as its fields see it."""

    @property
    def is_offering(self) -> bool:
        """Whether a list of completions stands under the field."""

    @property
    def is_chosen(self) -> bool:
        """Whether one of them is highlighted."""

    def typed(self, field: CellInput) -> None:
        """The text of a field changed."""

    def left(self, field: CellInput) -> None:
        """The cursor left a field."""

    def step(self, by: int) -> None:
        """Go to the next field or the one before."""

    def move(self, by: int) -> None:
        """Go to the row below or above."""

    async def enter(self) -> None:
        """Take the highlighted completion, else go on to the next row."""

    def choose(self, by: int) -> None:
        """Highlight the next completion or the one before."""

    def close(self) -> None:
        """Take the completions away."""

    async def remove_row(self) -> None:
        """Take the row out of its list."""

    def want_text(self) -> None:
        """Ask for values that the text of the note tells."""

    async def paste(self, lines: list[str]) -> None:
        """Put in lines, each a row of its own."""


def shown(text: str) -> str:
    """A text as a field holds it: one line, controls as visible symbols."""
    return visible(" ".join(clean(text).split("\n")), keep="")


class CellInput(Input):
    """A field. Its keys act within the key press, so that the keys after it find the right field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "step(1)", "Next field", priority=True, id="fields.next"),
        Binding("shift+tab", "step(-1)", "Field before", show=False, priority=True, id="fields.previous"),
        Binding("enter", "take", "Take", priority=True, id="fields.take"),
        Binding("enter", "go_on", "Next row", priority=True, id="fields.row"),
        Binding("down", "choose(1)", "Choose", key_display="↓ ↑", priority=True, id="fields.choose"),
        Binding("up", "choose(-1)", show=False, priority=True, id="fields.choose_up"),
        Binding("down", "move(1)", show=False, priority=True, id="fields.down"),
        Binding("up", "move(-1)", show=False, priority=True, id="fields.up"),
        Binding("ctrl+k", "remove", "Remove row", priority=True, id="fields.remove"),
        Binding(
            "f7", "from_text", "From text", tooltip="Take values of the text", priority=True, id="fields.from_text"
        ),
        Binding("escape", "close", "Close list", priority=True, id="fields.close"),
    ]

    def __init__(self, walker: Walker, cell: Cell, text: str) -> None:
        self._walker = walker
        self._is_typed = False
        self.cell = cell
        super().__init__(shown(text), compact=True, select_on_focus=False)
        self._is_typed = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of the list act only while there is one; the arrow keys walk the form otherwise."""
        walker = self._walker
        if action == "choose":
            return walker.is_offering and (parameters == (1,) or walker.is_chosen)
        if action in ("take", "go_on"):
            return walker.is_chosen == (action == "take")
        return walker.is_offering if action == "close" else super().check_action(action, parameters)

    def show(self, text: str) -> None:
        """Show a text that is not typed here."""
        if self.value != text:
            self._is_typed = False
            self.value = text
            self.cursor_position = len(text)
            self._is_typed = True

    async def caught_up(self) -> None:
        """Wait until every key that was typed into this field has arrived in its text."""
        arrived = asyncio.Event()
        if self.call_later(arrived.set):
            await arrived.wait()

    def watch_value(self, value: str) -> None:
        """Hand over what is typed at once."""
        if self._is_typed:
            self._walker.typed(self)

    def on_blur(self) -> None:
        """Have it judged when it is left."""
        self._walker.left(self)

    async def on_paste(self, event: events.Paste) -> None:
        """Put in what is pasted, line ends and all."""
        event.stop()
        event.prevent_default()
        lines = [line for line in map(shown, clean(event.text).split("\n")) if line.strip()]
        await self._walker.paste(lines)

    def action_step(self, by: int) -> None:
        """Tab."""
        self._walker.step(by)

    def action_move(self, by: int) -> None:
        """An arrow key."""
        self._walker.move(by)

    def action_choose(self, by: int) -> None:
        """An arrow key while there is a list."""
        self._walker.choose(by)

    async def action_take(self) -> None:
        """Enter on a highlighted completion."""
        await self._walker.enter()

    async def action_go_on(self) -> None:
        """Enter."""
        await self._walker.enter()

    async def action_remove(self) -> None:
        """Take the row out."""
        await self._walker.remove_row()

    def action_from_text(self) -> None:
        """Take values of the text."""
        self._walker.want_text()

    def action_close(self) -> None:
        """Take the list away."""
        self._walker.close()
