"""How dates, ages, people and severities are put into words and marks on every screen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.text import Text

from entryassist.display import visible

if TYPE_CHECKING:
    from models import Patient
    from terminology import Severity

MARKS = {"critical": "■", "warning": "▲", "advice": "●"}
STYLES = {"critical": "$error bold", "warning": "$warning", "advice": "$primary"}
MUTED = "$foreground-muted"


def one_line(text: str) -> str:
    """Text made safe for a single line: no line ends, no controls."""
    return visible(" ".join(text.split()), keep="")


def shortened(text: str, room: int) -> str:
    """Text cut to that many characters, the cut shown by an ellipsis."""
    return text if len(text) <= room else text[: max(0, room - 1)].rstrip() + "…"


def mark(severity: Severity | str) -> str:
    """The symbol of a severity, so that colour is never the only sign."""
    return MARKS[str(severity)]


def colour(severity: Severity | str) -> str:
    """The style of a severity, in the colours of the theme."""
    return STYLES[str(severity)]


def plural(count: int, noun: str) -> str:
    """``1 finding``, ``2 findings``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def patient_name(patient: Patient) -> str:
    """Family name first, as it is filed."""
    return one_line(f"{patient.family_name}, {patient.given_name}")


def age(birth_date: dt.date, today: dt.date) -> str:
    """An age as clinicians write it: days, then weeks, months under two years, then years."""
    days = (today - birth_date).days
    if days < 14:
        return f"{max(days, 0)} d"
    if days < 60:
        return f"{days // 7} wk"
    months = (today.year - birth_date.year) * 12 + today.month - birth_date.month
    months -= today.day < birth_date.day
    return f"{months} mo" if months < 24 else f"{months // 12} y"


def waiting_time(since: dt.datetime, now: dt.datetime) -> str:
    """How long an item has waited, in its largest unit."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} d"


def cell(text: str, style: str = "") -> Text:
    """A table cell that shows text and never reads it as markup."""
    return Text(one_line(text), style=style, no_wrap=True, overflow="ellipsis")
