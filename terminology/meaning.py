"""Whether two readings of a word say the opposite: hypo- and hyper-, pre- and post-, with and without un-.

A correction that changes direction or negation is never made lightly; the prefixes are in data/opposites.tsv.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from terminology.data_files import rows

_SHORTEST_STEM = 4


class Opposites(NamedTuple):
    """Two prefixes that turn a word into its opposite; the second is empty where the first negates."""

    one: str
    other: str
    kind: str


@cache
def _opposites() -> tuple[Opposites, ...]:
    """Each pair both ways."""
    pairs = [Opposites(row["one"], row["other"], row["kind"]) for row in rows("opposites.tsv")]
    return (*pairs, *(Opposites(pair.other, pair.one, pair.kind) for pair in pairs))


def reversal(typed: str, meant: str, is_word: Callable[[str], bool]) -> Opposites | None:
    """The prefixes by which ``meant`` says the opposite of ``typed`` (both lower case), or None.

    ``typed`` may be misspelt after its prefix (``hypotenson`` against ``hypertension``). Where the prefix negates,
    both the word with and the word without it must be known: many words begin with un- or in- by chance.
    """
    return next((pair for pair in _opposites() if _turns(pair, typed, meant, is_word)), None)


def _turns(pair: Opposites, typed: str, meant: str, is_word: Callable[[str], bool]) -> bool:
    if not (typed.startswith(pair.one) and meant.startswith(pair.other)):
        return False
    left, right = typed[len(pair.one) :], meant[len(pair.other) :]
    if min(len(left), len(right)) < _SHORTEST_STEM:
        return False
    if pair.kind == "negation" and not is_word(pair.one + right):
        return False
    # nearer with the prefix of the opposite than as it stands
    apart = OSA.distance(left, right)
    return apart <= 1 and apart < OSA.distance(typed, meant)
