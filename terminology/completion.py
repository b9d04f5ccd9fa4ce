"""Continuations of what is being typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice

from terminology.finding import Suggestion
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_phrase, normal_word
from terminology.vocabulary.term import Tier
from terminology.vocabulary.word import Word

_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_PHRASE_BEFORE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}$")
_SEEN = 3000
_KEPT = 64
_SHORTEST = 2
_HIGHEST_ZIPF = 8.0
_DRUG_SECTIONS = frozenset({"medications", "allergies"})
# in a list of drugs, a drug outranks words a thousand times as frequent
_DRUG_BONUS = 3.0
# a word that this clerk writes daily outranks words a hundred times as frequent in general
_USUAL_BONUS = 2.0
_USUAL_COUNT = 20


class Completer:
    """Ranks continuations of the word and of the phrase before a cursor."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index
        self._words = lru_cache(maxsize=4096)(self._most_frequent)
        self._phrases = lru_cache(maxsize=4096)(self._longer_phrases)

    def complete(
        self, before: str, section: str, limit: int, usual: Mapping[str, int] | None = None
    ) -> list[Suggestion]:
        """What may follow ``before``; each suggestion is the whole word or phrase that the typed part becomes.

        ``section`` is a key of data/sections.tsv; ``usual`` counts the words this clerk or site writes, lower case.
        """
        word = _WORD_BEFORE.search(before)
        if not word or limit < 1:
            return []
        found: dict[str, float] = {}
        phrase = _PHRASE_BEFORE.search(before)
        parts = phrase.group().split() if phrase else []
        for first in range(len(parts) - 1):
            for longer, score in self._phrases(normal_phrase(" ".join(parts[first:]))):
                found.setdefault(longer, score)
        typed = normal_word(word.group())
        if len(typed) >= _SHORTEST:
            for candidate in self._words(typed, section in _DRUG_SECTIONS):
                found.setdefault(candidate.text, self._score(candidate, section, usual or {}))
            for text, count in (usual or {}).items():
                if text.startswith(typed) and text != typed and text not in found:
                    found[text] = _usual(count) / (2 * _HIGHEST_ZIPF)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [Suggestion(text, round(min(score, 1.0), 3)) for text, score in ranked[:limit]]

    @staticmethod
    def _score(word: Word, section: str, usual: Mapping[str, int]) -> float:
        zipf = word.zipf + word.is_medical + _usual(usual.get(word.text, 0))
        if word.is_drug and section in _DRUG_SECTIONS:
            zipf += _DRUG_BONUS
        return zipf / (2 * _HIGHEST_ZIPF)

    def _most_frequent(self, typed: str, drugs_first: bool) -> tuple[Word, ...]:
        seen = islice(self._index.starting_with(typed), _SEEN)
        words = [word for word in seen if word.tier is Tier.SUGGEST and word.text != typed]
        words.sort(key=lambda w: (-w.zipf - w.is_medical - _DRUG_BONUS * (drugs_first and w.is_drug), w.text))
        return tuple(words[:_KEPT])

    def _longer_phrases(self, prefix: str) -> tuple[tuple[str, float], ...]:
        longer = (phrase for phrase in islice(self._index.phrases.iterkeys(prefix), _SEEN) if phrase != prefix)
        scored = sorted(((phrase, self._phrase_score(phrase)) for phrase in longer), key=lambda p: (-p[1], p[0]))
        return tuple(scored[:_KEPT])

    def _phrase_score(self, phrase: str) -> float:
        """Above most single words' scores; short phrases of usual words first."""
        rarest = min((word.zipf for text in phrase.split() if (word := self._index.word(text))), default=0.0)
        return 0.5 + max(0.0, rarest / _HIGHEST_ZIPF - len(phrase) / 200) / 2


def _usual(count: int) -> float:
    return _USUAL_BONUS * min(1.0, count / _USUAL_COUNT)
