"""Reads the vital signs of the grid: kept as typed, understood in any usual unit, the body mass index computed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from entryassist.fields.reading import EMPTY, Part, Reading
from terminology.context import NoteContext
from terminology.document import Line, Place
from terminology.measurements import Measurement, measurements, quantities
from terminology.measurements.judgement import Verdict, judge, units_meant
from terminology.measurements.quantities import Unit

NORMALISED = " normalised"
BMI = "BMI"
_UNIT_WORDS = {
    **{"Cel": "°C", "[degF]": "°F", "[lb_av]": "lb", "[oz_av]": "oz", "[in_i]": "in", "[ft_i]": "ft"},
    **{"mm[Hg]": "mmHg", "kg/m2": "kg/m²"},
}
_MIXED = {"[in_i]": ("ft", 12), "[lb_av]": ("lb", 16)}
# what may follow the value: words such as "sitting", "on 2 L", "oral"; never another number
_REMARK = re.compile(r"[\s,;(]+[^\W\d].*")
_FEET_INCHES = re.compile(r"\s*(?P<feet>[3-7])(?:\s*-\s*|\s+)(?P<inches>\d|1[01])\s*")
_FEET = re.compile(r"\s*(?P<feet>[3-7])\s*['’′]\s*")
_PALPATED = re.compile(r"\s*(?P<systolic>\d{2,3})\s*/\s*(?:p|palp(?:ated|ation)?|doppler)\s*", re.IGNORECASE)
_SCORE = re.compile(r"\s*(?P<score>\d{1,2})\s*(?:/\s*10|out\s+of\s+10)?", re.IGNORECASE)
_CENTIMETRES = 100


@dataclass(frozen=True, slots=True)
class Vital:
    """One cell of the grid. ``spoken`` names it in running text, ``keys`` are its quantities, ``like`` what to type."""

    name: str
    spoken: str
    keys: tuple[str, ...]
    like: str


VITALS = (
    Vital("BP", "blood pressure", ("systolic", "diastolic"), "120/80"),
    Vital("HR", "heart rate", ("heart_rate",), "72"),
    Vital("RR", "respiratory rate", ("respiratory_rate",), "16"),
    Vital("Temp", "temperature", ("temperature",), "37.0 C or 98.6 F"),
    Vital("SpO2", "oxygen saturation", ("oxygen_saturation",), "98%"),
    Vital("Weight", "weight", ("weight",), "70 kg or 154 lb"),
    Vital("Height", "height", ("height",), "175 cm or 5 ft 9 in"),
    Vital("Pain", "pain score", (), "3/10"),
)


def read_vital(vital: Vital, typed: str, years: float | None = None, sex: str = "") -> Reading:
    """What was typed into a cell, for a patient of an age in years and a sex."""
    if not typed.strip():
        return EMPTY
    if not vital.keys:
        return _score(vital, typed)
    found = _measured(vital, typed)
    if not found:
        return Reading(problem=f"The {vital.spoken} cannot be read: type it as {vital.like}.")
    parts, said, advice = [], [], ""
    unit_meant = ""
    for measurement in found:
        unit = _unit_meant(measurement, years, sex)
        if unit is None:
            units = " or ".join(unit_word(one.ucum) for one in _likely(measurement, years, sex))
            advice = f"The {vital.spoken} has no unit: type {units} behind it."
        elif measurement.is_exact:
            unit_meant = unit_meant or unit.ucum
            value = f"{round(unit.to_reference(measurement.low), 2):g}"
            parts.append(Part(measurement.key + NORMALISED, value, quantities()[measurement.key].unit))
            said.append(_said(measurement, unit))
    typed_part = Part(vital.name, typed.strip(), unit_meant)
    return Reading((typed_part, *parts), " ".join(filter(None, said)) if len(found) == 1 else "", advice)


def body_mass_index(weight: Reading, height: Reading) -> Reading:
    """Computed from weight and height where both are known in their units; nothing that is typed."""
    mass, length = weight.value("weight" + NORMALISED), height.value("height" + NORMALISED)
    if not mass or not length or not float(length):
        return EMPTY
    index = f"{float(mass) / (float(length) / _CENTIMETRES) ** 2:.1f}"
    return Reading((Part(BMI, index, "kg/m2"),), f"{BMI} {index}")


def unit_word(ucum: str) -> str:
    """A unit as it is written on the screen."""
    return _UNIT_WORDS.get(ucum, ucum)


def sentence(vital: Vital, typed: str) -> str:
    """The cell as it would stand in a note."""
    return f"{vital.spoken} {_spelled(vital, typed.strip())}"


def _spelled(vital: Vital, typed: str) -> str:
    """``5 11``, ``5-11`` and ``6'`` are feet and inches in the cell of the height."""
    if vital.keys != ("height",):
        return typed
    if feet := _FEET_INCHES.fullmatch(typed):
        return f"{feet['feet']} ft {feet['inches']} in"
    return f"{feet['feet']} ft" if (feet := _FEET.fullmatch(typed)) else typed


