"""Reading a file line by line, from any line on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from terminology.errors import VocabularyError
from terminology.vocabulary.build import Progress
from terminology.vocabulary.importers.facts import Facts
from terminology.vocabulary.importers.format import Malformed, Read, Reading, Refusal, cleaned
from terminology.vocabulary.term import Term

_LONGEST = 1 << 20
_TAIL = 1 << 16
_ROWS_AT_ONCE = 50_000
_MEBIBYTE = 1 << 20
_MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line: its number from 1, where it starts and ends in the file (in bytes), and what is in it."""

    number: int
    start: int
    end: int
    raw: bytes


def lines(path: Path, position: int = 0, rows: int = 0) -> Iterator[Line]:
    """The lines from a byte position on, ``rows`` lines being before it; VocabularyError when one is endless."""
    with path.open("rb") as file:
        file.seek(position)
        while raw := file.readline(_LONGEST):
            rows += 1
            start, position = position, position + len(raw)
            if len(raw) == _LONGEST:
                raise VocabularyError(f"{path}: row {rows} is longer than a megabyte, so this is no list of terms.")
            if rows == 1 and raw.startswith(_MARK):
                raw, start = raw[len(_MARK) :], len(_MARK)
            yield Line(rows, start, position, raw.rstrip(b"\r\n"))


def field_text(line: Line, fields: Sequence[bytes], column: int) -> str:
    """A column of a row as clean text; Malformed when it is empty, not UTF-8 or holds a control character."""
    try:
        return cleaned(fields[column].decode())
    except UnicodeDecodeError as error:
        before = sum(len(field) + 1 for field in fields[:column])
        raise Malformed(f"not UTF-8 at byte offset {line.start + before + error.start}") from None


def read_lines(reading: Reading, terms: Callable[[Line], Iterable[Term]]) -> Iterator[Read]:
    """One step for each line; ``terms`` raises Malformed for a line that it cannot read."""
    for line in lines(reading.path, reading.position, reading.rows):
        try:
            yield Read(tuple(terms(line)), 1, line.end, line.end)
        except Malformed as problem:
            yield Read((), 1, line.end, line.end, (Refusal(line.number, str(problem)),))


def check_last_row(path: Path, separator: bytes, count: int) -> None:
    """Raises VocabularyError when the last row has fewer separators than a whole one: the file was cut off."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        last = file.read().rstrip(b"\r\n").rpartition(b"\n")[2]
    if last and last.count(separator) < count:
        raise VocabularyError(f"{path} ends in the middle of a row, so it is incomplete: copy or unpack it again.")


def collect(path: Path, facts: Facts, fact: Callable[[bytes], tuple[str, str, str] | None], progress: Progress) -> None:
    """Adds the fact (id, kind, value) of every row of a file that has one.

    A row that cannot be read is passed over: in the file itself it is refused later, in a file beside it
    costs one fact and no term.
    """
    size = path.stat().st_size // _MEBIBYTE + 1
    some: list[tuple[str, str, str]] = []
    for line in lines(path):
        try:
            if found := fact(line.raw):
                some.append(found)
        except (ValueError, IndexError, Malformed):
            continue
        if line.number % _ROWS_AT_ONCE == 0:
            progress(f"reading {path.name} (MiB)", line.end // _MEBIBYTE, size)
            facts.add(some)
            some.clear()
    facts.add(some)
