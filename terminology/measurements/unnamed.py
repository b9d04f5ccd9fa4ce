"""Measurements that need no name: ``5'10"``, ``98% on room air``, ``7 pounds 10 ounces``, ``He is 177 pounds``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from terminology.measurements import patterns as p
from terminology.measurements.measurement import Measurement
from terminology.measurements.quantities import unit_spellings
from terminology.measurements.values import Value, both_pressures, feet_and_inches, pounds_and_ounces, read_value

_BODY_TEMPERATURE = {"f": (80, 115), "c": (25, 45)}
_ALONE = re.compile(r"(?:^|[,;:]\s*)(?=\d{2,3}/\d{2,3}\b)")
_BLOOD_COUNT = re.compile(
    rf"(?<![\d.])({p.NUMBER})\s*>-*\s*({p.NUMBER})\s*/\s*({p.NUMBER})\s*-*<\s*({p.NUMBER})(?![\d/])"
)
_BLOOD_GAS = re.compile(r"(?<![\d./])([67]\.\d{1,2})\s?/\s?(\d{2,3})\s?/\s?(\d{2,3})(?!\d|\.\d)")
_INCHES_TALL = re.compile(
    r"(?<![\d./-])(?P<low>\d{2,3}(?:\.\d)?)\s?-?(?P<unit>inch(?:es)?|in|cm|centimeters)\s+(?:tall|in height)\b", re.I
)
_TALL = re.compile(r"\s*(?:tall|in height)\b", re.I)
_SIGN = re.compile(r"['’′#°º%/]|\b(?:tall|height|feet|foot|ft|pounds?|lbs?|kgs?|kilograms?|grams?|g|degrees?)\b", re.I)


def unnamed(text: str, among_vitals: bool) -> Iterator[Measurement]:
    """The measurements of a line that their unit or form alone tells."""
    if not _SIGN.search(text):
        return
    for m in p.FEET.finditer(text):
        if m["inches"] or among_vitals or _TALL.match(text, m.end()):
            yield _with_second(text, "height", feet_and_inches(m))
    for m in p.POUNDS.finditer(text):
        yield _with_second(text, "weight", pounds_and_ounces(m))
    for m in p.ROOM_AIR.finditer(text):
        yield _plain("oxygen_saturation", m, "%", "%")
    for m in p.DEGREES.finditer(text):
        low, high = _BODY_TEMPERATURE[m["unit"][0].lower()]
        if low <= float(m["low"]) <= high:
            yield _plain("temperature", m, m["unit"], unit_spellings()[m["unit"].lower()])
    for m in _INCHES_TALL.finditer(text):
        yield _plain("height", m, m["unit"], unit_spellings()[m["unit"].lower()])
    yield from _diagrams(text)
    for m in p.PERSON_WEIGHT.finditer(text):
        value = read_value(text, m.start("low"), "weight", between=False)
        if value:
            yield value.measurement("weight", value.start)
    if among_vitals:
        yield from _pressures(text)


def _diagrams(text: str) -> Iterator[Measurement]:
    """The order in which counts and gases are typed after the diagram: ``7.4 > 12.1/36 < 240``, ``7.31/52/68``."""
    for pattern, keys in (
        (_BLOOD_COUNT, ("white_cell_count", "hemoglobin", "hematocrit", "platelets")),
        (_BLOOD_GAS, ("ph", "pco2", "po2")),
    ):
        for m in pattern.finditer(text):
            for at, key in enumerate(keys, 1):
                number = p.as_number(m[at])
                yield Measurement(key, number, number, "", "", m.start(), m.end(), *m.span(at))


def _with_second(text: str, key: str, value: Value) -> Measurement:
    again = read_value(text, value.start, key, between=False)
    return (again or value).measurement(key, value.start)


def _plain(key: str, m: re.Match[str], unit: str, ucum: str) -> Measurement:
    number = float(m["low"])
    return Measurement(key, number, number, unit, ucum, m.start("low"), m.end(), *m.span("low"))


def _pressures(text: str) -> Iterator[Measurement]:
    """A pair of pressures that stands alone in a list of vital signs."""
    for alone in _ALONE.finditer(text):
        m = p.likely_pressure(text, alone.end())
        if m:
            yield from both_pressures(m, m.start())
