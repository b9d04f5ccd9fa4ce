"""The base of the rules that compare places of a note with each other or with the record."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar, final

from terminology.document import Document, Line, Place
from terminology.finding import Finding
from terminology.rules.base import Rule


class NoteRule(Rule):
    """Judges the whole note at once. What such a rule reads in a line it keeps with :meth:`Line.once`."""

    fix_safety: ClassVar[str] = "There is no suggestion: only the author or the source can say which is right."

    @final
    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """A mark on each line that tells something, so that only those are looked at when a key is pressed."""
        if self.tells(line, place):
            yield self.finding(line.text, 0, 0, "")

    @final
    def of_note(self, found: Sequence[tuple[int, Sequence[Finding]]], document: Document) -> Sequence[Finding]:
        """The findings of the note in place of the marks."""
        return sorted(self.judge(document, [number for number, _ in found]), key=lambda finding: finding.order)

    @abstractmethod
    def tells(self, line: Line, place: Place) -> bool:
        """Whether a line says anything that the rule compares."""

    @abstractmethod
    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """The findings, with offsets from the start of the note, given the numbers of the lines that tell."""
