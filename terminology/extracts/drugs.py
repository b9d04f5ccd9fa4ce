"""The drugs that a line names, with dose, route, frequency and form as written, and what is said of their use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from terminology.allergies import allergens
from terminology.assertion import Presence, Time, asserted
from terminology.concept import Group
from terminology.document import Line
from terminology.drug_names import drug_names, generics
from terminology.drugs.orders import Mention, dose_of, mentions, order_of
from terminology.extracts.extract import Certainty
from terminology.extracts.words import word_pattern, words_of
from terminology.language import Language
from terminology.vocabulary.matching import TermMatcher
from terminology.vocabulary.naming import Naming

_NUMBER = re.compile(r"[\d.,/\s]*\d")
_USUAL = 3.0
_DETAILS = ("form", "frequency", "route")
# "stopped" speaks of a drug a few words on, not of one in the next clause
_REACH = 60
_CLAUSE = re.compile(r"[;:]|\.\s|\sbut\s|,\s(?:and|then|so)\s")


class NamedDrug(NamedTuple):
    """``line.text[start:end]`` names a drug; dose and details as written."""

    start: int
    end: int
    concept: str
    value: str
    unit: str
    certainty: Certainty
    details: tuple[tuple[str, str], ...]


class Drugs:
    """Finds drugs. Immutable, so threads may share one; the first use reads the names, in about a second."""

    def __init__(self, language: Language) -> None:
        self._index = language.index
        self._naming = Naming(language.index)

    @cached_property
    def _terms(self) -> TermMatcher:
        return TermMatcher(self._index, words_of("not a drug"), (Group.DRUG,))

    def named(self, line: Line, section: str) -> Iterator[NamedDrug]:
        """The drugs named in a line, in order; none overlaps another. What a laboratory measures is none."""
        allergic_to = {(one.start, one.end): one.name for one in allergens(line, section)}
        named = list(self._mentions(line, section, tuple(allergic_to)))
        for which, mention in enumerate(named):
            value, unit = _dose(line, named, which)
            said = order_of(line, named, which).said
            is_allergy = any(start < mention.end and mention.start < end for start, end in allergic_to)
            yield NamedDrug(
                mention.start,
                mention.end,
                self._concept(mention.name),
                value,
                unit,
                Certainty.ALLERGY if is_allergy else _certainty(line, mention, section),
                tuple((name, said[name]) for name in _DETAILS if name in said),
            )

    def _mentions(self, line: Line, section: str, allergic_to: Sequence[tuple[int, int]]) -> list[Mention]:
        if section == "laboratory":
            return []
        known = [(hit.start, hit.end) for hit in drug_names().find(line)]
        known += [(mention.start, mention.end) for mention in mentions(line)]
        known = [span for span in known if line.text[slice(*span)].lower() not in words_of("not a drug")]
        listed = [(match.start, match.end) for match in self._terms.matches(line.text) if self._is_rare(match.form)]
        spans = sorted({*known, *listed, *allergic_to}, key=lambda span: (span[0], -span[1]))
        found, taken = list[Mention](), line.heading[1] if line.heading else 0
        for start, end in spans:
            if start >= taken:
                found.append(Mention(start, end, line.text[start:end].lower()))
                taken = end
        return found

    def _is_rare(self, form: str) -> bool:
        """Whether a name of the vocabulary is not an everyday word besides."""
        words = [self._index.word(word) for word in form.split()]
        return all(word is None or word.zipf < _USUAL for word in words)

    def _concept(self, name: str) -> str:
        for one in (name, generics().get(name, "")):
            if ids := [concept.id for concept in self._naming.concepts(one) if concept.group is Group.DRUG]:
                return ids[0]
        return ""


def _dose(line: Line, named: Sequence[Mention], which: int) -> tuple[str, str]:
    """The dose's number and unit as written; both empty where no dose is told."""
    dose = dose_of(line, named, which)
    if dose is None:
        return "", ""
    written = line.text[dose.start : dose.end]
    number = _NUMBER.match(written)
    value = number.group().strip() if number else ""
    return value, written[len(value) :].strip(" -") if value else ""


def _certainty(line: Line, mention: Mention, section: str) -> Certainty:
    said = asserted(line, mention.start, mention.end, section)
    left, right = line.sentence_at(mention.start)
    before = _CLAUSE.split(line.text[max(left, mention.start - _REACH) : mention.start])[-1]
    after = _CLAUSE.split(line.text[mention.end : min(right, mention.end + _REACH)], maxsplit=1)[0]
    if said.presence is Presence.NEGATED or word_pattern("before drug not taken").search(before):
        return Certainty.NEGATED
    if not said.of_patient:
        return Certainty.FAMILY
    if said.presence is Presence.POSSIBLE or said.time is Time.HYPOTHETICAL:
        return Certainty.UNCERTAIN
    if said.time is Time.PAST or _is_stopped(before, after):
        return Certainty.HISTORICAL
    return Certainty.AFFIRMED


def _is_stopped(before: str, after: str) -> bool:
    """Whether the words before or right after a drug say that it was stopped, and none nearer that it is taken."""
    *_, stopped = -1, *(m.end() for m in word_pattern("before drug stopped").finditer(before))
    *_, again = -1, *(m.end() for m in word_pattern("before drug again").finditer(before))
    return stopped > again or bool(word_pattern("after drug stopped").search(after))
