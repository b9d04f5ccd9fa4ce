"""NU020, NU025, NU026: dates and times that cannot be, weekdays that do not fit, and mixed orders of day and month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from terminology.dates.note import NoteDate
from terminology.dates.times import wrong_times
from terminology.dates.written import Order, WrittenDate
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.rules.base import Example, Rule, replacement

_CALENDAR = "The Gregorian calendar and the 24-hour clock; how dates are written: general clinical usage."
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAME = (
    r"(?P<name>Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:r(?:s(?:day)?)?)?|Fri(?:day)?|Sat(?:urday)?"
    r"|Sun(?:day)?)"
)
_BEFORE = re.compile(rf"(?<![\w-]){_NAME}(?:(?<!day)\.)?,?\s+(?:the\s+)?(?P<bracket>\(?)$", re.IGNORECASE)
_AFTER = re.compile(rf",?\s*\(\s*{_NAME}\s*\)", re.IGNORECASE)
# the last of several days, or a day of every week, need not be the one of the date
_OF_SEVERAL = re.compile(r"(?:\b(?:or|and|to|through|thru|every|O2|day)|[-,/])\s*$", re.IGNORECASE)
_FAR = 24
_MARKS = "/-."


class ImpossibleDate(Rule):
    """31 June, 2/30, 25:10."""

    code = "NU020"
    name = "impossible date or time"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A date that no calendar has, however day and month are read, or a time that no clock shows."
    rationale = (
        "A slip in a date puts an operation, a dose or a result on the wrong day, and a program that reads the note "
        "drops it. Day and month are read both ways first; a strength (5/325), a fraction or a ratio is no date."
    )
    instead = "The date or time as the source has it; ask the author where the source says the same."
    fix_safety = "Only a time on the 24-hour clock with a.m. or p.m. has suggestions; a person chooses."
    source = _CALENDAR
    bad = (
        Example("She was last seen on [[2/30/2024]]."),
        Example("He fell on [[31 June]] and has had hip pain since."),
        Example("Code was called at [[25:10]]."),
        Example("Seen at [[14:30 pm]], resting.", "14:30"),
    )
    good = (
        "Seen on 13/04/2024 and on 2/29/2024.",
        "Percocet 5/325, insulin 70/30, strength 5/5, vision 20/40",
        "Epinephrine 1:100,000; a 50:50 mixture; ANA 1:80",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each impossible date and time."""
        for date in line.dates:
            if not date.readings:
                yield self.finding(
                    line.text,
                    date.start,
                    date.end,
                    f"There is no date {date.text}; check the source, or ask the author which date is meant.",
                )
        for time in wrong_times(line.text):
            said = line.text[time.start : time.end]
            yield self.finding(
                line.text,
                time.start,
                time.end,
                f'"{said}" is no time of day; check the source, or ask the author which time is meant.',
                suggestions=[replacement(text, 0.5) for text in time.instead],
            )


