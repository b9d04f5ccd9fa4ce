"""Reads the values of clinical scales out of a line: ``NYHA class III``, ``Apgars 8 and 9``, ``strength 5/5``.

Which scales there are, how they are called and how far they reach is data/scales.tsv. Its column ``kind`` says how
a value is written: ``score`` (a number after the label, perhaps ``/30``), ``class`` (a number or a Roman numeral),
``percent``, ``over`` (only with the ``out_of`` behind it: ``8/10``), ``plus`` (``2+``), ``list`` (``8 and 9``).
The Glasgow coma scale (kind ``glasgow``) is read by ``terminology.glasgow``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Line
from terminology.tokens import Kind, tokenize

_I = re.IGNORECASE
_BETWEEN = (
    r"(?:\s*(?:[:=(]|(?:of|is|was|were|at|scores?|scored|scale|class|classification|grade|stage|status|index|rating|total"
    r"|approximately|about|around|estimated|currently|today|calculated|measured|the|a|an|examination|exam|performance|test"
    r"|sum|category|functional|level)\b))*\s*"
)
_NUMBER = r"(?P<value>\d{1,4}(?:\.\d+)?)"
_UNIT = (
    r"(?!\d|\.\d|,\d{3}|:\d|\s?-\s?\d|(?:st|nd|rd|th)\b|\s*(?:mg|mcg|mm|cm|g|kg|mL|ml|lbs?|pounds?|ounces?|oz|points?"
    r"|tablets?|(?:second|minute|hour|day|week|month|year)s?)\b)"
)
_END = _UNIT + r"(?!\w|%)"
_OVER = r"(?:\s*(?:/|out\s+of|of)\s*(?P<of>\d+))?"
_ROMAN = r"(?P<roman>(?-i:[IVX]{1,4}(?=[A-E]?\b)))"
_DATED = re.compile(r"\b(?:on|since|from|until|seen|dated|by|of)\s+$", _I)
_FURTHER_PART = re.compile(
    r"\b[^.;/\d]{1,40}?\b(?P<value>\d{1,3})\s?(?:/|\s?out\s+of\s)\s?(?P<of>\d{1,2})(?!/)" + _END, _I
)
_APGAR = (
    r"(?P<list>(?:\s*[,:(/&]?\s*(?:(?:were|was|are|of|at|and|a|one|five|ten|minutes?|min|respectively)\b"
    r"|\d{1,3}(?!\w|[.:-]\d)))+)"
)
_ONE_SCORE = re.compile(r"(?<!at )(?<![\w.])\d{1,3}(?!\w|\s*-?\s*min)", _I)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_SHORT_LABEL = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """A clinical scale from ``low`` to ``high``."""

    key: str
    name: str
    labels: tuple[str, ...]
    kind: str
    low: int
    high: int
    out_of: str
    source: str

    def holds(self, value: float) -> bool:
        """Whether the scale has such a value."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class ScaleValue:
    """The value of a scale in a line; the span covers the number as written, with its ``/10`` or ``+``."""

    scale: Scale
    value: float
    start: int
    end: int


@cache
def scales() -> dict[str, Scale]:
    """The scales by key (data/scales.tsv)."""
    return {
        row["scale"]: Scale(
            row["scale"],
            row["name"],
            tuple(label for label in row["labels"].split("|") if label),
            row["kind"],
            int(row["low"]),
            int(row["high"]),
            row["out_of"],
            row["source"],
        )
        for row in rows("scales.tsv")
    }


def scale_values(line: Line) -> Iterator[ScaleValue]:
    """The values of scales in a line, whether in their range or not."""
    readers = _readers()
    for head in (*readers.words.intersection(line.words), *(code for code in readers.codes if code in line.text)):
        for scale, pattern, read in readers.by_head[head]:
            for m in _compiled(pattern).finditer(line.text):
                yield from read(scale, m)


_Reader = Callable[[Scale, re.Match[str]], Iterator[ScaleValue]]


