"""Forgiving search for concepts: by code, form, beginning, words in any order, abbreviation or misspelt words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from terminology.abbreviations.inventory import fold
from terminology.concept import Concept
from terminology.spelling.speller import Speller, Verdict
from terminology.vocabulary.concepts import FoundForm
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_phrase

_PER_WORD = 12
_SEEN = 400
_STEM_SHORTEST = 3
_FUZZ_SHORTEST = 4
_LIKE_ENOUGH = 55.0
_PREFERRED = 6.0
_PER_ZIPF = 3.0


class ConceptSearch:
    """Ranks concepts for what a person types into a search box."""

    def __init__(self, index: VocabularyIndex, speller: Speller) -> None:
        self._index = index
        self._speller = speller
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
            corrected = " ".join(map(self._corrected, text.split()))
            ids.update(dict.fromkeys(self._index.concepts.named(corrected)))
            scored: dict[str, float] = {}
            for found in self._alike(text):
                score = max(_likeness(text, found.form), _likeness(corrected, found.form)) + self._usual(found)
                scored[found.concept] = max(scored.get(found.concept, 0.0), score)
            ranked = sorted(scored, key=lambda concept: (-scored[concept], concept))
            ids.update((concept, None) for concept in ranked if scored[concept] >= _LIKE_ENOUGH)
        concepts = (self._index.concepts.get(concept) for concept in list(ids)[:limit])
        return [concept for concept in concepts if concept]

    def _usual(self, found: FoundForm) -> float:
        """What makes a form likely to be wanted: it is the preferred term, and its words are usual ones."""
        rarest = min((word.zipf for text in found.form.split() if (word := self._index.word(text))), default=0.0)
        return _PREFERRED * found.is_preferred + _PER_ZIPF * rarest

    def _corrected(self, word: str) -> str:
        """A word as it was probably meant, when it is not known."""
        if self._speller.verdict(word) is Verdict.KNOWN:
            return word
        corrections = self._speller.corrections(word)
        return corrections[0].text if corrections else word

    def _long_forms(self, query: str) -> Iterator[str]:
        senses = self._index.inventory.spellings(fold(query))
        yield from (sense.long for sense in sorted(senses, key=lambda sense: -sense.prior))

    def _alike(self, text: str) -> Iterator[FoundForm]:
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
    """0 to 100: how like two phrases are, whatever the order of their words; half of it for the words they share."""
    alike = max(fuzz.ratio(query, form), fuzz.token_sort_ratio(query, form) - 2)
    return (alike + fuzz.token_set_ratio(query, form)) / 2
