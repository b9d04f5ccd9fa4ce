"""The log-linear model that ranks what a misspelt word may have meant.

Each candidate has a few features: the slips it takes, how it sounds, how frequent it is in general and in
clinical use, what kind of word it is, and how it fits the place. Their weights are in data/spelling_weights.tsv,
fitted by benchmarks/train_spelling.py; the exponentials of the weighted sums, shared out over the candidates
and the possibility that none of them was meant, are the probabilities shown as scores (docs/accuracy.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from operator import mul

from rapidfuzz.distance import OSA

from terminology.concept import Group
from terminology.data_files import rows
from terminology.spelling.channel import KINDS, shared_start, slips
from terminology.spelling.place import ANYWHERE, WordPlace
from terminology.vocabulary.sounds import sounds_of
from terminology.vocabulary.term import Tier
from terminology.vocabulary.word import GROUP_BIT, Word

WORD_FEATURES = (
    *KINDS,
    "slips_beyond_first",
    "slips_beyond_second",
    "first_letter",
    "last_letter",
    "shared_start",
    "other_ending",
    "ending_added",
    "same_sound",
    "sounds_apart",
    "zipf",
    "zipf_of_far",
    "clinical",
    "rare",
    "medical",
    "drug",
    "proper",
    "weak_source",
    "built",
    "split",
    "split_pair",
)
CONTEXT_FEATURES = (
    "left_seen",
    "left_strength",
    "right_seen",
    "right_strength",
    "drug_expected",
    "anatomy_expected",
    "number_agrees",
)
FEATURES = (*WORD_FEATURES, *CONTEXT_FEATURES)
NONE_OF_THEM, NONE_FOR_LONG = "none_of_them", "none_for_long"
NONE_FEATURES = (NONE_OF_THEM, NONE_FOR_LONG)

_INDEX = {name: i for i, name in enumerate(WORD_FEATURES)}
_DRUG, _ANATOMY = GROUP_BIT[Group.DRUG], GROUP_BIT[Group.ANATOMY]
_RARE, _SOUNDS_APART, _SHARED, _LONG = 2.0, 3, 5, 8
# the longest first; an ending tells which form of a word was meant
_ENDINGS = ("ing", "ly", "ed", "s")
_ADDED = frozenset({"ed", "en", "er", "es", "ing", "ly"})


def word_features(typed: str, word: Word) -> list[float]:
    """The features of a one-word candidate."""
    values = [0.0] * len(WORD_FEATURES)
    text = word.text
    kinds = slips(typed, text)
    for kind in kinds:
        values[_INDEX[kind]] += 1
    apart = OSA.distance(sounds_of(typed), sounds_of(text), score_cutoff=_SOUNDS_APART)
    rest = (
        max(0, len(kinds) - 1),
        max(0, len(kinds) - 2),
        typed[:1] != text[:1],
        typed[-1:] != text[-1:],
        min(_SHARED, shared_start(typed, text)),
        _ending(typed) != _ending(text),
        typed.startswith(text) and typed[len(text) :] in _ADDED,
        not apart,
        min(_SOUNDS_APART, apart),
        word.zipf,
        word.zipf if len(kinds) > 1 else 0.0,
        word.clinical,
        max(0.0, _RARE - word.zipf),
        word.is_medical,
        word.is_drug,
        word.proper,
        word.tier is not Tier.SUGGEST,
        not word.zipf,
    )
    values[len(KINDS) : len(KINDS) + len(rest)] = map(float, rest)
    return values


def _ending(text: str) -> str:
    if text.endswith(("ss", "us", "is")):
        return ""
    return next((ending for ending in _ENDINGS if text.endswith(ending)), "")


def split_features(left: Word, right: Word, strength: float) -> list[float]:
    """The features of two words run together: how usual the rarer word is, and that the two stand side by side."""
    values = [0.0] * len(WORD_FEATURES)
    values[_INDEX["split"]] = 1.0
    values[_INDEX["split_pair"]] = strength
    values[_INDEX["zipf"]] = min(left.zipf, right.zipf)
    values[_INDEX["clinical"]] = min(left.clinical, right.clinical)
    return values


def context_features(
    left: float, right: float, groups: int = 0, text: str = "", place: WordPlace = ANYWHERE
) -> list[float]:
    """The features of a candidate's place.

    ``left`` and ``right`` are the strengths of the pairs it makes with its neighbours, ``groups`` its semantic groups.
    """
    fits = groups & place.groups
    agrees = place.number * (1.0 if _ending(text) == "s" else -1.0)
    return [float(left > 0), left, float(right > 0), right, float(fits & _DRUG > 0), float(fits & _ANATOMY > 0), agrees]


def none_features(typed: str) -> list[float]:
    """The features of the possibility that no candidate was meant."""
    return [1.0, float(max(0, len(typed) - _LONG))]


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rows("spelling_weights.tsv")}


@cache
def _weights_of(names: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(_weights()[name] for name in names)


def _sum(names: tuple[str, ...], features: Sequence[float]) -> float:
    return float(sum(map(mul, _weights_of(names), features)))


def word_score(features: Sequence[float]) -> float:
    """The weighted sum of a candidate's own features: higher is likelier."""
    return _sum(WORD_FEATURES, features)


def context_score(features: Sequence[float]) -> float:
    """What a candidate's place adds to its score."""
    return _sum(CONTEXT_FEATURES, features)


def probabilities(typed: str, scores: Sequence[float]) -> list[float]:
    """The share of each candidate, given that none of them may be right."""
    none = _sum(NONE_FEATURES, none_features(typed))
    highest = max([*scores, none])
    shares = [math.exp(value - highest) for value in scores]
    total = sum(shares) + math.exp(none - highest)
    return [share / total for share in shares]
