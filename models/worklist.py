"""What waits for a person, how they want to see it, and their figures of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from models.note import Note

WORD_CHARACTERS = 5
"""Characters of a word where typing speed is counted."""


class WorkGroup(StrEnum):
    """Why a note is on somebody's worklist. A note is in the first group that fits."""

    ANSWERED = "answered"
    RETURNED = "returned"
    DRAFT = "draft"
    TO_ENTER = "to enter"
    ENTERED = "entered"


WAITING = (WorkGroup.ANSWERED, WorkGroup.RETURNED, WorkGroup.DRAFT, WorkGroup.TO_ENTER)


class WorkOrder(StrEnum):
    """What a worklist is sorted by."""

    AGE = "age"
    PATIENT = "patient"
    TYPE = "type"


class WorkField(StrEnum):
    """What a worklist can be narrowed to a value of; the names are those of :class:`WorkView`'s fields."""

    NOTE_TYPE = "note_type"
    AUTHOR = "author"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class WorkView:
    """What of a worklist is wanted and in which order. Empty fields let everything through.

    Without a ``group`` all that waits is meant. Each word of ``search`` is the start of a word of the patient's
    name or of the MRN, or stands in note type, author or department.
    """

    group: WorkGroup | None = None
    note_type: str = ""
    author: str = ""
    department: str = ""
    search: str = ""
    order: WorkOrder = WorkOrder.AGE

    def with_value(self, field: WorkField, value: str) -> WorkView:
        """The same view narrowed to a value of a field, or with "" no longer."""
        change: dict[str, Any] = {field.value: value}
        return replace(self, **change)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A note on the worklist and the group it is in."""

    note: Note
    group: WorkGroup


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of a worklist. ``counts`` are of the groups that wait, under its filters, ``total`` of those shown."""

    items: tuple[WorkItem, ...]
    counts: Mapping[WorkGroup, int]
    total: int

    @property
    def waiting(self) -> int:
        """How many notes wait, in whatever group."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What one person did on one day, counted from the record.

    ``characters`` are those typed, or written by shorthands; pasted ones are not among them. Speed is that of the
    sittings whose typing time was measured.
    """

    day: dt.date
    notes: int = 0
    fixed: int = 0
    characters: int = 0
    keys_saved: int = 0
    timed_characters: int = 0
    active_seconds: int = 0

    @property
    def words(self) -> int:
        """The characters in words of five."""
        return self.characters // WORD_CHARACTERS

    @property
    def words_a_minute(self) -> int:
        """Words for each minute of typing, pauses left out; 0 where nothing was measured."""
        if not self.active_seconds:
            return 0
        return round(self.timed_characters / WORD_CHARACTERS / self.active_seconds * 60)
