"""Reads a date typed in any common form, and says in words how it was understood.

``3/4/26``, ``3-4-2026``, ``030426``, ``2026-03-04``, ``20260304``, ``4 Mar 2026``, ``March 4th``, ``today``,
``t-3``, ``-2d``, ``3 weeks ago``, ``mon``. Which number of a date in numbers comes first is the site's to say; a
date that is possible in the other order alone is read in that one, and the words show it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from terminology.dates.written import Order, full_year

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ACCEPTED_FORMS = "3/4/2026, 4 Mar 2026, today or t-3"

_NAMED_DAYS = {"today": 0, "t": 0, "now": 0, "yesterday": -1, "y": -1, "tomorrow": 1}
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_DAYS_OFF = re.compile(
    r"(?:t(?:oday)?\s*)?(?P<sign>[+-])\s*(?P<count>\d{1,4})\s*(?P<unit>d|w|m|y|days?|wks?|weeks?|mos?|months?|yrs?|years?)?"
)
_AGO = re.compile(r"(?P<count>\d{1,4}|an?|one)\s*(?P<unit>d|w|m|y|days?|wks?|weeks?|mos?|months?|yrs?|years?)\s+ago")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_FILLERS = frozenset({"the", "of", "on", "day"})
_SHORTEST_NAME = 3
_YEARS = range(1850, 2151)
_MONTHS_A_YEAR, _DAYS_A_WEEK = 12, 7
_LEAP_DAY = (2, 29)
_THIS_CENTURY, _CENTURY = 2000, 100


class DateError(ValueError):
    """What was typed is no date; ``str(error)`` ends a sentence that begins with what the date is of."""


def read_date(typed: str, today: dt.date, *, day_first: bool = False, born: bool = False) -> dt.date:
    """The day that was typed. Raises DateError.

    ``day_first`` is the site's order of a date in numbers. A day and a month without a year is the last such day up
    to ``today``. With ``born`` it is a birth date, which has its year and is not ahead: two digits of a year that
    has not come yet are of the century before.
    """
    text = " ".join(_ORDINAL.sub("", typed.casefold()).split())
    if not text:
        raise DateError("is missing: type it")
    moved = None if born else _relative(text, today)
    if moved is not None:
        return moved
    parts = [part for part in _PARTS.findall(text) if part not in _FILLERS]
    if len(parts) > 1 and _weekday(parts[0]) is not None:
        parts = parts[1:]
    order = Order.DAY_FIRST if day_first else Order.MONTH_FIRST
    days = list(_days(parts, today, order, born))
    if not days:
        raise DateError(f"cannot be read: type it as {ACCEPTED_FORMS if not born else '3/4/1962 or 4 Mar 1962'}")
    for year, month, day in days:
        if year in _YEARS and 1 <= month <= _MONTHS_A_YEAR and 1 <= day <= calendar.monthrange(year, month)[1]:
            return dt.date(year, month, day)
    raise DateError("is no day of the calendar: look at it again")


def in_words(day: dt.date) -> str:
    """A day as it is read back, with nothing that can be turned: ``Wed 4 March 2026``."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _relative(text: str, today: dt.date) -> dt.date | None:
    """A day counted from today; None when it is not one."""
    if text in _NAMED_DAYS:
        return today + dt.timedelta(_NAMED_DAYS[text])
    weekday = _weekday(text.removeprefix("last "))
    if weekday is not None:
        back = (today.weekday() - weekday) % _DAYS_A_WEEK
        return today - dt.timedelta(back or (_DAYS_A_WEEK if text.startswith("last ") else 0))
    if m := _DAYS_OFF.fullmatch(text):
        return _moved(today, int(m["sign"] + m["count"]), m["unit"] or "d")
    if m := _AGO.fullmatch(text):
        return _moved(today, -int(m["count"]) if m["count"].isdigit() else -1, m["unit"])
    return None


