"""What the rules on measurements share: verdicts for the patient of the note, and words for messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from terminology.context import NoteContext
from terminology.document import Document, Line, Place
from terminology.measurements import Measurement, measurements, quantities
from terminology.measurements.judgement import Judgement, judge, reference_values

_CHILD = re.compile(
    r"\b(?:newborn|neonat\w+|infant|toddler|baby|birth ?weight|fetal|\d{1,2}[- ](?:hour|day|week|month)s?[- ]old"
    r"|(?:1[0-7]|[1-9])[- ]?(?:year|yr)s?[- ]old|(?:1[0-7]|[1-9]) ?(?:y/?o|yo)\b)",
    re.IGNORECASE,
)
_SLIP_KINDS = {10.0: "too small", 0.1: "too large"}


def judged(line: Line, place: Place) -> Iterator[tuple[Measurement, Judgement]]:
    """The measurements of a line with a verdict for the patient's age and sex."""
    age = years(place.context)
    for measurement in measurements(line, place):
        yield measurement, judge(measurement, age, place.context.sex)


def years(context: NoteContext) -> float | None:
    """The patient's age at the encounter, None when the record does not tell it."""
    born, seen = context.birth_date, context.encounter_date
    return (seen - born).days / 365.25 if born and seen else None


def may_be_child(document: Document) -> bool:
    """Whether the note speaks of a child and the record does not say how old the patient is."""
    return years(document.context) is None and bool(_CHILD.search(document.text))


def written(text: str, measurement: Measurement) -> str:
    """The number as it stands in the text."""
    return text[measurement.value_start : measurement.value_end]


def slip_hint(judgement: Judgement) -> str:
    """What to look for where the value is ten times too large or too small."""
    kind = _SLIP_KINDS.get(judgement.slip)
    return f" (ten times {kind}? look for a slipped decimal point)" if kind else ""


def weighs_little(document: Document) -> bool:
    """Whether a weight in the note is a child's and no record tells the age."""
    least = quantities()["weight"].unlikely_outside.low
    return years(document.context) is None and any(
        m.key == "weight" and all(value < least for value in reference_values(m))
        for _, line, place in document.spans()
        for m in measurements(line, place)
    )
