"""Measurements of a whole text, for forms and export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from terminology.context import NoteContext
from terminology.document import Line, placed_lines
from terminology.measurements.measurement import Measurement
from terminology.measurements.quantities import labels
from terminology.measurements.reader import measurements
from terminology.measurements.values import read_value

_CELL = re.compile(r"[^\s|]+(?: [^\s|]+)*")
_WORD = re.compile(r"\S+")
_ENOUGH = 2


def extract(text: str, context: NoteContext | None = None) -> list[Measurement]:
    """The measurements of a text in order, offsets in code points from its start.

    What the rules see line by line, and tables whose names stand in one line and whose values in the next.
    """
    placed = list(placed_lines(text, context or NoteContext()))
    found = [m.shifted(start) for start, line, place in placed for m in measurements(line, place)]
    for (_, names, _), (start, values, _) in pairwise(placed):
        found += [m.shifted(start) for m in columns(names, values)]
    return sorted(found, key=lambda m: (m.value_start, m.value_end, m.key))


class _Heads(NamedTuple):
    """The quantities that a line names above columns, empty for a column of something else, and what a cell is."""

    keys: tuple[str, ...]
    cell: re.Pattern[str]


def heads_of(line: Line) -> _Heads | None:
    """What a line names above columns of values; None where it is no such line."""
    cell = _CELL if len(_CELL.findall(line.text)) >= _ENOUGH else _WORD
    heads = [m.group().rstrip(":") for m in cell.finditer(line.text)]
    if len(heads) < _ENOUGH or any(head[:1].isdigit() for head in heads):
        return None
    keys = tuple(_keys().get(head.lower(), "") for head in heads)
    # between names, a word in small letters is running text: "sodium and potassium"
    if any(head.islower() and not key for head, key in zip(heads, keys, strict=True)):
        return None
    return _Heads(keys, cell) if sum(map(bool, keys)) >= _ENOUGH else None


def columns(names: Line, values: Line) -> Iterator[Measurement]:
    """The measurements of a line of values under a line of names; none where the lines are no table."""
    heads = names.once(heads_of)
    cells = list(heads.cell.finditer(values.text)) if heads else []
    if heads is None or len(cells) != len(heads.keys):
        return
    for key, at in zip(heads.keys, cells, strict=True):
        value = read_value(values.text, at.start(), key, between=False) if key else None
        if value and value.end >= at.end():
            yield value.measurement(key, value.start)


@cache
def _keys() -> dict[str, str]:
    found: dict[str, str] = {}
    for label in labels():
        found.setdefault(label.text.lower(), label.key)
    return found
