"""Known terms that a phrase of known words misses by one word: ``congestive hearth failure``, ``plural effusion``."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
# of words as usual as these (left, with) a slip is hardly ever typed
_TOO_USUAL = 5.8
# what was meant may be somewhat rarer than what was typed (tract, track)
_RARER = 1.0


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

    def near(self, text: str) -> Iterator[list[NearTerm]]:
        """For each word that spoils a term, the terms that would fit, nearest first."""
        for phrase in _PHRASE.finditer(text):
            words = [(phrase.start() + m.start(), normal_word(m.group())) for m in _WORD.finditer(phrase.group())]
            for place in range(len(words)):
                if found := self._at(words, place):
                    yield found

    def _at(self, words: list[tuple[int, str]], place: int) -> list[NearTerm]:
        typed = self._index.word(words[place][1])
        if typed is None or typed.zipf >= _TOO_USUAL or len(typed.text) < _SHORTEST or typed.text in CONNECTIVES:
            return []
        texts = [text for _, text in words]
        windows = [
            (first, first + width)
            for width in range(min(_WIDEST, len(words)), 1, -1)
            for first in range(max(0, place - width + 1), min(place, len(words) - width) + 1)
        ]
        if any(self._naming.is_named(" ".join(texts[first:last])) for first, last in windows):
            return []
        meant = self._meant(typed)
        for first, last in windows:
            found = [
                NearTerm(words[first][0], words[last - 1][0] + len(texts[last - 1]), term, one.slips)
                for one in meant
                if _is_likely(typed, one, last - first)
                and self._naming.is_term(term := " ".join([*texts[first:place], one.text, *texts[place + 1 : last]]))
            ]
            if found:
                return found
        return []

    def _meant(self, typed: Word) -> list[_Meant]:
        """Usual words one slip away, two for longer words, that are not just another inflection."""
        most = 2 if len(typed.text) >= _TWO_SLIPS else 1
        found = []
        for number in self._index.near(typed.text) | self._index.alike(typed.text):
            word = self._index.numbered(number)
            slips = OSA.distance(typed.text, word.text, score_cutoff=most)
            if 0 < slips <= most and word.zipf > typed.zipf - _RARER:
                found.append(_Meant(slips, -word.zipf, word.text))
        return sorted(found)


def _is_likely(typed: Word, meant: _Meant, width: int) -> bool:
    """A medical word in a pair of words is doubted for one letter only: an adnexal mass is no adrenal mass."""
    return meant.slips == 1 or width > 2 or not typed.is_medical
