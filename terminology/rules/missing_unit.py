"""SF018: a dose without its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from terminology.document import Line, Place
from terminology.doses import FREQUENCY, PREPARATION, ROUTE, cues
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule
from terminology.rules.entries import entries
from terminology.rules.error_prone import SOURCE

_I = re.IGNORECASE
# no part of a range, date, strength (5/325) or name (#3), and with a unit it would go on in letters
_NUMBER = re.compile(r"\d(?<=\s\d)\d{0,3}(?:,\d{3})?(?:\.\d*[1-9]\d*)?(?![\w/%]|\s?-\s?\d|\.\d)")
_NAMED = re.compile(
    rf"(?P<name>[^\W\d_][^\W\d_-]{{2,}}(?:-[^\W\d_]+)*)(?:[\s-](?:{PREPARATION})\b)?\s(?:(?:to|dose|of)\s)?$", _I
)
_ORDERED = re.compile(rf"[\s,]*(?:{ROUTE}|{FREQUENCY})", _I)
# "daily", "in the morning" are said of laboratory tests too
_SURELY_ORDERED = re.compile(rf"[\s,]*(?:{ROUTE}|(?:b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?h\.?s|q\.?\d{{1,2}}h)\b)", _I)
_SMALLEST = 5
_LONGEST_NAME = 60


class MissingUnit(Rule):
    """metoprolol 25 b.i.d."""

    code = "SF018"
    name = "dose without a unit"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A drug with a number and a route or frequency, but no unit."
    rationale = (
        "The reader has to guess milligrams, micrograms, millilitres, units or tablets. Whole numbers below five are "
        "left alone, as they count tablets, and so are numbers that belong to a name (Tylenol 3, Novolog 70/30) or to "
        "a level."
    )
    instead = "The unit as the source has it; ask the author where it has none."
    source = SOURCE.replace("error-prone abbreviations", "error-prone dose designations")
    fix_safety = "No unit is suggested: only the source or the author knows it."
    bad = (
        Example("metoprolol [[25]] b.i.d."),
        Example("Lasix [[40]] daily"),
        Example("MEDICATIONS: Plavix [[75]], aspirin 81 mg daily"),
    )
    good = (
        "metoprolol 25 mg b.i.d.",
        "Tylenol 3 every 6 hours",
        "digoxin 0.8, therapeutic",
        "Percocet 2 every 6 hours",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each dose that is ordered, or listed among the medications, without a unit."""
        listed: frozenset[int] | None = None
        for m in _NUMBER.finditer(line.text):
            ordered = bool(_ORDERED.match(line.text, m.end()))
            if not ordered and listed is None:
                listed = self._listed(line) if place.section == "medications" else frozenset()
            if (ordered or (listed and m.end() in listed)) and not _counts_tablets(m.group()):
                name = self._drug_before(line, m, ordered=ordered)
                if name and not line.in_zone(*m.span()):
                    yield self.finding(
                        line.text,
                        *m.span(),
                        f'The dose of {name} has no unit: "{m.group()}" of what?',
                        evidence=self.source,
                    )

    def _drug_before(self, line: Line, m: re.Match[str], *, ordered: bool) -> str:
        """The drug that a number is the dose of; empty when it is none, or more likely the level in the blood."""
        named = _NAMED.search(line.text, max(0, m.start() - _LONGEST_NAME), m.start())
        if not named or not self._is_drug(named["name"]):
            return ""
        measured = ordered and cues("drug and analyte").fullmatch(named["name"])
        return "" if measured and not _SURELY_ORDERED.match(line.text, m.end()) else str(named["name"])

    def _is_drug(self, name: str) -> bool:
        return not cues("numbered name").fullmatch(name) and (
            self.language.notation.doses.is_drug(name) or bool(cues("drug and analyte").fullmatch(name))
        )

    @staticmethod
    def _listed(line: Line) -> frozenset[int]:
        """Where the entries of a list end."""
        return frozenset(entry.end for entry in entries(line, at_commas=True))


def _counts_tablets(number: str) -> bool:
    """A small whole number, which may say how many tablets."""
    return number.isdigit() and int(number) < _SMALLEST
