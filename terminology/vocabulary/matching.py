"""Finds the terms of the vocabulary in running text: the longest form at each word, left to right.

A walk down a marisa trie of the normalised forms: what a gazetteer such as spaCy's PhraseMatcher does, without
its build time and memory (``benchmarks/matchers.py`` sets them side by side). Nothing here knows spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import marisa_trie

from terminology.concept import Concept, Group
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_phrase

_WORD = re.compile("[\\w+\u0300-\u036f]+(?:['’ʼ‘\u00ad]*[\\w+\u0300-\u036f]+)*")
# a term does not run on over the end of a sentence or over an empty line
_BREAK = re.compile(r"[.;:!?](?=\s|$)|(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_LONGEST = 256
_SHORTEST = 3
_GROUP_ORDER = {group: place for place, group in enumerate(Group)}


class Match(NamedTuple):
    """A term in a text: half-open span in code points, and the normalised form that was found there."""

    start: int
    end: int
    form: str


class TextWord(NamedTuple):
    """A word of a text: half-open span in code points, and its normal form."""

    start: int
    end: int
    normal: str


class TermMatcher:
    """Matches the forms of a vocabulary's concepts. Immutable, so threads may share one."""

    def __init__(self, index: VocabularyIndex, ignored: frozenset[str] = frozenset()) -> None:
        """``ignored`` are forms to leave alone, such as the language's stop words (``all`` is a term of HPO)."""
        self._concepts = index.concepts
        forms = (form for form, _ in groupby(map(itemgetter(0), index.concepts.forms())))
        self._forms = marisa_trie.Trie(form for form in forms if is_telling(form) and form not in ignored)
        self.concepts_of = lru_cache(maxsize=1 << 14)(self._concepts_of)

    def __len__(self) -> int:
        return len(self._forms)

    def matches(self, text: str) -> Iterator[Match]:
        """The terms of a text in order; they do not overlap."""
        for words in runs(text):
            yield from self._matches_in(words)

    def _matches_in(self, words: Sequence[TextWord]) -> Iterator[Match]:
        joined = " ".join([word.normal for word in words])
        ends, at = {}, 0
        for word in words:
            at += len(word.normal)
            ends[at] = word.end
            at += 1
        at = free = 0
        for word in words:
            if at >= free:
                for form in reversed(self._forms.prefixes(joined[at : at + _LONGEST])):
                    if end := ends.get(at + len(form)):
                        yield Match(word.start, end, form)
                        free = at + len(form)
                        break
            at += len(word.normal) + 1

    def _concepts_of(self, form: str) -> tuple[Concept, ...]:
        """The concepts with a form, those first that prefer it, then by group and id."""
        found = [concept for name in self._concepts.named(form) if (concept := self._concepts.get(name))]
        return tuple(sorted(found, key=lambda c: (normal_phrase(c.preferred) != form, _GROUP_ORDER[c.group], c.id)))


def is_telling(form: str) -> bool:
    """Whether a form has a word of three letters or more: numbers and stray letters match anything."""
    return any(len(word) >= _SHORTEST and word.isalpha() for word in form.split())


def runs(text: str) -> Iterator[list[TextWord]]:
    """The words of a text in runs that a term may stretch over."""
    run: list[TextWord] = []
    for found in _WORD.finditer(text):
        if run and _BREAK.search(text, run[-1].end, found.start() + 1):
            yield run
            run = []
        raw = found.group()
        normal = raw.lower() if raw.isascii() and "'" not in raw else normal_phrase(raw)
        if normal:
            run.append(TextWord(found.start(), found.end(), normal))
    if run:
        yield run
