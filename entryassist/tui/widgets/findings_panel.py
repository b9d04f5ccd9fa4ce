"""The findings of the note: the current one explained, all of them listed worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from entryassist.tui.wording import MUTED, colour, mark, one_line, shortened

if TYPE_CHECKING:
    from entryassist.entry import Placed
    from terminology import Finding, Severity

EMPTY = "Nothing found so far.\n\nFindings appear here while you type."
CHECKING = "The note is being checked.\n\nA long text takes a while; you can go on typing."
WAITING = "The vocabulary is still loading. The note is checked as soon as it is ready."
MOST_LISTED = 200
MOST_SUGGESTIONS = 9
_SEVERITIES = ("critical", "warning", "advice")


def summary(findings: Sequence[Placed]) -> Content:
    """How many findings there are of each severity, worst first."""
    counts = Counter(str(one.finding.severity) for one in findings)
    parts = [
        Content.styled(f"{mark(severity)} {counts[severity]}", colour(severity))
        for severity in _SEVERITIES
        if counts[severity]
    ]
    return Content("  ").join(parts) if parts else Content("no findings")


def suggestion_label(text: str) -> str:
    """A suggestion as it is shown: what would be typed, or that the words would be removed."""
    return one_line(text) if text.strip() else "(remove it)"


def explanation(finding: Finding) -> Content:
    """A finding in full: severity, rule, message, evidence, numbered suggestions."""
    parts: list[Content | str | tuple[str, str]] = [
        (f"{mark(finding.severity)} {finding.severity}", colour(finding.severity)),
        (f"  {finding.rule}\n", MUTED),
        (shortened(one_line(finding.text), 120), "bold underline"),
        f"\n\n{one_line(finding.message)}",
    ]
    if finding.evidence:
        parts.append((f"\n{one_line(finding.evidence)}", MUTED))
    if finding.suggestions:
        parts.append("\n")
    for number, suggestion in enumerate(finding.suggestions[:MOST_SUGGESTIONS], 1):
        parts += [(f"\n {number} ", "$accent bold"), suggestion_label(suggestion.text)]
        if suggestion.note:
            parts.append((f"  {one_line(suggestion.note)}", MUTED))
    return Content.assemble(*parts)


@lru_cache(maxsize=4 * MOST_LISTED)
def _row(severity: Severity, rule: str, text: str) -> Content:
    """A row of the list; kept, because after every check most rows are as they were."""
    return Content.assemble(
        (mark(severity), colour(severity)),
        (f" {rule} ", MUTED),
        shortened(one_line(text), 24),
    )


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

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(digit), f"take({digit - 1})", "Take suggestion", show=digit == 1, key_display="1-9")
        for digit in range(1, MOST_SUGGESTIONS + 1)
    ]

    def __init__(self) -> None:
        super().__init__()
        self._listed: list[Placed] = []
        self.rows: list[Content] = []
        self._explained: Content | None = None
        self._overflowed = True
        self._title = Content("Findings")

    def compose(self) -> ComposeResult:
        """A count, the explanation, the list."""
        yield Static("Findings", classes="pane-title", markup=False)
        with VerticalScroll(can_focus=False):
            yield Static(WAITING, id="explanation", markup=False)
        yield OptionList(id="finding-list", markup=False)

    def show(self, findings: Sequence[Placed], current: Placed | None, *, behind: bool = False) -> None:
        """Show these findings and explain the current one. Paints only what is different from before.

        ``behind`` says that a check is under way and there may be more of them.
        """
        worst_first = sorted(findings, key=lambda one: (one.finding.severity.rank, one.place))[:MOST_LISTED]
        rows = [_row(one.finding.severity, one.finding.rule, one.finding.text) for one in worst_first]
        choices = self.query_one(OptionList)
        self._listed = worst_first
        if rows != self.rows:
            self.rows = rows
            choices.set_options(rows)
        title = Content.assemble("Findings", "  " if findings else "", summary(findings) if findings else "")
        self._head(title + Content.styled("  checking…", MUTED) if behind else title)
        if current in worst_first and not choices.has_focus:
            choices.highlighted = worst_first.index(current)
        self.explain(explanation(current.finding) if current is not None else Content(CHECKING if behind else EMPTY))

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
        self.post_message(self.Chosen(self._listed[event.option_index]))

    def action_take(self, number: int) -> None:
        """Ask for that suggestion of the current finding."""
        self.post_message(self.Taken(number))
