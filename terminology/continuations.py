"""Which word follows which in clinical notes: counts of what stood behind one word and behind two.

The counts are those of benchmarks/train_continuations.py (data/continuations.tsv.gz). A number counts as ``#``,
whichever it is; a line break counts as a word, so that what opens a line is known too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from terminology.data_files import rows

TABLE = "continuations.tsv.gz"
NUMBER, LINE = "#", "/"

_PIECE = re.compile(r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<number>\d+)|(?P<line>\n)|[^\s\w]")
_LOOKED_BACK = 60
# so many uses that were never seen stand beside those that were
_UNSEEN = 3.0


def pieces(text: str) -> list[str]:
    """Words in lower case, signs, and one mark for any number and for a line break."""
    return [_piece(found) for found in _PIECE.finditer(text)]


def _piece(found: re.Match[str]) -> str:
    if found["word"]:
        return found.group().lower()
    return NUMBER if found["number"] else LINE if found["line"] else found.group()


def pieces_before(before: str) -> tuple[str, str]:
    """The last two pieces of a line up to a place in it."""
    start = max(0, len(before) - _LOOKED_BACK)
    if start:
        start = before.find(" ", start) + 1 or start
    found = [*((LINE, LINE) if start == 0 else ()), *pieces(before[start:])]
    return (found[-2], found[-1]) if len(found) > 1 else (LINE, found[-1] if found else LINE)


class Continuations:
    """What followed, by the one or two pieces before. ``rows``: the pieces, how often they stood, what followed."""

    def __init__(self, table: Iterable[tuple[tuple[str, ...], int, Mapping[str, int]]]) -> None:
        self._followed = {before: (total, followed) for before, total, followed in table}

    def weigh(self, before: tuple[str, str], typed: str, general: Mapping[str, float]) -> dict[str, float]:
        """The probability of each word that begins with ``typed``, given the two pieces before it.

        ``general`` has the probabilities without regard to what stands before; they count for less the better the
        pieces before are known.
        """
        weighed = dict(general)
        for known in (before[1:], before):
            total, followed = self._followed.get(known, (0, {}))
            if total:
                whole = total + _UNSEEN
                weighed = {word: share * _UNSEEN / whole for word, share in weighed.items()}
                for word, count in followed.items():
                    if word.startswith(typed):
                        weighed[word] = weighed.get(word, 0.0) + count / whole
        return weighed

    def follows(self, piece: str, word: str) -> bool:
        """Whether a word was seen behind a piece."""
        return word in self._followed.get((piece,), (0, {}))[1]

    def likeliest(self, before: tuple[str, str]) -> tuple[str, float]:
        """The word that follows most often, with its probability; empty and 0 when nothing is known."""
        weighed = self.weigh(before, "", {})
        return max(weighed.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))


@cache
def known_continuations() -> Continuations:
    """The continuations that are shipped. Reading them takes some 30 ms, once."""
    return Continuations(_read())


def _read() -> Iterable[tuple[tuple[str, ...], int, Mapping[str, int]]]:
    for row in rows(TABLE):
        followed = (one.rsplit(":", 1) for one in row["followed_by"].split(" "))
        yield tuple(row["before"].split(" ")), int(row["total"]), {word: int(count) for word, count in followed}
