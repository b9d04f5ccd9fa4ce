"""Reads what was typed to find a patient: words of a name, an MRN, a birth date in any common form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from entryassist.typed_dates import DateError, read_date

_LONGEST_DATE = 4  # words, as in "the 4th March 1962"
_ORDERS = (False, True)


@dataclass(frozen=True, slots=True)
class PatientQuery:
    """Words that start a name or an MRN, and the days that a birth date may be; either may be empty."""

    words: str
    born: frozenset[dt.date] = frozenset()


def read_query(typed: str, today: dt.date) -> list[PatientQuery]:
    """What may be meant, likeliest first; empty for nothing.

    ``3/4/1962 smith`` means Smith born on either the third of April or the fourth of March: whoever searches knows
    which. One word without a slash may be an MRN as well and is read as both.
    """
    words = typed.replace(",", " ").split()
    if not words:
        return []
    plain = PatientQuery(" ".join(words))
    for start, end in _spans(len(words)):
        text = " ".join(words[start:end])
        days = frozenset(_days(text, today))
        if days:
            dated = PatientQuery(" ".join(words[:start] + words[end:]), days)
            return [plain, dated] if end == start + 1 and "/" not in text else [dated]
    return [plain]


def _spans(count: int) -> Iterator[tuple[int, int]]:
    """The places of words side by side, the longest first."""
    for length in range(min(count, _LONGEST_DATE), 0, -1):
        for start in range(count - length + 1):
            yield start, start + length


def _days(text: str, today: dt.date) -> Iterator[dt.date]:
    if not any(character.isdigit() for character in text):
        return
    for day_first in _ORDERS:
        try:
            yield read_date(text, today, day_first=day_first, born=True)
        except DateError:
            continue
