"""Finds long stretches of words that stand twice: in a note, or in a note and an earlier one.

Each line offers anchors: where a clause begins, the words that follow. Two places with the same anchor are
compared word by word in both directions, so the cost is that of the anchors, not of every word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from terminology.document import Line, cut_lines
from terminology.tokens import Kind

_ANCHOR = 8
_SHORTEST_ANCHOR = 3
_CLAUSE_END = frozenset(".,;:()!?")
_SAID = frozenset({Kind.WORD, Kind.SHORT, Kind.NUMBER, Kind.CODE, Kind.DATE, Kind.TIME})


class _Words(NamedTuple):
    """The words of a line with their spans; ``anchors`` are the numbers of words that begin a clause."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    anchors: tuple[tuple[int, tuple[str, ...]], ...]


class Stretch(NamedTuple):
    """Words ``first`` to ``last`` of a text that equal as many words from ``other`` on, in it or in another text."""

    first: int
    last: int
    other: int

    @property
    def length(self) -> int:
        """How many words."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Wording:
    """The words of a text in order, the lines they stand in, and where each anchor stands first."""

    words: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    anchors: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def add(self, start: int, line: Line) -> None:
        """The next line, with its start in the text."""
        read = line.once(words_of)
        base = len(self.words)
        self.words.extend(read.words)
        self.spans.extend((start + a, start + b) for a, b in read.spans)
        self.anchors.extend((base + number, anchor) for number, anchor in read.anchors)


def words_of(line: Line) -> _Words:
    """The words of a line, with its anchors."""
    words: list[str] = []
    spans, begins, opens = [], [], True
    for token, form in zip(line.tokens, line.forms, strict=True):
        if token.kind in _SAID:
            if opens:
                begins.append(len(words))
            words.append(form)
            spans.append((token.start, token.end))
            opens = False
        elif form in _CLAUSE_END:
            opens = True
    anchors = ((number, tuple(words[number : number + _ANCHOR])) for number in begins)
    return _Words(
        tuple(words),
        tuple(spans),
        tuple((number, anchor) for number, anchor in anchors if len(anchor) >= _SHORTEST_ANCHOR),
    )


@lru_cache(maxsize=16)
def wording_of(text: str) -> Wording:
    """The wording of a whole text, kept for the next check."""
    wording = Wording()
    for start, line in cut_lines(text):
        wording.add(start, Line(line))
    return wording


def repeated(wording: Wording, shortest: int) -> Iterator[Stretch]:
    """The stretches of at least so many words that stood in the text before, without overlap, in order."""
    first: dict[tuple[str, ...], list[int]] = {}
    done = 0
    for number, anchor in wording.anchors:
        if number >= done:
            candidates = first.get(anchor, ())
            stretches = (_grown(wording.words, number, wording.words, other, done, number) for other in candidates)
            best = max(stretches, key=lambda stretch: stretch.length, default=None)
            if best and best.length >= shortest:
                yield best
                done = best.last + 1
        if len(first.setdefault(anchor, [])) < _MOST_PLACES:
            first[anchor].append(number)


_MOST_PLACES = 4


def copied(wording: Wording, earlier: Wording, shortest: int) -> Iterator[Stretch]:
    """The stretches of at least so many words that stand in an earlier text, without overlap, in order."""
    places: dict[tuple[str, ...], list[int]] = {}
    for number, anchor in earlier.anchors:
        if len(places.setdefault(anchor, [])) < _MOST_PLACES:
            places[anchor].append(number)
    done = 0
    for number, anchor in wording.anchors:
        if number < done:
            continue
        stretches = (_grown(wording.words, number, earlier.words, at, done) for at in places.get(anchor, ()))
        best = max(stretches, key=lambda stretch: stretch.length, default=None)
        if best and best.length >= shortest:
            yield best
            done = best.last + 1


def _grown(
    words: Sequence[str], at: int, others: Sequence[str], other: int, lowest: int, limit: int | None = None
) -> Stretch:
    """The equal words around two places; in one text (``limit``) the two stretches do not overlap."""
    back = 0
    while at - back > lowest and other - back > 0 and words[at - back - 1] == others[other - back - 1]:
        if limit is not None and at - back - 1 <= other:
            break
        back += 1
    ahead = 0
    end = len(others) if limit is None else at - back
    while at + ahead < len(words) and other + ahead < end and words[at + ahead] == others[other + ahead]:
        ahead += 1
    return Stretch(at - back, at + ahead - 1, other - back)
