"""Finds long stretches of words that stand twice: in a note, or in a note and an earlier one.

Each line offers anchors: where a clause begins, the eight words that follow, and the words with which the line
begins. Only where an anchor stands in two places are the words around them compared, so that a note without
repeats costs no more than the look at its anchors.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from terminology.document import Line, cut_lines

_ANCHOR = 8
_SHORTEST_ANCHOR = 3
# an anchor that stands in more places is a routine phrase
_MOST_PLACES = 4
_CLAUSE_END = re.compile(r"([.,;:()!?])[\s)]+")
_SENTENCE_END = frozenset(".;:!?")
_WORD = re.compile(r"[^\W_]+(?:['’./%-][^\W_]+)*")

# the words with a space between: a text keeps its hash, and anchors are looked up after every key
_Anchor = str


class _Words(NamedTuple):
    """The words of a line after its heading. ``anchors`` are the numbers of words with which a clause begins and the
    words that follow; ``begins`` the numbers of those that begin a sentence or the line."""

    words: tuple[str, ...]
    begins: tuple[int, ...]
    anchors: tuple[tuple[int, _Anchor], ...]
    keys: frozenset[_Anchor]


class Stretch(NamedTuple):
    """Words ``first`` to ``last`` of a text that equal as many words from ``other`` on, in it or in another text."""

    first: int
    last: int
    other: int

    @property
    def length(self) -> int:
        """How many words."""
        return self.last - self.first + 1


class Wording:
    """The words of a text, by the lines they stand in; ``lines`` are pairs of a start in the text and a line."""

    def __init__(self, lines: Iterable[tuple[int, Line]]) -> None:
        self._lines = tuple(lines)
        self.read = [line.once(words_of) for _, line in self._lines]

    @cached_property
    def words(self) -> list[str]:
        """All words in order; their places in it are their numbers."""
        return [word for read in self.read for word in read.words]

    @cached_property
    def bases(self) -> list[int]:
        """The number of the first word of each line."""
        bases, base = [], 0
        for read in self.read:
            bases.append(base)
            base += len(read.words)
        return bases

    @cached_property
    def begins(self) -> list[int]:
        """The numbers of the words that begin a sentence or a line, and the number after the last word."""
        numbers = [base + number for base, read in zip(self.bases, self.read, strict=True) for number in read.begins]
        return [*numbers, len(self.words)]

    @cached_property
    def places(self) -> dict[_Anchor, list[int]]:
        """Where each anchor stands; of a routine phrase the first places."""
        places: dict[_Anchor, list[int]] = {}
        for base, read in zip(self.bases, self.read, strict=True):
            for number, anchor in read.anchors:
                if len(places.setdefault(anchor, [])) < _MOST_PLACES:
                    places[anchor].append(base + number)
        return places

    def anchors(self, wanted: Iterable[_Anchor]) -> Iterator[tuple[int, _Anchor]]:
        """The numbers of the words at which some anchors stand, in order."""
        keys = frozenset(wanted)
        for at, read in enumerate(self.read):
            if not keys.isdisjoint(read.keys):
                yield from ((self.bases[at] + number, anchor) for number, anchor in read.anchors if anchor in keys)

    def sentences(self, stretch: Stretch) -> Stretch | None:
        """The whole sentences of a stretch, None when it holds none."""
        first = self.begins[bisect_left(self.begins, stretch.first)]
        after = self.begins[bisect_right(self.begins, stretch.last + 1) - 1]
        return Stretch(first, after - 1, stretch.other + first - stretch.first) if first < after else None

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from one number to another stand in the text."""
        return self._word(first)[0], self._word(last)[1]

    def _word(self, number: int) -> tuple[int, int]:
        at = bisect_right(self.bases, number) - 1
        start, line = self._lines[at]
        begin, end = line.once(_spans_of)[number - self.bases[at]]
        return start + begin, start + end


def _after_heading(line: Line) -> int:
    return line.heading[1] if line.heading else 0


