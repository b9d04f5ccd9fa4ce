"""What the rules on measurements share: verdicts for the patient of the note, and words for messages."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from terminology.age import may_be_child, years
from terminology.context import NoteContext
from terminology.document import Document, Line, Place
from terminology.finding import Finding
from terminology.measurements import Measurement, columns, heads_of, measured, measurements, quantities
from terminology.measurements.judgement import Judgement, judge, reference_values
from terminology.passages import quoted
from terminology.rules.base import Rule
from terminology.site_ranges import SiteRange

_SLIP_KINDS = {10.0: "too small", 0.1: "too large"}


class MeasuredRule(Rule):
    """A rule that judges each measured value by itself, in running text, lists and tables."""

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The findings about the values of a line, and a mark on a line that names columns."""
        for m, judgement in judged(line, place, self.language.ranges):
            if finding := self.about(line.text, m, judgement, place.context):
                yield finding
        if line.once(heads_of):
            yield self.finding(line.text, 0, 0, "")

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The findings, with those about the values under the marked lines in place of the marks."""
        marks = [finding for finding in findings if not finding.message]
        if not marks:
            return findings
        return [*(finding for finding in findings if finding.message), *self._in_tables(document, marks)]

    def _in_tables(self, document: Document, marks: Sequence[Finding]) -> Iterator[Finding]:
        context = document.context
        for mark in marks:
            at = bisect_left(document.starts, mark.start)
            for values in range(at + 1, min(at + 2, len(document.lines))):
                line = document.lines[values]
                for m in columns(document.lines[at], line):
                    judgement = judge(m, years(context), context.sex, self.language.ranges)
                    if finding := self.about(line.text, m, judgement, context):
                        yield finding.shifted(document.starts[values])

    @abstractmethod
    def about(self, text: str, m: Measurement, judgement: Judgement, context: NoteContext) -> Finding | None:
        """What the rule says about a value of a line, None where it is fine."""


def judged(line: Line, place: Place, ranges: Sequence[SiteRange]) -> Iterator[tuple[Measurement, Judgement]]:
    """The measurements of a line with a verdict for the patient, by the site's limits where it has any."""
    age = years(place.context)
    for measurement in measurements(line, place):
        yield measurement, judge(measurement, age, place.context.sex, ranges)


def limits_said(judgement: Judgement, unit: str) -> str:
    """The limits that a value passed, and whose they are."""
    return f"{judgement.limits} {unit}{', the limits of this site' if judgement.is_of_site else ''}"


def is_unknown_child(document: Document) -> bool:
    """Whether the note, or a weight in it, is a child's and the record does not tell the age."""
    return years(document.context) is None and (may_be_child(document) or _weighs_little(document))


def written(text: str, measurement: Measurement) -> str:
    """The number as it stands in the text."""
    return text[measurement.value_start : measurement.value_end]


def both_quoted(document: Document, one: Measurement, two: Measurement) -> str:
    """Two values with their places in the note, in the order in which they stand there."""
    return "; ".join(quoted(document, m.value_start, m.value_end) for m in (one, two))


def slip_hint(judgement: Judgement) -> str:
    """What to look for where the value is ten times too large or too small."""
    kind = _SLIP_KINDS.get(judgement.slip)
    return f" (ten times {kind}? look for a slipped decimal point)" if kind else ""


def _weighs_little(document: Document) -> bool:
    least = quantities()["weight"].unlikely_outside.low
    return any(
        m.key == "weight" and all(value < least for value in reference_values(m))
        for _, found in document.once(measured)
        for m in found
    )
