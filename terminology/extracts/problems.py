"""The disorders, symptoms and findings that a line names: terms of the vocabulary, and short forms of such terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from terminology.concept import Group
from terminology.data_files import rows
from terminology.document import Document, Line
from terminology.extracts.words import word_pattern, words_of
from terminology.language import Language
from terminology.phrases import PhraseTable
from terminology.vocabulary.matching import TermMatcher
from terminology.vocabulary.naming import Naming
from terminology.vocabulary.normal import normal_phrase

_GROUPS = (Group.DISORDER, Group.SYMPTOM)
_GROUP_NAMES = frozenset(group.value for group in _GROUPS)
_SURE = 0.5
_THEN = re.compile(r"[\s-]+")
_FREE = re.compile(r"[\s-]free\b", re.IGNORECASE)


class NamedProblem(NamedTuple):
    """``line.text[start:end]`` names a problem. ``long_form`` is what a short form stands for, else empty."""

    start: int
    end: int
    concept: str
    long_form: str = ""


class Problems:
    """Finds problems. Immutable, so threads may share one; the first use reads the terms, in about a second."""

    def __init__(self, language: Language) -> None:
        self._index = language.index
        self._senses = language.senses
        self._naming = Naming(language.index)

    @cached_property
    def _terms(self) -> TermMatcher:
        return TermMatcher(self._index, words_of("not a problem"), _GROUPS)

    @cached_property
    def _in_capitals(self) -> frozenset[str]:
        return frozenset(self._index.concepts.written_in_capitals(_GROUPS))

    @cached_property
    def _spoken(self) -> PhraseTable[str]:
        return PhraseTable({row["phrase"]: row["problem"] for row in rows("problems.tsv")})

    def named(self, document: Document, number: int) -> list[NamedProblem]:
        """The problems named in a line of a note, in order; none overlaps another, the longest at each place."""
        line = document.lines[number]
        begin = line.heading[1] if line.heading else 0
        found = [one for one in self._all(document, number) if one.start >= begin and not _is_part(line, one)]
        return list(_longest(found))

    def _all(self, document: Document, number: int) -> Iterator[NamedProblem]:
        line = document.lines[number]
        short = {(one.start, one.end): one for one in self._short_forms(document, number)}
        yield from (one for one in short.values() if one.concept or one.long_form)
        for match in self._terms.matches(line.text):
            written = line.text[match.start : match.end]
            is_other_case = match.form in self._in_capitals and not written.isupper()
            if (match.start, match.end) not in short and not is_other_case:
                concepts = self._terms.concepts_of(match.form)
                yield NamedProblem(match.start, match.end, concepts[0].id if concepts else "")
        for hit in self._spoken.find(line):
            if (hit.start, hit.end) not in short and normal_phrase(line.text[hit.start : hit.end]) not in words_of(
                "not a problem"
            ):
                yield NamedProblem(hit.start, hit.end, self._concept(hit.value))

    def _short_forms(self, document: Document, number: int) -> Iterator[NamedProblem]:
        """The short forms of a line that a problem is among the meanings of; empty where something else is meant."""
        line = document.lines[number]
        for token in line.tokens:
            text = token.text
            if text.islower() or not self._senses.reads_as_short_form(text) or not self._may_be_problem(text):
                continue
            if line.is_in_capitals and self._senses.is_plain_in_capitals(text):
                continue
            best = next(iter(self._senses.in_note(document, number, token.start, token.end)), None)
            is_meant = best is not None and best.score >= _SURE and self._is_problem(best.note, best.text)
            if best is not None and is_meant:
                yield NamedProblem(token.start, token.end, self._concept(best.text), best.text)
            else:
                yield NamedProblem(token.start, token.end, "")

    def _may_be_problem(self, short: str) -> bool:
        return any(sense.group in _GROUPS for sense in self._senses.known(short))

    def _is_problem(self, group: str, long_form: str) -> bool:
        return group in _GROUP_NAMES or not self._naming.groups(long_form).isdisjoint(_GROUPS)

    def _concept(self, phrase: str) -> str:
        return next((concept.id for concept in self._naming.concepts(phrase) if concept.group in _GROUPS), "")


def is_free_of(line: Line, end: int) -> bool:
    """Whether the word after a problem takes it back: ``pain free``."""
    return bool(_FREE.match(line.text, end))


def _is_part(line: Line, problem: NamedProblem) -> bool:
    """Whether a problem is only part of the name of something else: ``pain medication``, ``non-asthma``."""
    then = _THEN.match(line.text, problem.end)
    if line.text[: problem.start].lower().endswith("non-"):
        return True
    follows = then and word_pattern("problem then").match(line.text, then.end())
    return bool(follows) and not is_free_of(line, problem.end)


def _longest(found: Iterable[NamedProblem]) -> Iterator[NamedProblem]:
    taken = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.concept == "")):
        if one.start >= taken:
            taken = one.end
            yield one
