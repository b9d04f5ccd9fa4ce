"""A long paste in pieces, so that the screen goes on being painted and no line is too long to work on."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_LINES = 150  # of a piece; putting so many in takes less than a frame and a half
LONGEST_LINE = 2000  # code points; a paragraph of a note is shorter, and a longer line makes every key slow
_BREAK_AT = re.compile(rf".{{1,{LONGEST_LINE - 1}}}(?:\s|$)|\S{{{LONGEST_LINE}}}")


def wrapped(text: str) -> str:
    """The text with line breaks put into lines that are too long, at a blank where there is one."""
    if len(text) <= LONGEST_LINE:
        return text
    return "\n".join(part for line in text.split("\n") for part in _parts(line))


def _parts(line: str) -> Iterator[str]:
    if len(line) <= LONGEST_LINE:
        yield line
        return
    for found in _BREAK_AT.finditer(line):
        # a blank gives way to the break, but not the one that ends the text
        yield found.group().rstrip() if found.end() < len(line) else found.group()


def pieces(text: str) -> list[str]:
    """The text cut after every so many lines; joined together they are the text."""
    lines = text.splitlines(keepends=True)
    return ["".join(lines[at : at + MOST_LINES]) for at in range(0, len(lines), MOST_LINES)] or [text]
