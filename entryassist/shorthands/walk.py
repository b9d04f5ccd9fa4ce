"""Walking the blanks of a template that was just put in, while the text around them changes."""

from __future__ import annotations

from dataclasses import replace

from entryassist.shorthands.template import BLANK, Blank, Filled
from terminology import TextChange


class StopWalk:
    """The blanks of one expansion in one section; spans count in the section's text.

    A blank that is typed into grows with what is typed. The walk is over when the last blank is left, or when
    the text is changed outside the expansion.
    """

    def __init__(self, section: int, start: int, put_in: Filled) -> None:
        self.section = section
        self._blanks = [replace(one, start=one.start + start, end=one.end + start) for one in put_in.blanks]
        self._span = (start, start + len(put_in.text))
        self.end = start + put_in.end
        self._at = 0

    @property
    def current(self) -> Blank | None:
        """The blank to fill now; None when the walk is over."""
        return self._blanks[self._at] if self._at < len(self._blanks) else None

    @property
    def place(self) -> tuple[int, int]:
        """Which blank of how many, from 1."""
        return self._at + 1, len(self._blanks)

    def step(self, by: int) -> Blank | None:
        """Go to another blank; past the last one the walk is over, before the first one it stays there."""
        self._at = max(0, self._at + by)
        return self.current

    def leave(self) -> None:
        """End the walk; blanks that are left stay in the text."""
        self._at = len(self._blanks)

    def is_empty(self, text: str) -> bool:
        """Whether nothing has been put in the current blank of the section's text yet."""
        blank = self.current
        return blank is not None and text[blank.start : blank.end] == BLANK

    def changed(self, section: int, change: TextChange) -> None:
        """Follow a change of the text of a section."""
        if section != self.section:
            return
        start, end = self._span
        if change.start < start or change.end > end:
            self.leave()
            return
        current = self.current
        self._blanks = [_moved(one, change, grows=one is current) for one in self._blanks]
        self._span = (start, end + len(change.text) - (change.end - change.start))
        self.end = _after(self.end, change)


def _moved(blank: Blank, change: TextChange, *, grows: bool) -> Blank:
    if grows and blank.start <= change.start and change.end <= blank.end:
        return replace(blank, end=blank.end + len(change.text) - (change.end - change.start))
    if change.start >= blank.end:
        return blank
    start = _after(blank.start, change)
    return replace(blank, start=start, end=max(start, _after(blank.end, change)))


def _after(offset: int, change: TextChange) -> int:
    """Where an offset lies after a change; one inside what was replaced goes to its end."""
    if change.end <= offset:
        return offset + len(change.text) - (change.end - change.start)
    return change.start + len(change.text) if change.start < offset else offset