class WeekdayMismatch(Rule):
    """Friday, March 14, 2024 (it was a Thursday)."""

    code = "NU025"
    name = "weekday and date disagree"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A weekday beside a date that fell on another day of the week."
    rationale = (
        "One of the two is wrong, and an appointment or an event is on the wrong day. A date that may be read month or "
        "day first is flagged only when the weekday fits neither."
    )
    instead = "The weekday or the date as the source has it; only the author knows which of them is meant."
    fix_safety = "Nothing is suggested: only the source or the author knows which of the two is right."
    source = _CALENDAR
    bad = (Example("He was admitted on [[Friday, March 14, 2024]]."), Example("Return on [[Monday, 6/16/2009]]."))
    good = (
        "He was admitted on Thursday, March 14, 2024.",
        "Follow up on Monday. Labs of 3/14/2024 were reviewed.",
        "O2 sat 03/14/2024: 95%",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each date beside a weekday that is not its own."""
        for date in line.dates:
            beside = _weekday_beside(line.text, date) if date.readings else None
            if not beside:
                continue
            start, end, said = beside
            fell_on = {_WEEKDAYS[day.weekday()] for day in _days(date, place.context.encounter_date)}
            if fell_on and said not in fell_on:
                yield self.finding(
                    line.text,
                    start,
                    end,
                    f"{date.text} is a {' or '.join(sorted(map(str.title, fell_on)))}, not a {said.title()}; check the "
                    "source, or ask the author which is meant.",
                )


def _weekday_beside(text: str, date: WrittenDate) -> tuple[int, int, str] | None:
    """The span of a date with the weekday before or after it, and the weekday's name."""
    far = max(0, date.start - _FAR)
    before = _BEFORE.search(text, far, date.start)
    if before:
        is_short_word = len(before["name"]) == len("Sat") and not before["name"][0].isupper()
        if is_short_word or _OF_SEVERAL.search(text, max(0, before.start() - _FAR), before.start()):
            return None
        end = date.end + (1 if before["bracket"] and text[date.end : date.end + 1] == ")" else 0)
        return before.start(), end, _weekday(before["name"])
    after = _AFTER.match(text, date.end)
    return (date.start, after.end(), _weekday(after["name"])) if after else None


def _weekday(name: str) -> str:
    return next(day for day in _WEEKDAYS if day.startswith(name[:3].lower()))


def _days(date: WrittenDate, encounter: dt.date | None) -> Iterator[dt.date]:
    """The days a date may mean; without a year the one next to the encounter."""
    for reading in date.readings:
        if not reading.day:
            continue
        if reading.year:
            yield from filter(None, [reading.first])
        elif encounter:
            years = (reading._replace(year=encounter.year + more) for more in (-1, 0, 1))
            days = [day for year in years if year.is_possible and (day := year.first)]
            yield min(days, key=lambda day: abs(day - encounter), default=encounter)


class MixedDateOrder(Rule):
    """13/04/2024 beside 04/15/2024."""

    code = "NU026"
    name = "day and month in two orders"
    severity = Severity.WARNING
    scope = "note"
    summary = "A numeric date that can only be read day first in a note whose other dates are month first, or reversed."
    rationale = (
        "When a note mixes the orders, every date with both numbers up to twelve becomes uncertain, and so does each "
        "interval counted from it. The rarer order is flagged; of two alike, the one that comes second."
    )
    instead = "One order throughout, or the month by its name; check with the source which date is meant."
    fix_safety = "The suggestion turns day and month of the same date; a person checks that this date is meant."
    source = _CALENDAR
    bad = (Example("Seen 04/13/2024 and again on [[15/04/2024]].", "04/15/2024"),)
    good = (
        "Seen 04/13/2024 and again on 04/15/2024.",
        "Seen 13/04/2024, 15/04/2024 and 03/05/2024.",
        "Insulin 70/30 since 04/13/2024.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each date that can be read in one order alone."""
        for date in line.dates:
            if date.only_order:
                yield self.finding(line.text, date.start, date.end, "")

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The dates of the order that is rarer among those written with the same mark (14.11.2018, 11/13/2018)."""
        if len(findings) < len(Order):
            return []
        found = []
        for mark in _MARKS:
            orders = document.dates.orders.items()
            by_order = [(order, [date for date in dates if mark in date.written.text]) for order, dates in orders]
            if all(dates for _, dates in by_order):
                rare, usual = sorted(by_order, key=lambda pair: (len(pair[1]), -pair[1][0].start))
                found += self._rare(document, rare, usual)
        return found

    def _rare(
        self, document: Document, rare: tuple[Order, list[NoteDate]], usual: tuple[Order, list[NoteDate]]
    ) -> list[Finding]:
        return [
            self.finding(
                document.text,
                date.start,
                date.end,
                f"{date.written.text} can only be read {rare[0]}, {usual[1][0].written.text} only {usual[0]}; check "
                "the source which date is meant.",
                suggestions=[replacement(_turned(date.written.text), 0.6)],
                evidence=f"{quoted(document, date.start, date.end)}; "
                f"{quoted(document, usual[1][0].start, usual[1][0].end)}",
            )
            for date in rare[1]
        ]


def _turned(text: str) -> str:
    return re.sub(r"(\d+)([/.-])(\d+)", r"\3\2\1", text, count=1)
