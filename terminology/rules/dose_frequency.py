"""NU041: a frequency at which no drug is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from terminology.data_files import rows
from terminology.document import Line, Place
from terminology.doses import cues
from terminology.drugs.dosed import dosed_drugs
from terminology.drugs.wording import either, order_words
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule

# patterns over text in lower case, each tried only where a word of it stands, to be fast
_EVERY = re.compile(
    r"(?:every(?<![\w.]every)\s|q(?<![\w.]q)\s?\.?\s?)\s?(?P<count>\d{1,3})\s?"
    r"(?:(?P<hours>hours?|hrs?\b\.?|h\b\.?)|(?:days?|d\b\.?))(?!\w)"
)
_TIMES = re.compile(
    r"(?<![\w.-])(?P<count>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+times\s+"
    r"(?:(?P<nightly>nightly|at\s+bedtime|at\s+night|(?:every|each|per|a)\s+night)|daily|(?:a|per|each|every)\s+day)\b"
)
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SEVERAL = ("2/day", "3/day", "4/day")
# two of these stand in a line that gives two of the frequencies that may disagree
_HINTS = (" q", "every ", "times ", "i.d", "bid", "tid", "twice")


class DoseFrequency(Rule):
    """Morphine every 60 hours."""

    code = "NU041"
    name = "odd frequency of a dose"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A dose at an interval or so many times a day as no drug is usually given, or at two frequencies at once."
    rationale = (
        'A slipped digit, a lost hyphen ("every 46 hours" for every 4-6 hours) or days for hours make an order that '
        "cannot be meant. Only what follows a dose, a drug or a preparation is judged: the turns of a dressing or the "
        "nights of a patient are not."
    )
    instead = "The frequency as the source has it; ask the author where it reads the same."
    source = "data/dose_intervals.tsv, general clinical usage."
    fix_safety = "No frequency is suggested: only the source or the author knows it."
    bad = (
        Example("Morphine 15 mg [[every 60 hours]] as needed for pain."),
        Example("Gentamicin 80 mg IV [[q.36d.]]"),
        Example("Zolpidem 5 mg [[six times nightly]]."),
        Example("Metoprolol 50 mg [[b.i.d. t.i.d.]]"),
    )
    good = (
        "Morphine 15 mg every 4-6 hours as needed for pain.",
        "Gentamicin 80 mg IV q.36h.",
        "The dressing is changed every 60 hours.",
        "He gets up three times nightly to urinate.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each odd frequency that belongs to a dose."""
        text, lower = line.text, line.text.lower()
        found = list(_odd_interval(lower)) if " q" in lower or "every " in lower else []
        if "times " in lower:
            found += _odd_count(lower)
        if sum(map(lower.count, _HINTS)) > 1 and dosed_drugs(line):
            found += _at_odds(lower)
        for start, end, why in sorted(found):
            left, _ = line.sentence_at(start)
            # drops may be given hourly
            if line.in_zone(start, end) or cues("drops").search(text, left, start):
                continue
            if self.language.notation.doses.ordered(line, start):
                yield self.finding(text, start, end, f'"{text[start:end]}" {why}', evidence=self.source)


def _odd_interval(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each interval between doses that is not usual, and what is said of it."""
    for m in _EVERY.finditer(text):
        if int(m["count"]) not in _usual("hours" if m["hours"] else "days"):
            yield (
                *m.span(),
                "is no usual interval between doses: look at the source for a lost hyphen, a slipped digit or another "
                "unit of time.",
            )


def _odd_count(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each number of times a day or night that is not usual, and what is said of it."""
    for m in _TIMES.finditer(text):
        if _number(m["count"]) not in _usual("times nightly" if m["nightly"] else "times daily"):
            yield *m.span(), "is no usual frequency of a dose: look at the source again."


def _at_odds(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each two frequencies side by side that disagree, in text in lower case."""
    for m in _two_frequencies().finditer(text):
        first, second = (name[1:] for name, said in m.groupdict().items() if said)
        if first != second:
            end = m.start() + len(m.group().rstrip())
            yield m.start(), end, "gives two frequencies that disagree: look at the source again."


@cache
def _two_frequencies() -> re.Pattern[str]:
    first, second = (
        "|".join(f"(?P<{place}{key[0]}>{either(order_words('frequency')[key]).pattern})" for key in _SEVERAL)
        for place in "ab"
    )
    return re.compile(rf"(?:{first})\s*(?:{second})")


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS.index(word) + 2


@cache
def _usual(per: str) -> frozenset[int]:
    row = next(row for row in rows("dose_intervals.tsv") if row["per"] == per)
    return frozenset(map(int, row["usual"].split("|")))
