"""How orders are worded: amounts with their units, and the words of data/order_words.tsv and data/indications.tsv.

In those tables ``itch-`` is the beginning of a word, and a full stop may be left out or followed by a space:
``q.6h.`` is also q6h and q. 6h.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_PER = r"(?!\s?/\s?(?:kg|m2|hr|h|hour|min|minute|ml|dl|l|d|day|24)\b|\s(?:per|an)\s(?:kg|kilo|hour|minute|ml|day))"


class Amount(NamedTuple):
    """A dose: milligrams, ``units``, ``mEq`` or ``%``; a combination has one value for each drug in it."""

    values: tuple[float, ...]
    unit: str


def split(cell: str) -> frozenset[str]:
    """The entries of a table cell."""
    return frozenset(entry for entry in cell.split("|") if entry)


def either(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words, the longest first, where a word may begin and end."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_one, sorted(words, key=len, reverse=True)))})")


def _one(word: str) -> str:
    beginning = word.endswith("-")
    pattern = re.escape(word.removesuffix("-")).replace(r"\.", r"\.?\s?").replace(r"\ ", r"\s")
    # p.r. is not the beginning of p.r.n.
    end = r"(?!\.?\w)" if word.endswith(".") else r"(?!\w)"
    return pattern + (r"\w*" if beginning else end)


@cache
def order_words(kind: str) -> Mapping[str, tuple[str, ...]]:
    """The words of each key of a kind: ``form``, ``frequency``, ``route``, ``given`` (words that are always a
    route), ``section``, ``unit``, and what is no order or no single dose: ``aside``, ``no dose``, ``several doses``.
    """
    return {row["key"]: tuple(row["words"].split("|")) for row in rows("order_words.tsv") if row["kind"] == kind}


@cache
def order_patterns(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each key of a kind a pattern over text in lower case."""
    return tuple((key, either(words)) for key, words in order_words(kind).items())


@cache
def any_order_word(kind: str) -> re.Pattern[str]:
    """Finds a word of any key of a kind in text in lower case."""
    return either(word for words in order_words(kind).values() for word in words)


def read_amount(text: str) -> Amount | None:
    """The amount that a text begins with, None where it begins with none."""
    m = _amounts().match(text.lower())
    return _amount(m) if m else None


def amounts_in(text: str) -> Iterator[tuple[Amount, int, int]]:
    """The doses in a text in lower case with start and end; rates and concentrations are none."""
    for m in _amounts().finditer(text):
        yield _amount(m), m.start(), m.end()


@cache
def _amounts() -> re.Pattern[str]:
    units = "|".join(map(re.escape, _units()))
    ends = r"(?:(?<=%)|(?!\w))"
    return re.compile(
        rf"(?<![\w.,/])(?P<values>(?:{_NUMBER})(?:\s?/\s?(?:{_NUMBER}))*)\s?-?(?P<unit>{units}){ends}{_PER}"
    )


@cache
def _units() -> Mapping[str, tuple[float, str]]:
    """Each unit word with its factor and the unit that amounts are kept in."""
    known = {}
    for key, words in order_words("unit").items():
        factor, unit = key.split()
        known.update(dict.fromkeys(words, (float(factor), unit)))
    return dict(sorted(known.items(), key=lambda item: -len(item[0])))


def _amount(m: re.Match[str]) -> Amount:
    factor, unit = _units()[m["unit"]]
    values = (round(float(value.replace(",", "")) * factor, 6) for value in m["values"].split("/"))
    return Amount(tuple(values), unit)
