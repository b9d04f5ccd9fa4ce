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
_BEFORE, _AFTER = r"(?<![\w/.-])", r"(?!\w|[/.-]\d|%)"
_MONTH_DAY = re.compile(
    rf"\b{_MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_AFTER}(?:\s*,?\s*(?:of\s+)?(?P<year>\d{{4}})\b)?", _I
)
_DAY_MONTH = re.compile(
    rf"{_BEFORE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?:day\s+)?(?:of\s+)?|-){_MONTH}"
    r"(?:(?:,?\s+|-)(?P<year>(?:19|20)\d\d\b|(?<=-)\d\d\b))?(?![/\w])",
    _I,
)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}(?:,?\s+(?:of\s+)?|-)(?P<year>(?:19|20)\d\d)(?![\w/]|[.-]\d)", _I)
_NUMERIC = re.compile(
    rf"{_BEFORE}(?P<one>\d{{1,2}})(?P<mark>[/.-])(?P<two>\d{{1,2}})(?P=mark)(?P<year>\d{{2,5}}){_AFTER}"
)
_YEAR_FIRST = re.compile(
    rf"{_BEFORE}(?P<year>(?:19|20)\d\d)(?P<mark>[/-])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_AFTER}"
)
_NUMERIC_MONTH = re.compile(rf"{_BEFORE}(?P<month>\d{{1,2}})/(?P<year>(?:19|20)\d\d){_AFTER}")
# without a year it may be a strength, a fraction or a ratio: a preposition before and no unit after it
_SHORT = re.compile(
    r"\b(?:on|dated|since|from|until|till|through|in)\s+(?P<date>(?P<one>\d{1,2})/(?P<two>\d{1,2}))"
    r"(?![\w/%+-]|\.\d|\s+(?!and\b|with\b|when\b|after\b|which\b|she\b|he\b|at\b|for\b|because\b|without\b|but\b|to\b"
    r"|by\b|due\b|until\b|through\b|the\b|showed\b|was\b))"
)
_WEEKDAY_SHORT = re.compile(r"day,?\s+(?P<date>(?P<one>\d{1,2})/(?P<two>\d{1,2}))(?![\w/%+-]|\.\d)")
_YEAR = re.compile(
    r"\b(?:in|since|until|by|circa)\s+(?:early\s+|late\s+|about\s+)?(?P<year>(?:19|20)\d\d)"
    r"(?=[,.;)](?!\d)|\s*$|\s+(?:and|with|for|at|when|after|by|due|secondary|status|which|who|she|he|because|but|from|to"
    r"|in|on|of)\b(?!\s+\d))",
    _I,
)
_DIGITS = re.compile(r"\d[/.-]\d|(?:19|20)\d\d|\d[-\s]")
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
    if not _DIGITS.search(text):
        return ()
    found = [*_numeric(text)]
    lower = text.lower()
    if any(month in lower for month in _MONTHS):
        found += _named(text)
    kept: list[WrittenDate] = []
    for date in sorted(found, key=lambda date: (date.start, -date.end)):
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
    return tuple(kept)


def _numeric(text: str) -> Iterator[WrittenDate]:
    for m in _NUMERIC.finditer(text):
        date = _of_numbers(m)
        if date:
            yield date
    for m in _YEAR_FIRST.finditer(text):
        yield _written(m, [Reading(int(m["year"]), int(m["month"]), int(m["day"]))])
    for m in _NUMERIC_MONTH.finditer(text):
        reading = Reading(int(m["year"]), int(m["month"]), None)
        if reading.is_possible:
            yield _written(m, [reading])
    if "/" in text:
        for pattern in (_SHORT, _WEEKDAY_SHORT):
            for m in pattern.finditer(text):
                yield from _short(m)
    for m in _YEAR.finditer(text):
        yield _written(m, [Reading(int(m["year"]), None, None)], "year")


def _of_numbers(m: re.Match[str]) -> WrittenDate | None:
    """A date of three numbers; None for what is more likely a version, an obstetric history or a blank."""
    one, two, digits = int(m["one"]), int(m["two"]), m["year"]
    year, is_short = full_year(digits), len(digits) == len("yy")
    date = _written(
        m, [Reading(year, one, two, Order.MONTH_FIRST), Reading(year, two, one, Order.DAY_FIRST)], "", is_short
    )
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


def _short(m: re.Match[str]) -> Iterator[WrittenDate]:
    one, two = int(m["one"]), int(m["two"])
    date = _written(m, [Reading(None, one, two, Order.MONTH_FIRST), Reading(None, two, one, Order.DAY_FIRST)], "date")
    # 2/30 is a slip, 5/325 and 70/30 are strengths, 10/99 a month
    if date.readings or (1 <= one <= len(_MONTHS) and two in (30, 31, 32)):
        yield date
    elif 1 <= one <= len(_MONTHS) and two > _LONGEST_DAY:
        yield _written(m, [Reading(full_year(m["two"]), one, None)], "date", is_short=True)


def _named(text: str) -> Iterator[WrittenDate]:
    for pattern in (_MONTH_DAY, _DAY_MONTH):
        for m in pattern.finditer(text):
            digits, day = m["year"], int(m["day"])
            if day == 0 or not _is_month(m, digits) or (not digits and day > _NEAR_MISS_DAY):
                continue
            year = full_year(digits) if digits else None
            yield _written(m, [Reading(year, _month(m), day)], is_short=bool(digits) and len(digits) == len("yy"))
    for m in _MONTH_YEAR.finditer(text):
        yield _written(m, [Reading(int(m["year"]), _month(m), None)])


def _is_month(m: re.Match[str], year: str | None) -> bool:
    """Whether the name of a month is not the word ``may`` or ``march``, or the beginning of ``Marcaine``."""
    name = m["month"]
    return bool(year) or name not in _WORDS_TOO


def _month(m: re.Match[str]) -> int:
    return _MONTHS.index(m["month"][:3].lower()) + 1


def _written(m: re.Match[str], readings: list[Reading], group: str = "", is_short: bool = False) -> WrittenDate:
    """The date of a match. Two readings that are the same day are one."""
    start, end = m.span(group) if group else m.span()
    if m.string[end - 1 : end] == ".":
        end -= 1
    possible = [reading for reading in readings if reading.is_possible]
    if len({reading[:3] for reading in possible}) < len(possible):
        possible = [possible[0]._replace(order=None)]
    return WrittenDate(start, end, m.string[start:end], tuple(possible), is_short)
