"""TM001: a diagnosis, drug or allergy that is no known term, though it may be spelled of known words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from terminology.concept import Group
from terminology.document import Line, Place
from terminology.finding import Finding, Severity, Suggestion
from terminology.language import Language
from terminology.rules.base import Example, Rule
from terminology.rules.entries import Entry, entries, name_before_dose
from terminology.spelling.speller import Verdict, like_typed
from terminology.vocabulary.naming import Naming
from terminology.vocabulary.near_terms import NearTerm, NearTerms
from terminology.vocabulary.normal import normal_word
from terminology.vocabulary.term import Tier

_DIAGNOSES = frozenset({"assessment", "past-medical-history"})
_DRUGS = frozenset({"medications", "allergies"})
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\-][^\W\d_]+)*")
_LONGEST_NAME = 4
_SHORTEST_DRUG = 5
_LIKELY = 0.5
_USUAL = 3.5
_SHOWN = 5
# the first suggestion is right for 97 of 100 made slips (benchmarks/check_terms.py); real ones are harder
_RIGHT, _OTHERS = 0.9, 0.05


class UnknownTerm(Rule):
    """Looks at list entries where only known terms are expected."""

    code = "TM001"
    name = "unknown term"
    severity = Severity.ADVICE
    scope = "section"
    summary = (
        "In a list of diagnoses, a phrase that misses a known term by one word; in a list of medications or "
        "allergies, a word that misses a drug by a slip; and, as a warning, a dose of something that is no known drug."
    )
    rationale = (
        "A slip that makes another English word (`congestive hearth failure`) passes every spelling check. Where a "
        "list wants terms, what the words name can be looked up. Diagnoses are written in many ways, so a phrase is "
        "only doubted when a known term is a slip away; a drug given by dose has a name, so there an unknown name is a "
        "warning."
    )
    instead = "Choose the known term, or ignore the finding where the writer means what is written."
    source = "EntryAssist's own check against the concepts and drug names listed by `entryassist vocab info`."
    bad = (
        Example("IMPRESSION:\n1. Acute [[congestive hearth failure]] with edema.", "congestive heart failure"),
        Example("ASSESSMENT: [[Carpel tunnel syndrome]], left.", "Carpal tunnel syndrome"),
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
            _OTHERS if rank else _RIGHT,
            concept=concepts[0].id if concepts else "",
        )

    def _drug(self, line: Line, entry: Entry) -> Iterator[Finding]:
        dosed = name_before_dose(entry.text)
        name = dosed or entry.text.partition("(")[0]
        words = list(_WORD.finditer(name))
        if not 0 < len(words) <= _LONGEST_NAME or line.in_zone(entry.start, entry.end):
            return
        if any(self._is_drug(text) for text in (name, *(word.group() for word in words))):
            return
        doubtful = words if dosed else [word for word in words if len(words) == 1 and self._is_rare(word)]
        for word in doubtful:
            if suggestions := self._drugs_like(word.group()):
                yield self._unknown_drug(line, entry, word, suggestions, Severity.WARNING if dosed else Severity.ADVICE)
                return
        if dosed and not any(self._is_other(word) for word in words):
            yield self._unknown_drug(line, entry, words[0], [], Severity.WARNING)

    def _is_drug(self, text: str) -> bool:
        word = self.language.index.word(text)
        if word is not None and word.is_drug:
            return True
        senses = self.language.senses.known(text)
        return any(sense.group is Group.DRUG for sense in senses) or Group.DRUG in self._naming.groups(text)

    def _is_known(self, word: re.Match[str]) -> bool:
        return self.language.speller.verdict(normal_word(word.group())) is Verdict.KNOWN

    def _is_rare(self, word: re.Match[str]) -> bool:
        """Whether a word is known, but neither usual nor medical: such a word is doubted even without a dose."""
        known = self.language.index.word(word.group())
        return known is not None and self._is_known(word) and known.zipf < _USUAL and not known.is_medical

    def _is_other(self, word: re.Match[str]) -> bool:
        """Whether a word is known, if only to the site or as a short form, and so may belong to what is given."""
        return self._is_known(word) or bool(self.language.senses.known(word.group()))

    def _drugs_like(self, typed: str) -> list[Suggestion]:
        """The drugs that a word may have been meant for; none when something else was more likely meant."""
        corrections = self.language.speller.corrections(normal_word(typed)) if len(typed) >= _SHORTEST_DRUG else ()
        plain = normal_word(typed).rstrip("s")
        known = [c for c in corrections if c.word and c.word.is_drug and c.word.tier is Tier.SUGGEST]
        drugs = [c for c in known if c.text.rstrip("s") != plain]
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
        what = f'did you mean "{suggestions[0].text}"?' if suggestions else "check it against the source."
        return self.finding(
            line.text,
            start,
            end,
            f'"{word.group()}" is not a known drug; {what}',
            suggestions=suggestions,
            severity=severity,
            evidence="no source has it as a drug name",
        )
