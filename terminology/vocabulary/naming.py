"""Whether a phrase names something: by any form of a concept, inflected, hyphenated or in ICD word order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from terminology.concept import Concept, Group
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_phrase
from terminology.vocabulary.word import GROUP_BIT

CONNECTIVES = frozenset(
    ["a", "an", "and", "at", "by", "due", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)
_STEM_SHORTEST = 4
_NUMBERS = (
    ("ies", "y"),
    ("es", ""),
    ("es", "is"),
    ("ae", "a"),
    ("i", "us"),
    ("ia", "ion"),
    ("ta", "tum"),
    ("ula", "ulum"),
)


class Naming:
    """Looks phrases up in an index; results are kept, so that asking twice costs nothing."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index
        self.concepts = lru_cache(maxsize=4096)(self._concepts)
        self.groups = lru_cache(maxsize=4096)(self._groups)
        self.is_named = lru_cache(maxsize=4096)(self._is_named)

    def _concepts(self, phrase: str) -> tuple[Concept, ...]:
        """The concepts that have a phrase, its singular or its plural as a form."""
        for form in numbers_of(normal_phrase(phrase)):
            if ids := self._index.concepts.named(form):
                return tuple(concept for one in ids if (concept := self._index.concepts.get(one)))
        return ()

    def _groups(self, phrase: str) -> frozenset[Group]:
        """The semantic groups of what a phrase names; of a single word that names no concept, what the index says."""
        if concepts := self.concepts(phrase):
            return frozenset(concept.group for concept in concepts)
        word = self._index.word(phrase)
        bits = word.groups if word else 0
        return frozenset(group for group in Group if group is not Group.OTHER and bits & GROUP_BIT[group])

    def is_listed(self, phrase: str) -> bool:
        """Whether a normalised phrase is on the list of phrases that may be suggested, but for number."""
        return any(form in self._index.phrases for form in numbers_of(phrase))

    def begins(self, words: str) -> bool:
        """Whether a phrase on that list begins with words and goes on."""
        return next(iter(self._index.phrases.iterkeys(f"{words} ")), None) is not None

    def _is_named(self, phrase: str) -> bool:
        """Whether a phrase is a known term or has all its words in one, in any order (``lung neoplasm, malignant``)."""
        text = normal_phrase(phrase)
        if self.is_listed(text) or self.concepts(text):
            return True
        words = [word for word in text.split() if word not in CONNECTIVES]
        return len(words) > 1 and bool(self._index.concepts.with_words([_forms(word) for word in words], 1))


def numbers_of(form: str) -> Iterator[str]:
    """A form as it is and in the other number, in English and as Latin and Greek words have it."""
    yield form
    for one, other in _NUMBERS:
        if form.endswith(one):
            yield form.removesuffix(one) + other
    if form.endswith("s") and not form.endswith("ss"):
        yield form[:-1]
    else:
        yield form + "s"


def _forms(word: str) -> list[str]:
    """A word and what begins with its singular: ``fractures`` also finds ``fracture``."""
    shortest = min(numbers_of(word), key=len)
    return [f"{shortest}*"] if len(shortest) >= _STEM_SHORTEST else [word]
