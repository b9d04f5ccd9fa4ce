"""Known terms that a phrase of known words misses by one word: ``congestive hearth failure``, ``plural effusion``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.naming import CONNECTIVES, Naming
from terminology.vocabulary.normal import normal_word
from terminology.vocabulary.word import Word

_PHRASE = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*(?:[ \-\u2010\u2011]+[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_WIDEST = 4
_SHORTEST = 4
_TWO_SLIPS = 6
# words as usual as these (left, with) are hardly ever a slip, nor are medical words that notes are full of (hernia)
_TOO_USUAL, _TOO_USUAL_MEDICAL = 5.8, 4.8
# what was meant may be somewhat rarer than what was typed (tract, track)
_RARER = 1.0
_INFLECTION = re.compile(r"(?:s|es|d|ed|ies|ied|ing|ly)$")


class NearTerm(NamedTuple):
    """``text[start:end]`` is no known term, ``term`` is one; ``slips`` is how many letters apart they are."""

    start: int
    end: int
    term: str
    slips: int


class _Meant(NamedTuple):
    slips: int
    rareness: float
    text: str


class NearTerms:
    """Finds near misses in short phrases."""

    def __init__(self, index: VocabularyIndex, naming: Naming) -> None:
        self._index = index
        self._naming = naming
        self._meant = lru_cache(maxsize=4096)(self._words_near)

    def near(self, text: str) -> Iterator[list[NearTerm]]:
        """For each word that spoils a term, the terms that would fit, nearest first."""
        for phrase in _PHRASE.finditer(text):
            words = [(phrase.start() + m.start(), normal_word(m.group())) for m in _WORD.finditer(phrase.group())]
            for place in range(len(words)):
                if found := self._at(words, place):
                    yield found

    def _at(self, words: list[tuple[int, str]], place: int) -> list[NearTerm]:
        typed = self._index.word(words[place][1])
        if typed is None or not _is_doubtful(typed):
            return []
        texts = [text for _, text in words]
        windows = [
            (first, first + width)
            for width in range(min(_WIDEST, len(words)), 1, -1)
            for first in range(max(0, place - width + 1), min(place, len(words) - width) + 1)
        ]
        found = [] if self._any_is_listed(texts, windows) else self._fitting(words, texts, place, windows, typed)
        # asked last, because it takes longest
        return [] if found and any(self._naming.is_named(" ".join(texts[a:b])) for a, b in windows) else found

    def _any_is_listed(self, texts: list[str], windows: list[tuple[int, int]]) -> bool:
        return any(self._naming.is_listed(" ".join(texts[first:last])) for first, last in windows)

    def _fitting(
        self, words: list[tuple[int, str]], texts: list[str], place: int, windows: list[tuple[int, int]], typed: Word
    ) -> list[NearTerm]:
        """The terms that the widest stretch of words makes with another word at a place."""
        for first, last in windows:
            if first < place and not self._naming.begins(" ".join(texts[first:place])):
                continue
            before, after = texts[first:place], texts[place + 1 : last]
            end = words[last - 1][0] + len(texts[last - 1])
            found = [
                NearTerm(words[first][0], end, term, meant.slips)
                for meant in self._meant(typed)
                if _is_likely(typed, meant, last - first)
                and self._naming.is_listed(term := " ".join([*before, meant.text, *after]))
            ]
            if found:
                return found
        return []

    def _words_near(self, typed: Word) -> tuple[_Meant, ...]:
        """Words about as usual that are one slip away, two for longer words."""
        most = 2 if len(typed.text) >= _TWO_SLIPS else 1
        found = []
        for number in self._index.near(typed.text):
            text = self._index.spelled(number)
            slips = OSA.distance(typed.text, text, score_cutoff=most)
            if (
                0 < slips <= most
                and not _same_word(typed.text, text)
                and (zipf := self._index.numbered(number).zipf) > typed.zipf - _RARER
            ):
                found.append(_Meant(slips, -zipf, text))
        return tuple(sorted(found))


def _is_doubtful(typed: Word) -> bool:
    if len(typed.text) < _SHORTEST or typed.text in CONNECTIVES:
        return False
    return typed.zipf < (_TOO_USUAL_MEDICAL if typed.is_medical else _TOO_USUAL)


def _same_word(one: str, other: str) -> bool:
    """Whether two words are inflections of one: ``tolerate`` and ``tolerated``, ``denies`` and ``denied``."""
    stems = [{word, _INFLECTION.sub("", word), re.sub(r"(?:e?d|ing)$", "e", word)} for word in (one, other)]
    return not stems[0].isdisjoint(stems[1])


def _is_likely(typed: Word, meant: _Meant, width: int) -> bool:
    """A medical word in a pair of words is doubted for one letter only: an adnexal mass is no adrenal mass."""
    return meant.slips == 1 or width > 2 or not typed.is_medical
