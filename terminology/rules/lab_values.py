"""NU004 and NU005: laboratory values that cannot be, and values that look like a slipped decimal point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from terminology.context import NoteContext
from terminology.document import Document
from terminology.finding import Finding, Severity
from terminology.measurements import Measurement, measured, quantities
from terminology.measurements.judgement import Judgement, Verdict, reference_values
from terminology.rules.base import Example
from terminology.rules.measured import MeasuredRule, both_quoted, limits_said, slip_hint, written

_TENFOLD = (9.7, 10.3)
_COMPARED = 20
_SOURCE = (
    "data/measurements.tsv, each row with its source: limits no narrower than the outlier limits of CLIF and "
    "MIMIC-Extract where they have the analyte, EntryAssist's judgement elsewhere; names, units and conversions of "
    "133 analytes from labunits. Analytes for which no source gives limits are read and not judged."
)


class ImpossibleLabValue(MeasuredRule):
    """Laboratory values outside what can be measured in a living patient."""

    code = "NU004"
    name = "impossible laboratory value"
    severity = Severity.CRITICAL
    scope = "sentence"
    summary = "A laboratory value that is impossible in every unit it may be given in."
    rationale = "A wrong laboratory value is a critical error: treatment is decided on it, and later notes copy it."
    instead = "Look at the laboratory report again; where it says the same, ask the author."
    fix_safety = "No value is suggested: only the source or the author knows it."
    source = _SOURCE
    bad = (Example("Sodium [[13.8]], potassium 4.1"), Example("K [[41]], Na 140, Cl 102"), Example("EF [[600]]%"))
    good = ("Sodium 138, potassium 4.1", "creatinine 88", "hemoglobin 132", "Potassium 40 mEq daily", "A1c 53")

    def about(self, text: str, m: Measurement, judgement: Judgement, context: NoteContext) -> Finding | None:
        """Something where a laboratory value is impossible."""
        about = quantities()[m.key]
        if about.is_vital or judgement.verdict is not Verdict.IMPOSSIBLE or m.comparator:
            return None
        return self.finding(
            text,
            m.value_start,
            m.value_end,
            f"A {about.name} of {written(text, m)} is not possible{slip_hint(judgement)}; check the laboratory report.",
            evidence=f"possible {limits_said(judgement, about.unit)}",
        )


class UnlikelyLabValue(MeasuredRule):
    """Laboratory values that are possible but look like a slip."""

    code = "NU005"
    name = "unlikely laboratory value"
    severity = Severity.WARNING
    scope = "note"
    summary = "A laboratory value hardly ever seen, or ten times another value of the same analyte in the note."
    rationale = (
        "A decimal point that slips makes a value ten times too large or too small. Such values are rare enough in "
        "patients to be worth one look; analytes that do change tenfold within days (enzymes, counts of cells, "
        "troponin) are not compared."
    )
    instead = "Look at the laboratory report again; ignore the finding where it says the same."
    fix_safety = "No value is suggested: only the source or the author knows it."
    source = _SOURCE
    bad = (
        Example("sodium of [[188]]"),
        Example("hemoglobin [[1.3]]"),
        Example("Albumin 3.8 in June; albumin [[38]] now."),
    )
    good = (
        "Na 119, K 2.4",
        "Creatinine 1.2 in May, 12.1 now on dialysis.",
        "ALT 30 in March, ALT 300 today.",
        "WBC 740",
    )

    def about(self, text: str, m: Measurement, judgement: Judgement, context: NoteContext) -> Finding | None:
        """Something where a laboratory value is unlikely."""
        about = quantities()[m.key]
        if about.is_vital or judgement.verdict is not Verdict.UNLIKELY or m.comparator:
            return None
        return self.finding(
            text,
            m.value_start,
            m.value_end,
            f"A {about.name} of {written(text, m)} is unlikely{slip_hint(judgement)}; look again.",
            evidence=f"hardly ever outside {limits_said(judgement, about.unit)}",
        )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Adds values that are ten times, or a tenth of, another one of the same analyte in the note."""
        findings = super().settle(findings, document)
        steady: dict[str, list[tuple[int, Measurement]]] = defaultdict(list)
        compared = _steady()
        for number, found in document.once(measured):
            for m in found:
                if m.key in compared and m.is_exact:
                    steady[m.key].append((document.starts[number], m))
        said = {finding.start for finding in findings}
        added = [f for of in steady.values() if len(of) > 1 for f in self._tenfold(document, of, said)]
        return [*findings, *added] if added else findings

    def _tenfold(self, document: Document, of: list[tuple[int, Measurement]], said: set[int]) -> Iterator[Finding]:
        text = document.text
        for at, (second_line, second) in enumerate(of):
            for first_line, first in of[max(0, at - _COMPARED) : at]:
                if not _is_tenfold(first, second):
                    continue
                pair = first.shifted(first_line), second.shifted(second_line)
                odd, other = pair if _is_usual(second) and not _is_usual(first) else pair[::-1]
                if not said & {odd.value_start, other.value_start}:
                    said.add(odd.value_start)
                    name = quantities()[odd.key].name
                    yield self.finding(
                        text,
                        odd.value_start,
                        odd.value_end,
                        f"This {name} is {written(text, odd)}, elsewhere in the note {written(text, other)}; "
                        "look for a slipped decimal point.",
                        evidence=both_quoted(document, first, second),
                    )


def _is_tenfold(one: Measurement, other: Measurement) -> bool:
    if one.ucum != other.ucum or one.low == 0 or other.low == 0:
        return False
    return _TENFOLD[0] <= max(one.low, other.low) / min(one.low, other.low) <= _TENFOLD[1]


@cache
def _steady() -> frozenset[str]:
    """The keys of the quantities that do not change tenfold within days."""
    return frozenset(key for key, quantity in quantities().items() if quantity.steady)


def _is_usual(m: Measurement) -> bool:
    """Whether the value is usual when it is in the reference unit or the one written."""
    values = reference_values(m) if m.ucum else [m.low]
    usual = quantities()[m.key].usual
    return any(map(usual.holds, values))
