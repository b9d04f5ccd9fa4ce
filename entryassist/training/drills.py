"""Drills: short notes with hidden errors, and the grading of what the learner made of them.

Everything here is pure: the same note, seed and checker give the same drill and the same grade.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from random import Random

from entryassist.training.slips import Slip, blanks, misspellings, swapped_pressures, unsafe_notations
from terminology import Finding

SLIPS_IN_A_DRILL = 4
_APART = 16  # code points between two hidden errors, so that each can be judged by itself
_TOKEN = re.compile(r"\w+(?:[./'’-]\w+)*|[^\w\s]+")
Check = Callable[[str], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class DrillNote:
    """A correct note to hide errors in."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Drill:
    """A correct note and the errors hidden in it, in order of place; their starts count in the correct note."""

    note: DrillNote
    slips: tuple[Slip, ...]

    @property
    def text(self) -> str:
        """What the learner gets."""
        return self.written(self.slips)

    def written(self, slips: Sequence[Slip]) -> str:
        """The note with these of its errors in it."""
        text = self.note.text
        for slip in sorted(slips, key=lambda slip: -slip.start):
            text = text[: slip.start] + slip.wrong + text[slip.end :]
        return text

    @property
    def heard(self) -> tuple[str, ...]:
        """What the recording says at each blank, in order."""
        return tuple(slip.right for slip in self.slips if slip.kind == "blank")


@dataclass(frozen=True, slots=True)
class Remaining:
    """A hidden error that is still there, and why it is one."""

    slip: Slip
    why: str
    rule: str


@dataclass(frozen=True, slots=True)
class Grade:
    """How an answer did. ``broken`` are good words that were changed: (before, after)."""

    fixed: tuple[Slip, ...]
    remaining: tuple[Remaining, ...]
    broken: tuple[tuple[str, str], ...]

    @property
    def percent(self) -> int:
        """Errors fixed, less good words broken, of all hidden errors."""
        total = len(self.fixed) + len(self.remaining)
        return max(0, round(100 * (len(self.fixed) - len(self.broken)) / total)) if total else 100


@cache
def drill_notes() -> tuple[DrillNote, ...]:
    """The notes of the trainer, in the order of the file."""
    data = resources.files("entryassist").joinpath("data/drill_notes.toml").read_text("utf-8")
    return tuple(DrillNote(row["title"], row["text"].strip()) for row in tomllib.loads(data)["note"])


def make_drill(note: DrillNote, seed: int, check: Check, count: int = SLIPS_IN_A_DRILL) -> Drill:
    """Hide ``count`` errors of different kinds where the note allows, each one that ``check`` reports."""
    random = Random(seed)
    kinds = [
        list(unsafe_notations(note.text)),
        list(misspellings(note.text, random)),
        list(swapped_pressures(note.text)),
        list(blanks(note.text)),
    ]
    chosen: list[Slip] = []
    for slip in _alternating(kinds, random):
        if len(chosen) == count:
            break
        apart = all(slip.end + _APART < other.start or other.end + _APART < slip.start for other in chosen)
        blank_is_free = slip.kind != "blank" or all(other.kind != "blank" for other in chosen)
        if apart and blank_is_free and _is_caught(note.text, slip, check):
            chosen.append(slip)
    return Drill(note, tuple(sorted(chosen, key=lambda slip: slip.start)))


def _alternating(kinds: list[list[Slip]], random: Random) -> Iterator[Slip]:
    """One of each kind in turn, in random order, until all are used up."""
    for slips in kinds:
        random.shuffle(slips)
    while any(kinds):
        for slips in kinds:
            if slips:
                yield slips.pop()


def _is_caught(text: str, slip: Slip, check: Check) -> bool:
    wrong = text[: slip.start] + slip.wrong + text[slip.end :]
    start, end = slip.start, slip.start + len(slip.wrong)
    return any(finding.start < end and finding.end > start for finding in check(wrong))


def grade(drill: Drill, answer: str, check: Check) -> Grade:
    """Judge an answer with the checker that judges real notes."""
    findings = check(answer)
    fixed: list[Slip] = []
    remaining: list[Remaining] = []
    changes = _changes(drill.note.text, answer)
    for slip in drill.slips:
        start, end = _now_at(slip, changes)
        there = next((one for one in findings if one.start < end and one.end > start), None)
        if _same(answer[start:end], slip.right):
            fixed.append(slip)
        else:
            remaining.append(Remaining(slip, there.message if there else slip.why, there.rule if there else ""))
    return Grade(tuple(fixed), tuple(remaining), tuple(_broken(drill, answer, changes)))


_Change = tuple[int, int, int, int]  # a stretch of the correct note and what stands there in the answer


def _changes(before: str, after: str) -> list[_Change]:
    """The stretches that differ, whole tokens on both sides."""
    old, new = list(_TOKEN.finditer(before)), list(_TOKEN.finditer(after))
    matcher = SequenceMatcher(None, [one.group() for one in old], [one.group() for one in new], autojunk=False)
    changes = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag != "equal":
            for old_first, old_last, new_first, new_last in _pairs(old_from, old_to, new_from, new_to):
                old_part = _stretch(old, old_first, old_last, before)
                changes.append((*old_part, *_stretch(new, new_first, new_last, after)))
    return changes


def _pairs(old_from: int, old_to: int, new_from: int, new_to: int) -> list[tuple[int, int, int, int]]:
    """Words changed one for one are judged one by one, anything else as a whole."""
    if old_to - old_from != new_to - new_from:
        return [(old_from, old_to, new_from, new_to)]
    return [(old, old + 1, old - old_from + new_from, old - old_from + new_from + 1) for old in range(old_from, old_to)]


def _stretch(tokens: list[re.Match[str]], first: int, last: int, text: str) -> tuple[int, int]:
    if first < last:
        return tokens[first].start(), tokens[last - 1].end()
    place = tokens[first].start() if first < len(tokens) else len(text)
    return place, place


def _now_at(slip: Slip, changes: list[_Change]) -> tuple[int, int]:
    """Where the answer has what the slip is about."""
    start, end = slip.start, slip.end
    shift = 0
    for old_start, old_end, new_start, new_end in changes:
        if old_end <= start and old_start != start:
            shift = new_end - old_end
        elif old_start < end:
            return new_start, new_end
    return start + shift, end + shift


def _same(typed: str, right: str) -> bool:
    return " ".join(typed.split()).casefold() == right.casefold()


def _broken(drill: Drill, answer: str, changes: list[_Change]) -> Iterator[tuple[str, str]]:
    for old_start, old_end, new_start, new_end in changes:
        touches = any(slip.start < max(old_end, old_start + 1) and slip.end >= old_start for slip in drill.slips)
        if not touches:
            yield drill.note.text[old_start:old_end], answer[new_start:new_end]
