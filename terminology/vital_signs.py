"""Reads vital signs out of a line as clinicians write them: ``BP 120/80``, ``T 98.6``, ``sats 95% on 2L``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from terminology.data_files import rows
from terminology.document import Line, Place

_PRESSURE = re.compile(
    r"\b(?:BP|B/P|blood pressure)\b(?!\s*(?:goal|target|cuff))[^\d\n;,.]{0,24}?"
    r"(\d{2,3})\s*(?:/|over)\s*(\d{2,3})\b(?!/)",
    re.IGNORECASE,
)
_BETWEEN = r"(?:\s*(?:[:=]|is|was|of|at|to|on arrival|today))*\s*"
_NUMBER = r"(?P<value>\d{1,3}(?:\.\d{1,2})?)(?!\d|/|\s*-\s*\d|\+|:\d|(?:st|nd|rd|th)\b)"
_UNIT = (
    r"(?:\s*(?:°|º|deg(?:rees?)?)?\s*(?P<unit>[FC]\b|Fahrenheit|Celsius|kgs?\b|kilograms?\b|lbs?\b|pounds?\b|cm\b"
    r"|in(?:ches)?\b|feet\b|ft\b|m\b|%))?"
)
_FAHRENHEIT_FROM = 70.0
_POUND_KG = 0.45359237
_INCH_CM = 2.54


@dataclass(frozen=True, slots=True)
class Limits:
    """What an adult's vital sign can be, and what it rarely is, in ``unit``."""

    name: str
    unit: str
    impossible_low: float
    impossible_high: float
    unlikely_low: float
    unlikely_high: float
    source: str

    def is_impossible(self, value: float) -> bool:
        """Outside what is physically possible."""
        return not self.impossible_low <= value <= self.impossible_high

    def is_unlikely(self, value: float) -> bool:
        """Possible, but worth a second look in an adult."""
        return not self.unlikely_low <= value <= self.unlikely_high


@dataclass(frozen=True, slots=True)
class VitalSign:
    """A vital sign in a line. ``value`` is in the unit of its limits; the span covers the number as written."""

    vital: str
    value: float
    start: int
    end: int
    unit: str = ""


@cache
def limits() -> dict[str, Limits]:
    """The limits by vital sign (data/vital_signs.tsv)."""
    return {
        row["vital"]: Limits(
            row["name"],
            row["unit"],
            float(row["impossible_low"]),
            float(row["impossible_high"]),
            float(row["unlikely_low"]),
            float(row["unlikely_high"]),
            row["source"],
        )
        for row in rows("vital_signs.tsv")
    }


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    found = []
    for row in rows("vital_signs.tsv"):
        strong, weak = ([label for label in row[k].split("|") if label] for k in ("labels", "weak_labels"))
        if strong:
            found.append((row["vital"], _pattern(strong, re.IGNORECASE), _pattern(weak, 0) if weak else None))
    return tuple(found)


def _pattern(labels: list[str], flags: int) -> re.Pattern[str]:
    names = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"(?<![\w/-])(?:{names})(?!\w){_BETWEEN}{_NUMBER}{_UNIT}", flags)


@cache
def _any_label() -> re.Pattern[str]:
    labels = sorted({label for row in rows("vital_signs.tsv") for label in row["labels"].split("|") if label})
    return re.compile(rf"\b(?:BP|B/P|blood pressure|{'|'.join(map(re.escape, labels))})\b", re.IGNORECASE)


def vital_signs(line: Line, place: Place) -> tuple[VitalSign, ...]:
    """The vital signs of a line. Single-letter labels (T, P, R) count only beside another vital sign."""
    return _vital_signs(line, place.section == "vitals")


@lru_cache(maxsize=1024)
def _vital_signs(line: Line, among_vitals: bool) -> tuple[VitalSign, ...]:
    text = line.text
    if not (among_vitals or _any_label().search(text)) or not any(map(str.isdigit, text)):
        return ()
    found = []
    for m in _PRESSURE.finditer(text):
        found.append(VitalSign("systolic", float(m.group(1)), *m.span(1)))
        found.append(VitalSign("diastolic", float(m.group(2)), *m.span(2)))
    for vital, strong, _ in _patterns():
        found += [sign for m in strong.finditer(text) if (sign := _read(vital, m))]
    if found or among_vitals:
        for vital, _, weak in _patterns():
            if weak:
                found += [sign for m in weak.finditer(text) if (sign := _read(vital, m))]
    by_start: dict[int, VitalSign] = {}
    for sign in found:
        by_start.setdefault(sign.start, sign)
    return tuple(sorted(by_start.values(), key=lambda sign: sign.start))


def _read(vital: str, m: re.Match[str]) -> VitalSign | None:
    value, unit = float(m["value"]), (m["unit"] or "").lower()
    if vital == "temperature":
        celsius = unit.startswith("c") or (not unit and value < _FAHRENHEIT_FROM)
        value = value if celsius else (value - 32) / 1.8
    elif vital == "weight":
        if not unit.startswith(("kg", "kilo", "lb", "pound")):
            return None
        value *= 1 if unit.startswith("k") else _POUND_KG
    elif vital == "height":
        if not unit.startswith(("cm", "in")):
            return None
        value *= 1 if unit == "cm" else _INCH_CM
    elif unit not in ("", "%"):
        return None
    return VitalSign(vital, value, *m.span("value"), unit)
