"""Names places in a note for a reader: the words, the heading they stand under, the line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from terminology.document import Document, Line


class Part(NamedTuple):
    """A headed part of a note: its heading as written (empty before the first), and its lines with their numbers."""

    heading: str
    section: str
    lines: tuple[tuple[int, Line], ...]


def parts(document: Document) -> Iterator[Part]:
    """The note cut at its headings."""
    heading, section, lines = "", document.context.section, list[tuple[int, Line]]()
    for number, line in enumerate(document.lines):
        if line.heading:
            if lines:
                yield Part(heading, section, tuple(lines))
            heading, section, lines = heading_text(line), document.places[number].section, []
        elif not lines:
            section = document.places[number].section
        if line.text:
            lines.append((number, line))
    if lines:
        yield Part(heading, section, tuple(lines))


def heading_text(line: Line) -> str:
    """The heading of a line that has one, as written, without number and colon."""
    return line.text[: line.heading[1]].strip(" \t:-#.)0123456789") if line.heading else ""


def quoted(document: Document, start: int, end: int) -> str:
    """A stretch of the note with its place: ``"left knee" (PROCEDURE, line 3)``."""
    number = bisect_right(document.starts, start) - 1
    heading = ""
    for at in range(number, -1, -1):
        line = document.lines[at]
        if line.heading and (at == number or not line.is_aside):
            heading = heading_text(line)
            break
    place = f"{heading}, line {number + 1}" if heading else f"line {number + 1}"
    return f'"{document.text[start:end]}" ({place})'
