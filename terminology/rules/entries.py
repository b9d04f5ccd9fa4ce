"""The entries of a list: what stands alone on a line, after a number or bullet, or between commas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Line

_MARKER = re.compile(r"(?<![^\s.,:;])(?:#?\d{1,2}(?:\)|\.(?!\d))|[-*\u2022\u00b7](?=\s))\s*")
_COMMA = re.compile(r"[,;]\s*(?:and\s+)?|(?<=\s)(?:and|&)\s+")
_AROUND = " \t.,;:-*_"
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
# b.i.d. holds no "I"
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
_MOST_WORDS = 12
_AMOUNT = re.compile(r"(?<=\s)\d[\d,./]*(?:\s?-\s?\d[\d,.]*)?\s?-?(?P<unit>[A-Za-zµμ]+)(?![\w/])")
_MEASURED = frozenset({"mass", "amount", "volume"})
_COUNTED = frozenset(
    {"unit", "units", "tab", "tabs", "tablet", "tablets", "cap", "caps", "capsule", "capsules", "puffs"}
)
# A list entry names a thing; these words belong to sentences.
_SENTENCE_WORDS = """
    am are be been being but came can could denies did do does feels for from given had has have he her here him his how
    i if is it its itself me may might must my not our patient should since so some start started stop take taken takes
    taking than that their them then there these they this those told took until used uses was we were what when where
    which while who will would you your
"""
_SENTENCE = frozenset(_SENTENCE_WORDS.split())


class Entry(NamedTuple):
    """A stretch of a line: ``text`` is ``line.text[start:end]``."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> list[str]:
        """Its words in lower case."""
        return words_in(self.text)


def words_in(text: str) -> list[str]:
    """The words of a text in lower case, hyphenated ones in their parts; b.i.d. is no word."""
    return [word.lower() for word in _WORD.findall(_DOTTED.sub(" ", text))]


def name_before_dose(text: str) -> str:
    """What is given, in an entry that gives an amount of it (``Lantus 10 units nightly``); empty in any other."""
    amount = _AMOUNT.search(text)
    return text[: amount.start()].rstrip() if amount and amount["unit"].lower() in _dose_units() else ""


@cache
def _dose_units() -> frozenset[str]:
    return _COUNTED | {row["unit"].lower() for row in rows("units.tsv") if row["quantity"] in _MEASURED}


def entries(line: Line, *, at_commas: bool = False) -> Iterator[Entry]:
    """The list entries of a line, without heading, number, bullet and full stop. Sentences are no entries."""
    begin = line.heading[1] if line.heading else 0
    for start, end in line.sentences:
        for piece in _pieces(line.text, max(start, begin), end, _MARKER):
            if not _SENTENCE.isdisjoint(piece.words):
                continue
            for entry in _pieces(line.text, piece.start, piece.end, _COMMA) if at_commas else (piece,):
                if 0 < len(entry.words) <= _MOST_WORDS:
                    yield entry


def _pieces(text: str, start: int, end: int, between: re.Pattern[str]) -> Iterator[Entry]:
    at = start
    for mark in between.finditer(text, start, end):
        yield from _trimmed(text, at, mark.start())
        at = mark.end()
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Entry]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_AROUND))
    piece = piece.strip(_AROUND)
    if piece:
        yield Entry(start, start + len(piece), piece)
