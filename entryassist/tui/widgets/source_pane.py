"""What is to be entered: the dictation or the handwriting, to be read while typing."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label, Static

from entryassist.display import visible
from entryassist.tui.intake import clean


class SourcePane(Vertical):
    """The source text, wrapped and scrollable; hidden controls are shown, markup is not read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """A heading and the text."""
        yield Label("Source", classes="pane-title", markup=False)
        with VerticalScroll(can_focus=False):
            yield Static(Text(visible(clean(self._text))), markup=False)

    def page(self, direction: int) -> None:
        """Scroll most of a page down (1) or up (-1)."""
        scroller = self.query_one(VerticalScroll)
        scroller.scroll_relative(y=direction * max(1, scroller.size.height - 2), animate=False)
