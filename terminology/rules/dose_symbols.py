"""SF013: symbols in orders that are read as digits or letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from terminology.document import Document, Line, Place
from terminology.doses import AMOUNT, COUNT, MASS, NO_RESULT, UNITS, cues
from terminology.finding import Finding, Severity
from terminology.notation import Notation, symbols
from terminology.rules.base import Example, Rule, first_uses, replacement

_I = re.IGNORECASE
_ANY = re.compile(r"[<>@&+°º/↑↓ʒ℥♏]")
_LIMIT = re.compile(rf"[<>](?=\s?\d[\d,.]*\s?(?:(?P<counted>{COUNT})|{MASS}|{UNITS}){NO_RESULT})", _I)
_AT_RATE = re.compile(r"@(?=\s?\d[\d,.]*\s?(?:mL|cc|L|mcg|mg|units?|mEq)(?![\w]))", _I)
_AT_TIME = re.compile(r"@(?=\s?(?:bedtime|night|noon|HS\b|\d{4}\b|\d{1,2}(?::\d\d)?\s?[ap]\.?m\b))", _I)
_AND = re.compile(r"(?<=\s)[&+](?=\s)")
_INTERVAL = re.compile(r"(?:\bq\.?|\bevery)\s?\d{1,2}(?:-\d{1,2})?\s?([°º])", _I)
_BOTH = re.compile(
    rf"(?P<left>\d[\d,]*(?:\.\d+)?(?<!,)\s?(?P<unit>{MASS}|{UNITS}))\s?(?P<slash>/)\s?(?P<word>[^\W\d_]+\s)?(?P<right>{AMOUNT})",
    _I,
)
_PER = re.compile(rf"\d\s?(?:{MASS}|{UNITS}|{COUNT})(/)(?=(?:day|d|wk|week|dose)\b)", _I)
_CHANGE = re.compile(r"[↑↓](?=\s?[^\W\d_])")
_APOTHECARY = re.compile(r"[ʒ℥♏]")

_Search = Callable[["SymbolInDose", Line], Iterator[tuple[int, int]]]


class SymbolInDose(Rule):
    """Symbols of the table, each in the place where it is part of a dose."""

    code = "SF013"
    name = "symbol in a dose"
    severity = Severity.ADVICE
    scope = "note"
    summary = "> < @ & + / and the degree sign beside doses and drugs, arrows before drugs, apothecary symbols."
    rationale = (
        "Beside a dose each is read as a digit or as its opposite: @ as 2, & as 2, + as 4, / as 1, the degree sign as "
        "a zero (q 2 degrees: q20). In measurements and results they are normal, and the rule is silent."
    )
    instead = "The word: greater than, less than, at, and, per, hours."
    source = "The Joint Commission and ISMP lists; data/error_prone.tsv names the source of each symbol."
    fix_safety = "The word is for a person to review: it stands in an order."
    bad = (
        Example("heparin [[@]] 12 units/kg/hr", "at"),
        Example("oxycodone 5 mg q4[[°]] as needed", " hours"),
        Example("aspirin 81 mg [[&]] Plavix 75 mg daily", "and"),
        Example("Never take [[>]] 2 tablets in 24 hours", "greater than"),
        Example("insulin glargine 25 units[[/]]10 units of lispro", " and "),
    )
    good = ("BP > 140/90", "LDL < 70 mg/dL", "temp 98.6°F", "A&O x3", "pulses 2+ bilaterally", "dopamine 5 mcg/kg/min")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each symbol that is part of a dose."""
        if not _ANY.search(line.text):
            return
        for needs, search in SEARCHES:
            if not any(symbol in line.text for symbol in _rows(needs)):
                continue
            for start, end in search(self, line):
                row = _rows(needs).get(line.text[start:end])
                if row and not self.language.notation.house.allows(row.spellings[0]) and not line.in_zone(start, end):
                    yield self._report(line.text, start, end, row)

    def _report(self, text: str, start: int, end: int, row: Notation) -> Finding:
        typed = text[start:end]
        before, after = (" " if text[at : at + 1].isalnum() else "" for at in (start - 1, end))
        word = row.write[0]
        return self.finding(
            text,
            start,
            end,
            f'"{typed}" in a dose can be mistaken for {row.mistaken_for}: write "{word}".',
            suggestions=[replacement(before + word + after)],
            severity=row.severity,
            evidence=row.source,
        )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Of a symbol that is a matter of style only the first use."""
        style = {id(f) for f in first_uses((f for f in findings if f.severity is Severity.ADVICE), lambda f: f.text)}
        return [f for f in findings if f.severity is not Severity.ADVICE or id(f) in style]

    def limits(self, line: Line) -> Iterator[tuple[int, int]]:
        """Limits on a dose: of tablets, or of a drug that the sentence names."""
        for m in _LIMIT.finditer(line.text):
            if m["counted"] or self._is_about_drug(line, m.start()):
                yield m.span()

    def _is_about_drug(self, line: Line, start: int) -> bool:
        return not cues("measured").search(
            line.text, max(0, start - 30), start
        ) and self.language.notation.doses.drug_in_sentence(line, start)

    def rates_and_times(self, line: Line) -> Iterator[tuple[int, int]]:
        """ "@" before a rate, or before a time of day in a sentence with a dose."""
        yield from (m.span() for m in _AT_RATE.finditer(line.text))
        for m in _AT_TIME.finditer(line.text):
            if self.language.notation.doses.ordered(line, m.start()):
                yield m.span()

    def between_drugs(self, line: Line) -> Iterator[tuple[int, int]]:
        """ "&" and "+" that join what is given."""
        doses = self.language.notation.doses
        for m in _AND.finditer(line.text):
            if doses.drug_after(line, m.end()) and doses.ordered(line, m.start()):
                yield m.span()

    def intervals(self, line: Line) -> Iterator[tuple[int, int]]:
        """The degree sign for hours."""
        yield from (m.span(1) for m in _INTERVAL.finditer(line.text))

    def between_doses(self, line: Line) -> Iterator[tuple[int, int]]:
        """A slash between two doses; strengths (160 mg/5 mL, 875 mg/125 mg) are written so and stay."""
        doses = self.language.notation.doses
        for m in _BOTH.finditer(line.text):
            word = (m["word"] or "").strip()
            if (
                m["unit"].lower().startswith("u")
                if not word
                else doses.is_drug(word) or m["unit"].lower().startswith("u")
            ):
                yield m.span("slash")

    def rates_per_day(self, line: Line) -> Iterator[tuple[int, int]]:
        """A slash for "per" in the dose of a drug."""
        for m in _PER.finditer(line.text):
            if self._is_about_drug(line, m.start()):
                yield m.span(1)

    def changes(self, line: Line) -> Iterator[tuple[int, int]]:
        """Arrows before a drug."""
        for m in _CHANGE.finditer(line.text):
            if self.language.notation.doses.drug_after(line, m.end()):
                yield m.span()

    def apothecary(self, line: Line) -> Iterator[tuple[int, int]]:
        """Symbols of the apothecaries' system, which nobody may use."""
        yield from (m.span() for m in _APOTHECARY.finditer(line.text))


SEARCHES: tuple[tuple[str, _Search], ...] = (
    ("dose limit", SymbolInDose.limits),
    ("rate or time", SymbolInDose.rates_and_times),
    ("between drugs", SymbolInDose.between_drugs),
    ("interval", SymbolInDose.intervals),
    ("between doses", SymbolInDose.between_doses),
    ("dose rate", SymbolInDose.rates_per_day),
    ("dose change", SymbolInDose.changes),
    ("apothecary", SymbolInDose.apothecary),
)


@cache
def _rows(needs: str) -> dict[str, Notation]:
    return {row.spellings[0]: row for row in symbols(needs)}
