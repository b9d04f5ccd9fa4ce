"""Words that a misplaced space or hyphen has cut: ``pneu monia``, ``shortnes sof breath``, ``pneu-monia``.

Two words with one space between are joined, or the space is moved by a letter, and what this gives is weighed
against what stands there: how usual the whole word is against how usual the two pieces are, given that a space
is seldom misplaced. Pieces that are met side by side elsewhere (``follow up``) are never joined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from terminology.document import Line
from terminology.vocabulary.index import VocabularyIndex

_SHORTEST = 4
_UNKNOWN, _PER_THOUSAND_MILLION = 1.0, 9.0
# log10 of how seldom a space slips into a word, or by a letter; set on words of the development notes cut at
# random (benchmarks/word_boundaries.py)
_SLIP, _MOVED_SLIP = 3.5, 4.0
_USUAL, _SUPPORTED = 2.0, 2.6


@dataclass(frozen=True, slots=True)
class Repair:
    """What two words read with the space taken out or moved. ``odds`` is the log10 of its odds."""

    text: str
    odds: float

    @property
    def score(self) -> float:
        """The chance that this was meant, never above 0.99."""
        return round(min(0.99, 1 / (1 + 10**-self.odds)), 3)


class Boundaries:
    """Finds words cut in the wrong place."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index
        self._of_pair = lru_cache(maxsize=1 << 15)(self._repair)
        self.solid = lru_cache(maxsize=1 << 12)(self._solid)

    def repairs(self, line: Line) -> Iterator[tuple[int, Repair]]:
        """The pairs of neighbouring words with a likelier reading: the number of the first token, and the reading."""
        words, taken = line.words, -1
        for number, (left, right) in enumerate(pairwise(words)):
            if left and right and number > taken:
                repair = self._of_pair(left, right)
                if repair and self._is_pair(line, number):
                    taken = number + 1
                    yield number, repair

    @staticmethod
    def _is_pair(line: Line, number: int) -> bool:
        """Whether one space stands between two words neither of which is a name or a short form by its capitals."""
        left, right = line.tokens[number : number + 2]
        if line.text[left.end : right.start] != " " or not (right.text.islower() or line.is_in_capitals):
            return False
        return left.text == "A" or not left.text.isupper() or line.is_in_capitals

    def _repair(self, left: str, right: str) -> Repair | None:
        index = self._index
        if not index.has_word(left + right) and index.word(left) and index.word(right):
            return None  # two words that make no third: nearly every pair
        joined = index.word(left + right)
        if not (left.isalpha() and right.isalpha()) or self._index.pairs.strength(left, right):
            return None
        as_typed = self._usage(left) + self._usage(right) - _PER_THOUSAND_MILLION
        found = [Repair(text, usage - as_typed - _MOVED_SLIP) for text, usage in self._moved(left, right)]
        if joined and len(joined.text) >= _SHORTEST and (joined.zipf >= _USUAL or joined.is_medical):
            found.append(Repair(joined.text, joined.zipf - as_typed - _SLIP))
        best = max(found, key=lambda repair: repair.odds, default=None)
        return best if best and best.odds > 0 else None

    def _moved(self, left: str, right: str) -> Iterator[tuple[str, float]]:
        """The readings with the space one letter further on or back, with their usage."""
        for a, b in ((left + right[0], right[1:]), (left[:-1], left[-1] + right)):
            usages = self._usage(a), self._usage(b)
            if min(usages) >= _SUPPORTED:
                yield f"{a} {b}", sum(usages) - _PER_THOUSAND_MILLION + self._index.pairs.strength(a, b)

    def _usage(self, form: str) -> float:
        word = self._index.word(form)
        return max(_UNKNOWN, word.zipf) if word else _UNKNOWN

    def _solid(self, hyphenated: str) -> str:
        """The word that a hyphen has cut into what is no word (``pneu-monia``); empty when the hyphen may stand."""
        left, _, right = hyphenated.lower().partition("-")
        if not (left.isalpha() and right.isalpha()):
            return ""
        whole = self._index.word(left + right)
        if whole is None or whole.zipf < _USUAL or (self._index.word(left) and self._index.word(right)):
            return ""
        return whole.text
