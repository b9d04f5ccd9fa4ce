"""What stands around a short form, in the form the sense model asks for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from terminology.concept import Group
from terminology.document import Line
from terminology.tokens import Kind, Token
from terminology.units import unit_symbols
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.word import GROUP_BIT, Word

Expand = Callable[[str], tuple[str, ...]]

_REACH = 30
_FADE = 8.0
_OTHER_SENTENCE = 0.5
_NEAREST = 4
_EVERYWHERE = 6.1
_DIGITS = re.compile(r"\d+")
_ENDINGS = ("ing", "ed", "ly", "al", "ic", "ous", "s")
_DOSE = re.compile(
    r"\d\s*(?:mg|mcg|g|ml|units?|meq|tabs?|puffs?)\b|\b(?:po|iv|im|sq|prn|bid|tid|daily)\b", re.IGNORECASE
)
_DOSE_REACH = 24
_HAD_BEFORE = re.compile(
    r"\b(?:history of|h/o|hx of|diagnos(?:ed with|is of)|known|suffers from|treated for) $", re.IGNORECASE
)
_HAD_AFTER = re.compile(
    r",? (?:(?:for|x|since|times|over) (?:the (?:past|last) )?(?:about )?[\w-]+ (?:years|yrs|months|decades)"
    r"|(?:since|diagnosed in|in) (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_HAD_REACH = 40
_GRADE = re.compile(r"\d/\d")
_SAID_OF_A_WORD = tuple((bit, group.value) for group, bit in GROUP_BIT.items() if group is not Group.OTHER)
_COMMON = 4.8
_NOTHING_LEFT, _NOTHING_RIGHT = "^", "$"


class Beside(NamedTuple):
    """The word right beside, normalised (empty: something else stands there), and whether it is found everywhere."""

    word: str
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The keys of the places right before and right after, and the words further off with a weight by distance.

    ``dosed`` tells of a dose or route beside, ``lasting`` of something that somebody has had: ``history of``,
    ``for 10 years``.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    beside: tuple[Beside, Beside]
    words: dict[str, float]
    nearest: frozenset[str]
    dosed: bool
    lasting: bool


def stem(word: str) -> str:
    """A word without its plural s, so that ``kidneys`` meets ``kidney``."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def token_key(text: str, kind: Kind) -> str:
    """A token as the tables know it: lower case, with numbers, dates and times as kinds."""
    if kind is Kind.WORD:
        return text.lower()
    if kind is Kind.NUMBER:
        return "0/0" if "/" in text else "1" if text == "1" else "0"
    if kind in (Kind.DATE, Kind.TIME):
        return kind.value.upper()
    return _DIGITS.sub("0", "".join(text.lower().split()))


class Observer:
    """Reads surroundings off a line; ``expand`` gives the words of a short form whose sense is plain."""

    def __init__(self, index: VocabularyIndex, expand: Expand) -> None:
        self._index = index
        self._expand = expand
        self._telling = lru_cache(maxsize=1 << 15)(self._telling_of)

    def around(self, line: Line, start: int, end: int, section: str = "") -> Surroundings:
        """The surroundings of a span of a line in a section."""
        tokens = line.tokens
        first = bisect_left(tokens, start, key=lambda token: token.end - 1 if token.end > token.start else token.end)
        last = bisect_left(tokens, end, lo=first, key=lambda token: token.start)
        before, after = tokens[max(0, first - _REACH) : first][::-1], tokens[last : last + _REACH]
        text = line.text
        dose = text[max(0, start - _DOSE_REACH) : start] + " " + text[end : end + _DOSE_REACH]
        left, right = line.neighbours(start, end)
        words, nearest = self._words(before, after, line.sentence_at(start))
        if section:
            words[f"#{section}"] = 1.0
        return Surroundings(
            self._place(before, _NOTHING_LEFT),
            self._place(after, _NOTHING_RIGHT),
            (self._beside(left), self._beside(right)),
            words,
            nearest,
            bool(_DOSE.search(dose)),
            bool(
                _HAD_BEFORE.search(text[max(0, start - _HAD_REACH) : start])
                or _HAD_AFTER.match(text[end : end + _HAD_REACH])
            ),
        )

    def _beside(self, text: str) -> Beside:
        word = self._index.word(text) if text else None
        return Beside(text, word is not None and word.zipf >= _EVERYWHERE)

    def _place(self, tokens: Sequence[Token], nothing: str) -> tuple[str, ...]:
        """The nearest token, the two nearest as one key, and what is known of the nearest as a word."""
        if not tokens:
            return (nothing,)
        key = token_key(tokens[0].text, tokens[0].kind)
        further = token_key(tokens[1].text, tokens[1].kind) if len(tokens) > 1 else nothing
        return (key, f"{key}_{further}", *self._kinds(tokens[0], key))

    def _kinds(self, token: Token, key: str) -> Iterator[str]:
        if token.text in unit_symbols():
            yield ":unit"
        if token.kind is not Kind.WORD:
            if token.text[0].isdigit():
                yield ":number"
            return
        word = self._index.word(key)
        if word is None or word.zipf < _COMMON:
            yield from (f":-{ending}" for ending in _ENDINGS if len(key) > len(ending) + 2 and key.endswith(ending))
        if word is not None and word.is_medical:
            yield from (f":{name}" for bit, name in _SAID_OF_A_WORD if word.groups & bit)
        elif word is None and self._expand(token.text):
            yield ":short"

    def _words(
        self, before: Sequence[Token], after: Sequence[Token], sentence: tuple[int, int]
    ) -> tuple[dict[str, float], frozenset[str]]:
        found: dict[str, float] = {}
        nearest = set()
        for side in (before, after):
            for distance, token in enumerate(side):
                weight = 1.0 / (1.0 + distance / _FADE)
                if not sentence[0] <= token.start < sentence[1]:
                    weight *= _OTHER_SENTENCE
                for word in self._telling(token.text, token.kind):
                    if weight > found.get(word, 0.0):
                        found[word] = weight
                    if distance < _NEAREST:
                        nearest.add(word)
        return found, frozenset(nearest)

    def _telling_of(self, text: str, kind: Kind) -> tuple[str, ...]:
        """The words a token contributes: itself unless it is found everywhere, and what it is short for."""
        found = [text] if _GRADE.fullmatch(text) else []
        if kind in (Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.SYMBOL, Kind.IDENTIFIER):
            return tuple(found)
        key = text.lower() if kind is Kind.CODE else token_key(text, kind)
        word: Word | None = self._index.word(key)
        if len(key) > 1 and (word is None or word.zipf < _EVERYWHERE or word.is_medical):
            found.append(stem(key))
        return (*found, *(stem(long_word) for long_word in self._expand(text)))
