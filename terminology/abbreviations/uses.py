"""Where a note uses a short form, and where it says what the short form stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from terminology.document import Document

_JOINED_BEFORE = frozenset("/.&-_")
_JOINED_AFTER = frozenset("/&-_")
_BRACKET_BEFORE = re.compile(r"\s*\(\s*$")
_BRACKET_AFTER = re.compile(r"\s*\(\s*")
_GAP = 4


def uses_of(short: str, document: Document) -> Iterator[tuple[int, int]]:
    """The spans of a short form in the text of a note, outside headings, quoted speech and identifiers."""
    for start, end in _found(short, document.text):
        number = line_number(document, start) - 1
        line, offset = document.lines[number], document.starts[number]
        if not line.in_zone(start - offset, end - offset) and not (line.heading and start - offset < line.heading[1]):
            yield start, end


def definition_of(short: str, long: str, document: Document) -> tuple[int, int] | None:
    """The span of ``long form (SHORT)`` or ``SHORT (long form)`` in a note, or None when it stands elsewhere."""
    text = document.text
    for start, end in _found(long, text):
        behind = _BRACKET_AFTER.match(text, end)
        if behind and text.startswith(short, behind.end()):
            return start, min(behind.end() + len(short) + 1, len(text))
        before = _BRACKET_BEFORE.search(text, max(0, start - _GAP), start)
        if before and text.endswith(short, 0, before.start()):
            return before.start() - len(short), min(end + 1, len(text))
    return None


def line_number(document: Document, offset: int) -> int:
    """The number, from 1, of the line that holds an offset."""
    return bisect_right(document.starts, offset)


def _found(phrase: str, text: str) -> Iterator[tuple[int, int]]:
    """The spans of a phrase that is not a part of something longer. ``str.find``, because it runs on each key."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (before.isalnum() or before in _JOINED_BEFORE or after.isalnum() or after in _JOINED_AFTER):
            yield start, end
        start = text.find(phrase, end)
