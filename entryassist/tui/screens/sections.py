"""Where to go in the note: its sections, and the headings that stand inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from entryassist.tui.wording import MUTED, one_line, shortened

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Heading:
    """One place to go to: its name, section and row, and how much stands there."""

    name: str
    section: int
    row: int = 0
    remark: str = ""


class SectionsScreen(ModalScreen[Heading | None]):
    """A digit or a first letter that only one has goes there at once; other letters move the highlight."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel")]

    def __init__(self, headings: Sequence[Heading], here: int) -> None:
        super().__init__()
        self._headings = headings
        self._here = here
        self.set_class(True, "-centred")

    def compose(self) -> ComposeResult:
        """The numbered headings."""
        with Vertical(id="choice-box"):
            yield Label("Go to", classes="pane-title", markup=False)
            yield OptionList(*(Option(_label(at, one)) for at, one in enumerate(self._headings, 1)), markup=False)
            yield Label("A digit, first letter or Enter; Esc cancels", classes="choice-keys", markup=False)

    def on_mount(self) -> None:
        """Begin where the cursor stands."""
        options = self.query_one(OptionList)
        options.highlighted = self._here
        options.focus()

    def on_key(self, event: events.Key) -> None:
        """Choose by a digit, or by the first letter of a name."""
        character = (event.character or "").lower()
        if character.isdigit() and 0 < int(character) <= min(_DIGITS, len(self._headings)):
            event.stop()
            self.dismiss(self._headings[int(character) - 1])
        elif character.isalpha():
            event.stop()
            self._go_by_letter(character)

    def _go_by_letter(self, letter: str) -> None:
        options = self.query_one(OptionList)
        begin_so = [at for at, one in enumerate(self._headings) if one.name.lower().startswith(letter)]
        if len(begin_so) == 1:
            self.dismiss(self._headings[begin_so[0]])
        elif begin_so:
            here = options.highlighted if options.highlighted is not None else -1
            options.highlighted = next((at for at in begin_so if at > here), begin_so[0])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter takes the highlighted one."""
        self.dismiss(self._headings[event.option_index])


def _label(number: int, one: Heading) -> Content:
    key = f"{number} " if number <= _DIGITS else "  "
    return Content.assemble((key, "bold"), shortened(one_line(one.name), 40), (f"  {one.remark}", MUTED))
