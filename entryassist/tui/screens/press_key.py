"""Asks for a key by having it pressed."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from entryassist.tui.widgets.key_bar import key_name


class PressKeyScreen(ModalScreen[str]):
    """Answers with the key that was pressed, or nothing for Esc. ``fault`` says why a key cannot be had."""

    def __init__(self, what: str, fault: Callable[[str], str]) -> None:
        super().__init__()
        self._what = what
        self._fault = fault

    def compose(self) -> ComposeResult:
        """What the key is for, and what is wrong with one that was pressed."""
        with Vertical(id="choice-box"):
            yield Label(self._what, classes="pane-title", markup=False)
            yield Static("Press the key for it.", id="pressed", markup=False)
            yield Label("Esc keeps the key it has", classes="choice-keys", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take a key that can be had; say why another cannot."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss("")
        elif why := self._fault(event.key):
            self.query_one("#pressed", Static).update(Content(f"{why[:1].upper()}{why[1:]}. Press another."))
            self.query_one("#pressed").add_class("-error")
        else:
            self.query_one("#pressed", Static).update(Content(key_name(event.key)))
            self.dismiss(event.key)
