"""Finds the dates of a line (``3/14/2024``, ``14-Mar-2024``, ``March 14``, ``10/99``) and what each may mean.

A numeric date is read both ways, month first and day first; which one the note means is decided over the whole
note (``terminology.dates.note``). A date that can be read in no way has no readings: it is impossible.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_I = re.IGNORECASE
_AFTER = r"(?!\w|[/.-]\d|%)"
# where a date may begin: each pattern below is tried there only, or long lines would be read ten times
_NUMBERS = re.compile(r"\d(?<![\w/.-]\d)(?:\d{0,3}[/.-]\d|(?<=[12])[09]\d\d(?![\w/-]))")
_NAME = re.compile(rf"{_MONTH}(?!\w)", _I)
_MONTH_DAY = re.compile(
    rf"{_MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_AFTER}(?:\s*,?\s*(?:of\s+)?(?P<year>\d{{4}})\b)?", _I
)
_DAY_BEFORE = re.compile(r"(?<![\w/.-])(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+(?:day\s+)?(?:of\s+)?|-)$", _I)
_YEAR_AFTER = re.compile(
    r"(?:(?:,?\s+|-)(?P<year>(?:19|20)\d\d\b|(?<=-)\d\d\b))?(?![/\w])",
)
_MONTH_YEAR = re.compile(rf"{_MONTH}(?:,?\s+(?:of\s+)?|-)(?P<year>(?:19|20)\d\d)(?![\w/]|[.-]\d)", _I)
_NUMERIC = re.compile(rf"(?P<one>\d{{1,2}})(?P<mark>[/.-])(?P<two>\d{{1,2}})(?P=mark)(?P<year>\d{{2,5}}){_AFTER}")
_YEAR_FIRST = re.compile(
    rf"(?P<year>(?:19|20)\d\d)(?P<mark>[/-])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_AFTER}"
)
_NUMERIC_MONTH = re.compile(rf"(?P<month>\d{{1,2}})/(?P<year>(?:19|20)\d\d){_AFTER}")
_SHORT = re.compile(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\w/%+-]|\.\d)")
# without a year it may be a strength, a fraction or a ratio: a preposition before and no unit after it
_ON = re.compile(r"\b(?:on|dated|since|from|until|till|through|in)\s+$")
_WEEKDAY = re.compile(r"day,?\s+$")
_NO_UNIT = re.compile(
    r"(?!\s+(?!(?:and|with|when|after|which|she|he|at|for|because|without|but|to|by|due|until|through|the|showed|was)\b))"
)
_IN = re.compile(
    r"(?:\b(?:in|since|until|by|circa)\s+(?:early\s+|late\s+|about\s+)?|\blast\s+[a-z-]+(?:\s[a-z-]+)?\s+|[a-z]{3},\s+)$",
    _I,
)
_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d)"
    r"(?=[,.;)](?!\d)|\s*$|\s+(?:and|with|for|at|when|after|by|due|secondary|status|which|who|she|he|because|but|from|to"
    r"|in|on|of)\b(?!\s+\d))",
    _I,
)
_LEAD = 24
_DIGIT = re.compile(r"\d")
_WORDS_TOO = frozenset({"may", "mar", "march", "MAY", "MARCH"})
_EARLIEST_YEAR, _LATEST_YEAR = 1850, 2150
_LONGEST_DAY, _NEAR_MISS_DAY = 31, 39
_THIS_CENTURY = 50
_LEAP_YEAR = 2000


class Order(StrEnum):
    """Which of the numbers of a numeric date comes first."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


