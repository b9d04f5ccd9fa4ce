"""The line above the keys: the current finding in short, or what just happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from entryassist.tui.widgets.findings_panel import suggestion_label
from entryassist.tui.wording import MUTED, colour, mark, one_line, shortened

if TYPE_CHECKING:
    from entryassist.entry import Placed

NONE = "No open findings."
CHECKING = "The note is being checked…"


class StatusLine(Static):
    """A sentence stays until the next key that matters; without one the current finding is shown."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.sentence = ""
        self._finding = Content("")

    def say(self, sentence: str, *, error: bool = False) -> None:
        """Show a sentence; an error also looks like one and may take several lines."""
        self.sentence = one_line(sentence)
        self.set_class(error, "-error")
        self.update(Content(self.sentence), layout=error)

    def clear(self) -> None:
        """Let the current finding be shown again."""
        if self.sentence:
            self.sentence = ""
            self.remove_class("-error")
            self.update(self._finding, layout=False)

    def show(self, current: Placed | None, position: int, count: int, *, explain: bool, behind: bool = False) -> None:
        """Show the current finding in short: which of how many, what; with ``explain`` the suggestions too.

        Without one, say that there are none, or with ``behind`` that the check is not done.
        """
        none = Content.styled(CHECKING if behind else NONE, MUTED)
        self._finding = _in_short(current, position, count, explain) if current else none
        if not self.sentence:
            self.update(self._finding, layout=False)


def _in_short(current: Placed, position: int, count: int, explain: bool) -> Content:
    finding = current.finding
    parts: list[Content | str | tuple[str, str]] = [
        (f"{mark(finding.severity)} {position}/{count} {finding.rule} ", colour(finding.severity)),
        (shortened(one_line(finding.text), 30), "bold"),
    ]
    if not explain:
        return Content.assemble(*parts)
    if not finding.suggestions:
        parts.append(f"  {one_line(finding.message)}")
    for number, suggestion in enumerate(finding.suggestions[:3], 1):
        parts += [(f"  {number} ", "$accent bold"), shortened(suggestion_label(suggestion.text), 40)]
    return Content.assemble(*parts)
