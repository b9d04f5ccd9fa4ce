"""A blank for what could not be heard or read: why, and where in the source."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

UNSURE = "?"
REASONS = (
    ("could not be heard", "inaudible"),
    ("could not be read", "illegible"),
    ("not sure of the word", UNSURE),
    ("left out by the author", "blank"),
)
_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d\d)")
_PAGE = re.compile(r"(?:p|pp|pg|page)?\.?\s*(\d+(?:-\d+)?)", re.IGNORECASE)
WRONG_PLACE = "Write a time such as 2:13, or a page such as 2; or leave it empty."


def blank_text(reason: str, place: str) -> str:
    """A blank as terminology.blanks reads it: ``[inaudible 02:13]``, ``[illegible p. 2]``, ``[?]``.

    Raises ValueError when ``place`` is neither a time nor a page.
    """
    if reason == UNSURE:
        return "[?]"
    place = place.strip()
    if not place:
        return f"[{reason}]"
    if time := _TIME.fullmatch(place):
        hours, minutes, seconds = time.groups()
        return f"[{reason} {f'{int(hours)}:' if hours else ''}{int(minutes):02}:{seconds}]"
    if page := _PAGE.fullmatch(place):
        return f"[{reason} p. {page[1]}]"
    raise ValueError(WRONG_PLACE)


class BlankScreen(ModalScreen[str | None]):
    """Answers with the text of the blank. A digit gives the reason, then Enter or a place and Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel"),
        *(Binding(str(digit), f"reason({digit - 1})", show=False) for digit in range(1, len(REASONS) + 1)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._reason = ""

    def compose(self) -> ComposeResult:
        """The reasons; the place is asked for when one is chosen."""
        with Vertical(id="choice-box"):
            yield Label("What is missing here", classes="pane-title", markup=False)
            yield OptionList(*(Option(f"{number} {name}") for number, (name, _) in enumerate(REASONS, 1)), markup=False)
            yield Label("A digit or Enter chooses, Esc cancels", classes="choice-keys", markup=False)
            place = Input(placeholder="time 2:13 or page 2, may be empty", id="blank-place", compact=True)
            place.display = False
            yield place

    def on_mount(self) -> None:
        """Ask for the reason first."""
        self.set_class(True, "-centred")
        self.query_one(OptionList).focus()

    def action_reason(self, index: int) -> None:
        """Take a reason; a word one is not sure of has no place of its own."""
        self._reason = REASONS[index][1]
        if self._reason == UNSURE:
            self.dismiss(blank_text(self._reason, ""))
            return
        self.query_one(OptionList).disabled = True
        self.query_one(".choice-keys", Label).update("Where? Enter puts the blank in, Esc cancels")
        place = self.query_one("#blank-place", Input)
        place.display = True
        place.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter takes the highlighted reason."""
        self.action_reason(event.option_index)

    @on(Input.Submitted, "#blank-place")
    def _placed(self, event: Input.Submitted) -> None:
        try:
            self.dismiss(blank_text(self._reason, event.value))
        except ValueError as error:
            self.query_one(".choice-keys", Label).update(str(error))
