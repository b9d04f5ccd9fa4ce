"""Where vi's movements lead, as functions of a text and an offset in code points. No screen here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_WORD = re.compile(r"\w+|[^\w\s]+")
_INNER = re.compile(r"\w+|[^\w\s]+|[^\S\n]+")
_LOOKED_BACK = 4000

Movement = Callable[[str, int, int], int]


@dataclass(frozen=True, slots=True)
class Motion:
    """A movement by text, offset and count; what an operator takes with it: the last character, whole lines."""

    to: Movement
    inclusive: bool = False
    lines: bool = False


def line_start(text: str, at: int) -> int:
    """The offset at which the line begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """The offset behind the last character of the line."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def first_letter(text: str, at: int) -> int:
    """The first character of the line that is no blank."""
    start, end = line_start(text, at), line_end(text, at)
    line = text[start:end]
    return start + len(line) - len(line.lstrip()) if line.strip() else end


def row_start(text: str, row: int) -> int:
    """The offset of a line by its number, counted from 1; the last one when there are fewer."""
    at = 0
    for _ in range(row - 1):
        end = text.find("\n", at)
        if end < 0:
            break
        at = end + 1
    return at


def vertical(text: str, at: int, by: int) -> int:
    """So many lines down, or up, in the same column as far as the line has it."""
    column = at - line_start(text, at)
    for _ in range(abs(by)):
        neighbour = line_end(text, at) + 1 if by > 0 else line_start(text, at) - 1
        if not 0 <= neighbour <= len(text):
            break
        at = neighbour
    start = line_start(text, at)
    return min(start + column, line_end(text, start))


def next_word(text: str, at: int, count: int) -> int:
    """The beginning of the next word."""
    for _ in range(count):
        here = _WORD.match(text, at)
        found = _WORD.search(text, _run_end(text, at) if here else at)
        at = found.start() if found else len(text)
    return at


def _run_end(text: str, at: int) -> int:
    found = _WORD.match(text, at)
    return found.end() if found else at


def word_end(text: str, at: int, count: int) -> int:
    """The last character of this word, or of the next when at the end of this one."""
    for _ in range(count):
        found = _WORD.search(text, at + 1)
        at = found.end() - 1 if found else max(at, len(text) - 1)
    return at


def word_before(text: str, at: int, count: int) -> int:
    """The beginning of this word, or of the one before."""
    for _ in range(count):
        from_there = max(0, at - _LOOKED_BACK)
        starts = [found.start() for found in _WORD.finditer(text[:at], from_there)]
        at = starts[-1] if starts else 0
    return at


def word_object(text: str, at: int, *, around: bool) -> tuple[int, int]:
    """The span of the word at a place, with the blanks behind it if ``around``."""
    found = next((one for one in _INNER.finditer(text, line_start(text, at)) if one.end() > at), None)
    if found is None or found.start() > at:
        return at, at
    start, end = found.span()
    if around:
        end += len(text[end : line_end(text, end)]) - len(text[end : line_end(text, end)].lstrip())
    return start, end


MOTIONS: dict[str, Motion] = {
    "h": Motion(lambda text, at, n: max(line_start(text, at), at - n)),
    "l": Motion(lambda text, at, n: min(line_end(text, at), at + n)),
    "j": Motion(vertical, lines=True),
    "k": Motion(lambda text, at, n: vertical(text, at, -n), lines=True),
    "w": Motion(next_word),
    "b": Motion(word_before),
    "e": Motion(word_end, inclusive=True),
    "0": Motion(lambda text, at, _: line_start(text, at)),
    "^": Motion(lambda text, at, _: first_letter(text, at)),
    "$": Motion(lambda text, at, n: line_end(text, vertical(text, at, n - 1))),
    "gg": Motion(lambda text, _, n: row_start(text, n), lines=True),
    "G": Motion(lambda text, _, n: row_start(text, n), lines=True),
}
