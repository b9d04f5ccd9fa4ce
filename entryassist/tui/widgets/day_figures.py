"""My figures of the day, each beside the days before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from entryassist.tui.wording import MUTED

if TYPE_CHECKING:
    from models import DayFigures

BARS, NO_BAR = "▁▂▃▄▅▆▇█", "·"
_LABEL, _VALUE = 16, 7
_Figure = tuple[str, str, "Callable[[DayFigures], int]"]
_FIGURES: tuple[_Figure, ...] = (
    ("Notes", "notes", lambda one: one.notes),
    ("Words", "words", lambda one: one.words),
    ("Words a minute", "words a minute", lambda one: one.words_a_minute),
    ("Findings fixed", "fixed", lambda one: one.fixed),
    ("Keys saved", "keys saved", lambda one: one.keys_saved),
)


def bars(values: Sequence[int]) -> str:
    """One bar for each value, as high as its share of the greatest; a point for none."""
    top = max(values, default=0)
    return "".join(BARS[-(-value * len(BARS) // top) - 1] if value > 0 else NO_BAR for value in values)


def day_line(figures: Sequence[DayFigures]) -> Content:
    """The figures of the last day in one line."""
    today = figures[-1]
    parts = [Content.assemble((f"{value(today):,}", "bold"), f" {unit}") for _, unit, value in _FIGURES]
    return Content.assemble(("Today  ", MUTED), Content(" · ").join(parts))


class DayPanel(Static):
    """The figures of the last day, a plot of the days up to it beside each."""

    def __init__(self) -> None:
        super().__init__("", id="day-panel", markup=False)

    def show(self, figures: Sequence[DayFigures]) -> None:
        """Show the figures of these days, the last of which is today."""
        today = figures[-1]
        lines = [Content.assemble(("Your day", "bold"), (f"  {today.day:%a %d %b}", MUTED)), Content("")]
        for label, _, value in _FIGURES:
            number = f"{value(today):,}"
            lines.append(Content.assemble((label.ljust(_LABEL), MUTED), (number.rjust(_VALUE), "bold")))
            lines += [Content.styled(bars([value(one) for one in figures]), "$primary"), Content("")]
        lines.append(Content.styled(f"Bars: the last {len(figures)} days, today on the right.", MUTED))
        lines.append(
            Content.styled("A word is five characters typed; pauses of five seconds or more do not count.", MUTED)
        )
        self.update(Content("\n").join(lines))
