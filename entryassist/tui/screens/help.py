"""Help: what this screen is for, the rule behind the current finding, and every key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Markdown

from entryassist.tui.widgets.key_bar import KeyBar, key_name, key_order


class HelpScreen(ModalScreen[None]):
    """A page of text over the screen it explains."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close"),
        Binding("f1", "dismiss", show=False, priority=True),
    ]

    def __init__(self, text: str, bindings: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._text = text
        self._keys = keys_page(bindings)

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with VerticalScroll(id="help-box"):
            yield Markdown(f"{self._text}\n\n{self._keys}", open_links=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys scroll the page."""
        self.query_one("#help-box").focus()


def keys_page(bindings: Mapping[str, ActiveBinding]) -> str:
    """The keys that work on a screen, as a Markdown list."""
    shown = [binding for _, binding, enabled, _ in bindings.values() if binding.show and enabled]
    rows = [
        f"- **{binding.key_display or key_name(binding.key)}** {binding.tooltip or binding.description}"
        for binding in sorted(shown, key=lambda binding: key_order(binding.key))
    ]
    return "**Keys**\n\n" + "\n".join(dict.fromkeys(rows))
