"""Completions for the editors of one open note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from entryassist.tui.editing.usual import UsualWords

if TYPE_CHECKING:
    from terminology import Checker, Suggestion

_LOOKED_BACK = 400  # code points of a line; more do not change what comes next


class Completions:
    """Asks the checker, once there is one, with the words that this writer uses.

    ``unasked`` says whether what is likely may be shown without being asked for.
    """

    def __init__(self, unasked: bool = True) -> None:
        self.unasked = unasked
        self.checker: Checker | None = None
        self.usual = UsualWords()

    def behind(self, line: str, heading: str, limit: int) -> list[Suggestion]:
        """What may follow a line up to the cursor, in the section with that heading, likeliest first."""
        from terminology import NoteContext

        if self.checker is None:
            return []
        line = line[-_LOOKED_BACK:]
        context = NoteContext(section=heading)
        return self.checker.complete(line, len(line), context, limit, self.usual.counts(line))
