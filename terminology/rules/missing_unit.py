"""SF018: a dose without its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from terminology.document import Line, Place
from terminology.doses import FREQUENCY, PREPARATION, ROUTE, cues
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule
from terminology.rules.entries import entries
from terminology.rules.error_prone import SOURCE

_I = re.IGNORECASE
# a drug's name has letters; the number is no part of a range, date, strength (5/325) or name (#3)
_DOSE = re.compile(
    rf"(?P<name>[^\W\d_][^\W\d_-]{{2,}}(?:-[^\W\d_]+)*)(?P<preparation>(?:[\s-](?:{PREPARATION})\b)?)\s(?:(?:to|at|dose)\s|of\s)?"
    r"(?P<number>\d{1,4}(?:,\d{3})?(?:\.\d*[1-9]\d*)?)(?![\w/%]|-\d|\s?-\s?\d|\.\d)",
    _I,
)
_ORDERED = re.compile(rf"[\s,]*(?:{ROUTE}|{FREQUENCY})", _I)
# "daily", "in the morning" are said of laboratory tests too
_SURELY_ORDERED = re.compile(rf"[\s,]*(?:{ROUTE}|(?:b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?h\.?s|q\.?\d{{1,2}}h)\b)", _I)
_SMALLEST = 5
_HAS_NUMBER = re.compile(r"[^\W\d_](?:\s\w{1,9})?\s\d")


class MissingUnit(Rule):
    """metoprolol 25 b.i.d."""

    code = "SF018"
    name = "dose without a unit"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A drug with a number and a route or frequency, but no unit."
    rationale = (
        "The reader has to guess milligrams, micrograms, millilitres, units or tablets. Whole numbers below five are "
        "left alone, as they count tablets, and so are numbers that belong to a name (Tylenol 3, Novolog 70/30) or to a "
        "level."
    )
    instead = "The unit as the source has it; ask the author where it has none."
    source = SOURCE.replace("error-prone abbreviations", "error-prone dose designations")
    fix_safety = "No unit is suggested: only the source or the author knows it."
    bad = (
        Example("metoprolol [[25]] b.i.d."),
        Example("Lasix [[40]] daily"),
        Example("MEDICATIONS: Plavix [[75]], aspirin 81 mg daily"),
    )
    good = ("metoprolol 25 mg b.i.d.", "Tylenol 3 every 6 hours", "digoxin 0.8, therapeutic", "Percocet 2 every 6 hours")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each dose that is ordered, or listed among the medications, without a unit."""
        if not _HAS_NUMBER.search(line.text):
            return
        listed = self._listed(line) if place.section == "medications" else frozenset()
        for m in self._doses(line):
            if m.end() in listed or self._is_ordered(line, m):
                yield self.finding(
                    line.text,
                    *m.span("number"),
                    f'The dose of {m["name"]} has no unit: "{m["number"]}" of what?',
                    evidence=self.source,
                )

    def _doses(self, line: Line) -> Iterator[re.Match[str]]:
        for m in _DOSE.finditer(line.text):
            number = float(m["number"].replace(",", ""))
            is_count = number < _SMALLEST and number.is_integer() and "." not in m["number"]
            if not is_count and not line.in_zone(*m.span()) and self._is_drug(m["name"]):
                yield m

    def _is_drug(self, name: str) -> bool:
        return not cues("numbered name").fullmatch(name) and (
            self.language.notation.doses.is_drug(name) or bool(cues("drug and analyte").fullmatch(name))
        )

    @staticmethod
    def _is_ordered(line: Line, m: re.Match[str]) -> bool:
        pattern = _SURELY_ORDERED if cues("drug and analyte").fullmatch(m["name"]) else _ORDERED
        return bool(pattern.match(line.text, m.end()))

    @staticmethod
    def _listed(line: Line) -> frozenset[int]:
        """Where the entries of a list end that hold nothing but a name and a number."""
        return frozenset(
            entry.end for entry in entries(line, at_commas=True) if (m := _DOSE.match(entry.text)) and m.end() == len(entry.text)
        )
