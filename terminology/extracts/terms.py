"""Finds the terms of some semantic groups in a line, the longest at each word, without reading the vocabulary first.

Each word costs a look or two at the index, which remembers the answers: a note takes milliseconds, and nothing has to
be built before the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from terminology.concept import Group
from terminology.vocabulary.concepts import NamedForm
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.matching import TextWord, is_telling, runs
from terminology.vocabulary.normal import normal_phrase

_REMEMBERED = 1 << 15
_GROUP_ORDER = {group: place for place, group in enumerate(Group)}


class FoundTerm(NamedTuple):
    """A term in a text: half-open span in code points, its normal form, and the id of its best concept."""

    start: int
    end: int
    form: str
    concept: str


class Terms:
    """The terms of some groups. Immutable, so threads may share one."""

    def __init__(self, index: VocabularyIndex, groups: Collection[Group], ignored: frozenset[str]) -> None:
        """``ignored`` are normal forms to leave alone, with the shorter terms in them."""
        self._concepts = index.concepts
        self._groups = frozenset(groups)
        self._ignored = ignored
        self._named = lru_cache(maxsize=_REMEMBERED)(self._look_up)
        self._goes_on = lru_cache(maxsize=_REMEMBERED)(index.concepts.has_longer)

    def found(self, text: str) -> Iterator[FoundTerm]:
        """The terms of a text in order; they do not overlap, and none holds a comma."""
        start = 0
        for piece in text.split(","):
            for words in runs(piece):
                yield from self._in_run(words, piece, start)
            start += len(piece) + 1

    def _in_run(self, words: list[TextWord], text: str, offset: int) -> Iterator[FoundTerm]:
        at = 0
        while at < len(words):
            count, found = self._longest(words, at, text)
            if found:
                start, end = words[at].start, words[at + count - 1].end
                form = " ".join(word.normal for word in words[at : at + count])
                yield FoundTerm(offset + start, offset + end, form, found)
            at += count

    def _longest(self, words: list[TextWord], first: int, text: str) -> tuple[int, str]:
        """How many words the longest term at a word has, and its concept; empty for none and for an ignored one."""
        best, form = (1, ""), ""
        for last in range(first, len(words)):
            form = f"{form} {words[last].normal}".lstrip()
            concept = self._concept(form, text[words[first].start : words[last].end])
            if concept or form in self._ignored:
                best = (last - first + 1, concept)
            if not self._goes_on(form):
                break
        return best

    def _concept(self, form: str, written: str) -> str:
        """The concept that a form names; none where every source writes it in capitals and the text does not."""
        if form in self._ignored or not is_telling(form):
            return ""
        concept, in_capitals = self._named(form)
        return concept if written.isupper() or not in_capitals else ""

    def _look_up(self, form: str) -> tuple[str, bool]:
        named = [one for one in self._concepts.naming(form) if one.group in self._groups]
        if not named:
            return "", False
        return min(named, key=lambda one: _rank(one, form)).concept, all(one.surface.isupper() for one in named)


def _rank(one: NamedForm, form: str) -> tuple[bool, int, str]:
    """Those concepts first that prefer the form, then by group and id."""
    return normal_phrase(one.preferred) != form, _GROUP_ORDER[one.group], one.concept
