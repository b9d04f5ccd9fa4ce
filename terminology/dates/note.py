"""The dates of a whole note: the order of day and month it writes, its labelled dates, birth and encounter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from terminology.context import NoteContext
from terminology.dates.roles import Role, labelled_role, told_role
from terminology.dates.written import Order, Reading, WrittenDate

if TYPE_CHECKING:
    from terminology.document import Line

_CENTURY, _SHORT_YEARS_FROM = 100, 2000
_VISITS = (Role.SERVICE, Role.ADMISSION)


@dataclass(frozen=True, slots=True)
class NoteDate:
    """A date with its role. ``at`` is the offset of its line in the note, ``written`` has offsets of the line."""

    written: WrittenDate
    line: Line
    number: int
    at: int
    role: Role | None = None
    is_labelled: bool = False

    @property
    def start(self) -> int:
        """Where it starts in the note."""
        return self.at + self.written.start

    @property
    def end(self) -> int:
        """Where it ends in the note."""
        return self.at + self.written.end


class NoteDates:
    """The dates of a note and what they mean together."""

    def __init__(self, lines: Sequence[Line], starts: Sequence[int], context: NoteContext) -> None:
        self._context = context
        self.all: tuple[NoteDate, ...] = tuple(_with_roles(lines, starts))

    @cached_property
    def orders(self) -> dict[Order, list[NoteDate]]:
        """The complete numeric dates that can be read in one order alone, by that order."""
        found: dict[Order, list[NoteDate]] = {order: [] for order in Order}
        for date in self.all:
            if order := date.written.only_order:
                found[order].append(date)
        return found

    @cached_property
    def order(self) -> Order | None:
        """The order of the note; month first where nothing tells, None where the note contradicts itself."""
        day_first, month_first = (bool(self.orders[order]) for order in (Order.DAY_FIRST, Order.MONTH_FIRST))
        if day_first and month_first:
            return None
        return Order.DAY_FIRST if day_first else Order.MONTH_FIRST

    def readings(self, date: NoteDate) -> tuple[Reading, ...]:
        """What a date may mean in this note: those readings with a year that keep its order."""
        dated = [reading for reading in date.written.readings if reading.year]
        kept = [reading for reading in dated if not self.order or reading.order in (None, self.order)]
        return tuple(kept or dated)

    def is_after(self, date: NoteDate, other: dt.date) -> bool:
        """Whether a date is later than another in all its readings."""
        found = self.readings(date)
        return bool(found) and all(reading.first and reading.first > other for reading in found)

    def is_before(self, date: NoteDate, other: dt.date) -> bool:
        """Whether a date is earlier than another in all its readings."""
        found = self.readings(date)
        return bool(found) and all(reading.last and reading.last < other for reading in found)

    def precedes(self, one: NoteDate, other: NoteDate) -> bool:
        """Whether one date is earlier than another however both are read."""
        found = self.readings(other)
        return bool(found) and all(reading.first and self.is_before(one, reading.first) for reading in found)

    def labelled(self, *roles: Role) -> list[NoteDate]:
        """The dates that a label gives one of the roles."""
        return [date for date in self.all if date.is_labelled and date.role in roles]

    def day(self, date: NoteDate) -> dt.date | None:
        """The one day that a date means, or None."""
        found = self.readings(date)
        return found[0].first if len(found) == 1 and found[0].day else None

    @cached_property
    def encounter(self) -> dt.date | None:
        """The day of the encounter, from the record or the note's own header."""
        visits = self.labelled(*_VISITS) or self.labelled(Role.SURGERY)
        return self._context.encounter_date or self._only(visits)

    @cached_property
    def birth(self) -> dt.date | None:
        """The patient's day of birth, from the record or the note."""
        if self._context.birth_date:
            return self._context.birth_date
        written = [date for date in self.all if date.role is Role.BIRTH and date.written.is_day]
        days = {self._born(date) for date in written}
        return days.pop() if len(days) == 1 else None

    def _born(self, date: NoteDate) -> dt.date | None:
        day = self.day(date)
        if day and date.written.has_short_year:
            known = self.encounter or max(
                (
                    reading.last
                    for other in self.all
                    for reading in self.readings(other)[:1]
                    if other is not date and reading.last
                ),
                default=day,
            )
            # someone born in '35 and seen in 2024 was born in 1935
            return _years_before(day, _CENTURY) if day > known and day.year >= _SHORT_YEARS_FROM else day
        return day

    def _only(self, dates: Iterable[NoteDate]) -> dt.date | None:
        days = {self.day(date) for date in dates}
        return days.pop() if len(days) == 1 else None


def shifted(day: dt.date, days: int) -> dt.date:
    """A day that many days later; the last or first day of the calendar beyond its ends."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def _years_before(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def _with_roles(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[NoteDate]:
    for number, (line, at) in enumerate(zip(lines, starts, strict=True)):
        for written in line.dates:
            label = labelled_role(line.text, written.start)
            if not label and number and not line.text[: written.start].strip():
                label = labelled_role(lines[number - 1].text.rstrip())
            role = label or told_role(line.text, written.start)
            yield NoteDate(written, line, number, at, role, bool(label))
