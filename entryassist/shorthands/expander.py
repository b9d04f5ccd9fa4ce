"""The shorthands of one open note: what is proposed now, what accepting it puts in, which blanks are walked.

The editors ask it with plain text and offsets and apply what it answers; it never changes a text itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from entryassist.shorthands.book import PUNCTUATION, Proposal, ShorthandBook
from entryassist.shorthands.cautions import cautions
from entryassist.shorthands.effort import Effort, ShorthandUse
from entryassist.shorthands.facts import NoteFacts
from entryassist.shorthands.shorthand import ExpandAt
from entryassist.shorthands.template import Blank, Filled, filled
from entryassist.shorthands.walk import StopWalk
from terminology import TextChange


@dataclass(frozen=True, slots=True)
class Expansion:
    """``put_in.text`` takes the place of ``text[start:end]`` of a section; ``use`` is how it is counted."""

    section: int
    start: int
    end: int
    put_in: Filled
    use: ShorthandUse


class Expander:
    """Proposal and walk of one note. ``expand_at`` are the delimiters that expand by themselves."""

    def __init__(self, effort: Effort, facts: NoteFacts, expand_at: Collection[ExpandAt] = ()) -> None:
        self.book = ShorthandBook(())
        self.facts = facts
        self.proposal: Proposal | None = None
        self._effort = effort
        self._expand_at = frozenset(expand_at)
        self._section = 0
        self._walks: list[tuple[ShorthandUse, StopWalk]] = []
        self._offered: tuple[int, int, str] | None = None

    # proposing

    def typed(self, section: int, text: str, cursor: int) -> None:
        """Find out what may be proposed after a key."""
        self._section = section
        self.proposal = found = self.book.at(text, cursor, self._effort.refused)
        if found is not None and found.delimiter:
            self._count(found)

    def _count(self, proposal: Proposal) -> None:
        """Count as offered what stood there as a word of its own, and did so for the first time."""
        here = (self._section, proposal.start, proposal.typed)
        if self._offered != here:
            self._offered = here
            for one in proposal.choices:
                self._effort.offered[one.key] += 1

    def forget(self) -> None:
        """The cursor went elsewhere: nothing is proposed."""
        self.proposal = None

    @property
    def cautions(self) -> tuple[str, ...]:
        """Why the proposal waits for a key of its own."""
        return cautions(self.proposal, self.facts.known()) if self.proposal else ()

    @property
    def applies_alone(self) -> bool:
        """Whether the delimiter just typed puts the proposal in: switched on, and nothing to be cautious about."""
        proposal = self.proposal
        if proposal is None or not proposal.delimiter or not self._expand_at:
            return False
        kind = ExpandAt.PUNCTUATION if proposal.delimiter in PUNCTUATION else ExpandAt.SPACE
        return kind in self._expand_at and not self.cautions

    def preview(self, proposal: Proposal) -> list[str]:
        """What a proposal would become, choice by choice."""
        known = self.facts.known()
        return [filled(one.text, known, proposal.case).text for one in proposal.choices]

    # putting in

    def expansion(self, proposal: Proposal, choice: int, *, keys: int) -> Expansion:
        """A proposal, made for the text as it stands, with one of its choices. ``keys`` is what accepting cost."""
        self.proposal = None
        self._count(proposal)
        shorthand = proposal.choices[choice]
        put_in = filled(shorthand.text, self.facts.known(), proposal.case)
        use = ShorthandUse(shorthand, proposal.typed, put_in.text, keys)
        return Expansion(self._section, proposal.start, proposal.end, put_in, use)

    def put(self, expansion: Expansion) -> Blank | None:
        """The expansion now stands in the text: count it, and go to its first blank."""
        self._effort.uses.append(expansion.use)
        if expansion.put_in.blanks:
            walk = StopWalk(expansion.section, expansion.start, expansion.put_in)
            self._walks.append((expansion.use, walk))
            return walk.current
        return None

    # walking

    @property
    def walk(self) -> StopWalk | None:
        """The innermost walk that is not over; undoing an expansion ends its walk."""
        self._walks = [(use, walk) for use, walk in self._walks if use.standing and walk.current is not None]
        return self._walks[-1][1] if self._walks else None

    def changed(self, section: int, change: TextChange) -> None:
        """Follow a change of the text."""
        for _, walk in self._walks:
            walk.changed(section, change)

    def leave(self) -> None:
        """End the innermost walk."""
        if self.walk is not None:
            self.walk.leave()

    def pick(self, section: int, text: str, digit: str) -> tuple[Blank, str] | None:
        """The choice a digit stands for while a pick-list is still blank, with the blank it goes into."""
        walk = self.walk
        blank = walk.current if walk is not None and walk.section == section and walk.is_empty(text) else None
        if blank is None or not digit.isascii() or not digit.isdigit() or not 0 < int(digit) <= len(blank.choices):
            return None
        return blank, blank.choices[int(digit) - 1]
