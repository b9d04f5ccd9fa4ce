"""Names places in a note for a reader: the words, the heading they stand under, the line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from terminology.document import Document, Line


class Part(NamedTuple):
    """A headed part of a note: its heading as written (empty before the first), and its lines with their numbers."""

    heading: str
    section: str
    lines: tuple[tuple[int, Line], ...]


def headed(document: Document) -> tuple[int, ...]:
    """The numbers of the lines with a heading."""
    return tuple([number for number, line in enumerate(document.lines) if line.heading])


def parts(document: Document, numbers: Iterable[int]) -> Iterator[Part]:
    """The headed parts of the note in which lines of some numbers stand, in order."""
    edges = (*document.once(headed), len(document.lines))
    done = 0
    for number in numbers:
        if number >= done:
            at = bisect_right(edges, number)
            first, done = edges[at - 1] if at else 0, edges[at]
            lines = tuple([(n, document.lines[n]) for n in range(first, done) if document.lines[n].text])
            yield Part(heading_text(document.lines[first]), document.places[lines[0][0]].section, lines)


def heading_text(line: Line) -> str:
    """The heading of a line that has one, as written, without number and colon."""
    return line.text[: line.heading[1]].strip(" \t:-#.)0123456789") if line.heading else ""


def quoted(document: Document, start: int, end: int) -> str:
    """A stretch of the note with its place: ``"left knee" (PROCEDURE, line 3)``."""
    number = bisect_right(document.starts, start) - 1
    heading = ""
    titles = document.once(headed)
    for at in reversed(titles[: bisect_right(titles, number)]):
        line = document.lines[at]
        if at == number or not line.is_aside:
            heading = heading_text(line)
            break
    place = f"{heading}, line {number + 1}" if heading else f"line {number + 1}"
    return f'"{document.text[start:end]}" ({place})'
