"""What is to be entered: the dictation or the handwriting, to be read while typing."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label, Static

from entryassist.display import visible
from entryassist.source_parts import part_for, source_parts
from entryassist.tui.intake import clean


class SourcePane(Vertical):
    """The source text, wrapped and scrollable; hidden controls are shown, markup is not read.

    It follows the section that is typed: the part of the source under the same heading is marked and scrolled to.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._parts = source_parts(clean(text))
        self._shown = [_widget(part.text) for part in self._parts]
        self._scroller = VerticalScroll(can_focus=False)
        self._current: Static | None = None

    def compose(self) -> ComposeResult:
        """A heading and the text."""
        yield Label("Source", classes="pane-title", markup=False)
        with self._scroller:
            yield from self._shown

    def follow(self, heading: str) -> None:
        """Mark and show the part that belongs under a heading of the note; nothing moves when there is none."""
        place = part_for(heading, self._parts)
        part = self._shown[place] if place is not None else None
        if part is self._current:
            return
        if self._current is not None:
            self._current.remove_class("-current")
        self._current = part
        if part is not None:
            part.add_class("-current")
            self._scroller.scroll_to_widget(part, animate=False, top=True)

    def page(self, direction: int) -> None:
        """Scroll most of a page down (1) or up (-1)."""
        self._scroller.scroll_relative(y=direction * max(1, self._scroller.size.height - 2), animate=False)


def _widget(text: str) -> Static:
    """A part of the source; the empty lines behind it are room, not text."""
    lines = text.rstrip("\n")
    widget = Static(Text(visible(lines)), classes="source-part", markup=False)
    widget.styles.margin = (0, 0, max(0, len(text) - len(lines) - 1), 0)
    return widget
