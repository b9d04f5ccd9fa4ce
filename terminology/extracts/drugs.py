"""The drugs that a line names, with dose, route, frequency and form as written, and what is said of their use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from terminology.allergies import allergens
from terminology.assertion import Presence, Time, asserted
from terminology.concept import Group
from terminology.document import Line
from terminology.drug_names import drug_names, generics
from terminology.drugs.orders import Mention, dose_of, mentions, order_of
from terminology.extracts.extract import Certainty
from terminology.extracts.terms import Terms
from terminology.extracts.words import word_pattern, words_of
from terminology.language import Language
from terminology.vocabulary.naming import Naming

_NUMBER = re.compile(r"[\d.,/\s]*\d")
# right before a drug it is that drug's, whatever follows: ``2% Xylocaine with 0.75% Marcaine``
_STRENGTH = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?\s?%)\s+(?:plain\s+)?$")
_USUAL, _USUAL_IN_PHRASE = 3.0, 4.0
_DETAILS = ("form", "frequency", "route")
# "stopped" speaks of a drug a few words on, not of one in the next clause
_REACH = 60
_CLAUSE = re.compile(r"[;:]|\.\s|\sbut\s|,\s(?:and|then|so)\s|\sand\s(?:s?he|they|it|the|his|her)\s", re.IGNORECASE)


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
    """Finds drugs. Immutable, so threads may share one."""

    def __init__(self, language: Language) -> None:
        self._index = language.index
        self._naming = Naming(language.index)
        self._terms = Terms(language.index, (Group.DRUG,), words_of("not a drug"))

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
        listed = [(match.start, match.end) for match in self._terms.found(line.text) if self._is_rare(match.form)]
        spans = sorted({*known, *listed, *allergic_to}, key=lambda span: (span[0], -span[1]))
        found, taken = list[Mention](), line.heading[1] if line.heading else 0
        for start, end in spans:
            if start < taken:
                continue
            taken = end
            if found and _is_same(line, found[-1], start, end):
                found[-1] = found[-1]._replace(end=end)
            else:
                found.append(Mention(start, end, line.text[start:end].lower()))
        return found

    def _is_rare(self, form: str) -> bool:
        """Whether a name of the vocabulary is not an everyday word besides."""
        words = [self._index.word(word) for word in form.split()]
        usual = _USUAL if len(words) == 1 else _USUAL_IN_PHRASE
        return any(word is None or word.zipf < usual for word in words)

    def _concept(self, name: str) -> str:
        for one in (name, generics().get(name, "")):
            if ids := [concept.id for concept in self._naming.concepts(one) if concept.group is Group.DRUG]:
                return ids[0]
        return ""


def _is_same(line: Line, before: Mention, start: int, end: int) -> bool:
    """Whether a name only says what the brand name right before it is a brand of: ``Lantus insulin``."""
    generic = generics().get(before.name, "")
    return line.text[before.end : start] == " " and line.text[start:end].lower() in generic.split()


def _dose(line: Line, named: Sequence[Mention], which: int) -> tuple[str, str]:
    """The dose's number and unit as written; both empty where no dose is told."""
    strength = _STRENGTH.search(line.text, max(0, named[which].start - _REACH), named[which].start)
    dose = dose_of(line, named, which)
    if strength:
        written = strength[1]
    elif dose:
        written = line.text[dose.start : dose.end]
    else:
        return "", ""
    number = _NUMBER.match(written)
    value = number.group().strip() if number else ""
    return value, written[len(value) :].strip(" -") if value else ""


def _certainty(line: Line, mention: Mention, section: str) -> Certainty:
    """What is said of a drug. The cues of problems hold for it too, but only within its clause: who stopped a drug
    because "no allergies are present" does not deny it.
    """
    said = asserted(line, mention.start, mention.end, section)
    left, right = line.sentence_at(mention.start)
    reach = line.text[max(left, mention.start - _REACH) : mention.start]
    before = _CLAUSE.split(reach)[-1]
    after = _CLAUSE.split(line.text[mention.end : min(right, mention.end + _REACH)], maxsplit=1)[0]
    if word_pattern("before drug not taken").search(before):
        return Certainty.NEGATED
    if said.presence is Presence.NEGATED and word_pattern("before drug denied").search(before):
        return Certainty.NEGATED
    if not said.of_patient:
        return Certainty.FAMILY
    use = _use(before, after)
    if said.time is Time.HYPOTHETICAL and not word_pattern("as needed").search(reach):
        return Certainty.UNCERTAIN
    if use is _Use.STOPPED or (said.time is Time.PAST and use is not _Use.TAKEN):
        return Certainty.HISTORICAL
    return Certainty.UNCERTAIN if said.presence is Presence.POSSIBLE and use is not _Use.TAKEN else Certainty.AFFIRMED


class _Use(Enum):
    """What the words about a drug tell of its use."""

    TAKEN = auto()
    STOPPED = auto()
    UNTOLD = auto()


def _use(before: str, after: str) -> _Use:
    """Whether the nearest words before a drug, or those right after it, say that it is taken or was stopped."""
    if word_pattern("after drug stopped").search(after):
        return _Use.STOPPED
    *_, last = "", *word_pattern("before drug stopped", "before drug taken").findall(before)
    if not last:
        return _Use.UNTOLD
    return _Use.STOPPED if " ".join(last.lower().split()) in words_of("before drug stopped") else _Use.TAKEN
