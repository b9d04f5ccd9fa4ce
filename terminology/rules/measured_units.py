"""NU006 and NU007: values whose unit is probably wrong, and values given in two units that disagree."""

from __future__ import annotations

from collections.abc import Iterable

from terminology.context import NoteContext
from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.measurements import Measurement, measurements, quantities
from terminology.measurements.judgement import Judgement, Verdict, units_meant
from terminology.rules.base import Example, Rule
from terminology.rules.measured import MeasuredRule, written

_SPOKEN = {"Cel": "°C", "[degF]": "°F", "[lb_av]": "lb", "[in_i]": "inches", "[ft_i]": "feet", "[oz_av]": "oz"}
_SHARE, _SHARE_ABOUT = 0.03, 0.1
_DEGREES = 0.2


class WrongUnit(MeasuredRule):
    """A value that does not fit its unit."""

    code = "NU006"
    name = "unit probably wrong"
    severity = Severity.CRITICAL
    scope = "sentence"
    summary = "A value that cannot be, or hardly, in the unit written beside it and would be usual in another."
    rationale = (
        "98.6 °C, a creatinine of 88 mg/dL, a weight in feet: the number is right and the unit is not, or the number "
        "stands in the wrong field. Doses are calculated from weights and renal function."
    )
    instead = "Look at the source again and correct the unit or the number."
    fix_safety = "No unit is put in: whether the number or the unit is wrong, only the source tells."
    source = (
        "data/measurements.tsv and data/measurement_units.tsv: conversions from labunits and from the definitions of "
        "the units, limits as in NU001 and NU004."
    )
    bad = (Example("Temp [[98.6 C]]"), Example("creatinine [[88 mg/dL]]"), Example("Weight [[6.2 ft]]"))
    good = ("Temp 98.6 F", "Temp 37.0 C", "creatinine 88 umol/L", "creatinine 9.8 mg/dL on dialysis", "height 5.9 ft")

    def about(self, text: str, m: Measurement, judgement: Judgement, context: NoteContext) -> Finding | None:
        """Something where the unit of a value does not fit."""
        if judgement.verdict is not Verdict.WRONG_UNIT or m.comparator:
            return None
        about = quantities()[m.key]
        meant = _SPOKEN.get(judgement.meant, judgement.meant)
        why = "does not fit" if m.ucum in about.units else "is not a unit for it"
        end = m.value_end if "," in m.unit else text.index(m.unit, m.value_end) + len(m.unit)
        return self.finding(
            text,
            m.value_start,
            end,
            f"A {about.name} of {written(text, m)} {m.unit}: the unit {why}"
            f"{f' ({meant}?)' if meant else ''}; check the source.",
            evidence=f"usually {about.usual} {about.unit}",
        )


class UnitsDisagree(Rule):
    """The same measurement in two units, which do not convert into each other."""

    code = "NU007"
    name = "two units that disagree"
    severity = Severity.CRITICAL
    scope = "sentence"
    summary = "A measurement given in two units whose values do not convert into each other."
    rationale = "One of the two numbers is wrong, and a reader takes the one in the unit he knows."
    instead = "Look at the source again and correct the wrong one."
    fix_safety = "No value is suggested: which of the two is right, only the source tells."
    source = "data/measurement_units.tsv: definitions of the units; conversions of analytes from labunits."
    bad = (Example("Weight [[70 kg (190 lb)]]"), Example("Temp [[37.0 C (101 F)]]"), Example("""[[5'10" (150 cm)]]"""))
    good = ("Weight 70 kg (154 lb)", """Height 5'10" (178 cm)""", "Temp 38.5 C (101.3 F)", "weight 70 kg (up 10 lb)")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each pair that disagrees by more than rounding explains."""
        for m in measurements(line, place):
            if m.other and _disagree(line.text, m, m.other):
                first = line.text[m.value_start : m.other.start].rstrip(" (/,=;[")
                second = line.text[m.other.start : m.other.end]
                yield self.finding(
                    line.text,
                    m.value_start,
                    _closed(line.text, m.value_start, m.other.end),
                    f"The {quantities()[m.key].name} reads {first} and {second}, which are not the same; "
                    "check the source.",
                    evidence="converted by the definition of the units",
                )


def _closed(text: str, start: int, end: int) -> int:
    """The end of a span with the bracket that closes one opened in it."""
    return end + (text[end : end + 1] == ")" and "(" in text[start:end])


def _disagree(text: str, m: Measurement, other: Measurement) -> bool:
    one, two = (_range(text, of) for of in (m, other))
    if one is None or two is None:
        return False
    if m.key == "temperature":
        slack = _DEGREES
    else:
        slack = max(one[1], two[1]) * (_SHARE_ABOUT if m.approximate or other.approximate else _SHARE)
    return one[0] - slack > two[1] or two[0] - slack > one[1]


def _range(text: str, m: Measurement) -> tuple[float, float] | None:
    """The values, in the reference unit, that round to the number as written."""
    units = units_meant(m)
    if not units or not m.ucum:
        return None
    whole, _, decimals = written(text, m).partition(".")
    half = 0.5 * 10.0 ** -len(decimals) if whole.isdigit() else 0.5
    return units[0].to_reference(m.low - half), units[0].to_reference(m.low + half)
