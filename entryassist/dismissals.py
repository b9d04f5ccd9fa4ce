"""Ignored findings: what a dismissal covers, and which findings are left.

A dismissal is bound to what was ignored, not to where it stood, so that edits elsewhere in the
note do not revive it. The scopes are ``here`` (this word between these neighbours), ``note``, ``user``,
``author`` and ``site`` (this word under this rule, or with no word the whole rule, in that reach).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from terminology import Finding

HERE = "here"
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_NEIGHBOURHOOD = 80  # code points searched for the word before


class Ignored(Protocol):
    """What this module needs to know of a stored dismissal."""

    @property
    def rule(self) -> str:
        """Code of the rule that was ignored."""

    @property
    def word(self) -> str:
        """The matched text; empty for every text under the rule."""

    @property
    def key(self) -> str:
        """The place, as `dismissal_key` names it; only the scope ``here`` has one."""

    @property
    def scope(self) -> str:
        """How far the dismissal reaches."""


def dismissal_word(matched: str) -> str:
    """The matched text as dismissals compare it: case and spacing do not matter."""
    return " ".join(matched.casefold().split())


def dismissal_key(finding: Finding, text: str) -> str:
    """Rule code, matched text and one word on either side in the same line, joined by ``|``."""
    line_start = text.rfind("\n", 0, finding.start) + 1
    line_end = text.find("\n", finding.end)
    before = _WORD.findall(text, max(line_start, finding.start - _NEIGHBOURHOOD), finding.start)
    after = _WORD.search(text, finding.end, line_end if line_end >= 0 else len(text))
    left = before[-1].casefold() if before else ""
    right = after.group().casefold() if after else ""
    return "|".join((finding.rule, dismissal_word(finding.text), left, right))


def same_place(known: str, present: str) -> bool:
    """Whether two keys name one place. A side where the line ended is not compared: typing went on there."""
    known_parts, parts = known.rsplit("|", 2), present.rsplit("|", 2)
    return known_parts[0] == parts[0] and all(
        not neighbour or neighbour == now for neighbour, now in zip(known_parts[1:], parts[1:], strict=True)
    )


def is_dismissed(finding: Finding, text: str, dismissals: Iterable[Ignored]) -> bool:
    """Whether one of the dismissals covers this finding of the text."""
    word = dismissal_word(finding.text)
    for ignored in dismissals:
        if ignored.rule != finding.rule or (ignored.word and dismissal_word(ignored.word) != word):
            continue
        if ignored.scope != HERE or same_place(ignored.key, dismissal_key(finding, text)):
            return True
    return False


def undismissed(findings: Iterable[Finding], text: str, dismissals: Sequence[Ignored]) -> list[Finding]:
    """The findings of the text that no dismissal covers, in their order."""
    return [finding for finding in findings if not is_dismissed(finding, text, dismissals)]
