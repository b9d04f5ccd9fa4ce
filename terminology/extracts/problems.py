"""The disorders, symptoms and findings that a line names: terms of the vocabulary, and short forms of such terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from terminology.concept import Group
from terminology.data_files import rows
from terminology.document import Document, Line
from terminology.extracts.terms import Terms
from terminology.extracts.words import word_pattern, words_of
from terminology.language import Language
from terminology.phrases import PhraseTable
from terminology.vocabulary.naming import Naming

_GROUPS = (Group.DISORDER, Group.SYMPTOM)
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
    """Finds problems. Immutable, so threads may share one."""

    def __init__(self, language: Language) -> None:
        self._senses = language.senses
        self._naming = Naming(language.index)
        self._terms = Terms(language.index, _GROUPS, words_of("not a problem"))

    @cached_property
    def _spoken(self) -> PhraseTable[str]:
        spoken = {row["phrase"]: row["problem"] for row in rows("problems.tsv")}
        spoken |= {row["phrase"]: row["term"] for row in rows("problem_terms.tsv")}
        return PhraseTable({phrase: term for phrase, term in spoken.items() if phrase not in words_of("not a problem")})

    def named(self, document: Document, number: int) -> list[NamedProblem]:
        """The problems named in a line of a note, in order; none overlaps another, the longest at each place."""
        line = document.lines[number]
        begin = line.heading[1] if line.heading else 0
        found = [one for one in self._all(document, number) if one.start >= begin and not _is_part(line, one)]
        return list(_longest(found))

    def _all(self, document: Document, number: int) -> Iterator[NamedProblem]:
        line = document.lines[number]
        short = {(one.start, one.end): one for one in self._short_forms(document, number)}
        yield from (one for one in short.values() if one.long_form)
        for one in (*self._termed(line), *self._told(line)):
            if (one.start, one.end) not in short:
                yield one

    def _termed(self, line: Line) -> Iterator[NamedProblem]:
        """What the vocabulary knows."""
        for term in self._terms.found(line.text):
            yield NamedProblem(term.start, term.end, term.concept)

    def _told(self, line: Line) -> Iterator[NamedProblem]:
        """What notes word in their own way."""
        for hit in self._spoken.find(line):
            yield NamedProblem(hit.start, hit.end, self._concept(line.text[hit.start : hit.end], hit.value))

    def _short_forms(self, document: Document, number: int) -> Iterator[NamedProblem]:
        """The short forms of a line that a problem is among the meanings of; without a long form where something else
        is meant."""
        line, senses = document.lines[number], self._senses
        for token in line.tokens:
            if not self._may_be_problem(token.text, line):
                continue
            best = next(iter(senses.in_note(document, number, token.start, token.end)), None)
            concept = self._concept(best.text) if best and best.score >= _SURE else ""
            yield NamedProblem(token.start, token.end, concept, best.text if best and concept else "")

    def _may_be_problem(self, text: str, line: Line) -> bool:
        if text.islower() or not self._senses.reads_as_short_form(text):
            return False
        if (line.is_in_capitals or not text.isupper()) and self._senses.is_plain_in_capitals(text):
            return False
        return any(sense.group in _GROUPS for sense in self._senses.known(text))

    def _concept(self, *phrases: str) -> str:
        concepts = (concept for phrase in phrases for concept in self._naming.concepts(phrase))
        return next((concept.id for concept in concepts if concept.group in _GROUPS), "")


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
