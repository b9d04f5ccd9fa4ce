"""The list of completions under the cursor. The editor keeps the focus and steers it, so that typing goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from entryassist.tui.editing.ghost import in_case, typed_word
from entryassist.tui.wording import MUTED, one_line, shortened
from terminology.completion import rest_of

if TYPE_CHECKING:
    from terminology import Suggestion

MOST = 9
_LONGEST = 44
_LEFT = 4  # border, padding and number: so the words stand under the one they continue


@dataclass(frozen=True, slots=True)
class Continuation:
    """One entry: ``rest`` is what it adds to the text, ``shown`` the word it then is, ``note`` what to beware of."""

    shown: str
    rest: str
    note: str = ""


def continuations(before: str, suggestions: Sequence[Suggestion]) -> list[Continuation]:
    """The entries for suggestions behind a line up to the cursor."""
    typed = typed_word(before)
    found: dict[str, Continuation] = {}
    for one in suggestions:
        if rest := in_case(typed, rest_of(before, one.text)):
            found.setdefault(rest, Continuation(f"{typed}{rest}", rest, one.note))
    return [*found.values()]


class CompletionList(OptionList, can_focus=False):
    """Numbered continuations; the highlighted one is what Enter and Tab take."""

    def __init__(self, choices: Sequence[Continuation], near: Offset) -> None:
        super().__init__(markup=False)
        self.choices = choices
        self.near = near

    def on_mount(self) -> None:
        """Show what there is to choose."""
        self.refill(self.choices)

    def refill(self, choices: Sequence[Continuation]) -> None:
        """Show other continuations, the likeliest highlighted."""
        self.choices = choices[:MOST]
        labels = [_label(number, one) for number, one in enumerate(self.choices, 1)]
        self.clear_options()
        self.add_options([Option(label) for label in labels])
        self.highlighted = 0
        self.styles.width = max(map(_width, labels), default=0) + 4
        height = len(labels) + 2
        below = self.near.y + 1
        y = below if below + height <= self.app.size.height else self.near.y - height
        self.styles.offset = (max(0, self.near.x - _LEFT), max(0, y))

    @property
    def chosen(self) -> Continuation:
        """The highlighted one."""
        return self.choices[self.highlighted or 0]


def _label(number: int, one: Continuation) -> Content:
    note = f"  {shortened(one_line(one.note), _LONGEST)}" if one.note else ""
    return Content.assemble((f"{number} ", "bold"), shortened(one_line(one.shown), _LONGEST), (note, MUTED))


def _width(label: Content) -> int:
    return cell_len(label.plain)
