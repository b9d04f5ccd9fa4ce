"""What was meant when a hand stood one key off, or hit the row of digits: ``[syormy``, ``hyp0tension``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from terminology.vocabulary.index import VocabularyIndex

_ROWS = ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
_LEFT_HAND = frozenset("qwertasdfgzxcvb")
# the letters below each digit on the keyboard, and those that look like it
_BELOW = {
    "0": "op", "1": "qli", "2": "qw", "3": "we", "4": "er", "5": "rts", "6": "ty", "7": "yu", "8": "ui", "9": "io",
}  # fmt: skip
_SHORTEST, _SHORTEST_WITH_DIGIT, _FEWEST_MOVED = 4, 5, 3
_USUAL = 2.5


def _decoder(step: int, hands: str) -> dict[str, str]:
    """Typed key to the one that was meant, for hands (``left``, ``right``, ``both``) standing ``step`` keys off."""
    meant: dict[str, str] = {}
    for row in _ROWS:
        for i, key in enumerate(row):
            is_off = hands == "both" or (key in _LEFT_HAND) == (hands == "left")
            at = i + step if is_off else i
            if key.isalpha() and 0 <= at < len(row):
                meant[row[at]] = key
    return meant


_KEYS = frozenset("".join(_ROWS))
_DECODERS = tuple(_decoder(step, hands) for step, hands in product((1, -1), ("both", "right", "left")))


class Shifted(NamedTuple):
    """A stretch of a line and the word that it spells with the fingers on the right keys."""

    span: tuple[int, int]
    meant: str


class ShiftedKeys:
    """Reads what was typed with the fingers on the wrong keys."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index
        self.meant = lru_cache(maxsize=1 << 12)(self._meant)

    def at(self, text: str, start: int, end: int) -> Shifted | None:
        """The word meant by the stretch of keys around an unknown word at ``text[start:end]``, if one is likely."""
        while start and text[start - 1].lower() in _KEYS:
            start -= 1
        while end < len(text) and text[end].lower() in _KEYS:
            end += 1
        # the stop or comma at the end may be a letter or punctuation
        for until in dict.fromkeys((end, start + len(text[start:end].rstrip(".,;")))):
            if meant := self.meant(text[start:until].lower()):
                return Shifted((start, until), meant)
        return None

    def _meant(self, typed: str) -> str:
        """The word meant by an unknown stretch of keys without blanks, lower case; empty when none is likely."""
        candidates = self._without_digit(typed) if any(key in _BELOW for key in typed) else self._moved_back(typed)
        known = [word for text in candidates if (word := self._index.word(text)) and word.zipf >= _USUAL]
        return max(known, key=lambda word: word.zipf).text if known else ""

    @staticmethod
    def _moved_back(typed: str) -> Iterator[str]:
        """The readings with one hand or both moved back; a single moved key is an ordinary slip, not one of these."""
        if len(typed) < _SHORTEST:
            return
        for decoder in _DECODERS:
            text = "".join(decoder.get(key, " ") for key in typed)
            if text.isalpha() and sum(a != b for a, b in zip(text, typed, strict=True)) >= _FEWEST_MOVED:
                yield text

    @staticmethod
    def _without_digit(typed: str) -> Iterator[str]:
        """The readings of a word with one digit in it."""
        at = [i for i, key in enumerate(typed) if key in _BELOW]
        if len(at) == 1 and len(typed) >= _SHORTEST_WITH_DIGIT and 0 < at[0] < len(typed) - 1:
            before, digit, after = typed[: at[0]], typed[at[0]], typed[at[0] + 1 :]
            if before.isalpha() and after.isalpha():
                yield from (before + letter + after for letter in _BELOW[digit])
