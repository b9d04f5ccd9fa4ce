"""The list of completions under a field. It takes no focus: the field's keys move in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region
from textual.widgets import OptionList

from entryassist.tui.wording import MUTED, one_line, shortened

if TYPE_CHECKING:
    from entryassist.fields.completion import Completion

_WIDTH = 50


class Choices(OptionList, can_focus=False):
    """Shown only while there is something to choose; nothing is highlighted until an arrow key is pressed."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.offered: tuple[Completion, ...] = ()
        self.display = False

    def offer(self, completions: Sequence[Completion], under: Region) -> None:
        """Show these under a field, or nothing. What is there already stays as it is, so that nothing flickers."""
        place = under.offset + (0, 1)
        if self.offered == tuple(completions) and self.absolute_offset == place:
            return
        self.offered = tuple(completions)
        self.clear_options()
        self.add_options([_row(one) for one in completions])
        self.highlighted = None
        self.absolute_offset = place
        self.display = bool(completions)

    def move(self, by: int) -> None:
        """Highlight the next one or the one before; above the first none is."""
        place = -1 if self.highlighted is None else self.highlighted
        place = min(place + by, len(self.offered) - 1)
        self.highlighted = None if place < 0 else place

    @property
    def chosen(self) -> Completion | None:
        """The highlighted completion."""
        return self.offered[self.highlighted] if self.highlighted is not None and self.offered else None


def _row(one: Completion) -> Content:
    remark = f"  {one_line(one.remark)}" if one.remark else ""
    return Content.assemble(shortened(one_line(one.shown), _WIDTH), (remark, MUTED))
