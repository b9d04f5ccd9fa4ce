"""SP007: a word typed with the fingers on the wrong keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement
from terminology.spelling.speller import Verdict, like_typed

_WITH_DIGIT = re.compile(r"(?<![\w.-])[^\W\d_]+[0-9][a-z]+(?![\w-])")
_SHORTEST = 3


class ShiftedKeyWord(Rule):
    """Flags stretches that become a word when a hand is moved back by one key, or a digit up to its letter."""

    code = "SP007"
    name = "fingers on the wrong keys"
    severity = Severity.WARNING
    scope = "token"
    summary = (
        "Letters that make no word, but do when one hand or both are moved by one key (`[syormy`), or a digit inside "
        "a word that stands for the letter below it (`hyp0tension`)."
    )
    rationale = (
        "Fingers set down one key off give a stretch of letters that no list of near words can mend, since every "
        "letter is wrong. Only stretches that are no word, and whose moved form is a usual one, are flagged."
    )
    instead = "The word that the moved keys spell."
    source = "The QWERTY keyboard."
    bad = (
        Example("Past medical [[jodyptu]] of asthma.", "history"),
        Example("Complains of [[vjrdy]] pain.", "chest"),
        Example("Known [[hyp0tension]].", "hypotension"),
    )
    good = (
        "HLA-B27 and p53 were tested; q8h, T4N1, x2d.",
        "The patient [sic] was seen.",
        "Seen by Dr. Szczepanski.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each stretch that makes no word as it stands."""
        taken = 0
        for token, word in zip(line.tokens, line.normals, strict=True):
            if word and token.start >= taken and self._is_unknown(token.text, word):
                found = self.language.shifted_keys.at(line.text, token.start, token.end)
                if found and not line.in_zone(*found.span):
                    taken = found.span[1]
                    yield self._report(line, *found.span, found.meant)
        yield from self._with_digits(line)

    def _is_unknown(self, text: str, word: str) -> bool:
        return len(text) >= _SHORTEST and self.language.speller.verdict(word) is Verdict.UNKNOWN

    def _with_digits(self, line: Line) -> Iterator[Finding]:
        for m in _WITH_DIGIT.finditer(line.text):
            if m[0] in self.language.index.inventory or line.in_zone(*m.span()):
                continue
            if meant := self.language.shifted_keys.meant(m[0].lower()):
                yield self._report(line, *m.span(), meant)

    def _report(self, line: Line, start: int, end: int, meant: str) -> Finding:
        typed = line.text[start:end]
        text = like_typed(meant, typed, proper=False)
        return self.finding(
            line.text,
            start,
            end,
            f'"{typed}" is no word; with the fingers on the right keys it reads "{text}".',
            suggestions=[replacement(text, 0.9)],
            evidence="a digit inside a word" if any(map(str.isdigit, typed)) else "a hand one key off",
        )
