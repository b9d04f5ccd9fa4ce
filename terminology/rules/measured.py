"""What the rules on measurements share: verdicts for the patient of the note, and words for messages."""

from __future__ import annotations

from collections.abc import Iterator

from terminology.age import may_be_child, years
from terminology.document import Document, Line, Place
from terminology.measurements import Measurement, measured, measurements, quantities
from terminology.measurements.judgement import Judgement, judge, reference_values

_SLIP_KINDS = {10.0: "too small", 0.1: "too large"}


def judged(line: Line, place: Place) -> Iterator[tuple[Measurement, Judgement]]:
    """The measurements of a line with a verdict for the patient's age and sex."""
    age = years(place.context)
    for measurement in measurements(line, place):
        yield measurement, judge(measurement, age, place.context.sex)


def is_unknown_child(document: Document) -> bool:
    """Whether the note, or a weight in it, is a child's and the record does not tell the age."""
    return years(document.context) is None and (may_be_child(document) or _weighs_little(document))


def written(text: str, measurement: Measurement) -> str:
    """The number as it stands in the text."""
    return text[measurement.value_start : measurement.value_end]


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
