"""Compares the measured values of a note with those of the patient's earlier notes (data/record_comparison.tsv).

An earlier note is read once and its values are kept for the next check: they do not change while a note is typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from terminology.age import may_be_child, years
from terminology.context import NoteContext
from terminology.cues import cue_pattern
from terminology.data_files import rows
from terminology.document import Document, Line, Place, placed_lines
from terminology.measurements import Measurement, measurements, quantities
from terminology.measurements.judgement import Verdict, judge, reference_values, units_meant
from terminology.visit_values import is_of_visit

_NOT_OF_A_VISIT = frozenset(
    {"past-medical-history", "past-surgical-history", "family-history", "social-history", "medications", "allergies"}
)
_TEN = 10.0
_EARLIER_NOTES_KEPT = 32
_BEFORE, _AFTER = 50, 40


class Difference(Enum):
    """How a value differs from what the record has."""

    TENFOLD = "tenfold"
    OTHER_UNIT = "other unit"
    LARGE_CHANGE = "large change"


@dataclass(frozen=True, slots=True)
class Compared:
    """A value of the note that differs from the record: where its line starts, and the earlier value as written.

    ``is_possible`` is False where the value could not be whatever the record had.
    """

    difference: Difference
    measurement: Measurement
    start: int
    earlier: str
    is_possible: bool


class _Limits(NamedTuple):
    """Shares of a value: what it may drift between visits, and what is a large change (None: not judged)."""

    drift: float
    change: float | None


class _Earlier(NamedTuple):
    """A value of an earlier note, with its number and unit as written."""

    measurement: Measurement
    written: str


def differences(document: Document, numbers: Sequence[int]) -> Iterator[Compared]:
    """The values of the note that no earlier note bears out, given the numbers of the lines that may have some."""
    notes = [values_of(text) for text in document.context.earlier_notes]
    if not any(notes):
        return
    now = list(_values(document, numbers))
    for number, m in now:
        line, place = document.lines[number], document.places[number]
        earlier = [one for note in notes for one in note.get(m.key, ())]
        if not earlier or any(_agree(m, one.measurement) for one in earlier):
            continue
        others = (other for _, other in now if other.key == m.key and other is not m)
        if any(_agree(other, one.measurement) for other in others for one in earlier[:1]):
            continue
        difference = _difference(m, earlier[0].measurement, document)
        if difference is Difference.LARGE_CHANGE and not _is_unexplained(line, place, m):
            continue
        if difference:
            verdict = judge(m, years(document.context), document.context.sex).verdict
            start, is_possible = document.starts[number], verdict is not Verdict.IMPOSSIBLE
            yield Compared(difference, m, start, earlier[0].written, is_possible)


def is_compared(line: Line, place: Place) -> bool:
    """Whether a line has a value that is compared with the record."""
    return any(True for _ in _of_visit(line, place))


@lru_cache(maxsize=_EARLIER_NOTES_KEPT)
def values_of(text: str) -> Mapping[str, Sequence[_Earlier]]:
    """The values of an earlier note by quantity, the last given first."""
    found: dict[str, list[_Earlier]] = {}
    for _, line, place in placed_lines(text, NoteContext()):
        for m in _of_visit(line, place):
            found.setdefault(m.key, []).insert(0, _Earlier(m, written_with_unit(line.text, m)))
    return found


def written_with_unit(text: str, m: Measurement) -> str:
    """The number of a measurement and its unit as they stand in the text."""
    end = m.value_end
    if m.unit and "," not in m.unit:
        at = text.find(m.unit, end)
        end = at + len(m.unit) if at >= 0 else end
    return text[m.value_start : end]


def _values(document: Document, numbers: Sequence[int]) -> Iterator[tuple[int, Measurement]]:
    for number in numbers:
        for m in _of_visit(document.lines[number], document.places[number]):
            yield number, m


def _is_unexplained(line: Line, place: Place, m: Measurement) -> bool:
    """Whether a value was plainly measured at this visit, and nothing in its line tells of a change."""
    return is_of_visit(line, place, (m,)) and not cue_pattern("change of a measured value").search(line.text)


def _of_visit(line: Line, place: Place) -> Iterator[Measurement]:
    """The values of a line that were measured in the patient at the visit."""
    if place.section in _NOT_OF_A_VISIT:
        return
    for m in measurements(line, place):
        if m.key in _limits() and m.is_exact and _is_of_visit(line, m):
            yield m


def _is_of_visit(line: Line, m: Measurement) -> bool:
    left, right = line.sentence_at(m.start)
    left, right = max(left, m.start - _BEFORE), min(right, m.end + _AFTER)
    return not any(
        cue_pattern(group).search(line.text, left, right) for group in ("measured at another time", "another person")
    )


def _agree(m: Measurement, other: Measurement) -> bool:
    """Whether a value may be of the same patient as an earlier one, in some unit each may be in."""
    drift, change = _limits()[m.key]
    if change is None:
        return not _is_tenfold(m, other, drift)
    return any(abs(one - two) <= change * two for one in reference_values(m) for two in reference_values(other))


def _difference(now: Measurement, then: Measurement, document: Document) -> Difference | None:
    context = document.context
    age = years(context)
    # what could not be, or hardly, in the earlier note was the slip
    if _is_odd(then, age, context.sex) and not _is_odd(now, age, context.sex):
        return None
    drift, change = _limits()[now.key]
    is_body = change is not None
    if _is_tenfold(now, then, drift):
        return Difference.TENFOLD if is_body or not _is_usual(now) else None
    if not is_body or may_be_child(document):
        return None
    if _is_in_other_unit(now, then, drift):
        return Difference.OTHER_UNIT
    return Difference.LARGE_CHANGE


def _is_tenfold(one: Measurement, two: Measurement, drift: float) -> bool:
    if (one.ucum and two.ucum and one.ucum != two.ucum) or not one.low or not two.low:
        return False
    ratio = max(one.low, two.low) / min(one.low, two.low)
    return _TEN * (1 - drift) <= ratio <= _TEN * (1 + drift)


def _is_in_other_unit(now: Measurement, then: Measurement, drift: float) -> bool:
    """Whether one of two numbers, in another unit than the one written, gives the other value."""
    return any(
        abs(unit.to_reference(one.low) - two) <= drift * two
        for one, other in ((now, then), (then, now))
        for unit in quantities()[one.key].units.values()
        if one.ucum and unit.bare and unit.ucum != one.ucum
        for two in reference_values(other)
    )


def _is_odd(m: Measurement, age: float | None, sex: str) -> bool:
    return judge(m, age, sex).verdict is not Verdict.FINE


def _is_usual(m: Measurement) -> bool:
    usual = quantities()[m.key].usual
    return any(usual.holds(unit.to_reference(m.low)) for unit in units_meant(m))


@cache
def _limits() -> dict[str, _Limits]:
    return {
        row["key"]: _Limits(float(row["drift"]), float(row["change"]) if row["change"] else None)
        for row in rows("record_comparison.tsv")
    }
