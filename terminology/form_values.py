"""What the fields of a form say, read as the text of a note is: measurements and doses of drugs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from terminology.context import NoteContext
from terminology.document import Line, place_of
from terminology.drugs.dosed import dosed_drugs
from terminology.drugs.facts import facts_by_name
from terminology.drugs.orders import Dose, Mention, dose_of, order_of
from terminology.drugs.wording import Amount, amounts_in
from terminology.measurements import Measurement, measurements
from terminology.measurements.judgement import units_meant

_FORMS_IN_HAND = 8
_SECTIONS = ("vitals", "laboratory")
_DOSE_SLACK = 0.001

Fields = tuple[tuple[str, str], ...]


class FieldReading(NamedTuple):
    """A field of the form as a rule quotes it (``BP 120/80``), and the spans of the values it may mean."""

    written: str
    spans: Sequence[tuple[float, float]]


class DrugDose(NamedTuple):
    """A drug, by the name its facts have, that stands with a dose in a line; offsets from the line's start.

    ``amounts`` are all that stand about it (5 mg on weekdays, 2.5 mg on others), ``a_day`` is how often it is taken,
    0 where that is not plain.
    """

    drug: str
    start: int
    dose: Dose
    amounts: tuple[Amount, ...]
    a_day: float


class FieldDose(NamedTuple):
    """A drug and its dose in a field of the form, and the field as a rule quotes it."""

    written: str
    said: DrugDose


@lru_cache(maxsize=_FORMS_IN_HAND)
def measured_fields(fields: Fields) -> Mapping[str, Sequence[FieldReading]]:
    """The exact values of a form by quantity."""
    found: dict[str, list[FieldReading]] = {}
    for name, value in fields:
        line = Line(f"{name}: {value}")
        readings = (measurements(line, place_of(section, NoteContext())) for section in _SECTIONS)
        for m in next(filter(None, readings), ()):
            if m.is_exact:
                found.setdefault(m.key, []).append(FieldReading(f"{name} {value}", list(spans_of(line.text, m))))
    return found


@lru_cache(maxsize=_FORMS_IN_HAND)
def dosed_fields(fields: Fields) -> Mapping[str, Sequence[FieldDose]]:
    """The doses of a form by drug."""
    found: dict[str, list[FieldDose]] = {}
    for name, value in fields:
        for one in doses_of(Line(f"{name} {value}")):
            found.setdefault(one.drug, []).append(FieldDose(f"{name} {value}", one))
    return found


def doses_of(line: Line) -> tuple[DrugDose, ...]:
    """The drugs of a line that stand with a dose."""
    return tuple(_doses(line, dosed_drugs(line)))


def _doses(line: Line, named: Sequence[Mention]) -> Iterator[DrugDose]:
    for number, mention in enumerate(named):
        if dose := dose_of(line, named, number):
            order = order_of(line, named, number)
            amounts = tuple(amount for amount, _, _ in amounts_in(line.text[order.start : order.end].lower()))
            often, _, per = order.keys.get("frequency", "").partition("/")
            a_day = float(often) if often.isdigit() and per == "day" else 0.0
            yield DrugDose(_drug(mention.name), mention.start, dose, amounts, a_day)


def spans_of(text: str, m: Measurement) -> Iterator[tuple[float, float]]:
    """The values, in the reference unit, that round to what is written, once for each unit it may be in."""
    whole, _, decimals = text[m.value_start : m.value_end].partition(".")
    half = 0.5 * 10.0 ** -len(decimals) if whole.strip().isdigit() else 0.5
    for unit in units_meant(m):
        yield unit.to_reference(m.low - half), unit.to_reference(m.high + half)


def may_be_same(spans: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> bool:
    """Whether some value lies in a span of both."""
    return any(low < top and bottom < high for low, high in spans for bottom, top in others)


def may_be_same_dose(one: DrugDose, other: DrugDose) -> bool:
    """Whether some dose of both is the same, or comes to as much in a day; also where they cannot be compared."""
    if any(_is_same(a, b) for a in one.amounts for b in other.amounts):
        return True
    (values, _), (others, _) = one.dose.amount, other.dose.amount
    a, b = values[0] * one.a_day, others[0] * other.a_day
    return bool(a and b) and abs(a - b) <= _DOSE_SLACK * max(a, b)


def _is_same(one: Amount, other: Amount) -> bool:
    (values, unit), (others, other_unit) = one, other
    if unit != other_unit or len(values) != len(others):
        return True
    return all(abs(a - b) <= _DOSE_SLACK * max(a, b) for a, b in zip(values, others, strict=True))


def _drug(name: str) -> str:
    facts = facts_by_name().get(name)
    return facts.name if facts else name
