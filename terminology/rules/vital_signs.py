"""NU001 to NU003: vital signs that cannot be, that are unlikely, and blood pressures the wrong way round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from terminology.age import ADULT, may_be_child, years
from terminology.context import NoteContext
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.measurements import Measurement, measurements, quantities
from terminology.measurements.judgement import Judgement, Verdict
from terminology.rules.base import Example, Rule
from terminology.rules.measured import MeasuredRule, is_unknown_child, limits_said, slip_hint, written

_SOURCE = (
    "data/measurements.tsv: EntryAssist's judgement after the published outlier limits of CLIF, the MIMIC-III "
    "benchmark and OpenEMR, for adults; data/measurement_bands.tsv for children whose age the record tells."
)


class ImpossibleVitalSign(MeasuredRule):
    """Values outside what a living body can have."""

    code = "NU001"
    name = "impossible vital sign"
    severity = Severity.CRITICAL
    scope = "sentence"
    summary = "A vital sign or body measure outside what is physically possible: a slip of the key or the wrong field."
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

    def about(self, text: str, m: Measurement, judgement: Judgement, context: NoteContext) -> Finding | None:
        """Something where a vital sign is impossible."""
        about = quantities()[m.key]
        if not about.is_vital or judgement.verdict is not Verdict.IMPOSSIBLE or m.comparator:
            return None
        return self.finding(
            text,
            m.value_start,
            m.value_end,
            f"A {about.name} of {written(text, m)} is not possible{slip_hint(judgement)}; check the source.",
            evidence=f"possible {limits_said(judgement, about.unit)}",
        )


class UnlikelyVitalSign(MeasuredRule):
    """Values that are possible but rare."""

    code = "NU002"
    name = "unlikely vital sign"
    severity = Severity.WARNING
    scope = "note"
    summary = "A vital sign or body measure that is possible but rare: worth a second look at the source."
    rationale = (
        "Plausible is not the same as normal: very ill patients have such values, but so do typing slips "
        "(heart rate 18 for 81). One look settles it."
    )
    instead = "Look at the source again; ignore the finding where the value is as dictated."
    fix_safety = "No value is suggested: only the source or the author knows it."
    source = _SOURCE
    bad = (Example("Vitals: BP [[250]]/100, HR 88"), Example("HR [[18]] and regular"))
    good = ("BP 150/95, HR 110", "This 3-month-old has HR 160 and RR 40.", "febrile to 39.4")

    def about(self, text: str, m: Measurement, judgement: Judgement, context: NoteContext) -> Finding | None:
        """Something where a value is unlikely in an adult, or in a child for whose age there are limits."""
        about = quantities()[m.key]
        if not about.is_vital or judgement.verdict is not Verdict.UNLIKELY or m.comparator:
            return None
        age = years(context)
        whose = "in an adult" if age is None or age >= ADULT else "at this age"
        return self.finding(
            text,
            m.value_start,
            m.value_end,
            f"A {about.name} of {written(text, m)} is unlikely {whose}{slip_hint(judgement)}; look again.",
            evidence=f"usually {limits_said(judgement, about.unit)}",
        )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Nothing where the note or a weight in it is a child's and the record does not tell the age."""
        findings = super().settle(findings, document)
        if not findings or not is_unknown_child(document):
            return findings
        # a small weight with nothing beside it is itself what to look at
        return findings if len(findings) == 1 and not may_be_child(document) else []


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
    source = "Definition of the two pressures."
    bad = (Example("BP [[80/120]], HR 72"), Example("Blood pressure was [[90/90]]."))
    good = ("BP 120/80, HR 72", "BP goal 80/120 discussed")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each pair in the wrong order."""
        for above, below in pairwise(measurements(line, place)):
            pair = (above.key, below.key) == ("systolic", "diastolic") and above.start == below.start
            if pair and above.low <= below.low:
                yield self.finding(
                    line.text,
                    above.value_start,
                    below.value_end,
                    f"Systolic {above.low:g} is not above diastolic {below.low:g}; check the source.",
                    evidence="systolic is the higher pressure",
                )