def _measured(vital: Vital, typed: str) -> list[Measurement]:
    """The quantities of a cell; none when anything else stands in it than a value and a remark in words."""
    if vital.keys[0] == "systolic" and (palpated := _PALPATED.fullmatch(typed)):
        vital, typed = replace(vital, spoken="systolic blood pressure", keys=("systolic",)), palpated["systolic"]
    keys = vital.keys
    text = sentence(vital, typed)
    found = [m for m in measurements(Line(text), Place("", NoteContext())) if m.key in keys]
    if tuple(m.key for m in found) != keys:
        return []
    first, end = found[0], max(m.end for m in found)
    before, rest = text[len(vital.spoken) : first.value_start], text[end:]
    is_whole = not before.strip(" ~<>=") and (not rest.strip() or bool(_REMARK.fullmatch(rest)))
    return found if is_whole else []


def _unit_meant(measurement: Measurement, years: float | None, sex: str) -> Unit | None:
    """The unit of a value: the one typed, else the only one in which it is usual; None when it may be several."""
    likely = _likely(measurement, years, sex)
    return likely[0] if len(likely) == 1 else None


def _likely(measurement: Measurement, years: float | None, sex: str) -> list[Unit]:
    units = units_meant(measurement)
    if measurement.ucum:
        return units
    verdicts = [judge(replace(measurement, ucum=unit.ucum), years, sex).verdict for unit in units]
    for wanted in (Verdict.FINE, Verdict.UNLIKELY):
        fitting = [unit for unit, verdict in zip(units, verdicts, strict=True) if verdict is wanted]
        if fitting:
            return fitting
    return units[:1]


def _said(measurement: Measurement, unit: Unit) -> str:
    """The value in its unit and, where that is another, in the reference unit; nothing where neither adds anything."""
    quantity = quantities()[measurement.key]
    reference = f"{round(unit.to_reference(measurement.low), 1):g} {unit_word(quantity.unit)}"
    if len(quantity.units) == 1:
        return ""
    if unit.ucum == quantity.unit:
        return reference
    return f"{_written(measurement.low, unit, mixed=',' in measurement.unit)} = {reference}"


def _written(value: float, unit: Unit, *, mixed: bool) -> str:
    """A value in its unit; with ``mixed`` in feet and inches, or pounds and ounces."""
    larger, parts = _MIXED.get(unit.ucum, ("", 1))
    if not mixed or not larger:
        return f"{value:g} {unit_word(unit.ucum)}"
    whole, rest = divmod(value * (1 if unit.ucum == "[in_i]" else parts), parts)
    return f"{whole:g} {larger} {rest:g} {'in' if unit.ucum == '[in_i]' else 'oz'}"


def _score(vital: Vital, typed: str) -> Reading:
    m = _SCORE.match(typed)
    rest = typed[m.end() :] if m else ""
    if m is None or (rest.strip() and not _REMARK.fullmatch(rest)):
        return Reading(problem=f"The {vital.spoken} cannot be read: type it as {vital.like}.")
    return Reading((Part(vital.name, typed.strip()), Part("pain" + NORMALISED, m["score"])))
