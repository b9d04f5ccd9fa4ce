"""Which words are known, and what a writer probably meant by one that is not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from terminology.data_files import rows
from terminology.spelling.channel import slip_cost
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_word
from terminology.vocabulary.sounds import sound_key
from terminology.vocabulary.term import Tier
from terminology.vocabulary.word import Word

# One unit of slip cost weighs as much as this many powers of ten in frequency; set by
# benchmarks/spelling_weights.py on the development pairs.
COST_WEIGHT = 2.4
FREQUENCY_WEIGHT = 0.75
MEDICAL_BONUS = 0.45
SOUND_BONUS = 0.6
SPLIT_COST = 1.6
UNSURE = 1.2
SHARPNESS = 1.6

SHORTEST = 4
_LONG_WORD = 9
_KEPT = 8
_SPLIT_ZIPF = 4.3
_SPLIT_SHORTEST = 6


class Verdict(IntEnum):
    """UNKNOWN: no source has the word. SOFT: a weak source has it, or it is built of known parts."""

    UNKNOWN = 0
    SOFT = 1
    KNOWN = 2


class Correction(NamedTuple):
    """A word (or two, for a run-together word) that may have been meant. ``score`` is a probability."""

    text: str
    score: float
    word: Word | None


class Speller:
    """Judges single words against the index and the site's own words."""

    def __init__(self, index: VocabularyIndex, accepted: frozenset[str] = frozenset()) -> None:
        self._index = index
        self._accepted = frozenset(normal_word(word) for word in accepted)
        self._prefixes = tuple(
            sorted({row["part"].strip("-") for row in rows("word_parts.tsv") if row["kind"] == "prefix"}, key=len)
        )
        self.verdict = lru_cache(maxsize=1 << 16)(self._verdict)
        self.corrections = lru_cache(maxsize=1 << 14)(self._corrections)

    def _verdict(self, form: str) -> Verdict:
        """How well a normalised word without hyphens is known."""
        if form in self._accepted:
            return Verdict.KNOWN
        word = self._index.word(form)
        if word:
            return Verdict.SOFT if word.tier is Tier.SOFTEN else Verdict.KNOWN
        if "'" in form:
            return self._verdict(form.partition("'")[0]) if form.endswith(("'s", "s'")) else Verdict.UNKNOWN
        if form.endswith("s") and (stem := self._index.word(form[:-1])) and stem.is_medical:
            return Verdict.KNOWN
        return Verdict.SOFT if self._is_prefixed(form) else Verdict.UNKNOWN

    def _is_prefixed(self, form: str) -> bool:
        for prefix in self._prefixes:
            rest = form[len(prefix) :]
            if form.startswith(prefix) and len(rest) >= _SPLIT_SHORTEST:
                word = self._index.word(rest)
                if word and word.tier is not Tier.SOFTEN:
                    return True
        return False

    def _corrections(self, form: str) -> tuple[Correction, ...]:
        """What may have been meant by an unknown word, best first; empty for words of three letters or fewer."""
        if len(form) < SHORTEST or not form.isalpha():
            return ()
        sound = sound_key(form)
        scored = [(self._score(form, sound, word), word.text, word) for word in self._candidates(form)]
        ranked: list[tuple[float, str, Word | None]] = [*scored, *self._splits(form)]
        ranked.sort(key=lambda item: (-item[0], item[1]))
        ranked = ranked[:_KEPT]
        weights = [math.exp(SHARPNESS * score) for score, _, _ in ranked]
        total = sum(weights) + math.exp(-SHARPNESS * UNSURE)
        return tuple(
            Correction(text, weight / total, word) for weight, (_, text, word) in zip(weights, ranked, strict=True)
        )

    def _candidates(self, form: str) -> Iterator[Word]:
        most = 3 if len(form) >= _LONG_WORD else 2
        alike = self._index.alike(form)
        for number in self._index.near(form) | alike:
            text = self._index.spelled(number)
            if text == form or abs(len(text) - len(form)) > most:
                continue
            limit = most + 1 if number in alike else most
            if OSA.distance(form, text, score_cutoff=limit) <= limit:
                yield self._index.numbered(number)

    @staticmethod
    def _score(form: str, sound: str, word: Word) -> float:
        score = FREQUENCY_WEIGHT * word.zipf - COST_WEIGHT * slip_cost(form, word.text)
        if word.is_medical:
            score += MEDICAL_BONUS
        if sound and sound == sound_key(word.text):
            score += SOUND_BONUS
        return score

    def _splits(self, form: str) -> Iterator[tuple[float, str, Word | None]]:
        """Two common words run together (``shortnessof``)."""
        if len(form) < _SPLIT_SHORTEST:
            return
        for i in range(2, len(form) - 1):
            left, right = self._index.word(form[:i]), self._index.word(form[i:])
            if left and right and min(left.zipf, right.zipf) >= _SPLIT_ZIPF and max(i, len(form) - i) >= SHORTEST:
                zipf = min(left.zipf, right.zipf) - 2.0
                yield FREQUENCY_WEIGHT * zipf - COST_WEIGHT * SPLIT_COST / 2, f"{form[:i]} {form[i:]}", None


def like_typed(text: str, typed: str, proper: bool) -> str:
    """A correction in the case of what was typed: capitals, a leading capital, or as the vocabulary has it."""
    if len(typed) > 1 and typed.isupper():
        return text.upper()
    if typed[:1].isupper() or proper:
        return text[:1].upper() + text[1:]
    return text
