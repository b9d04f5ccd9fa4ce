"""Reads one value after the name of its quantity: number or range, unit, and the same in a second unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from terminology.measurements import patterns as p
from terminology.measurements.measurement import Measurement
from terminology.measurements.quantities import unit_spellings

_SWALLOWED = re.compile(r"\s?(?:°|º|degrees?\b)(?!\s?[FC]\b)", re.I)
_SECOND = re.compile(r"\s*(?:\(|/|,|=|or\b|\bi\.e\.,?|\[|;)\s*(?:about|approximately|~|equal to|=)?\s*", re.I)
_TENS = 9.0
_INCHES, _OUNCES = 12, 16


@dataclass(frozen=True, slots=True)
class Value:
    """A value as written; ``start`` to ``end`` takes in the unit, ``value_end`` is where the number ends."""

    low: float
    high: float
    unit: str
    ucum: str
    start: int
    end: int
    value_end: int
    approximate: bool = False
    comparator: str = ""
    other: Value | None = None

    def measurement(self, key: str, start: int) -> Measurement:
        """The measurement of a quantity whose name begins at ``start``."""
        end = max(self.end, self.other.end if self.other else 0)
        return Measurement(
            key,
            self.low,
            self.high,
            self.unit,
            self.ucum,
            start,
            end,
            self.start,
            self.value_end,
            self.approximate,
            self.comparator,
            self.other.measurement(key, self.other.start) if self.other else None,
        )


def read_value(text: str, at: int, key: str, between: bool) -> Value | None:
    """The value at an offset, None where there is none or where it is something else (a dose, days, a ratio)."""
    value = mixed(text, at, key) or _plain(text, at, key, between)
    if value is None:
        return None
    second = _SECOND.match(text, value.end)
    if second and value.ucum and value.low == value.high:
        other = mixed(text, second.end(), key) or _plain(text, second.end(), key, between=False)
        if other and other.ucum and other.ucum != value.ucum and other.low == other.high and not other.comparator:
            return replace(value, other=other)
    return value


def mixed(text: str, at: int, key: str) -> Value | None:
    """Feet and inches, pounds and ounces."""
    if key == "height" and (m := p.FEET.match(text, at)):
        return feet_and_inches(m)
    if key == "weight" and (m := p.POUNDS.match(text, at)):
        return pounds_and_ounces(m)
    return None


def feet_and_inches(m: re.Match[str]) -> Value:
    """The height in inches."""
    inches = _INCHES * float(m["feet"]) + float((m["inches"] or m["bare"]).replace(" 1/2", ".5"))
    return Value(inches, inches, "feet, inches", "[in_i]", m.start(), m.end(), m.end())


def pounds_and_ounces(m: re.Match[str]) -> Value:
    """The weight in pounds."""
    pounds = float(m["pounds"]) + float(m["ounces"]) / _OUNCES
    return Value(pounds, pounds, "pounds, ounces", "[lb_av]", m.start(), m.end(), m.end())


def _plain(text: str, at: int, key: str, between: bool) -> Value | None:
    m = p.VALUE.match(text, at)
    if not m:
        return None
    low = p.as_number(m["low"])
    high = low + _TENS if m["tens"] else low
    end = m.end()
    unit = _unit(text, end, key)
    if unit is None:
        return None
    approximate = bool(m["about"] or m["tens"])
    upper = p.UPPER.match(text, unit[2])
    if upper and _is_range(upper, low, m, between):
        high = p.as_number(upper["high"]) + (_TENS if upper["tens"] else 0)
        after = _unit(text, upper.end(), key)
        if after is None:
            return None
        unit, end = (after if after[0] or not unit[0] else (unit[0], unit[1], upper.end())), upper.end()
    return Value(low, high, unit[0], unit[1], m.start("low"), unit[2], end, approximate, _comparator(m["compare"]))


def _is_range(upper: re.Match[str], low: float, m: re.Match[str], between: bool) -> bool:
    join, high = upper["join"].lower(), p.as_number(upper["high"])
    if high <= low or high > 4 * low + 10:
        return False
    return join in ("-", "–", "/-", "or", "through") or between or (join == "to" and not _comes_from(m))


def _comes_from(m: re.Match[str]) -> bool:
    """Whether the value is what another came from: ``down from 20,000 to 12.5``."""
    return bool(re.search(r"\bfrom\s*$", m.string[: m.start()], re.I))


def _comparator(written: str | None) -> str:
    if not written:
        return ""
    return "<" if written.lower().startswith(("<", "≤", "less", "lower", "under", "below")) else ">"


def _unit(text: str, at: int, key: str) -> tuple[str, str, int] | None:
    """``(unit as written, UCUM, end)``, the first two empty where none is written; None after a dose or a share."""
    m = p.own_unit(key).match(text, at)
    if m:
        return m["unit"], unit_spellings()[" ".join(m["unit"].lower().split())], m.end()
    foreign = p.foreign_unit(key, text, at)
    if foreign:
        return foreign if foreign[1] != "%" else None
    if p.DOSE.match(text, at):
        return None
    swallowed = _SWALLOWED.match(text, at)
    return "", "", swallowed.end() if swallowed else at


def pressure(text: str, start: int, at: int, stop: int) -> Iterator[Measurement]:
    """Systolic and diastolic pressure after their name; a single number is systolic."""
    m = p.PRESSURE.match(text, at)
    if m:
        yield from both_pressures(m, start)
        again = p.next_pressure(text, m.end())
        if again:
            yield from both_pressures(again, again.start())
        return
    value = read_value(text, at, "systolic", between=bool(p.BETWEEN.search(text, stop, at)))
    if value and value.low >= 40:
        yield value.measurement("systolic", start)


def both_pressures(m: re.Match[str], start: int) -> Iterator[Measurement]:
    """The two pressures of a pair."""
    unit = p.own_unit("systolic").match(m.string, m.end())
    written = (unit["unit"], "mm[Hg]") if unit else ("", "")
    end = unit.end() if unit else m.end()
    for key, low, high, plural in (("systolic", "s1", "s2", "t1"), ("diastolic", "d1", "d2", "t2")):
        first, tens = float(m[low]), m[plural] is not None
        last = float(m[high]) if m[high] else first + _TENS * tens
        value_end = m.end(high) if m[high] else m.end(low)
        yield Measurement(key, first, last, *written, start, end, m.start(low), value_end, tens)
