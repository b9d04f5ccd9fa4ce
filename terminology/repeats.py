"""Finds long stretches of words that stand twice: in a note, or in a note and an earlier one.

Each line offers anchors: where a clause begins, the words that follow. Two places with the same anchor are
compared word by word in both directions, so the cost is that of the anchors, not of every word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from terminology.document import Line, cut_lines
from terminology.tokens import Kind

_ANCHOR = 8
_SHORTEST_ANCHOR = 3
# an anchor that stands in more places is a routine phrase
_MOST_PLACES = 4
_CLAUSE_END = frozenset(".,;:()!?")
_SENTENCE_END = frozenset(".;:!?")
_SAID = frozenset({Kind.WORD, Kind.SHORT, Kind.NUMBER, Kind.CODE, Kind.DATE, Kind.TIME})


class _Words(NamedTuple):
    """The words of a line with their spans; ``anchors`` are the numbers of words that begin a clause, with the words
    that follow them; ``begins`` those that begin a sentence or the line."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    begins: tuple[int, ...]
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
    """The words of a text in order, as those of its lines; word numbers count from its start."""

    words: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    anchors: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def add(self, start: int, line: Line) -> None:
        """The next line, with its start in the text."""
        read = line.once(words_of)
        base = len(self.words)
        self.words.extend(read.words)
        self.spans.extend((start + a, start + b) for a, b in read.spans)
        self.begins.extend(base + number for number in read.begins)
        self.anchors.extend((base + number, anchor) for number, anchor in read.anchors)

    @cached_property
    def places(self) -> dict[tuple[str, ...], list[int]]:
        """Where each anchor stands; of a routine phrase the first places."""
        places: dict[tuple[str, ...], list[int]] = {}
        for number, anchor in self.anchors:
            if len(places.setdefault(anchor, [])) < _MOST_PLACES:
                places[anchor].append(number)
        return places

    def sentences(self, stretch: Stretch) -> Stretch | None:
        """The whole sentences of a stretch, None when it holds none."""
        at = bisect_left(self.begins, stretch.first)
        ends = [*self.begins, len(self.words)]
        to = bisect_right(ends, stretch.last + 1) - 1
        if at >= len(self.begins) or ends[to] <= self.begins[at]:
            return None
        first = self.begins[at]
        return Stretch(first, ends[to] - 1, stretch.other + first - stretch.first)


def words_of(line: Line) -> _Words:
    """The words of a line after its heading, with its anchors."""
    words: list[str] = []
    spans, clauses, begins, opens, begin = [], [], [], True, True
    after_heading = line.heading[1] if line.heading else 0
    for token, form in zip(line.tokens, line.forms, strict=True):
        if token.start < after_heading:
            continue
        if token.kind in _SAID:
            if opens:
                clauses.append(len(words))
            if begin:
                begins.append(len(words))
            words.append(form)
            spans.append((token.start, token.end))
            opens = begin = False
        elif form in _CLAUSE_END:
            opens = True
            begin = begin or form in _SENTENCE_END
    anchors = ((number, tuple(words[number : number + _ANCHOR])) for number in clauses)
    return _Words(
        tuple(words),
        tuple(spans),
        tuple(begins),
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
    """The stretches of at least so many words that stood in the text before, in whole sentences and in order."""
    first: dict[tuple[str, ...], list[int]] = {}
    done = 0
    for number, anchor in wording.anchors:
        if number >= done:
            places = first.get(anchor, ())
            best = _longest(_grown(wording.words, number, wording.words, at, done, number) for at in places)
            if best and best.length >= shortest:
                yield from _whole(wording, best, shortest)
                done = best.last + 1
        if len(first.setdefault(anchor, [])) < _MOST_PLACES:
            first[anchor].append(number)


def copied(wording: Wording, earlier: Wording, shortest: int) -> Iterator[Stretch]:
    """The stretches of at least so many words that stand in an earlier text, in whole sentences and in order."""
    done = 0
    for number, anchor in wording.anchors:
        if number >= done:
            places = earlier.places.get(anchor, ())
            best = _longest(_grown(wording.words, number, earlier.words, at, done) for at in places)
            if best and best.length >= shortest:
                yield from _whole(wording, best, shortest)
                done = best.last + 1


def _longest(stretches: Iterable[Stretch]) -> Stretch | None:
    return max(stretches, key=lambda stretch: stretch.length, default=None)


def _whole(wording: Wording, stretch: Stretch, shortest: int) -> Iterator[Stretch]:
    """The whole sentences of a stretch, if they are long enough."""
    whole = wording.sentences(stretch)
    if whole and whole.length >= shortest:
        yield whole


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
