"""Reads the Glasgow coma scale: totals (``GCS 14``, ``GCS 8T``) and components (``E4V5M6``, ``4+5+6``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_I = re.IGNORECASE
_NAME = r"\b(?:GCS(?!-P)|Glasgow\s+coma\s+(?:scale|score))\b"
_EYE = re.compile(r"E[\s-]{0,2}[0-9C]\W{0,3}V")
_BETWEEN = (
    r"(?:\s*(?:[:=(]|(?:scale|score|is|was|were|of|remained|remains|now|initially|on\s+arrival|today|a|the|total"
    r"|(?:improved|dropped|fell|went|decreased|declined|up|down)?\s*from\s+\d{1,2}T?\s+to|at\s+\d{4}\s+hours|at\s+\d{1,2}:\d\d)\b))*\s*"
)
_TOTAL = re.compile(
    rf"{_NAME}{_BETWEEN}(?P<value>\d{{1,3}})(?P<tube>T?)(?![\w:%]|\.\d|/(?!15\b)|\s?-\s?\d|\s*(?:to\s+\d|mm|points?|hours?|minutes?|days?))",
    _I,
)
_LETTERS = re.compile(
    r"(?<!\w)E\s?-?\s?(?P<eye>\d|C)\s*[,/]?\s*V\s?-?\s?(?P<verbal>T|\d\s?T?)\s*[,/]?\s*M\s?-?\s?(?P<motor>\d)(?!\w)"
)
_WORDS = re.compile(
    r"\beyes?(?:\s+opening|\s+response)?\s*[:=]?\s*(?P<eye>\d)\s*[,;/]?\s*(?:best\s+)?verbal(?:\s+response)?\s*[:=]?\s*"
    r"(?P<verbal>T|\d\s?T?)\s*[,;/]?\s*(?:and\s+)?(?:best\s+)?motor(?:\s+response)?\s*[:=]?\s*(?P<motor>\d)\b",
    _I,
)
_ADDED = re.compile(rf"{_NAME}{_BETWEEN}\(?(?P<eye>\d)\s?\+\s?(?P<verbal>\dT?|T)\s?\+\s?(?P<motor>\d)(?!\d|\s?\+)", _I)
_TOTAL_AFTER = re.compile(
    r"\)?\s*(?:=|,?\s*(?:for\s+)?(?:an?\s+)?total(?:\s+(?:of|score|score\s+of|is|was))?:?)\s*(?P<value>\d{1,2})(?!\d)"
    r"|\)?,\s*(?P<value2>\d{1,2})\s+in\s+total",
    _I,
)
_TOTAL_BEFORE = re.compile(rf"{_NAME}{_BETWEEN}(?P<value>\d{{1,2}})T?(?:/15)?\s*(?:[(,;:=]|with)?\s*\(?$", _I)
_FAR = 60


@dataclass(frozen=True, slots=True)
class Components:
    """Eye, verbal and motor response with the total written beside them; None for what was not testable."""

    eye: int | None
    verbal: int | None
    motor: int
    total: int | None
    start: int
    end: int

    @property
    def sums(self) -> tuple[int, ...]:
        """What the total may be; a response that was not testable counts as nothing or as one."""
        known = [value for value in (self.eye, self.verbal, self.motor) if value is not None]
        missing = 3 - len(known)
        return tuple(sum(known) + more for more in range(missing + 1))


@dataclass(frozen=True, slots=True)
class Total:
    """A total; a ``T`` behind it says that the patient is intubated."""

    value: int
    is_intubated: bool
    start: int
    end: int


def _is_named(text: str) -> bool:
    return "GCS" in text or "lasgow" in text or "LASGOW" in text


def totals(text: str) -> Iterator[Total]:
    """The totals of a line."""
    if _is_named(text):
        for m in _TOTAL.finditer(text):
            yield Total(int(m["value"]), bool(m["tube"]), *m.span("value"))


def components(text: str) -> Iterator[Components]:
    """The components of a line with their total; in words only where the scale is named."""
    patterns = [_LETTERS] if _EYE.search(text) else []
    if _is_named(text):
        patterns += [_WORDS, _ADDED]
    for pattern in patterns:
        for m in pattern.finditer(text):
            verbal = None if "T" in m["verbal"].upper() else int(m["verbal"])
            eye = None if m["eye"] == "C" else int(m["eye"])
            yield Components(eye, verbal, int(m["motor"]), _total_beside(text, m), *m.span())


def _total_beside(text: str, m: re.Match[str]) -> int | None:
    after = _TOTAL_AFTER.match(text, m.end())
    if after:
        return int(after["value"] or after["value2"])
    before = _TOTAL_BEFORE.search(text, max(0, m.start() - _FAR), m.start())
    return int(before["value"]) if before else None
