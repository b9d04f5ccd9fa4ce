"""SF005 and SF006: decimal points that are missed, and make the dose ten times too large."""

from __future__ import annotations

import re
from collections.abc import Iterable

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement
from terminology.rules.do_not_use import SOURCE, facts

# A dose unit, not followed by the volume that makes it a laboratory result (mg/dL).
_DOSE_UNIT = (
    r"(?=\s?-?(?:mg|mcg|ug|µg|μg|g|gm|gram|grams|milligrams?|micrograms?|mL|ml|cc|units?|u|U|mEq|meq|mmol|tabs?|tablets?"
    r"|puffs?)\b(?!\s?/\s?(?:[dmuµμnpf]?L|dl|ml)\b))"
)
_TRAILING = re.compile(rf"(?<![\d.,])(\d+)\.0+(?!\d|\.\d){_DOSE_UNIT}", re.IGNORECASE)
_NAKED = re.compile(rf"(?<![\d.\w])\.(\d+)(?!\d|\.\d){_DOSE_UNIT}", re.IGNORECASE)
_RESULTS = frozenset({"laboratory", "imaging"})


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
        """Each dose with a trailing zero, outside laboratory and imaging sections."""
        if place.section in _RESULTS or ".0" not in line.text:
            return
        for m in _TRAILING.finditer(line.text):
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
        """Each dose without its leading zero."""
        if "." not in line.text:
            return
        for m in _NAKED.finditer(line.text):
            yield self.finding(
                line.text,
                *m.span(),
                f'"{m.group()}" reads {m.group(1)} when the point is missed: write "0{m.group()}".',
                suggestions=[replacement(f"0{m.group()}", note="with a leading zero")],
                evidence=facts()[self.code]["source"],
            )
