"""What a clerk's answers teach about what is usually meant: gathered while a note is open, counted when it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from entryassist.entry import Step
from models import HabitCounts, HabitInput
from models import HabitKind as StoredKind
from terminology import Checker, Finding, NoteContext
from terminology.habits import Habit, HabitKind, Habits, Tally, summed

_ABBREVIATIONS = "AB"


class Lesson(NamedTuple):
    """A suggestion for what was written that was taken (``accepted``), or else refused."""

    rule: str
    written: str
    meant: str
    accepted: bool


def lessons_of(steps: Iterable[Step], ignored: Iterable[Finding]) -> tuple[Lesson, ...]:
    """What answers teach: a suggestion taken speaks for it; one that was undone, or passed over by ignoring, against.

    Ignoring an abbreviation says that it stays short, not that it stands for something else, and teaches nothing.
    """
    taken = (Lesson(one.finding.rule, one.finding.text, one.replacement, one.standing) for one in steps)
    refused = (
        Lesson(one.rule, one.text, one.suggestions[0].text, False)
        for one in ignored
        if one.suggestions and not one.rule.startswith(_ABBREVIATIONS)
    )
    return (*taken, *refused)


class Learner:
    """The habits of a clerk while one note is open."""

    def __init__(self, counts: HabitCounts) -> None:
        self._known = Habits(_tallies(counts.own), _tallies(counts.others))
        self._lessons: tuple[Lesson, ...] = ()
        self._learned: dict[Habit, Tally] = {}
        self._saved: dict[Habit, Tally] = {}

    @property
    def habits(self) -> Habits:
        """What is known from before, with what this sitting has taught."""
        return self._known.taught(self._learned) if self._learned else self._known

    def study(self, lessons: tuple[Lesson, ...], checker: Checker, context: NoteContext) -> bool:
        """Take over the lessons of this sitting as they stand now. Returns whether there is anything new."""
        if lessons == self._lessons:
            return False
        before, self._lessons, self._learned = self._learned, lessons, {}
        for lesson in lessons:
            habit = checker.learnable(lesson.rule, lesson.written, lesson.meant, context)
            if habit is not None:
                once = Tally(int(lesson.accepted), int(not lesson.accepted))
                self._learned = summed(self._learned, {habit: once})
        return self._learned != before

    def unsaved(self) -> list[HabitInput]:
        """What is to be counted with the next save."""
        inputs = []
        for habit, (yes, no) in self._learned.items():
            counted = self._saved.get(habit, Tally())
            new = Tally(max(0, yes - counted.accepted), max(0, no - counted.rejected))
            if any(new):
                inputs.append(HabitInput(StoredKind(habit.kind.value), habit.written, habit.meant, *new))
        return inputs

    def saved(self, inputs: Iterable[HabitInput]) -> None:
        """The counts are on record and are not to be counted again."""
        self._saved = summed(self._saved, _tallies(inputs))


def _tallies(inputs: Iterable[HabitInput]) -> dict[Habit, Tally]:
    return {
        Habit(HabitKind(one.kind.value), one.written, one.meant): Tally(one.accepted, one.rejected) for one in inputs
    }
