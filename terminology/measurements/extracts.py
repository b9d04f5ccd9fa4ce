"""Measurements of a whole text, for forms and export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

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
        found += [m.shifted(start) for m in _columns(names, values)]
    return sorted(found, key=lambda m: (m.value_start, m.value_end, m.key))


def _columns(names: Line, values: Line) -> Iterator[Measurement]:
    """The measurements of a line of values under a line of names; none where the lines are no table."""
    cell = _CELL if len(_CELL.findall(names.text)) >= _ENOUGH else _WORD
    heads = [m.group().rstrip(":").lower() for m in cell.finditer(names.text)]
    if len(heads) < _ENOUGH or any(head[0].isdigit() for head in heads):
        return
    cells = list(cell.finditer(values.text))
    keys = [_keys().get(head, "") for head in heads]
    if len(cells) != len(heads) or sum(map(bool, keys)) < _ENOUGH:
        return
    for key, at in zip(keys, cells, strict=True):
        value = read_value(values.text, at.start(), key, between=False) if key else None
        if value and value.end >= at.end():
            yield value.measurement(key, value.start)


@cache
def _keys() -> dict[str, str]:
    found: dict[str, str] = {}
    for label in labels():
        found.setdefault(label.text.lower(), label.key)
    return found
