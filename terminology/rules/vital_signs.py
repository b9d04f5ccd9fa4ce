"""NU001 to NU003: vital signs that cannot be, that are unlikely, and blood pressures the wrong way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from terminology.age import ADULT, may_be_child, years
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule
from terminology.vital_signs import VitalSign, limits, vital_signs

_SOURCE = (
    "data/vital_signs.tsv: EntryAssist's judgement after the published outlier limits of CLIF, the MIMIC-III "
    "benchmark and OpenEMR. Adults; for children only the impossible is flagged."
)


class ImpossibleVitalSign(Rule):
    """Values outside what a living body can have."""

    code = "NU001"
    name = "impossible vital sign"
    severity = Severity.CRITICAL
    scope = "sentence"
    summary = "A vital sign outside what is physically possible: a slip of the key, a wrong unit or the wrong field."
    rationale = (
        "A missed decimal point or a swapped unit in a vital sign is copied into every later note and can trigger or "
        "hide an alarm."
    )
    instead = "Look at the source again; where the source says the same, ask the author."
    fix_safety = "No value is suggested: only the source or the author knows it."
    source = _SOURCE
    bad = (
        Example("HR [[780]], RR 16"),
        Example("Temp [[986]] this morning"),
        Example("SpO2 [[109]]% on room air"),
    )
    good = (
        "HR 78, RR 16, T 98.6, SpO2 99% on room air",
        "Temp 37.2 C",
        "Pulses 2+ bilaterally",
        "Wt 154 lb (70 kg)",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each impossible value."""
        for sign in vital_signs(line, place):
            about = limits()[sign.vital]
            if about.is_impossible(sign.value):
                hint = _fahrenheit_hint(sign)
                yield self.finding(
                    line.text,
                    sign.start,
                    sign.end,
                    f"A {about.name} of {line.text[sign.start : sign.end]} is not possible{hint}; check the source.",
                    evidence=f"possible {about.impossible_low:g} to {about.impossible_high:g} {about.unit}",
                )


def _fahrenheit_hint(sign: VitalSign) -> str:
    fahrenheit = sign.vital == "temperature" and sign.unit.startswith("c") and 90 <= sign.value <= 110
    return " in °C (it looks like °F)" if fahrenheit else ""


class UnlikelyVitalSign(Rule):
    """Values that are possible but rare in adults."""

    code = "NU002"
    name = "unlikely vital sign"
    severity = Severity.WARNING
    scope = "note"
    summary = "A vital sign that is possible but rare in an adult: worth a second look at the source."
    rationale = (
        "Plausible is not the same as normal: very ill patients have such values, but so do typing slips "
        "(heart rate 18 for 81). One look settles it."
    )
    instead = "Look at the source again; ignore the finding where the value is as dictated."
    fix_safety = "No value is suggested: only the source or the author knows it."
    source = _SOURCE
    bad = (Example("Vitals: BP [[250]]/100, HR 88"), Example("HR [[18]] and regular"))
    good = ("BP 150/95, HR 110", "This 3-month-old has HR 160 and RR 40.", "febrile to 39.4")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each unlikely value of a patient not known to be a child."""
        age = years(place.context)
        if age is not None and age < ADULT:
            return
        for sign in vital_signs(line, place):
            about = limits()[sign.vital]
            if about.is_unlikely(sign.value) and not about.is_impossible(sign.value):
                yield self.finding(
                    line.text,
                    sign.start,
                    sign.end,
                    f"A {about.name} of {line.text[sign.start : sign.end]} is unlikely in an adult; look again.",
                    evidence=f"usually {about.unlikely_low:g} to {about.unlikely_high:g} {about.unit}",
                )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Nothing where the note itself speaks of a child and the record does not say that the patient is none."""
        return [] if findings and may_be_child(document) else findings


class BloodPressureOrder(Rule):
    """Systolic below diastolic."""

    code = "NU003"
    name = "blood pressure the wrong way round"
    severity = Severity.CRITICAL
    scope = "sentence"
    summary = "A blood pressure whose first number is not above its second."
    rationale = (
        "The systolic pressure is always the higher one; a swapped pair is a slip, and both numbers are in doubt."
    )
    instead = "Look at the source again."
    fix_safety = "No value is suggested: only the source or the author knows it."
    source = _SOURCE
    bad = (Example("BP [[80/120]], HR 72"), Example("Blood pressure was [[90/90]]."))
    good = ("BP 120/80, HR 72", "BP goal 80/120 discussed")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each pair in the wrong order."""
        for above, below in _pressures(line, place):
            if above.value <= below.value:
                yield self.finding(
                    line.text,
                    above.start,
                    below.end,
                    f"Systolic {above.value:g} is not above diastolic {below.value:g}; check the source.",
                    evidence="systolic is the higher pressure",
                )


def _pressures(line: Line, place: Place) -> Iterator[tuple[VitalSign, VitalSign]]:
    signs = list(vital_signs(line, place))
    for above, below in pairwise(signs):
        if (above.vital, below.vital) == ("systolic", "diastolic"):
            yield above, below