class _Readers(NamedTuple):
    """The patterns of the scales by the first token of their labels: words in lower case, codes as written."""

    by_head: dict[str, list[tuple[Scale, str, _Reader]]]
    words: frozenset[str]
    codes: tuple[str, ...]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A scale's pattern; there are many, and a note holds few scales."""
    return re.compile(pattern, _I)


@cache
def _readers() -> _Readers:
    by_head: dict[str, list[tuple[Scale, str, _Reader]]] = {}
    words, codes = set[str](), set[str]()
    for scale in scales().values():
        if scale.kind == "glasgow":
            continue
        tail, read = _KINDS[scale.kind]
        heads: dict[str, list[str]] = {}
        for label in sorted(scale.labels, key=len, reverse=True):
            first = tokenize(label)[0]
            head = first.text.lower() if first.kind is Kind.WORD else first.text
            (words if first.kind is Kind.WORD else codes).add(head)
            heads.setdefault(head, []).append(_any_case(label))
        for head, labels in heads.items():
            pattern = rf"(?<![\w/-])(?:{'|'.join(labels)})(?!\w){tail}"
            by_head.setdefault(head, []).append((scale, pattern, read))
    return _Readers(by_head, frozenset(words), tuple(sorted(codes)))


def _any_case(label: str) -> str:
    """A label as a pattern; short ones are told from words by their capitals (mRS, Mrs)."""
    is_word = label.islower() or len(label) > _SHORT_LABEL
    return re.escape(label) if is_word else f"(?-i:{re.escape(label)})"


def _scores(scale: Scale, m: re.Match[str]) -> Iterator[ScaleValue]:
    if m["of"] and m["of"] != scale.out_of:
        return
    start, end = m.span("value")
    yield ScaleValue(scale, float(m["value"]), start, end)


def _classes(scale: Scale, m: re.Match[str]) -> Iterator[ScaleValue]:
    if m["roman"]:
        yield ScaleValue(scale, _roman(m["roman"]), *m.span("roman"))
    else:
        yield ScaleValue(scale, float(m["value"]), *m.span("value"))


def _shares(scale: Scale, m: re.Match[str]) -> Iterator[ScaleValue]:
    yield ScaleValue(scale, float(m["value"]), *m.span("value"))


def _parts(scale: Scale, m: re.Match[str]) -> Iterator[ScaleValue]:
    if m["of"] == scale.out_of and not _DATED.search(
        m.string, max(0, m.start("value") - len("since  ")), m.start("value")
    ):
        yield ScaleValue(scale, float(m["value"]), m.start("value"), m.end("of"))
        # strength 5/5 in the deltoids, 4/5 in the biceps
        further = _FURTHER_PART.match(m.string, m.end("of"))
        if further:
            yield from _parts(scale, further)


def _grades(scale: Scale, m: re.Match[str]) -> Iterator[ScaleValue]:
    yield ScaleValue(scale, float(m["value"]), m.start("value"), m.end("value") + 1)


def _lists(scale: Scale, m: re.Match[str]) -> Iterator[ScaleValue]:
    for score in _ONE_SCORE.finditer(m.string, *m.span("list")):
        yield ScaleValue(scale, float(score.group()), *score.span())


_KINDS: dict[str, tuple[str, _Reader]] = {
    "score": (rf"{_BETWEEN}{_NUMBER}{_UNIT}{_OVER}(?!/\d){_END}", _scores),
    "class": (rf"{_BETWEEN}(?:{_ROMAN}|(?P<value>\d{{1,2}})(?=[A-Ea-e]?\b)(?!/\d)(?!%){_UNIT})", _classes),
    "percent": (rf"{_BETWEEN}{_NUMBER}\s?(?:%|percent\b)", _shares),
    "over": (r"\b[^.;/\d]{0,40}?\b(?P<value>\d{1,3})\s?(?:/|\s?out\s+of\s)\s?(?P<of>\d{1,2})(?!/)" + _END, _parts),
    "plus": (r"\b[^.;/\d]{0,30}?\b(?P<value>\d{1,2})\+(?!/)", _grades),
    "list": (_APGAR, _lists),
}


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-value if value < max(values[i:]) else value for i, value in enumerate(values))
