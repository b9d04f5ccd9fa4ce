"""Reads the patient's age at the time of the note: ``67-year-old man``, ``61yo M``, ``Age: 67``, ``3-month-old``.

Ages of others, past ages ("at age 12") and the age of things ("a 3-week-old fracture") are left out: an age counts
only where the sentence's subject is the patient or where it opens the sentence and a person follows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from terminology.dates.roles import cue

_I = re.IGNORECASE
_AGE = re.compile(
    r"(?P<age>(?P<number>\d(?<![\w./-]\d)\d{0,2})(?:[\s-]1/2|\.5)?[\s-]{0,2}(?:(?P<unit>year|yr|month|mo|week|wk|day)s?"
    r"[\s-]{1,2}(?:old|of\s+age)\b|(?:y/o|yo|y\.o\.)(?!\w)))",
    _I,
)
_LABEL = re.compile(
    r"(?:^|[.;]\s+)\s*age\s*:\s*(?P<age>(?P<number>\d{1,3})(?:\s*(?P<unit>year|yr|month|mo|week|wk|day)s?\b(?:\s+old)?)?)"
    r"(?=[.,;\s]|$)",
    _I,
)
_AGED = re.compile(
    r"\b(?:(?:patient|pt)\.?|(?:Mr|Mrs|Ms|Miss)\.?(?:\s+[A-Z][\w*]*\.?){1,3}),?\s+aged\s+(?P<age>\d{1,3})\b(?!\s+(?:day|week|month))",
    _I,
)
_ABOUT_AGE = ("old", "of age", "yo", "y/o", "y.o", "aged", "Age", "AGE")
_ADJECTIVES = r"(?:(?!(?:of|to|with|by|from|for|and|an?|the|who|his|her|their|in|on|at|is|was)\b)[a-z-]+,?\s+){0,3}"
# "A 25-year-old" in the middle of a paragraph is someone new
_OPENS = re.compile(
    r"(?:(?:^|:\s+)(?:an?\s+)?|(?:^|[.:;]\s+|\b)this\s+(?:is\s+an?\s+)?|(?:^|[.:;]\s+)(?:the|it\s+is\s+an?)\s+)"
    rf"{_ADJECTIVES}$",
    _I,
)
_IS = rf"\s+is\s+(?:now\s+|currently\s+)?(?:an?\s+{_ADJECTIVES})?$"
_PATIENT_IS = re.compile(rf"\b(?:(?:patient|pt)\.?|(?:Mr|Mrs|Ms|Miss)\.?(?:\s+[A-Z][\w*]*\.?){{1,3}}){_IS}", _I)
_PRONOUN_IS = re.compile(rf"\b(?:he|she){_IS}", _I)
_PERSON = re.compile(
    r"(?:[\s,-]+[\w/.-]+){0,6}?[\s,-]+(?:man|woman|male|female|gentleman|lady|boy|girl|infant|child|patient|individual|newborn"
    r"|M|F|[RL]H[FM]|[WBH][FM]|AA[FM]|gravida|G\d\w*)\b"
)
# without a person after it an age is the patient's at the beginning of a section or after "this"
_HEADS = re.compile(r"(?:[A-Za-z]:\s+(?:an?\s+)?|\bthis\s+(?:is\s+an?\s+)?)$", _I)
_STANDS_ALONE = re.compile(r"\s*[.;,]|\s*$|\s+(?:with|who|presents|presenting|seen|here|status\s+post|s/p)\b", _I)
_FAR, _NEAR = 120, 80
_DAYS = {"y": 365.25, "m": 30.44, "w": 7.0, "d": 1.0}


@dataclass(frozen=True, slots=True)
class Age:
    """An age in whole units: ``y`` years, ``m`` months, ``w`` weeks, ``d`` days."""

    number: int
    unit: str

    @property
    def days(self) -> tuple[float, float]:
        """The least and the most days since birth that it may stand for."""
        return self.number * _DAYS[self.unit], (self.number + 1) * _DAYS[self.unit]

    def contradicts(self, other: Age) -> bool:
        """Whether both cannot be said of one person in one note, a birthday between them allowed for."""
        (low, high), (other_low, other_high) = self.days, other.days
        slack = min(_DAYS[self.unit], _DAYS[other.unit]) / 2
        return low > other_high + slack or other_low > high + slack

    def off_by(self, born: dt.date, seen: dt.date, until: dt.date) -> int:
        """How many units it lies outside the ages between two days; a month, week or day more or less is nothing."""
        least, most = age_at(born, seen, self.unit), age_at(born, until, self.unit)
        slack = 0 if self.unit == "y" else 1
        if self.number < least - slack:
            return least - self.number
        return max(0, self.number - most - slack)


def age_at(born: dt.date, seen: dt.date, unit: str) -> int:
    """Whole years, months, weeks or days from one day to another."""
    months = (seen.year - born.year) * 12 + seen.month - born.month - (seen.day < born.day)
    if unit == "y":
        return months // 12
    return months if unit == "m" else int((seen - born).days // _DAYS[unit])


def age_of(text: str) -> Age:
    """The age that a stretch found by ``patient_ages`` stands for."""
    m = _AGE.match(text)
    unit = (m["unit"] if m else re.sub(r"[\d\s]", "", text)) or "y"
    number = re.match(r"\d+", text)
    return Age(int(number.group()) if number else 0, unit[0].lower())


def patient_ages(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the ages of a line that are surely the patient's own."""
    if not any(sign in text for sign in _ABOUT_AGE):
        return
    for m in _LABEL.finditer(text):
        yield m.span("age")
    for m in _AGED.finditer(text):
        yield m.span("age")
    for m in _AGE.finditer(text):
        if _is_of_patient(text, m):
            yield m.span("age")


def _is_of_patient(text: str, m: re.Match[str]) -> bool:
    if text.count('"', 0, m.start()) % 2:
        return False
    before = text[max(0, m.start() - _FAR) : m.start()]
    if _PATIENT_IS.search(before):
        return True
    if cue("not the patient").search(before):
        return False
    if _PRONOUN_IS.search(before):
        return True
    after = text[m.end() : m.end() + _NEAR]
    if _HEADS.search(before) and _STANDS_ALONE.match(after):
        return True
    return bool(_OPENS.search(before)) and bool(_PERSON.match(after))
