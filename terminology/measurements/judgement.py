"""What a measured value may mean, and whether it can be.

A value without a unit is judged by the unit that suits it best among those in which clinicians leave the unit out
(a creatinine of 88 is in µmol/L), so that only what fits no unit is called impossible or unlikely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.measurements.measurement import Measurement
from terminology.measurements.quantities import Quantity, Span, Unit, quantities
from terminology.site_ranges import SiteRange, range_for

_SLIP = 10.0


class Verdict(Enum):
    """What is to be said of a value, worst first."""

    WRONG_UNIT = "wrong unit"
    IMPOSSIBLE = "impossible"
    UNLIKELY = "unlikely"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict; for a wrong unit the UCUM code of the one that would fit, for others the limits that were passed.

    ``slip`` is the factor (10 or 0.1) by which the value would be usual, 0 where none makes it so. ``is_of_site``
    tells that the limits are the site's own.
    """

    verdict: Verdict
    meant: str = ""
    limits: Span | None = None
    slip: float = 0.0
    is_of_site: bool = False


_FINE = Judgement(Verdict.FINE)


@dataclass(frozen=True, slots=True)
class Band:
    """Limits for an age in years (from, before) and a sex (empty: any) in place of those for adults."""

    key: str
    from_years: float
    to_years: float
    sex: str
    possible: Span
    unlikely_outside: Span


@cache
def bands() -> dict[str, tuple[Band, ...]]:
    """The bands of each quantity (data/measurement_bands.tsv)."""
    found: dict[str, list[Band]] = {}
    for row in rows("measurement_bands.tsv"):
        found.setdefault(row["key"], []).append(
            Band(
                row["key"],
                float(row["from_years"]),
                float(row["to_years"]),
                row["sex"],
                Span(float(row["possible_low"]), float(row["possible_high"])),
                Span(float(row["unlikely_low"]), float(row["unlikely_high"])),
            )
        )
    return {key: tuple(of) for key, of in found.items()}


def units_meant(m: Measurement) -> list[Unit]:
    """The units a value may be in: the one written, or those that are left out; none when the unit is a foreign one."""
    units = quantities()[m.key].units
    if m.ucum:
        return [units[m.ucum]] if m.ucum in units else []
    return [unit for unit in units.values() if unit.bare]


def reference_values(m: Measurement) -> list[float]:
    """The value in the reference unit, once for each unit it may be in; of a range the end that is nearer to usual."""
    return [unit.to_reference(_milder(m, unit)) for unit in units_meant(m)]


def _milder(m: Measurement, unit: Unit) -> float:
    if m.low == m.high:
        return m.low
    usual = quantities()[m.key].usual
    middle = (usual.low + usual.high) / 2 if usual.is_known else 0.0
    return min((m.low, m.high), key=lambda value: abs(unit.to_reference(value) - middle))


def judge(m: Measurement, years: float | None = None, sex: str = "", ranges: Sequence[SiteRange] = ()) -> Judgement:
    """The verdict on one measurement for an age in years (None: not known, taken for an adult's).

    ``ranges`` are the site's limits; the bands for children stay where the site has none for that age.
    """
    quantity = quantities()[m.key]
    if _is_of_newborn(m):
        years = 0.0
    limits = _limits(quantity, years, sex, ranges)
    possible, unlikely_outside = limits.possible, limits.unlikely_outside
    values = reference_values(m)
    if not values:
        return Judgement(Verdict.WRONG_UNIT, _fitting(m, quantity, possible, unlikely_outside))
    if any(possible.holds(value) and unlikely_outside.holds(value) for value in values):
        return _FINE
    is_possible = any(map(possible.holds, values))
    # a child may weigh in pounds what is usual in kilograms
    tells_unit = bool(m.ucum) and not (is_possible and quantity.group == "body")
    meant = _fitting(m, quantity, possible, unlikely_outside) if tells_unit else ""
    if meant:
        return Judgement(Verdict.WRONG_UNIT, meant)
    slip = _slip(quantity, values)
    if not is_possible:
        return Judgement(Verdict.IMPOSSIBLE, limits=possible, slip=slip, is_of_site=limits.possible_of_site)
    return Judgement(Verdict.UNLIKELY, limits=unlikely_outside, slip=slip, is_of_site=limits.likely_of_site)


def _is_of_newborn(m: Measurement) -> bool:
    """Whether the unit tells that a newborn was weighed: grams, or pounds and ounces."""
    return m.key == "weight" and (m.ucum in ("g", "[oz_av]") or "," in m.unit)


class _Limits(NamedTuple):
    """What can be, what is likely, and whether the site says so."""

    possible: Span
    unlikely_outside: Span
    possible_of_site: bool = False
    likely_of_site: bool = False


def _limits(quantity: Quantity, years: float | None, sex: str, ranges: Sequence[SiteRange]) -> _Limits:
    band = _band(quantity.key, years, sex)
    ours = (
        _Limits(band.possible, band.unlikely_outside) if band else _Limits(quantity.possible, quantity.unlikely_outside)
    )
    site = range_for(ranges, quantity.key, years, sex) if ranges else None
    # the site's limits for adults say nothing about the children for whom there are bands
    if site is None or (band and not site.is_for_an_age):
        return ours
    return _Limits(
        Span(*site.possible) if site.possible else ours.possible,
        Span(*site.likely) if site.likely else ours.unlikely_outside,
        bool(site.possible),
        bool(site.likely),
    )


def _band(key: str, years: float | None, sex: str) -> Band | None:
    if years is None:
        return None
    of = bands().get(key, ())
    return next((band for band in of if band.from_years <= years < band.to_years and band.sex in ("", sex)), None)


def _fitting(m: Measurement, quantity: Quantity, possible: Span, unlikely_outside: Span) -> str:
    """Another unit of the quantity in which the value would be nothing unusual; empty when there is none."""
    for unit in quantity.units.values():
        value = unit.to_reference(_milder(m, unit))
        likely = _widened(quantity.usual)
        if (
            unit.bare
            and unit.ucum != m.ucum
            and likely.holds(value)
            and possible.holds(value)
            and unlikely_outside.holds(value)
        ):
            return unit.ucum
    return ""


def _widened(usual: Span) -> Span:
    """The usual range and what patients often have: from half of it to three times of it."""
    return Span(usual.low / 2, usual.high * 3) if usual.low >= 0 else usual


def _slip(quantity: Quantity, values: list[float]) -> float:
    if not quantity.usual.is_known:
        return 0.0
    return next((f for f in (_SLIP, 1 / _SLIP) if any(quantity.usual.holds(value * f) for value in values)), 0.0)
