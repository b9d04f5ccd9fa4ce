"""Which words stand beside and near a long form and its words: counted in open text.

Wherever a long form occurs in text it could have been written short; its neighbours there are what a
reader goes by when it is. benchmarks/train_senses.py counts them and writes
data/sense_profiles.tsv.gz: log ratios of how much more often a neighbour is seen there than anywhere.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from terminology.data_files import rows
from terminology.vocabulary.normal import normal_phrase

ANYTHING = "*"
_STRENGTH = 8.0
_TOGETHER = 1.5
_SHORT = 3


class Profile(NamedTuple):
    """How many uses of a unit were counted, and the log ratios of its neighbours before, after and near it."""

    uses: float
    left: Mapping[str, float]
    right: Mapping[str, float]
    near: Mapping[str, float]


NO_PROFILE = Profile(0.0, {}, {}, {})


class Profiles(Protocol):
    """Where profiles come from: the shipped table, or counts in training."""

    def of(self, unit: str) -> Profile:
        """The profile of a unit; NO_PROFILE when it was not seen."""
        ...


class Units(NamedTuple):
    """What a long form is looked up under: itself, its outer words, its telling words."""

    whole: str
    first: str
    last: str
    words: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def units_of(long: str) -> Units:
    """The units of a long form."""
    phrase = normal_phrase(long)
    words = tuple(phrase.split())
    if not words:
        return Units("=", "", "", ())
    return Units(f"={phrase}", words[0], words[-1], tuple(word for word in words if len(word) > _SHORT))


def miss(uses: float) -> float:
    """What it says against a unit seen so many times that a common neighbour was never among its own."""
    return -math.log1p(uses / _STRENGTH)


def beside(profile: Mapping[str, float], uses: float, place: Sequence[str], common: Container[str]) -> float:
    """How well a place fits: the log ratio of its neighbour, more surely where the two next tokens are known together.

    A common neighbour that is not among the unit's own counts against it; what kind of word the neighbour
    is counts half.
    """
    nearest = profile.get(place[0])
    both = profile.get(place[1]) if len(place) > 1 else None
    if both is not None:
        total = both if nearest is None else (both + nearest) / _TOGETHER
    elif nearest is not None:
        total = nearest
    else:
        total = miss(uses) if place[0] in common else 0.0
    return total + sum(profile.get(key, 0.0) for key in place[2:]) / 2


def near(profile: Mapping[str, float], words: Mapping[str, float]) -> float:
    """The sum of the log ratios of the words around, by their weight."""
    if not profile:
        return 0.0
    return sum(profile[word] * weight for word, weight in words.items() if word in profile)


def _cell(text: str) -> dict[str, float]:
    pairs = (part.rpartition(":") for part in text.split(" ") if part)
    return {key: int(tenths) / 10 for key, _, tenths in pairs}


class ProfileTable:
    """The shipped profiles; a row is taken apart when it is first asked for."""

    def __init__(self) -> None:
        self._rows = {row["unit"]: row for row in rows("sense_profiles.tsv.gz")}
        self.of = lru_cache(maxsize=1 << 13)(self._of)

    def _of(self, unit: str) -> Profile:
        row = self._rows.get(unit)
        if row is None:
            return NO_PROFILE
        return Profile(float(row["count"]), _cell(row["left"]), _cell(row["right"]), _cell(row["near"]))


@cache
def profile_table() -> ProfileTable:
    """The shipped table, read once."""
    return ProfileTable()
