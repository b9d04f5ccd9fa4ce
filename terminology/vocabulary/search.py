"""Forgiving search for concepts: by code, form, beginning, words in any order, abbreviation or misspelt words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from terminology.abbreviations.inventory import fold
from terminology.concept import Concept
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_phrase

_PER_WORD = 12
_SEEN = 400
_STEM_SHORTEST = 3
_FUZZ_SHORTEST = 4
_LIKE_ENOUGH = 55.0


class ConceptSearch:
    """Ranks concepts for what a person types into a search box."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index
        self._systems = lru_cache(maxsize=1)(index.concepts.systems)

    def find(self, query: str, limit: int) -> list[Concept]:
        """At most ``limit`` concepts, best first; none for an empty query."""
        text = normal_phrase(query)
        if not text or limit < 1:
            return []
        ids: dict[str, None] = dict.fromkeys(self._index.concepts.coded(query.strip(), self._systems()))
        ids.update(dict.fromkeys(self._index.concepts.named(text)))
        for long in self._long_forms(query):
            ids.update(dict.fromkeys(self._index.concepts.named(long)))
        if len(ids) < limit:
            scored: dict[str, float] = {}
            for form, concept in self._alike(text):
                scored[concept] = max(scored.get(concept, 0.0), _likeness(text, form))
            ranked = sorted(scored, key=lambda concept: (-scored[concept], concept))
            ids.update((concept, None) for concept in ranked if scored[concept] >= _LIKE_ENOUGH)
        found = (self._index.concepts.get(concept) for concept in list(ids)[:limit])
        return [concept for concept in found if concept]

    def _long_forms(self, query: str) -> Iterator[str]:
        senses = self._index.inventory.spellings(fold(query))
        yield from (sense.long for sense in sorted(senses, key=lambda sense: -sense.prior))

    def _alike(self, text: str) -> Iterator[tuple[str, str]]:
        yield from self._index.concepts.beginning(text, _SEEN)
        words = text.split()
        choices = [self._choices(word, last=i == len(words) - 1) for i, word in enumerate(words)]
        yield from self._index.concepts.with_words(choices, _SEEN)

    def _choices(self, word: str, *, last: bool) -> list[str]:
        """What a typed word may stand for: itself and what it begins, or for an unknown word its neighbours."""
        if self._index.word(word) or len(word) < _FUZZ_SHORTEST:
            return [word, f"{word}*"] if last or len(word) >= _FUZZ_SHORTEST else [word]
        numbers = self._index.near(word) | self._index.alike(word)
        near = sorted((OSA.distance(word, text), text) for text in map(self._index.spelled, numbers))
        return [f"{word}*", *(f"{text}*" if len(text) >= _STEM_SHORTEST else text for _, text in near[:_PER_WORD])]


def _likeness(query: str, form: str) -> float:
    """0 to 100: how like two phrases are, whatever the order of their words."""
    return max(fuzz.ratio(query, form), fuzz.token_sort_ratio(query, form) - 2)
