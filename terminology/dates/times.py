"""Times of day that no clock shows: ``25:10``, ``13:75``, ``14:30 pm``, ``at 2575 hours``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_I = re.IGNORECASE
_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_CLOCK = re.compile(rf"\d(?<![\w:.,/-]\d)(?P<rest>\d?):(?P<minute>\d{{2}})(?![\d:/]|,\d)(?:\s?{_HALF})?", _I)
# a bare 50:50 or 1:80 is a ratio or a titre, 98:30 after "time" the length of an operation
_AT = re.compile(r"(?:\b(?:at|around|until)|@)\s+$", _I)
_MILITARY = re.compile(r"\bat\s+(?P<hour>\d\d)(?P<minute>\d\d)\s?(?:hours|hrs|h)\b", _I)
_RATIO = re.compile(
    r"titer|titre|ratio|dilut|mix|epinephrine|\bANA\b|antibod|propofol|lidocaine|:\s?1\b|position|rate", _I
)
_IN_SIGHT = 60
_NOON, _MIDNIGHT, _HOUR, _WHOLE = 12, 24, 60, 100


class WrongTime(NamedTuple):
    """A time that cannot be; ``instead`` are the times that may be meant, where the slip tells them."""

    start: int
    end: int
    instead: tuple[str, ...] = ()


def wrong_times(text: str) -> Iterator[WrongTime]:
    """The impossible times of a line."""
    if ":" in text:
        for m in _CLOCK.finditer(text):
            if m["half"] or (_AT.search(text, max(0, m.start() - len("around  ")), m.start()) and not _is_ratio(m)):
                yield from _judged(m)
    if "hours" in text or "hrs" in text:
        for m in _MILITARY.finditer(text):
            hour, minute = int(m["hour"]), int(m["minute"])
            if _is_off(hour, minute):
                yield WrongTime(m.start("hour"), m.end())


def _judged(m: re.Match[str]) -> Iterator[WrongTime]:
    hour, minute, half = _hour(m), int(m["minute"]), (m["half"] or "").lower()
    start, end = m.span()
    if _is_off(hour, minute):
        yield WrongTime(start, end)
    elif half and _NOON < hour < _MIDNIGHT:
        plain = f"{hour}:{minute:02}"
        yield WrongTime(start, end, (plain, f"{hour - _NOON}:{minute:02} p.m.") if half == "p" else ())


def _hour(m: re.Match[str]) -> int:
    return int(m.string[m.start() : m.end("rest")])


def _is_off(hour: int, minute: int) -> bool:
    return minute >= _HOUR or hour > _MIDNIGHT or (hour == _MIDNIGHT and minute > 0)


def _is_ratio(m: re.Match[str]) -> bool:
    hour, minute = _hour(m), int(m["minute"])
    before, after = max(0, m.start() - _IN_SIGHT), m.end() + _IN_SIGHT
    return hour <= 1 or hour + minute == _WHOLE or bool(_RATIO.search(m.string, before, after))
