"""The findings of the note: the current one explained, all of them listed by severity, and the score of the note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from entryassist.tui.widgets.finding_rows import MOST_SUGGESTIONS, explanation, listing, options
from entryassist.tui.widgets.key_bar import key_of
from entryassist.tui.wording import MUTED

if TYPE_CHECKING:
    from entryassist.entry import Placed

EMPTY = "Nothing found so far.\n\nFindings appear here while you type."
ANSWERED = "Every finding is answered."
CHECKING = "The note is being checked.\n\nA long text takes a while; you can go on typing."
WAITING = "The vocabulary is still loading. The note is checked as soon as it is ready."
MENDING = (("fix(0)", "fix"), ("choose", "choose"))
IGNORING = (("ignore_here", "ignore"), ("ignore_word", "ignore the word"))
OVERRIDING = (("ignore_here", "let it stand"),)
ASKING = (("ask", "ask the author"), ("help", "the rule in full"))
ASKED = (("ask", "the thread"), ("help", "the rule in full"))


class FindingsPanel(Vertical):
    """Lists findings; says which is chosen (`Chosen`) and which suggestion is taken (`Taken`)."""

    class Chosen(Message):
        """A finding was picked from the list."""

        def __init__(self, placed: Placed) -> None:
            super().__init__()
            self.placed = placed

    class Taken(Message):
        """A digit was pressed: that suggestion of the current finding is wanted (counted from 0)."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class Left(Message):
        """The clerk wants to go back to the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                str(digit),
                f"take({digit - 1})",
                "Take suggestion",
                show=digit == 1,
                key_display="1-9",
                id=f"findings.take_{digit}",
            )
            for digit in range(1, MOST_SUGGESTIONS + 1)
        ),
        Binding("escape", "leave", "Back to the text", id="findings.leave"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._listed: list[Placed | None] = []
        self.rows: list[Content] = []
        self._explained: Content | None = None
        self._overflowed = True
        self._title = Content("Findings")
        self._keys: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The score, the explanation, the list."""
        yield Static("Findings", classes="pane-title", markup=False)
        with VerticalScroll(can_focus=False):
            yield Static(WAITING, id="explanation", markup=False)
        yield OptionList(id="finding-list", markup=False)

    def show(
        self,
        worst_first: Sequence[Placed],
        current: Placed | None,
        *,
        score: str,
        position: str = "",
        remarks: Sequence[str] = (),
        behind: bool = False,
    ) -> None:
        """Show these findings and explain the current one. Paints only what is different from before.

        ``score`` is the note's in short. ``position`` and ``remarks`` belong to the current finding. ``behind`` says
        that a check is under way and there may be more of them.
        """
        rows = listing(worst_first)
        choices = self.query_one(OptionList)
        self._listed = [placed for _, placed in rows]
        shown = [row for row, _ in rows]
        if shown != self.rows:
            self.rows = shown
            choices.set_options(options(rows))
        self._head(Content.assemble("Findings  ", (score, ""), ("  checking…" if behind else "", MUTED)))
        if current in self._listed and not choices.has_focus:
            choices.highlighted = self._listed.index(current)
        if current is not None:
            self.explain(explanation(current, position, remarks, self._what_keys_do(current)))
        else:
            self.explain(Content(CHECKING if behind else ANSWERED if worst_first else EMPTY))

    def _what_keys_do(self, current: Placed) -> str:
        finding = current.finding
        closing = OVERRIDING if finding.severity == "critical" else IGNORING
        asking = ASKED if current.decided.decision == "asked" else ASKING
        able = (*(MENDING if finding.suggestions else ()), *(closing if current.open else ()), *asking)
        for action, _ in able:
            if action not in self._keys:
                self._keys[action] = key_of(self.screen, action)
        return " · ".join(f"{self._keys[action]} {what}" for action, what in able if self._keys[action])

    def forget_keys(self) -> None:
        """Look the keys up anew: they have been given to other actions."""
        self._keys.clear()

    def _head(self, title: Content) -> None:
        if title != self._title:
            self._title = title
            self.query_one(".pane-title", Static).update(title, layout=False)

    def explain(self, text: Content) -> None:
        """Show a text above the list."""
        if text != self._explained:
            static = self.query_one("#explanation", Static)
            # laying out the whole screen anew takes longer than a frame: only where the text outgrows its pane
            overflows = self._overflows(static, text)
            static.update(text, layout=overflows or self._overflowed)
            self._explained, self._overflowed = text, overflows

    @staticmethod
    def _overflows(static: Static, text: Content) -> bool:
        """Whether a text needs more lines than the pane has; before the first layout it may."""
        pane = static.parent.size if isinstance(static.parent, VerticalScroll) else static.size
        width = static.content_size.width
        return not width or len(text.wrap(width)) > pane.height

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a row goes to that finding."""
        event.stop()
        placed = self._listed[event.option_index]
        if placed is not None:
            self.post_message(self.Chosen(placed))

    def action_take(self, number: int) -> None:
        """Ask for that suggestion of the current finding."""
        self.post_message(self.Taken(number))

    def action_leave(self) -> None:
        """Ask to go back to the text."""
        self.post_message(self.Left())
