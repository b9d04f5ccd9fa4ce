"""What the reader finds: one measurement in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value as it stands in the text.

    ``key`` names the quantity (a row of data/measurements.tsv). ``low`` and ``high`` are in the unit written and
    equal unless a range was given (``HR 70s`` reads 70 to 79); ``unit`` is as written and ``ucum`` the same in
    UCUM, both empty when no unit was written. Feet and inches read as inches, pounds and ounces as pounds.
    ``start`` to ``end`` covers name, value and unit, ``value_start`` to ``value_end`` the number as written;
    offsets are code points. ``comparator`` is ``<`` or ``>`` where only a bound is told. ``other`` is the same
    measurement in a second unit: ``70 kg (154 lb)``.
    """

    key: str
    low: float
    high: float
    unit: str
    ucum: str
    start: int
    end: int
    value_start: int
    value_end: int
    approximate: bool = False
    comparator: str = ""
    other: Measurement | None = None

    def shifted(self, by: int) -> Measurement:
        """The same measurement with its spans moved by that many code points."""
        return Measurement(
            self.key,
            self.low,
            self.high,
            self.unit,
            self.ucum,
            self.start + by,
            self.end + by,
            self.value_start + by,
            self.value_end + by,
            self.approximate,
            self.comparator,
            self.other.shifted(by) if self.other else None,
        )

    @property
    def is_exact(self) -> bool:
        """Whether one number is told, not a range, a bound or about how much it is."""
        return self.low == self.high and not self.approximate and not self.comparator