def words_of(line: Line) -> _Words:
    """The words of a line after its heading, with its anchors."""
    words: list[str] = []
    clauses, begins, begin = [], [], True
    pieces = _CLAUSE_END.split(line.text[_after_heading(line) :].lower())
    for piece, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        found = _WORD.findall(piece)
        if found:
            clauses.append(len(words))
            if begin:
                begins.append(len(words))
            words += found
            begin = False
        begin = begin or end in _SENTENCE_END
    kept = [
        (number, " ".join(words[number : number + _ANCHOR]))
        for number in clauses
        if len(words) - number >= (_SHORTEST_ANCHOR if number == 0 else _ANCHOR)
    ]
    return _Words(tuple(words), tuple(begins), tuple(kept), frozenset(anchor for _, anchor in kept))


def _spans_of(line: Line) -> tuple[tuple[int, int], ...]:
    """Where the words of a line stand in it."""
    return tuple(m.span() for m in _WORD.finditer(line.text, _after_heading(line)))


@lru_cache(maxsize=16)
def wording_of(text: str) -> Wording:
    """The wording of a whole text, kept for the next check."""
    return Wording((start, Line(line)) for start, line in cut_lines(text))


def repeated(wording: Wording, shortest: int) -> Iterator[Stretch]:
    """The stretches of at least so many words that stood in the text before, in whole sentences and in order."""
    first: dict[_Anchor, list[int]] = {}
    done = 0
    for number, anchor in wording.anchors(_met_twice(wording)):
        if number >= done:
            words = wording.words
            places = first.get(anchor, ())
            near = [at for at in places if _may_grow(words, number, words, at, shortest)]
            best = _longest([_grown(words, number, words, at, done, is_same=True) for at in near])
            if best and best.length >= shortest:
                yield from _whole(wording, best, shortest)
                done = best.last + 1
        if len(first.setdefault(anchor, [])) < _MOST_PLACES:
            first[anchor].append(number)


def _met_twice(wording: Wording) -> set[_Anchor]:
    """The anchors that stand in two places."""
    seen: set[_Anchor] = set()
    twice: set[_Anchor] = set()
    for read in wording.read:
        if not seen.isdisjoint(read.keys):
            twice |= seen & read.keys
        if len(read.keys) < len(read.anchors):
            anchors = [anchor for _, anchor in read.anchors]
            twice |= {anchor for anchor in read.keys if anchors.count(anchor) > 1}
        seen |= read.keys
    return twice


def copied(wording: Wording, earlier: Wording, shortest: int) -> Iterator[Stretch]:
    """The stretches of at least so many words that stand in an earlier text, in whole sentences and in order."""
    done = 0
    for number, anchor in wording.anchors(earlier.places):
        if number >= done:
            places = earlier.places[anchor]
            near = [at for at in places if _may_grow(wording.words, number, earlier.words, at, shortest)]
            best = _longest([_grown(wording.words, number, earlier.words, at, done) for at in near])
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


def _may_grow(words: Sequence[str], at: int, others: Sequence[str], other: int, shortest: int) -> bool:
    """Whether as many equal words as are asked for may stand around two places: half of them before or after."""
    half = shortest // 2
    if words[at : at + half] == others[other : other + half]:
        return True
    return min(at, other) >= half and words[at - half : at] == others[other - half : other]


def _grown(
    words: Sequence[str], at: int, others: Sequence[str], other: int, lowest: int, *, is_same: bool = False
) -> Stretch:
    """The equal words around two places, not before ``lowest``; in the same text the two stretches do not overlap."""
    back = 0
    while at - back > lowest and other - back > 0 and words[at - back - 1] == others[other - back - 1]:
        if is_same and at - back - 1 <= other:
            break
        back += 1
    ahead = 0
    end = at - back if is_same else len(others)
    while at + ahead < len(words) and other + ahead < end and words[at + ahead] == others[other + ahead]:
        ahead += 1
    return Stretch(at - back, at + ahead - 1, other - back)
