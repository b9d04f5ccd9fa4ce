"""What the variables of a template stand for: facts about the patient and the day. Unknown ones are left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_SEXES = ("female", "male")
_WEEKS_FROM, _MONTHS_FROM, _YEARS_FROM = 28, 90, 730  # days of age


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What is known when a note is entered; everything may be missing.

    ``seen_on`` is the date of the encounter, at which the age counts. ``sex`` is an administrative gender.
    ``last_vitals`` are vital signs in words, as :func:`vitals.last_vitals` gives them.
    """

    birth_date: dt.date | None = None
    sex: str = ""
    seen_on: dt.date | None = None
    today: dt.date | None = None
    last_vitals: str = ""

    def known(self) -> dict[str, str]:
        """The value of each variable that is known."""
        values = {
            "PATIENT_AGE": age(self.birth_date, self.seen_on) if self.birth_date and self.seen_on else "",
            "PATIENT_SEX": self.sex if self.sex in _SEXES else "",
            "TODAY": self.today.isoformat() if self.today else "",
            "LAST_VITALS": self.last_vitals,
        }
        return {name: value for name, value in values.items() if value}


def age(birth_date: dt.date, on: dt.date) -> str:
    """An age as an adjective, ``70-year-old``, in a unit that fits; empty before birth."""
    days = (on - birth_date).days
    if days < 0:
        return ""
    if days < _WEEKS_FROM:
        return f"{days}-day-old"
    if days < _MONTHS_FROM:
        return f"{days // 7}-week-old"
    months = (on.year - birth_date.year) * 12 + on.month - birth_date.month - (on.day < birth_date.day)
    return f"{months}-month-old" if days < _YEARS_FROM else f"{months // 12}-year-old"
