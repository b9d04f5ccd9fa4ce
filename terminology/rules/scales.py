"""NU030 and NU031: Glasgow coma scales that do not add up, and scores outside their scale."""

from __future__ import annotations

from collections.abc import Iterable

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.glasgow import Components, components, totals
from terminology.rules.base import Example, Rule
from terminology.scales import scale_values, scales

_ONLY_SOURCE = "No value is suggested: only the source or the author knows it."
# an intubated patient has no verbal response: 2T to 10T
_LOWEST_INTUBATED = 2


class GlasgowComaScale(Rule):
    """GCS 16, GCS 14 (E4V5M6)."""

    code = "NU030"
    name = "Glasgow coma scale does not add up"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A total outside 3 to 15, a component outside its range, or components that do not add to the total."
    rationale = (
        "The scale decides on intubation, imaging and transfer. Eye 1 to 4, verbal 1 to 5 and motor 1 to 6 add to 3 to "
        "15; T for an intubated patient is allowed for, counted as nothing or as one."
    )
    instead = "The total and components as the source has them; ask the author which of them is meant."
    fix_safety = _ONLY_SOURCE
    source = "data/scales.tsv: the Glasgow coma scale."
    bad = (Example("On arrival GCS was [[16]]."), Example("GCS 14 ([[E4V5M6]])"), Example("GCS is [[E4V5M7]]."))
    good = ("GCS 15 (E4V5M6)", "GCS 10T (E4VTM6)", "GCS 13-15 throughout", "GCS every 2 hours")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each total and each set of components that cannot be."""
        about = scales()["gcs"]
        for total in totals(line.text):
            low = _LOWEST_INTUBATED if total.is_intubated else about.low
            if not low <= total.value <= about.high:
                yield self.finding(
                    line.text,
                    total.start,
                    total.end,
                    f"The {about.name} runs from {about.low} to {about.high}, not to {total.value}; check the source.",
                    evidence=about.source,
                )
        for found in components(line.text):
            if message := _wrong(found):
                yield self.finding(line.text, found.start, found.end, message)


def _wrong(found: Components) -> str:
    """What is wrong with the components; empty when nothing is."""
    for key, value in (("gcs_eye", found.eye), ("gcs_verbal", found.verbal), ("gcs_motor", found.motor)):
        about = scales()[key]
        if value is not None and not about.holds(value):
            return f"The {about.name} runs from {about.low} to {about.high}, not to {value}; check the source."
    if found.total is None or found.total in found.sums:
        return ""
    sums = " or ".join(map(str, found.sums))
    return f"The components add to {sums}, not to {found.total}; check the source, or ask the author which is meant."


class ScoreOutOfRange(Rule):
    """NYHA class V, pain 15/10, Apgars 8 and 19."""

    code = "NU031"
    name = "score outside its scale"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A score, class or grade that its scale does not have."
    rationale = (
        "A value that the scale cannot have is a slip of the key, a number run together (Apgars 89) or the value of "
        "another scale. Quoted speech is left alone: patients do say that their pain is 15 out of 10."
    )
    instead = "The value as the source has it; put the patient's own words in quotation marks."
    fix_safety = _ONLY_SOURCE
    source = "data/scales.tsv: the range of each scale, with its source."
    bad = (
        Example("NYHA class [[V]] heart failure."),
        Example("Apgars were 8 and [[19]]."),
        Example("Ejection fraction was [[155]]%."),
        Example("Pain is [[15/10]]."),
        Example("Motor strength is [[6/5]] in the right leg."),
    )
    good = (
        "NYHA class III, ASA class II, Mallampati II, ECOG 1.",
        "ASA 81 mg daily, strength 5/5, reflexes 2+, pain 8/10.",
        "Apgars of 6 at 1 minute, 7 at 5 minutes and 9 at 10 minutes.",
        "EF 60-65%, MMSE 28/30 on 11/14/2023.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each value outside its scale."""
        seen: set[int] = set()
        for found in sorted(scale_values(line), key=lambda value: value.start):
            about = found.scale
            if about.holds(found.value) or found.start in seen:
                continue
            if any(zone.kind == "quoted" and zone.start < found.end and zone.end > found.start for zone in line.zones):
                continue
            seen.add(found.start)
            yield self.finding(
                line.text,
                found.start,
                found.end,
                f"The {about.name} runs from {about.low} to {about.high}, not to {found.value:g}; check the source, or "
                "ask the author which value is meant.",
                evidence=about.source,
            )
