"""SF005, SF006 and SF017: decimal points and commas that are missed, and make the dose ten times too large."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from terminology.document import Document, Line, Place
from terminology.doses import COUNT, MASS, NO_RESULT, NUMBER, UNITS, VOLUME, is_taken
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, first_uses, replacement
from terminology.rules.do_not_use import SOURCE, facts
from terminology.rules.error_prone import SOURCE as ERROR_PRONE

_UNIT = rf"(?:{MASS}|{UNITS}|{VOLUME}|{COUNT})"
_TO = rf"(?:\s?(?:-|to)\s?(?:{NUMBER}))?"
_DOSE_UNIT = rf"(?={_TO}\s?-?{_UNIT}{NO_RESULT})"
_TRAILING = re.compile(rf"(?<![\d.,])(\d+)\.0+(?!\d|\.\d)(?P<unit>{_DOSE_UNIT})?", re.IGNORECASE)
_NAKED = re.compile(
    rf"\.(?<![\d.\w]\.)(\d+)(?!\d|\.\d)(?:(?P<unit>{_DOSE_UNIT})|(?P<percent>(?=\s?%)))?", re.IGNORECASE
)
_SOLUTION = re.compile(
    r"\s?%\s(?:normal\s)?(?:saline|NaCl|NS|sodium|dextrose|cream|ointment|solution|drops?)\b", re.IGNORECASE
)
_LARGE = re.compile(
    rf"(?P<number>\d(?<![\w.,/-]\d)\d{{3,}})(?={_TO}\s?-?(?:mg|mcg|mEq|international\s+units?|units?|IU|U){NO_RESULT})",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"\d{4}")
_CERTAIN_FROM = 10_000


class TrailingZero(Rule):
    """A dose written X.0."""

    code = "SF005"
    name = "trailing zero in a dose"
    severity = Severity.CRITICAL
    scope = "sentence"
    summary = "A whole-number dose written with a decimal point and a zero."
    rationale = (
        "When the point is missed, 1.0 mg is read as 10 mg. The Joint Commission does not allow it in orders and "
        "medication documentation; laboratory results, lesion sizes and tube sizes may keep it."
    )
    instead = "The whole number alone."
    source = SOURCE
    bad = (
        Example("Warfarin [[1.0]] mg nightly", "1"),
        Example("Give [[10.0]]mg now.", "10"),
        Example("TAKE [[5.0]] MG DAILY", "5"),
    )
    good = (
        "Creatinine 1.0 mg/dL",
        "A 2.0 cm lesion",
        "7.0 ET tube",
        "Warfarin 1 mg nightly",
        "Levothyroxine 12.5 mcg",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each dose with a trailing zero; a number that is measured may keep it."""
        if ".0" not in line.text:
            return
        doses = self.language.notation.doses
        for m in _TRAILING.finditer(line.text):
            if m["unit"] is None:
                if not (doses.ends_in_drug(line.text[: m.start()]) and is_taken(line, m.end())):
                    continue
            elif doses.is_measured(line, place, *m.span()):
                continue
            yield self.finding(
                line.text,
                *m.span(),
                f'"{m.group()}" reads {m.group().replace(".", "")} when the point is missed: write "{m.group(1)}".',
                suggestions=[replacement(m.group(1), note="without the trailing zero")],
                evidence=facts()[self.code]["source"],
            )


class NakedDecimal(Rule):
    """A dose written .X."""

    code = "SF006"
    name = "dose without a leading zero"
    severity = Severity.CRITICAL
    scope = "sentence"
    summary = "A dose below one that begins with the decimal point."
    rationale = "When the point is missed, .5 mg is read as 5 mg."
    instead = "A zero before the point."
    source = SOURCE
    bad = (
        Example("Lorazepam [[.5]] mg IV", "0.5"),
        Example("digoxin [[.125]]mg daily", "0.125"),
        Example("GIVE [[.5]] MG NOW", "0.5"),
    )
    good = ("Lorazepam 0.5 mg IV", "Version 1.5 mg", "a .22 caliber bullet")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each dose without its leading zero, strengths of solutions among them."""
        if "." not in line.text:
            return
        for m in _NAKED.finditer(line.text):
            if m["unit"] is None and not self._is_given(line, m):
                continue
            yield self.finding(
                line.text,
                *m.span(),
                f'"{m.group()}" reads {m.group(1)} when the point is missed: write "0{m.group()}".',
                suggestions=[replacement(f"0{m.group()}", note="with a leading zero")],
                evidence=facts()[self.code]["source"],
            )

    def _is_given(self, line: Line, m: re.Match[str]) -> bool:
        """A strength in percent, or a bare number, that belongs to a drug."""
        after_drug = self.language.notation.doses.ends_in_drug(line.text[: m.start()])
        if m["percent"] is not None:
            return after_drug or bool(_SOLUTION.match(line.text, m.end()))
        return after_drug and is_taken(line, m.end())


class LargeNumber(Rule):
    """A dose of a thousand or more without a comma."""

    code = "SF017"
    name = "large dose without a comma"
    severity = Severity.WARNING
    scope = "note"
    summary = (
        "A dose of 1,000 or more written without a comma: from 10,000 a warning, below it advice at the first use in a "
        "note."
    )
    rationale = (
        "100000 units is read as 10,000 or 1,000,000 units. ISMP asks for commas from 1,000; results, volumes and "
        "counts of cells are no doses and are left alone."
    )
    instead = "The number with commas, or in words: 100 thousand, 1 million."
    source = ERROR_PRONE
    bad = (Example("heparin [[100000]] units", "100,000"), Example("vitamin D [[50000]] units weekly", "50,000"))
    good = ("heparin 5,000 units", "platelets 150000", "urine output 2000 mL", "CPK 12000 units/L")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each large dose."""
        if not _FOUR_DIGITS.search(line.text):
            return
        for m in _LARGE.finditer(line.text):
            if line.in_zone(*m.span()) or self.language.notation.doses.is_measured(line, place, *m.span("number")):
                continue
            number = int(m["number"])
            yield self.finding(
                line.text,
                *m.span("number"),
                f'"{number}" is easily misread without commas: write "{number:,}".',
                suggestions=[replacement(f"{number:,}", note="with commas")],
                severity=Severity.WARNING if number >= _CERTAIN_FROM else Severity.ADVICE,
                evidence=self.source,
            )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Below ten thousand only the first."""
        first = first_uses((f for f in findings if f.severity is Severity.ADVICE), lambda finding: "")
        return [f for f in findings if f.severity is not Severity.ADVICE or f in first]
