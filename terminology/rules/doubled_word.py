"""SP002: the same word twice in a row."""

from __future__ import annotations

from collections.abc import Iterable
from operator import eq

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement
from terminology.tokens import Kind, Token

# pairs that are often meant: "the pain that that movement causes", "he had had a stroke", "very very mild"
_MEANT = frozenset({"that", "had", "very", "so", "no", "bye", "now", "knock", "many", "well", "there", "ha", "walla"})

_SHORT_FORM = 4


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
        """Each run of the same word; the span holds the whole run."""
        tokens, at = line.tokens, 0
        if not any(map(eq, line.forms, line.forms[1:])):
            return
        while at < len(tokens) - 1:
            last = at
            while last + 1 < len(tokens) and self._repeats(line, tokens[last], tokens[last + 1]):
                last += 1
            if last > at:
                first = tokens[at]
                yield self.finding(
                    line.text,
                    first.start,
                    tokens[last].end,
                    f'"{first.text}" is written twice; keep one, or put in the word that is missing.',
                    suggestions=[replacement(first.text, 0.9)],
                    evidence="the same word twice",
                )
            at = last + 1

    @staticmethod
    def _repeats(line: Line, first: Token, second: Token) -> bool:
        word = first.text.lower()
        return (
            first.kind is Kind.WORD
            and len(word) > 1
            and word == second.text.lower()
            and word not in _MEANT
            and (first.text == second.text or second.text.islower())
            and line.text[first.end : second.start].isspace()
            and not (first.text.isupper() and len(word) < _SHORT_FORM)
            and not line.in_zone(first.start, second.end)
        )