def _moved(today: dt.date, count: int, unit: str) -> dt.date:
    if unit[0] in "dw":
        return today + dt.timedelta(count * (_DAYS_A_WEEK if unit[0] == "w" else 1))
    months = today.year * _MONTHS_A_YEAR + today.month - 1 + count * (1 if unit[0] == "m" else _MONTHS_A_YEAR)
    year, month = divmod(months, _MONTHS_A_YEAR)
    if year not in _YEARS:
        raise DateError("is no day of the calendar: look at it again")
    return dt.date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _weekday(word: str) -> int | None:
    return _named(word, WEEKDAYS)


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """The place of the name that begins with a word of three letters or more."""
    if len(word) < _SHORTEST_NAME:
        return None
    return next((place for place, name in enumerate(names) if name.casefold().startswith(word)), None)


def _days(parts: list[str], today: dt.date, order: Order, born: bool) -> Iterator[tuple[int, int, int]]:
    """The (year, month, day) that the parts may mean, likeliest first; not all need be in the calendar."""
    month = next((month for part in parts if (month := _month(part)) is not None), None)
    numbers = [part for part in parts if part.isdecimal()]
    if len(numbers) + (month is not None) != len(parts):
        return
    if month is not None:
        yield from _of_named(month, numbers, today, born)
        return
    if len(numbers) == 1:
        numbers = _cut(numbers[0])
    if len(numbers) == len("ymd"):
        yield from _of_three(numbers, today, order, born)
    elif len(numbers) == len("md") and not born:
        for month, day in _both_orders(int(numbers[0]), int(numbers[1]), order):
            yield _before(today, month, day)


def _of_named(month: int, numbers: list[str], today: dt.date, born: bool) -> Iterator[tuple[int, int, int]]:
    if len(numbers) == 1 and not born:
        yield _before(today, month, int(numbers[0]))
    elif len(numbers) == len("dy"):
        first, last = numbers
        day, year = (last, first) if len(first) == len("yyyy") else (first, last)
        yield from _dated(year, month, int(day), today, born)


def _month(part: str) -> int | None:
    place = _named("sep" if part == "sept" else part, MONTHS)
    return None if place is None else place + 1


def _cut(digits: str) -> list[str]:
    """A date typed without marks in its three parts; empty when it is none."""
    if len(digits) == len("yyyymmdd") and digits[:2] in ("18", "19", "20", "21") and digits[4:6] <= "12":
        return [digits[:4], digits[4:6], digits[6:]]
    if len(digits) in (len("mmddyy"), len("mmddyyyy")):
        return [digits[:2], digits[2:4], digits[4:]]
    return []


def _of_three(numbers: list[str], today: dt.date, order: Order, born: bool) -> Iterator[tuple[int, int, int]]:
    if len(numbers[0]) == len("yyyy"):
        yield int(numbers[0]), int(numbers[1]), int(numbers[2])
        return
    for month, day in _both_orders(int(numbers[0]), int(numbers[1]), order):
        yield from _dated(numbers[2], month, day, today, born)


def _both_orders(one: int, two: int, order: Order) -> tuple[tuple[int, int], tuple[int, int]]:
    pairs = (one, two), (two, one)
    return pairs if order is Order.MONTH_FIRST else (pairs[1], pairs[0])


def _dated(digits: str, month: int, day: int, today: dt.date, born: bool) -> Iterator[tuple[int, int, int]]:
    """A month and a day of a year of two or four digits."""
    if len(digits) not in (len("yy"), len("yyyy")):
        return
    year = full_year(digits)
    if born and len(digits) == len("yy"):
        year = _THIS_CENTURY + int(digits)
        year -= _CENTURY if (year, month, day) > (today.year, today.month, today.day) else 0
    yield year, month, day


def _before(today: dt.date, month: int, day: int) -> tuple[int, int, int]:
    """The last such day up to today."""
    year = today.year - ((month, day) > (today.month, today.day))
    if (month, day) == _LEAP_DAY:
        year = next(leap for leap in range(year, 0, -1) if calendar.isleap(leap))
    return year, month, day
