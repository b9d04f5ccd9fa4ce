"""Pick one of many values: type some of it, Enter takes the highlighted one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList

from entryassist.tui.wording import MUTED, one_line


class PickScreen(ModalScreen[str | None]):
    """Answers with the value picked, "" for all of them, None when nothing was picked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Take", priority=True, id="pick.take"),
        Binding("down", "move(1)", "Choose", key_display="↑ ↓", priority=True, id="pick.down"),
        Binding("up", "move(-1)", show=False, priority=True, id="pick.up"),
        Binding("escape", "dismiss(None)", "Cancel", id="pick.cancel"),
    ]

    def __init__(self, what: str, values: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self._what = what
        self._values = [("", sum(count for _, count in values)), *values]
        self._shown = self._values

    def compose(self) -> ComposeResult:
        """A field above the values with their counts."""
        with Vertical(id="pick-box"):
            yield Label(self._what, classes="pane-title", markup=False)
            yield Input(placeholder="Type some of it", id="pick", compact=True)
            yield OptionList(markup=False)
            yield Label("↑ ↓ choose, Enter takes, Esc cancels", classes="choice-keys", markup=False)

    def on_mount(self) -> None:
        """Keys go to the field."""
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._show("")

    @on(Input.Changed, "#pick")
    def _narrow(self, event: Input.Changed) -> None:
        self._show(event.value.casefold().strip())

    def _show(self, typed: str) -> None:
        self._shown = [one for one in self._values if typed in one[0].casefold()] if typed else self._values
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Content.assemble(one_line(value) or "All", (f"  {count:,}", MUTED)) for value, count in self._shown
        )
        options.highlighted = 0 if self._shown else None

    def action_move(self, by: int) -> None:
        """Move the choice without leaving the field."""
        options = self.query_one(OptionList)
        if self._shown:
            options.highlighted = max(0, min((options.highlighted or 0) + by, len(self._shown) - 1))

    def action_take(self) -> None:
        """Take the highlighted value."""
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.dismiss(self._shown[highlighted][0])
