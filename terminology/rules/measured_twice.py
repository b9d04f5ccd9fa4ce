"""NU008 and NU009: measurements of a note that do not go together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, product
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.measurements import Measurement, measured, measurements, quantities
from terminology.measurements.judgement import reference_values
from terminology.measurements.patterns import as_number
from terminology.passages import quoted
from terminology.rules.base import Example, Rule
from terminology.rules.measured import both_quoted, written

_BMI_SLACK = 0.05
_ROUNDING = 0.5
_MOST = 4
_SECTIONS = frozenset({"vitals", "laboratory"})
_WHEN = re.compile(
    r"(?<![\d/])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?!\d)|\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}"
    r"|\b\d{1,4}\s?(?:am|pm|hours|hrs)\b",
    re.IGNORECASE,
)
_FEW_LINES = 8
_LIST_KEYS, _LIST_SPACING = 3, 22
_BESIDE = 14


class BodyMassIndex(Rule):
    """A body mass index that height and weight do not give."""

    code = "NU008"
    name = "body mass index against height and weight"
    severity = Severity.WARNING
    scope = "note"
    summary = "A body mass index that none of the heights and weights of the note gives."
    rationale = "One of the three numbers is wrong; doses and referrals depend on each of them."
    instead = "Look at height, weight and body mass index again."
    fix_safety = "No value is suggested: which of the three is wrong, only the source tells."
    source = "Definition: weight in kilograms divided by the square of the height in metres. 5 % are left for rounding."
    bad = (Example("Height 70 in, weight 180 lb, BMI [[32.4]]"), Example("Ht 178 cm, Wt 80 kg\nBMI [[31]]"))
    good = ("Height 70 in, weight 180 lb, BMI 25.8", "BMI 32.4", "BMI goal 25, height 70 in, weight 220 lb")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each body mass index, for the note to be judged as a whole."""
        for m in measurements(line, place):
            if m.key == "bmi" and m.is_exact:
                yield self.finding(line.text, m.value_start, m.value_end, "")

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Those that no height and weight of the note give."""
        if not findings:
            return findings
        pairs = product(_values(document, "height"), _values(document, "weight"))
        indices = [_Index(w.value / (h.value / 100) ** 2, h.said, w.said) for h, w in pairs if h.value]
        if not indices:
            return []
        wrong = [f for finding in findings for f in self._mismatch(document, finding, indices)]
        # where one index fits, the others are of another day or another person
        return wrong if len(wrong) == len(findings) else []

    def _mismatch(self, document: Document, finding: Finding, indices: list[_Index]) -> Iterator[Finding]:
        told = as_number(finding.text)
        nearest = min(indices, key=lambda index: abs(index.value - told))
        if abs(nearest.value - told) > _ROUNDING + _BMI_SLACK * nearest.value:
            index = quoted(document, finding.start, finding.end)
            yield self.finding(
                document.text,
                finding.start,
                finding.end,
                f"Height and weight of this note give a body mass index of {nearest.value:.1f}, not {finding.text}; "
                "look at all three again.",
                evidence=f"body mass index {index}; height {nearest.height}; weight {nearest.weight}",
            )


class _Value(NamedTuple):
    """A value in the reference unit, and where it is said."""

    value: float
    said: str


class _Index(NamedTuple):
    """A body mass index with the height and weight that give it, as they are said."""

    value: float
    height: str
    weight: str


def _values(document: Document, key: str) -> list[_Value]:
    """The first few values of a quantity in the note, in each unit they may be in that is possible."""
    possible = quantities()[key].possible
    found = (m.shifted(document.starts[n]) for n, of in document.once(measured) for m in of if m.key == key)
    return [
        _Value(value, quoted(document, m.value_start, m.value_end))
        for m in islice(found, _MOST)
        for value in reference_values(m)
        if possible.holds(value)
    ]


class MeasuredTwice(Rule):
    """The same measurement twice with different values and nothing that tells them apart."""

    code = "NU009"
    name = "same measurement with two values"
    severity = Severity.ADVICE
    scope = "note"
    summary = "A list of vital signs or laboratory values gives the same one twice, with different numbers."
    rationale = (
        "One line of a template filled twice, or a value put beside the wrong name: HR 78, BP 120/80, HR 92. Nothing "
        "in the list (a time, repeat, standing, then) says that both were measured."
    )
    instead = "Look at the source again; where both were measured, say when or how."
    fix_safety = "No value is suggested: only the source or the author knows it."
    source = "EntryAssist's judgement; words that tell two values apart are in data/measurement_cues.tsv."
    bad = (Example("VITAL SIGNS: HR 78, BP 120/80, HR [[92]]"), Example("LABS: Na 138, K 4.1, Cl 101, Na [[148]]"))
    good = ("Vitals: BP 150/90, recheck BP 138/84", "Vitals: HR 78, BP 120/80, HR 78", "HR 120, HR 90 after fluids")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Nothing yet: two values may stand in two lines."""
        return ()

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Each second value that differs, in one list."""
        return [finding for run in _lists(document) for finding in self._repeats(document, run)]

    def _repeats(self, document: Document, run: list[Measurement]) -> Iterator[Finding]:
        text = document.text
        first: dict[str, Measurement] = {}
        flagged = -1
        for above, m in zip([None, *run], run, strict=False):
            before = first.setdefault(m.key, m)
            # "0.085 and 0.074" after one name is a series
            is_series = above is not None and above.key == m.key and m.start == m.value_start
            if before is m or is_series or not _differ(text, before, m) or _told_apart(text, before, m):
                continue
            if m.key == "diastolic" and m.start == flagged:
                continue
            flagged = m.start
            yield self.finding(
                text,
                m.value_start,
                m.value_end,
                f"The {quantities()[m.key].name} is given twice here, as {written(text, before)} and "
                f"{written(text, m)}; look again, or say when each was measured.",
                evidence=both_quoted(document, before, m),
            )


def _lists(document: Document) -> Iterator[list[Measurement]]:
    """The measurements of each list of vital signs or laboratory values, in order."""
    run: list[Measurement] = []
    last = 0
    for number, of in document.once(measured):
        if document.places[number].section in _SECTIONS:
            if run and _is_cut(document, last, number):
                if len(run) > 1:
                    yield run
                run = []
            run += [m.shifted(document.starts[number]) for m in of]
            last = number
        elif _is_list(of):
            yield [m.shifted(document.starts[number]) for m in of]
    if len(run) > 1:
        yield run


def _is_cut(document: Document, one: int, other: int) -> bool:
    """Whether a heading, lines of another section or too many lines without a value stand between two lines."""
    between = range(one + 1, other)
    return len(between) > _FEW_LINES or any(
        document.lines[n].heading or document.places[n].section not in _SECTIONS for n in (*between, other)
    )


def _is_list(of: Sequence[Measurement]) -> bool:
    """Whether the measurements of a line outside those sections follow each other as in a list."""
    if len({m.key for m in of}) < _LIST_KEYS or len(of) == len({m.key for m in of}):
        return False
    return of[-1].end - of[0].start < _LIST_SPACING * len(of)


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(row['cue']) for row in rows('measurement_cues.tsv'))})\b", re.I)


def _told_apart(text: str, before: Measurement, m: Measurement) -> bool:
    """Whether a time, a place or a change is told around or between two values."""
    around = text[max(0, before.start - _BESIDE) : m.end + _BESIDE]
    return bool(_cues().search(around) or _WHEN.search(around))


def _differ(text: str, one: Measurement, two: Measurement) -> bool:
    if not (one.is_exact and two.is_exact):
        return False
    places = min(len(written(text, m).partition(".")[2]) for m in (one, two))
    slack = 0.51 * 10.0**-places
    if one.ucum == two.ucum:
        return abs(one.low - two.low) > slack
    return all(abs(a - b) > 0.03 * max(a, b) for a in reference_values(one) for b in reference_values(two))
