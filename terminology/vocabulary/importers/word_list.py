"""A plain list: one word or phrase a line; lines that start with # are remarks."""

from __future__ import annotations

from collections.abc import Iterator

from terminology.concept import Group
from terminology.vocabulary.importers.format import Format, Malformed, Read, Reading, decoded
from terminology.vocabulary.importers.lines import Line, read_lines
from terminology.vocabulary.term import Term, Tier

_MOST_CHARACTERS = 120
_MOST_WORDS = 12
_COLUMN_MARKS = (b"\t", b"|", b";", b"  ", b"<", b"{")


def read(reading: Reading) -> Iterator[Read]:
    """Lines that are terms; what looks like columns, markup or prose is malformed."""

    def terms(line: Line) -> Iterator[Term]:
        raw = line.raw.strip()
        if not raw or raw.startswith(b"#"):
            return
        if any(mark in raw for mark in _COLUMN_MARKS):
            raise Malformed("columns or markup, where a list has one term a line")
        text = decoded(line.raw, line.start)
        if len(text) > _MOST_CHARACTERS or text.count(" ") >= _MOST_WORDS:
            raise Malformed("too long for a term")
        if not any(map(str.isalpha, text)):
            raise Malformed("no letter")
        yield reading.term(text, Group.OTHER)

    return read_lines(reading, terms)


FORMAT = Format(
    name="plain list of words",
    title="",
    licence="not stated",
    attribution="not stated",
    tier=Tier.ACCEPT,
    files=(),
    recognise=lambda path, head: True,
    read=read,
)
