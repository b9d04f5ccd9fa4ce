"""The measurements of a whole note, read once for all the rules that compare them."""

from __future__ import annotations

from terminology.document import Document
from terminology.measurements.measurement import Measurement
from terminology.measurements.reader import measurements


def measured(document: Document) -> tuple[tuple[int, tuple[Measurement, ...]], ...]:
    """The numbers of the lines that hold measurements, with those (offsets count from the start of the line)."""
    numbered = enumerate(zip(document.lines, document.places, strict=True))
    return tuple([(number, found) for number, (line, place) in numbered if (found := measurements(line, place))])
