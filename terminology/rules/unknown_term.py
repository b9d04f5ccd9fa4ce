"""TM001: a diagnosis, drug or allergy that is no known term, though it may be spelled of known words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from terminology.concept import Group
from terminology.data_files import rows
from terminology.document import Line, Place
from terminology.finding import Finding, Severity, Suggestion
from terminology.language import Language
from terminology.rules.base import Example, Rule
from terminology.rules.entries import Entry, entries
from terminology.spelling.speller import Verdict, like_typed
from terminology.vocabulary.naming import Naming
from terminology.vocabulary.near_terms import NearTerm, NearTerms
from terminology.vocabulary.normal import normal_word

_DIAGNOSES = frozenset({"assessment", "past-medical-history"})
_DRUGS = frozenset({"medications", "allergies"})
_DOSE = re.compile(r"(?P<amount>\d[\d,.]*(?:\s?-\s?\d[\d,.]*)?)\s?-?(?P<unit>[A-Za-zµμ]+)(?![\w/])")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\-][^\W\d_]+)*")
_COUNTED = frozenset({"unit", "units", "tab", "tabs", "tablet", "tablets", "cap", "caps", "capsule", "capsules", "puffs"})
_MEASURED = frozenset({"mass", "amount", "volume"})
_LONGEST_NAME = 4
_SHORTEST_DRUG = 5
_LIKELY = 0.5
_SHOWN = 5
# how often the first suggestion is right, by how many letters it differs (benchmarks/check_terms.py)
_RIGHT = {1: 0.9, 2: 0.8}


@cache
def _dose_units() -> frozenset[str]:
    measured = (row["unit"].lower() for row in rows("units.tsv") if row["quantity"] in _MEASURED)
    return frozenset(measured) | _COUNTED


class UnknownTerm(Rule):
    """Looks at list entries where only known terms are expected."""

    code = "TM001"
    name = "unknown term"
    severity = Severity.ADVICE
    scope = "section"
    summary = (
        "In a list of diagnoses, a phrase that misses a known term by one word; in a list of medications or "
        "allergies, a word that misses a drug by one letter; and, as a warning, a dose of something that is no known drug."
    )
    rationale = (
        "A slip that makes another English word (`plural effusion`) passes every spelling check. Where a list wants "
        "terms, what the words name can be looked up. Diagnoses are written in many ways, so a phrase is only doubted "
        "when a known term is a slip away; a drug given by dose has a name, so there an unknown name is a warning."
    )
    instead = "Choose the known term, or ignore the finding where the writer means what is written."
    source = "EntryAssist's own check against the concepts and drug names listed by `entryassist vocab info`."
    bad = (
        Example("IMPRESSION:\n1. Acute [[congestive hearth failure]] with edema.", "congestive heart failure"),
        Example("ASSESSMENT: Left [[plural effusion]].", "pleural effusion"),
        Example("MEDICATIONS:\n1. [[Morphing]] 15 mg every 4 hours.", "Morphine"),
        Example("ALLERGIES: Penicillin, [[morphing]].", "morphine"),
    )
    good = (
        "ASSESSMENT:\n1. Neoplasm, malignant, of lung.\n2. Fractures of the left femur.\n3. Ageing face.",
        "MEDICATIONS: Aspirin 81 mg daily, normal saline 500 mL, KCl 20 mEq.",
        "ALLERGIES: Penicillin, shellfish, strawberries. No known latex allergy.",
    )

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._naming = Naming(language.index)
        self._near = NearTerms(language.index, self._naming)

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The entries of a list of diagnoses, medications or allergies that are no known terms."""
        if place.section in _DIAGNOSES:
            for entry in entries(line):
                yield from self._diagnosis(line, entry)
        elif place.section in _DRUGS:
            for entry in entries(line, at_commas=True):
                yield from self._drug(line, entry)

    def _diagnosis(self, line: Line, entry: Entry) -> Iterator[Finding]:
        if line.in_zone(entry.start, entry.end):
            return
        end = 0
        for terms in self._near.near(entry.text):
            first = terms[0]
            if first.start < end:
                continue
            end = first.end
            typed = entry.text[first.start : first.end]
            same_span = [term for term in terms if (term.start, term.end) == (first.start, first.end)]
            yield self.finding(
                line.text,
                entry.start + first.start,
                entry.start + first.end,
                f'"{typed}" is not a known term; did you mean "{first.term}"?',
                suggestions=[self._term(term, typed, rank) for rank, term in enumerate(same_span[:_SHOWN])],
                evidence=f"no concept has this form, and {len(same_span)} near it",
            )

    def _term(self, term: NearTerm, typed: str, rank: int) -> Suggestion:
        concepts = self._naming.concepts(term.term)
        return Suggestion(
            like_typed(term.term, typed, proper=False),
            round(_RIGHT[term.slips] / 2**rank, 3),
            concept=concepts[0].id if concepts else "",
        )

    def _drug(self, line: Line, entry: Entry) -> Iterator[Finding]:
        dose = _DOSE.search(entry.text)
        is_dosed = dose is not None and dose["unit"].lower() in _dose_units()
        name = entry.text[: dose.start()] if dose and is_dosed else entry.text.partition("(")[0]
        words = list(_WORD.finditer(name))
        if not 0 < len(words) <= _LONGEST_NAME or line.in_zone(entry.start, entry.end):
            return
        if any(self._is_drug(text) for text in (name, *(word.group() for word in words))):
            return
        for word in words:
            if (is_dosed or (len(words) == 1 and self._is_known(word))) and (suggestions := self._drugs_like(word.group())):
                yield self._unknown_drug(line, entry, word, suggestions, Severity.WARNING if is_dosed else Severity.ADVICE)
                return
        if is_dosed and not any(self._is_medical(word) for word in words):
            severity = Severity.ADVICE if self._is_known(words[0]) else Severity.WARNING
            yield self._unknown_drug(line, entry, words[0], [], severity)

    def _is_drug(self, text: str) -> bool:
        word = self.language.index.word(text)
        if word is not None and word.is_drug:
            return True
        senses = self.language.senses.known(text)
        return any(sense.group is Group.DRUG for sense in senses) or Group.DRUG in self._naming.groups(text)

    def _is_known(self, word: re.Match[str]) -> bool:
        return self.language.speller.verdict(normal_word(word.group())) is Verdict.KNOWN

    def _is_medical(self, match: re.Match[str]) -> bool:
        word = self.language.index.word(match.group())
        return word is not None and word.is_medical

    def _drugs_like(self, typed: str) -> list[Suggestion]:
        """The drugs that a word may have been meant for; none when something else was more likely meant."""
        corrections = self.language.speller.corrections(normal_word(typed)) if len(typed) >= _SHORTEST_DRUG else ()
        drugs = [correction for correction in corrections if correction.word and correction.word.is_drug]
        if not drugs or drugs[0].score < _LIKELY:
            return []
        return [self._named_drug(drug.text, typed, drug.score) for drug in drugs[:_SHOWN]]

    def _named_drug(self, drug: str, typed: str, score: float) -> Suggestion:
        concepts = [concept for concept in self._naming.concepts(drug) if concept.group is Group.DRUG]
        return Suggestion(
            like_typed(drug, typed, proper=False),
            round(score, 3),
            concept=concepts[0].id if concepts else "",
            note="drug name",
        )

    def _unknown_drug(
        self, line: Line, entry: Entry, word: re.Match[str], suggestions: list[Suggestion], severity: Severity
    ) -> Finding:
        start, end = entry.start + word.start(), entry.start + word.end()
        what = f'"{word.group()}" is not a known drug'
        return self.finding(
            line.text,
            start,
            end,
            f'{what}; did you mean "{suggestions[0].text}"?' if suggestions else f"{what}; check it against the source.",
            suggestions=suggestions,
            severity=severity,
            evidence="no source has it as a drug name",
        )
