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
        """Nothing: one line alone cannot contradict the note."""
        return ()

    @final
    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The findings of the note."""
        return sorted(self.judge(document), key=lambda finding: finding.order)

    @abstractmethod
    def judge(self, document: Document) -> Iterable[Finding]:
        """The findings, with offsets from the start of the note."""
