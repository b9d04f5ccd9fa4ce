"""The entries of a list: what stands alone on a line, after a number or bullet, or between commas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from terminology.document import Line

_MARKER = re.compile(r"(?<![^\s.,:;])(?:#?\d{1,2}(?:\)|\.(?!\d))|[-*\u2022\u00b7](?=\s))\s*")
_COMMA = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+(?:and|&)\s+")
_AROUND = " \t.,;:-*_"
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_MOST_WORDS = 12
# A list entry names a thing; these words belong to sentences.
_SENTENCE = frozenset(
    ["a", "am", "an", "are", "be", "been", "being", "but", "came", "can", "could", "denies", "did", "do", "does", "feels", "for", "from", "given", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "if", "is", "it", "its", "itself", "may", "me", "might", "must", "my", "not", "our", "patient", "should", "since", "so", "some", "start", "started", "stop", "take", "taken", "takes", "taking", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "told", "took", "until", "used", "uses", "was", "we", "were", "what", "when", "where", "which", "while", "who", "will", "would", "you", "your"]
)


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
    """The words of a text in lower case, hyphenated ones in their parts."""
    return [word.lower() for word in _WORD.findall(text)]


def entries(line: Line, *, at_commas: bool = False) -> Iterator[Entry]:
    """The list entries of a line, without heading, number, bullet and full stop. Sentences are no entries."""
    begin = line.heading[1] if line.heading else 0
    for start, end in line.sentences:
        for piece in _pieces(line.text, max(start, begin), end, _MARKER):
            for entry in _pieces(line.text, piece.start, piece.end, _COMMA) if at_commas else (piece,):
                words = entry.words
                if 0 < len(words) <= _MOST_WORDS and _SENTENCE.isdisjoint(words):
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
