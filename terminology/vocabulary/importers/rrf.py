"""Rich Release Format, as the UMLS and RxNorm use it: pipes, no header, a row for each name of a concept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from terminology.vocabulary.importers.format import Malformed, Read, Reading, Refusal
from terminology.vocabulary.importers.lines import Line, check_last_row, field_text, lines
from terminology.vocabulary.term import Term

COLUMNS = 18
ID, LAT, TS, STT, ISPREF, SAB, TTY, STR, SUPPRESS = 0, 1, 2, 4, 6, 11, 12, 14, 16

_JUDGED_ROWS = 20


class Named(NamedTuple):
    """A concept with its names, the preferred one first."""

    id: str
    names: list[str]


def check(path: Path) -> None:
    """Raises VocabularyError when the file was cut off."""
    check_last_row(path, b"|", COLUMNS)


def is_rrf(head: bytes, identifier: Callable[[bytes], bool]) -> bool:
    """Whether one of the first rows has the columns of a concept file and an id of the right shape."""
    rows = (row.split(b"|") for row in head.splitlines()[:_JUDGED_ROWS])
    return any(
        len(fields) in (COLUMNS, COLUMNS + 1) and identifier(fields[ID]) and len(fields[LAT]) == 3 for fields in rows
    )


def read_concepts(
    reading: Reading,
    is_id: Callable[[bytes], bool],
    rank: Callable[[list[bytes]], int | None],
    terms: Callable[[Named], Iterator[Term]],
) -> Iterator[Read]:
    """One step for each run of rows with the same id.

    ``rank`` says how preferred a row's name is, 0 the most, or None for a row to leave out.
    """
    for identifier, rows in groupby(lines(reading.path, reading.position, reading.rows), _id):
        ranked: list[tuple[int, str]] = []
        refused: list[Refusal] = []
        count = 0
        for line in rows:
            count += 1
            try:
                fields = _fields(line, is_id)
                place = rank(fields)
                if place is not None:
                    ranked.append((place, field_text(line, fields, STR)))
            except Malformed as problem:
                refused.append(Refusal(line.number, str(problem)))
        found = tuple(terms(Named(identifier.decode(), _distinct(ranked)))) if ranked else ()
        yield Read(found, count, line.end, line.end, refused)


def _id(line: Line) -> bytes:
    return line.raw.partition(b"|")[0]


def _fields(line: Line, is_id: Callable[[bytes], bool]) -> list[bytes]:
    fields = line.raw.split(b"|")
    if len(fields) == COLUMNS + 1 and not fields[-1]:
        fields.pop()
    if len(fields) != COLUMNS:
        raise Malformed(f"{len(fields)} columns instead of {COLUMNS}")
    if not is_id(fields[ID]):
        raise Malformed("the first column is no concept id")
    return fields


def _distinct(ranked: list[tuple[int, str]]) -> list[str]:
    """Names in order of preference, those that differ in case only once, and not in capitals when there is another."""
    ranked.sort(key=lambda found: found[0])
    names: dict[str, str] = {}
    for _, name in ranked:
        known = names.setdefault(name.lower(), name)
        if known.isupper():
            names[name.lower()] = name
    return list(names.values())
