"""The line above the keys: the current finding in short, or what just happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from entryassist.tui.widgets.finding_rows import Part, suggestion_label
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

    def show(self, current: Placed | None, position: str, score: str, *, explain: bool, behind: bool = False) -> None:
        """Show the current finding in short: which of how many, what; with ``explain`` score and suggestions too.

        Without one, say that there are none, or with ``behind`` that the check is not done.
        """
        if current is not None:
            self._finding = _in_short(current, position, score, explain)
        elif behind:
            self._finding = Content.styled(CHECKING, MUTED)
        else:
            self._finding = Content.assemble((NONE, MUTED), (f"  {score}" if explain else "", MUTED))
        if not self.sentence:
            self.update(self._finding, layout=False)


def _in_short(current: Placed, position: str, score: str, explain: bool) -> Content:
    finding = current.finding
    parts: list[Part] = [
        (f"{mark(finding.severity)} {position} {finding.rule} ", colour(finding.severity)),
        (shortened(one_line(finding.text), 30), "bold"),
        "" if current.open else f"  {current.decided.decision}",
    ]
    if not explain:
        return Content.assemble(*parts)
    parts.append((f"  {score}", MUTED))
    if not finding.suggestions:
        parts.append(f"  {one_line(finding.message)}")
    for number, suggestion in enumerate(finding.suggestions[:3], 1):
        parts += [(f"  {number} ", "$accent bold"), shortened(suggestion_label(suggestion.text), 40)]
    return Content.assemble(*parts)