class Reading(NamedTuple):
    """One meaning of a written date. What is not written is None; ``order`` only where the date could be turned."""

    year: int | None
    month: int | None
    day: int | None
    order: Order | None = None

    @property
    def is_possible(self) -> bool:
        """Whether the calendar has it; 29 February without a year is possible."""
        if self.year is not None and not _EARLIEST_YEAR <= self.year <= _LATEST_YEAR:
            return False
        if self.month is None:
            return True
        if not 1 <= self.month <= len(_MONTHS):
            return False
        return self.day is None or 1 <= self.day <= calendar.monthrange(self.year or _LEAP_YEAR, self.month)[1]

    @property
    def first(self) -> dt.date | None:
        """The first day it may mean; None without a year."""
        return dt.date(self.year, self.month or 1, self.day or 1) if self.year else None

    @property
    def last(self) -> dt.date | None:
        """The last day it may mean; None without a year."""
        if not self.year:
            return None
        month = self.month or len(_MONTHS)
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a line; ``readings`` are the possible ones, none for a date that cannot be."""

    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]
    has_short_year: bool = False

    @property
    def only_order(self) -> Order | None:
        """The order of a complete numeric date that can be read in one order alone."""
        orders = {reading.order for reading in self.readings if reading.year}
        return orders.pop() if len(orders) == 1 else None

    @property
    def is_day(self) -> bool:
        """Whether it names a day with its year."""
        return any(reading.year and reading.day for reading in self.readings)


def dates_in(text: str) -> tuple[WrittenDate, ...]:
    """The dates of a line in order; those that overlap a longer one are left out."""
    if not _DIGIT.search(text):
        return ()
    found = [date for m in _NUMBERS.finditer(text) if (date := _numeric(text, m.start()))]
    lower = text.lower()
    if len(lower) != len(text):
        # a few letters of other scripts grow when they are made small
        lower = "".join(letter.lower() if letter.isascii() else letter for letter in text)
    for month in _MONTHS:
        at = lower.find(month)
        while at >= 0:
            if not lower[at - 1 : at].isalnum() and _NAME.match(text, at):
                found += _named(text, at)
            at = lower.find(month, at + 1)
    kept: list[WrittenDate] = []
    for date in sorted(found, key=lambda date: (date.start, -date.end)):
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
    return tuple(kept)


def _numeric(text: str, at: int) -> WrittenDate | None:
    """The date in numbers that begins at an offset, if one does."""
    before = max(0, at - _LEAD)
    if m := _NUMERIC.match(text, at):
        return _of_numbers(m)
    if m := _YEAR_FIRST.match(text, at):
        return _written(m.span(), text, [Reading(int(m["year"]), int(m["month"]), int(m["day"]))])
    if m := _NUMERIC_MONTH.match(text, at):
        date = _written(m.span(), text, [Reading(int(m["year"]), int(m["month"]), None)])
        return date if date.readings else None
    if m := _SHORT.match(text, at):
        is_told = _ON.search(text, before, at) and _NO_UNIT.match(text, m.end())
        return _short(m) if is_told or _WEEKDAY.search(text, before, at) else None
    m = _YEAR.match(text, at) if _IN.search(text, before, at) else None
    return _written(m.span(), text, [Reading(int(m["year"]), None, None)]) if m else None


def _of_numbers(m: re.Match[str]) -> WrittenDate | None:
    """A date of three numbers; None for what is more likely a version, an obstetric history or a blank."""
    one, two, digits = int(m["one"]), int(m["two"]), m["year"]
    year, is_short = full_year(digits), len(digits) == len("yy")
    readings = [Reading(year, one, two, Order.MONTH_FIRST), Reading(year, two, one, Order.DAY_FIRST)]
    date = _written(m.span(), m.string, readings, is_short)
    if date.readings:
        return date if m["mark"] == "/" or not is_short or len(m["one"]) + len(m["two"]) > len("m") * 2 else None
    is_filler = 0 in (one, two) or one == two > _LONGEST_DAY
    if len(digits) not in (len("yy"), len("yyyy")):
        is_certain = m["mark"] == "/" and any(Reading(None, *pair).is_possible for pair in ((one, two), (two, one)))
    else:
        is_certain = m["mark"] == "/" or not is_short
    return None if is_filler or not is_certain else date


def full_year(digits: str) -> int:
    """The year meant by its digits; two digits below 50 are of this century."""
    year = int(digits)
    if len(digits) != len("yy"):
        return year
    return year + (2000 if year < _THIS_CENTURY else 1900)


def _short(m: re.Match[str]) -> WrittenDate | None:
    one, two = int(m["one"]), int(m["two"])
    readings = [Reading(None, one, two, Order.MONTH_FIRST), Reading(None, two, one, Order.DAY_FIRST)]
    date = _written(m.span(), m.string, readings)
    # 2/30 is a slip, 5/325 and 70/30 are strengths, 10/99 a month
    if date.readings or (1 <= one <= len(_MONTHS) and two in (30, 31, 32)):
        return date
    if 1 <= one <= len(_MONTHS) and two > _LONGEST_DAY:
        return _written(m.span(), m.string, [Reading(full_year(m["two"]), one, None)], is_short=True)
    return None


def _named(text: str, at: int) -> Iterator[WrittenDate]:
    """The dates around the name of a month that begins at an offset."""
    if (m := _MONTH_DAY.match(text, at)) and (date := _of_name(m, m["day"], m["year"], m.span())):
        yield date
    name = _NAME.match(text, at)
    before = _DAY_BEFORE.search(text, max(0, at - _LEAD), at)
    if name and before:
        after = _YEAR_AFTER.match(text, name.end())
        span = before.start(), after.end() if after else name.end()
        if after and (date := _of_name(name, before["day"], after["year"], span)):
            yield date
    if m := _MONTH_YEAR.match(text, at):
        yield _written(m.span(), text, [Reading(int(m["year"]), _month(m), None)])


def _of_name(m: re.Match[str], day: str, digits: str | None, span: tuple[int, int]) -> WrittenDate | None:
    """A date with the name of a month; None for ``may`` and ``march`` as words and for what is no day."""
    is_word = not digits and m["month"] in _WORDS_TOO
    if int(day) == 0 or is_word or (not digits and int(day) > _NEAR_MISS_DAY):
        return None
    year = full_year(digits) if digits else None
    return _written(
        span, m.string, [Reading(year, _month(m), int(day))], bool(digits) and len(digits or "") == len("yy")
    )


def _month(m: re.Match[str]) -> int:
    return _MONTHS.index(m["month"][:3].lower()) + 1


def _written(span: tuple[int, int], text: str, readings: list[Reading], is_short: bool = False) -> WrittenDate:
    """A date of a span. Two readings that are the same day are one."""
    start, end = span
    end -= text[end - 1 : end] == "."
    possible = [reading for reading in readings if reading.is_possible]
    if len({reading[:3] for reading in possible}) < len(possible):
        possible = [possible[0]._replace(order=None)]
    return WrittenDate(start, end, text[start:end], tuple(possible), is_short)
