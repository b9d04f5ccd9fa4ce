"""Which words are known, and what a writer probably meant by one that is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from terminology.spelling.candidates import CandidateFinder
from terminology.spelling.channel import shared_start
from terminology.spelling.place import WordPlace
from terminology.spelling.ranking import (
    context_features,
    context_score,
    probabilities,
    split_features,
    word_features,
    word_score,
)
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_word
from terminology.vocabulary.term import Tier
from terminology.vocabulary.word import Word
from terminology.word_parts import WordPart, is_telling, split

SHORTEST = 4
# the longest word in use, pneumonoultramicroscopicsilicovolcanoconiosis, has 45 letters
LONGEST = 60
_KEPT = 8
_BASE_SHORTEST = 4
# scores that differ by less are a tie; words that share all but so many last letters are forms of one
_APART, _ENDING = 0.15, 3
_FUNCTION_WORD = 5.5
_USUAL_WORD = 2.5


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


def is_doubtful(corrections: Sequence[Correction]) -> bool:
    """Whether the likeliest word must not be urged: only a weak source has it, or another word is nearly as likely.

    Forms of one word (``diagnosed`` and ``diagnosis``) are no such rivals.
    """
    best = corrections[0].word if corrections else None
    if best and best.tier is Tier.SOFTEN:
        return True
    if len(corrections) < 2 or corrections[0].score - corrections[1].score >= _APART:
        return False
    one, other = corrections[0].text, corrections[1].text
    return shared_start(one, other) < max(SHORTEST, max(len(one), len(other)) - _ENDING)


class Speller:
    """Judges single words against the index and the site's own words."""

    def __init__(self, index: VocabularyIndex, accepted: frozenset[str] = frozenset()) -> None:
        self._index = index
        self._accepted = frozenset(normal_word(word) for word in accepted)
        self.verdict = lru_cache(maxsize=1 << 16)(self._verdict)
        self.corrections = lru_cache(maxsize=1 << 14)(self._corrections)
        self.candidates = CandidateFinder(index, self._is_base)
        self._scored = lru_cache(maxsize=1 << 14)(self._score_words)

    def _verdict(self, form: str) -> Verdict:
        """How well a normalised word without hyphens is known."""
        if form in self._accepted:
            return Verdict.KNOWN
        word = self._index.word(form)
        if word:
            return Verdict.SOFT if word.tier is Tier.SOFTEN else Verdict.KNOWN
        if "'" in form:
            return self._verdict(form.partition("'")[0]) if form.endswith(("'s", "s'")) else Verdict.UNKNOWN
        if form.endswith("s") and form[-2:-1] != "s" and (stem := self._index.word(form[:-1])) and stem.is_medical:
            return Verdict.KNOWN if stem.tier is Tier.SUGGEST else Verdict.SOFT
        return Verdict.SOFT if self.parts(form) else Verdict.UNKNOWN

    def parts(self, form: str) -> tuple[WordPart, ...]:
        """The parts that make an unknown word likely (``re·insufflat·ed``, ``naso·orbital``); empty when none do."""
        found = split(form, self._is_base)
        return found if is_telling(found) else ()

    def _is_base(self, form: str) -> bool:
        """Whether a word may be part of another: a usual one when it is short, never a name."""
        word = self._index.word(form) if len(form) >= _BASE_SHORTEST else None
        if word is None or word.tier is Tier.SOFTEN or word.proper:
            return False
        return len(form) > _BASE_SHORTEST or word.zipf >= _USUAL_WORD

    def _corrections(self, form: str, left: str = "", right: str = "", groups: int = 0) -> tuple[Correction, ...]:
        """What may have been meant by an unknown word, best first.

        ``left`` and ``right`` are the words beside it (lower case, empty for none), ``groups`` the semantic groups
        expected there; ``*WordPlace.of(line, start, end, section)`` gives all three. Empty for words of three letters
        or fewer, and for words with digits, which must agree and are never guessed.
        """
        pairs, place = self._index.pairs, WordPlace(left, right, groups)
        scored = []
        for base, text, word in self._scored(form):
            first, last = text.split(" ")[0], text.split(" ")[-1]
            beside = pairs.strength(left, first), pairs.strength(last, right)
            context = context_features(*beside, word.groups if word else 0, text, place)
            scored.append((base + context_score(context), text, word))
        scored.sort(key=lambda item: (-item[0], item[1]))
        shares = probabilities(form, [value for value, _, _ in scored])
        return tuple(Correction(text, p, word) for p, (_, text, word) in zip(shares[:_KEPT], scored, strict=False))

    def _score_words(self, form: str) -> tuple[tuple[float, str, Word | None], ...]:
        """The likeliest candidates by what was typed alone, with their scores."""
        if not SHORTEST <= len(form) <= LONGEST or not form.isalpha():
            return ()
        pairs = self._index.pairs
        scored: list[tuple[float, str, Word | None]] = [
            (word_score(word_features(form, word)), word.text, word) for word in self.candidates(form)
        ]
        for a, b in self.splits(form):
            features = split_features(a, b, pairs.strength(a.text, b.text))
            scored.append((word_score(features), f"{a.text} {b.text}", None))
        scored.sort(key=lambda item: (-item[0], item[1]))
        return tuple(scored)

    def splits(self, form: str) -> Iterator[tuple[Word, Word]]:
        """Pairs of usual words that a missed space would run together (``shortnessof``)."""
        for i in range(2, len(form) - 1):
            left, right = self._index.word(form[:i]), self._index.word(form[i:])
            if left and right and min(left.zipf, right.zipf) >= _USUAL_WORD:
                both_long = min(i, len(form) - i) >= SHORTEST
                if both_long or max(left.zipf, right.zipf) >= _FUNCTION_WORD:
                    yield left, right


def like_typed(text: str, typed: str, proper: bool) -> str:
    """A correction in the case of what was typed: capitals, a leading capital, or as the vocabulary has it."""
    if len(typed) > 1 and typed.isupper():
        return text.upper()
    if typed[:1].isupper() or proper:
        return text[:1].upper() + text[1:]
    return text
