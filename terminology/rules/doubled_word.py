"""SP002: the same word twice in a row."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement
from terminology.tokens import Kind

# pairs that are often meant: "the pain that that movement causes", "he had had a stroke", "very very mild"
_MEANT = frozenset({"that", "had", "very", "so", "no", "bye", "now", "knock", "many", "well", "there", "ha", "walla"})


class DoubledWord(Rule):
    """Flags a word that stands twice, with nothing but blanks between."""

    code = "SP002"
    name = "doubled word"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A word written twice in a row, with nothing but blanks between."
    rationale = (
        "A doubled word is mostly a slip of editing or dictation, and sometimes hides a missing one: the reader "
        'cannot tell "to to" from "to the". Pairs that English allows ("had had") are left alone.'
    )
    instead = "One of the two, or the word that is missing."
    source = "General English usage."
    bad = (Example("He was given [[the the]] usual dose.", "the"),)
    good = ("She had had two strokes.", "I know that that is unusual.", "Pain: none. None today.", "1 1 2 2", "A A")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each pair of the same word; the span holds both."""
        for first, second in pairwise(line.tokens):
            word = first.text.lower()
            if (
                first.kind is Kind.WORD
                and len(word) > 1
                and word == second.text.lower()
                and word not in _MEANT
                and (first.text == second.text or second.text.islower())
                and line.text[first.end : second.start].isspace()
                and not (first.text.isupper() and len(word) < 4)
                and not line.in_zone(first.start, second.end)
            ):
                yield self.finding(
                    line.text,
                    first.start,
                    second.end,
                    f'"{first.text}" is written twice; delete one, or put in the word that is missing.',
                    suggestions=[replacement(first.text, 0.9)],
                    evidence="the same word twice",
                )
