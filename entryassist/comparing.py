"""Two versions of a note made from the same one: what each changed, and a proposal that holds both.

Texts are merged by sentences and lines, never within one: of "5 mg" made "10 mg" by one and "5 mcg" by the other,
"10 mcg" must not come. Where both changed the same place, or places that touch, nothing is proposed but one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain

_UNITS = re.compile(r"(?<=[.!?;])(?=\s)|(?<=\n)")
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 4000  # beyond, differences are shown by sentences: finding them takes the square of the length

Edit = tuple[int, int, list[str]]  # what replaces base[start:end]


class PartState(StrEnum):
    """Who changed a part of the note."""

    SAME = "the same in both"
    MINE = "only you changed it"
    THEIRS = "only they changed it"
    MERGED = "both changed it, in different places: look at the proposal"
    CONFLICT = "both changed the same place: choose"


@dataclass(frozen=True, slots=True)
class Part:
    """A section, or a field of the header, in the version both began from and as each left it.

    ``result`` is what is to be saved; where the choice is open, it is ``mine``.
    """

    name: str
    base: str
    theirs: str
    mine: str
    state: PartState
    result: str

    @classmethod
    def of(cls, name: str, base: str, theirs: str, mine: str) -> Part:
        """The part with its state and a proposal."""
        if theirs == mine:
            return cls(name, base, theirs, mine, PartState.SAME, mine)
        if theirs == base:
            return cls(name, base, theirs, mine, PartState.MINE, mine)
        if mine == base:
            return cls(name, base, theirs, mine, PartState.THEIRS, theirs)
        merged = merge(base, theirs, mine)
        state = PartState.CONFLICT if merged is None else PartState.MERGED
        return cls(name, base, theirs, mine, state, mine if merged is None else merged)

    def with_result(self, text: str) -> Part:
        """The part with another text to be saved."""
        return replace(self, result=text)


def merge(base: str, theirs: str, mine: str) -> str | None:
    """A text with the changes of both, None when they touch each other and are not the same."""
    units = _UNITS.split(base)
    changes = sorted(
        chain(
            ((*edit, 0) for edit in _edits(units, _UNITS.split(theirs))),
            ((*edit, 1) for edit in _edits(units, _UNITS.split(mine))),
        ),
        key=lambda change: change[:2],
    )
    merged: list[str] = []
    done = 0
    for group in _touching(changes):
        sides = [[change for change in group if change[3] == side] for side in (0, 1)]
        if all(sides) and _same(sides[0]) != _same(sides[1]):
            return None
        for start, end, text, _ in sides[0] or sides[1]:
            merged += units[done:start] + text
            done = end
    return "".join(merged + units[done:])


def _same(changes: Iterable[tuple[int, int, list[str], int]]) -> list[Edit]:
    return [(start, end, text) for start, end, text, _ in changes]


def _touching(
    changes: Iterable[tuple[int, int, list[str], int]],
) -> Iterator[list[tuple[int, int, list[str], int]]]:
    group: list[tuple[int, int, list[str], int]] = []
    reach = -1
    for change in changes:
        if group and change[0] > reach:
            yield group
            group = []
        group.append(change)
        reach = max(reach, change[1])
    if group:
        yield group


def _edits(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(start, end, list(new[first:last])) for kind, start, end, first, last in steps if kind != "equal"]


class Change(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


def differences(base: str, other: str) -> list[tuple[Change, str]]:
    """The text of ``other`` word by word beside ``base``: what was kept, added, removed, in reading order."""
    splitter = _WORDS.findall if len(_WORDS.findall(base)) < _MOST_WORDS else _UNITS.split
    old, new = splitter(base), splitter(other)
    told: list[tuple[Change, str]] = []
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            told.append((Change.KEPT, "".join(old[start:end])))
            continue
        told += [
            (change, text)
            for change, text in ((Change.REMOVED, "".join(old[start:end])), (Change.ADDED, "".join(new[first:last])))
            if text
        ]
    return told


Named = Sequence[tuple[str, str]]  # (name, text), as the sections of a version; a name may come more than once


def compare(base: Named, theirs: Named, mine: Named) -> list[Part]:
    """Every part of three versions, in the order of ``mine``; parts that only they have come last."""
    before, their, our = _numbered(base), _numbered(theirs), _numbered(mine)
    keys = list(dict.fromkeys([*our, *their]))
    return [Part.of(key[0], before.get(key, ""), their.get(key, ""), our.get(key, "")) for key in keys]


def _numbered(parts: Named) -> dict[tuple[str, int], str]:
    seen: Counter[str] = Counter()
    numbered = {}
    for name, text in parts:
        numbered[name, seen[name]] = text
        seen[name] += 1
    return numbered
