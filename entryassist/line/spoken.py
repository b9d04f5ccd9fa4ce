"""How findings and what can be done are put into plain sentences, to be read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from entryassist.display import visible
from entryassist.entry import Placed

MOST_SUGGESTIONS = 5
HELP = (
    "Type a line of the note, then Enter. A line that begins with a slash is a command:",
    "/findings: say all findings. /fix 1: take the first suggestion of finding 1. /fix 1 2: take its second.",
    "/expand BP: write an abbreviation of this section in full; /expand MS 2: with its second meaning.",
    "/ignore 1: do not say finding 1 again. /stand 1 reason: let finding 1 stand, for that reason.",
    "/source: say what is to be typed in. /read: say this section. /undo: remove its last line.",
    "/next and /back: go to another section.",
    "/save: save the note. /quit: leave; what was typed is kept as a draft. //text: a line that begins with a slash.",
)


def one_line(text: str) -> str:
    """Text for a line of its own: no line ends, no controls."""
    return visible(" ".join(text.split()), keep="")


def told(number: int, placed: Placed) -> str:
    """A finding as a sentence or two: its number, severity, words, message and suggestions."""
    finding = placed.finding
    suggestions = [one_line(one.text) or "remove it" for one in finding.suggestions[:MOST_SUGGESTIONS]]
    offered = ", ".join(f"{place} {text}" for place, text in enumerate(suggestions, 1))
    words = f"{str(finding.severity).capitalize()} {number}, {one_line(finding.text)}: {one_line(finding.message)}"
    return f"{words} Suggestions: {offered}." if offered else words


def all_told(findings: Sequence[Placed]) -> list[str]:
    """All findings, or that there are none."""
    return [told(number, placed) for number, placed in enumerate(findings, 1)] or ["Nothing is found."]
