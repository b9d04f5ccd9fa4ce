"""Where a note uses a short form, and where it says what the short form stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from terminology.document import Document

_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![\w/.&-])", r"(?![\w/&-])"


def uses_of(short: str, document: Document) -> Iterator[tuple[int, int]]:
    """The spans of a short form in the text of a note, outside headings, quoted speech and identifiers."""
    for found in re.finditer(_NO_LETTER_BEFORE + re.escape(short) + _NO_LETTER_AFTER, document.text):
        number = line_number(document, found.start()) - 1
        line, offset = document.lines[number], document.starts[number]
        start, end = found.start() - offset, found.end() - offset
        if not line.in_zone(start, end) and not (line.heading and start < line.heading[1]):
            yield found.span()


def definition_of(short: str, long: str, document: Document) -> tuple[int, int] | None:
    """The span of ``long form (SHORT)`` or ``SHORT (long form)`` in a note, or None when it stands elsewhere."""
    one, other = re.escape(long), re.escape(short)
    found = re.search(rf"{one}\s*\(\s*{other}\s*\)|{_NO_LETTER_BEFORE}{other}\s*\(\s*{one}\s*\)", document.text)
    return found.span() if found else None


def line_number(document: Document, offset: int) -> int:
    """The number, from 1, of the line that holds an offset."""
    return bisect_right(document.starts, offset)
