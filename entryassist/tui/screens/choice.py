"""A short list to choose from: one digit, or Enter; Esc leaves everything as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from entryassist.tui.wording import MUTED, one_line, shortened

MOST_CHOICES = 9


class ChoiceScreen(ModalScreen[int | None]):
    """Answers with the index of the choice, or None. ``choices`` are (text, remark)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel"),
        *(Binding(str(digit), f"choose({digit - 1})", show=False) for digit in range(1, MOST_CHOICES + 1)),
    ]

    def __init__(self, question: str, choices: Sequence[tuple[str, str]], near: Offset | None = None) -> None:
        super().__init__()
        self._question = question
        self._choices = choices[:MOST_CHOICES]
        self._near = near
        self.set_class(near is None, "-centred")

    def compose(self) -> ComposeResult:
        """The question and the numbered choices."""
        with Vertical(id="choice-box"):
            yield Label(one_line(self._question), classes="pane-title", markup=False)
            yield OptionList(
                *(
                    Option(
                        Content.assemble(
                            (f"{number} ", "bold"),
                            shortened(one_line(text), 60),
                            (f"  {shortened(one_line(remark), 60)}" if remark else "", MUTED),
                        )
                    )
                    for number, (text, remark) in enumerate(self._choices, 1)
                ),
                markup=False,
            )
            yield Label("A digit or Enter chooses, Esc cancels", classes="choice-keys", markup=False)

    def on_mount(self) -> None:
        """Open beside the cursor when there is one to be beside."""
        self.query_one(OptionList).focus()
        if self._near is not None:
            box = self.query_one("#choice-box")
            width, height = self._extent()
            box.styles.width = width
            x = max(0, min(self._near.x, self.size.width - width))
            below = self._near.y + 1
            y = below if below + height <= self.size.height else max(0, self._near.y - height)
            box.styles.offset = (x, y)

    def _extent(self) -> tuple[int, int]:
        longest = max((len(text) + len(remark) + 2 for text, remark in self._choices), default=0)
        return min(max(longest, len(self._question), 38) + 8, 80), len(self._choices) + 4

    def action_choose(self, index: int) -> None:
        """Take that choice if there is one."""
        if index < len(self._choices):
            self.dismiss(index)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter takes the highlighted choice."""
        self.dismiss(event.option_index)
