"""The quantities that are measured: their names, units and limits (data/measurements.tsv, measurement_units.tsv).

UCUM codes and the clinical spellings of units are in data/unit_spellings.tsv. Conversion factors are compiled from
the labunits package and from the definitions of the units; the tests compare them with labunits and with pint, so
that neither has to be imported while a note is checked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from terminology.data_files import rows


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit a quantity is measured in: ``value * factor + offset`` is the value in the quantity's reference unit.

    ``bare`` tells that clinicians leave the unit out.
    """

    ucum: str
    factor: float
    offset: float
    bare: bool

    def to_reference(self, value: float) -> float:
        """A value in this unit, in the reference unit."""
        return value * self.factor + self.offset


@dataclass(frozen=True, slots=True)
class Span:
    """A range of values in the reference unit; open ends are infinite."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value lies in the range; the ends count."""
        return self.low <= value <= self.high

    @property
    def is_known(self) -> bool:
        """Whether any end is told."""
        return math.isfinite(self.low) or math.isfinite(self.high)

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is measured. Limits are for adults, in ``unit`` (UCUM); a ``steady`` one does not change tenfold in days."""

    key: str
    name: str
    group: str
    unit: str
    usual: Span
    possible: Span
    unlikely_outside: Span
    steady: bool
    loinc: tuple[str, ...]
    source: str
    units: dict[str, Unit]

    @property
    def is_vital(self) -> bool:
        """A vital sign or body measure, on which NU001 to NU003 speak."""
        return self.group in ("vital", "body")


def _span(row: dict[str, str], name: str) -> Span:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return Span(float(low) if low else -math.inf, float(high) if high else math.inf)


@cache
def quantities() -> dict[str, Quantity]:
    """All quantities by key."""
    units: dict[str, dict[str, Unit]] = {}
    for row in rows("measurement_units.tsv"):
        unit = Unit(row["unit"], float(row["factor"]), float(row["offset"]), row["bare"] == "bare")
        units.setdefault(row["key"], {})[unit.ucum] = unit
    return {
        row["key"]: Quantity(
            row["key"],
            row["name"],
            row["group"],
            row["unit"],
            _span(row, "usual"),
            _span(row, "possible"),
            _span(row, "unlikely"),
            bool(row["steady"]),
            tuple(row["loinc"].split("|")) if row["loinc"] else (),
            row["source"],
            units.get(row["key"], {}),
        )
        for row in rows("measurements.tsv")
    }


@dataclass(frozen=True, slots=True)
class Label:
    """A name of a quantity. ``exact`` ones hold in this case only; ``weak`` ones (K, T, P) only in company."""

    text: str
    key: str
    exact: bool
    weak: bool


def labels() -> Iterator[Label]:
    """All names of all quantities; a name that several quantities have (pH) comes with each."""
    for row in rows("measurements.tsv"):
        for column, exact, weak in (("labels", False, False), ("symbols", True, False), ("weak", True, True)):
            for text in filter(None, row[column].split("|")):
                yield Label(text, row["key"], exact, weak)


@cache
def unit_spellings() -> dict[str, str]:
    """UCUM code by clinical spelling, in lower case."""
    return {row["spelling"]: row["unit"] for row in rows("unit_spellings.tsv")}


@cache
def _short_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("measurements.tsv"):
        found[row["key"]] = (row["symbols"] or row["labels"]).split("|")[0]
    return found


def short_name(key: str) -> str:
    """The first short name of a quantity (``HR``), else its first name. Raises KeyError for an unknown key."""
    return _short_names()[key]
