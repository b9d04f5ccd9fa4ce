"""Whether words and an ICD-10-CM code can mean the same, and which code the words would have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from terminology.abbreviations.inventory import fold
from terminology.concept import Concept
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.naming import CONNECTIVES, Naming
from terminology.vocabulary.normal import normal_phrase

_SYSTEM = "ICD10CM"
_SHORT_FORM = re.compile(r"\b[A-Z][A-Za-z]?[A-Z0-9]{1,4}s?\b")
_UP = 3
_STEM = 5
_READ = 60
_KINDS = ("mellitus", "disease", "disorder", "syndrome")
# words that a title may have beyond the words of a text and still be the plain code for it
_FREE = frozenset({"unspecified", "nos", "disease", "disorder", "primary"})
# words that many titles or sentences share, so that sharing them tells nothing
_GENERAL_WORDS = """
    acute chronic complication complications condition diagnosis disease diseases disorder disorders encounter episode
    history initial left mild moderate nos not other otherwise patient primary right secondary sequela severe
    specified stage subsequent syndrome type unspecified without
    active controlled current follow improved improving new persistent poorly recurrent resolved resolving stable today
    unchanged uncontrolled up well worsening
    has have had he her his is she the their was were
"""
_GENERAL = CONNECTIVES | frozenset(_GENERAL_WORDS.split())
# a code whose shortest name has more words than these beyond the words of a text is not offered for it
_MORE_WORDS = 1


class Coding:
    """Compares words with codes. Results are kept, so that asking twice costs nothing."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index
        self._naming = Naming(index)
        self._telling_words_of_code = lru_cache(maxsize=2048)(self._words_of_code)
        self.codes_for = lru_cache(maxsize=2048)(self._codes_for)

    def concept(self, code: str) -> Concept | None:
        """The concept of an ICD-10-CM code, or None."""
        return self._index.concepts.get(f"{_SYSTEM}:{code}")

    def meanings(self, text: str) -> tuple[Concept, ...]:
        """The concepts that words name: directly, less a word like ``disease``, or as a short form."""
        for kind in ("", *_KINDS):
            if concepts := self._naming.concepts(f"{text} {kind}"):
                return concepts
        senses = self._index.inventory.spellings(fold(text)) if text.isupper() else ()
        return tuple(concept for sense in senses for concept in self._naming.concepts(sense.long))

    def agrees(self, text: str, concept: Concept) -> bool:
        """Whether a text shares a telling word with a code, or has none to share."""
        typed = self._words_of_text(text)
        return not typed or _share(typed, self._telling_words_of_code(concept.id))

    def _words_of_text(self, text: str) -> frozenset[str]:
        """The telling words of a text, of its short forms written out, and of other names of what it names."""
        words = normal_phrase(text).split()
        names = [text]
        for short in _SHORT_FORM.findall(text):
            names += [sense.long for sense in self._index.inventory.spellings(fold(short))]
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                for concept in self._naming.concepts(" ".join(words[first:last])):
                    names += [concept.preferred, *concept.synonyms]
        return _telling(names)

    def _words_of_code(self, concept_id: str) -> frozenset[str]:
        """The telling words of a code's names, of the codes above it and of those right below it."""
        names: list[str] = []
        concept = self._index.concepts.get(concept_id)
        for child in concept.children if concept else ():
            names += self._names(self._index.concepts.get(child))
        for _ in range(_UP):
            names += self._names(concept)
            names += [
                name
                for own in self._names(concept)
                for other in self._naming.concepts(own)
                for name in self._names(other)
            ]
            concept = self._index.concepts.get(concept.parents[0]) if concept and concept.parents else None
        return _telling(names)

    @staticmethod
    def _names(concept: Concept | None) -> list[str]:
        return [concept.preferred, *concept.synonyms] if concept else []

    def _codes_for(self, text: str) -> tuple[Concept, ...]:
        """Codes whose names have all the telling words of a text, those with the fewest other words first."""
        meanings = self.meanings(text)
        others: dict[str, int] = {}
        is_exact = bool(self._naming.concepts(text)) or not meanings
        own = [*([text] if is_exact else ()), *(concept.preferred for concept in meanings)]
        for names in (own, [name for concept in meanings for name in concept.synonyms]):
            for name in names:
                self._read_codes(name, others)
            if others:
                break
        near = [one for one, more in others.items() if more <= (_MORE_WORDS if is_exact else 0)]
        concepts = [concept for one in near if (concept := self._index.concepts.get(one))]
        return tuple(sorted(concepts, key=lambda c: (others[c.id] + bool(c.children), len(c.id), c.id)))

    def _read_codes(self, name: str, others: dict[str, int]) -> None:
        """Counts, for each code that has the telling words of a name in one of its own, the other words of that."""
        wanted = [[f"{word}*"] for word in sorted(_telling([name]))]
        for found in self._index.concepts.with_words(wanted, _READ) if wanted else ():
            if found.concept.startswith(f"{_SYSTEM}:"):
                more = len(set(found.form.split()) - set(normal_phrase(name).split()) - _FREE)
                others[found.concept] = min(others.get(found.concept, more), more)


def is_general(word: str) -> bool:
    """Whether a word says nothing about which disorder is meant."""
    return word.lower() in _GENERAL


def _telling(names: Iterable[str]) -> frozenset[str]:
    words = (word for name in names for word in normal_phrase(name).split())
    return frozenset(word for word in words if word not in _GENERAL and not word.isdigit() and len(word) > 1)


def _share(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a word of each has the same stem, or one is within the other (``hypercholesterolemia``)."""
    return any(
        one[:_STEM] == other[:_STEM] or (len(one) >= _STEM and len(other) >= _STEM and (one in other or other in one))
        for one in some
        for other in others
    )
