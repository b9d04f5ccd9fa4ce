"""Find and replace over all sections of a note: where the hits are, and what a section becomes. No screen here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the sought text stands: section, and a half-open span of code points in it."""

    section: int
    start: int
    end: int

    @property
    def place(self) -> Place:
        """The sort key of the note's order."""
        return (self.section, self.start)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought, and how. Without ``case`` capitals do not matter; with ``whole`` only whole words count."""

    text: str
    case: bool = False
    whole: bool = False

    def hits(self, sections: Sequence[str]) -> list[Hit]:
        """Every place in the order of the note; none for an empty text."""
        if not self.text:
            return []
        pattern = self._pattern()
        return [Hit(number, *found.span()) for number, text in enumerate(sections) for found in pattern.finditer(text)]

    def _pattern(self) -> re.Pattern[str]:
        text = re.escape(self.text)
        return re.compile(rf"(?<!\w){text}(?!\w)" if self.whole else text, 0 if self.case else re.IGNORECASE)


def nearest(hits: Sequence[Hit], place: Place, *, backwards: bool = False) -> int:
    """The index of the first hit at a place or behind it, or of the last before it; goes round. -1 without hits."""
    if backwards:
        return (
            bisect_right([hit.place for hit in hits], place) - 1 if hits and hits[0].place <= place else len(hits) - 1
        )
    return next((at for at, hit in enumerate(hits) if hit.place >= place), 0 if hits else -1)


def replaced(text: str, hits: Sequence[Hit], by: str) -> tuple[int, int, str]:
    """All hits of a section as one replacement: the span from the first to the last, and what it becomes."""
    start, end = hits[0].start, hits[-1].end
    parts, at = [], start
    for hit in hits:
        parts += [text[at : hit.start], by]
        at = hit.end
    return start, end, "".join(parts)
