"""The log-linear model that ranks what a misspelt word may have meant.

Each candidate has a few features: the slips it takes, how frequent the word is, whether it sounds the
same, whether it is a medical word. Their weights are in data/spelling_weights.tsv, fitted by
benchmarks/train_spelling.py; the exponentials of the weighted sums, shared out over the candidates
and the possibility that none of them was meant, are the probabilities shown as scores.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from terminology.data_files import rows
from terminology.spelling.channel import KINDS, slips
from terminology.vocabulary.sounds import sound_key
from terminology.vocabulary.word import Word

WORD_FEATURES = (
    *KINDS,
    "slips_beyond_first",
    "first_letter",
    "zipf",
    "rare",
    "medical",
    "drug",
    "same_sound",
    "split",
    "split_pair",
)
CONTEXT_FEATURES = ("left_seen", "left_strength", "right_seen", "right_strength")
FEATURES = (*WORD_FEATURES, *CONTEXT_FEATURES)
NONE_OF_THEM = "none_of_them"

_INDEX = {name: i for i, name in enumerate(WORD_FEATURES)}
_RARE = 2.0


def word_features(typed: str, sound: str, word: Word) -> list[float]:
    """The features of a one-word candidate; ``sound`` is the sound key of ``typed``."""
    values = [0.0] * len(WORD_FEATURES)
    kinds = slips(typed, word.text)
    for kind in kinds:
        values[_INDEX[kind]] += 1
    values[_INDEX["slips_beyond_first"]] = max(0, len(kinds) - 1)
    values[_INDEX["first_letter"]] = float(typed[:1] != word.text[:1])
    values[_INDEX["zipf"]] = word.zipf
    values[_INDEX["rare"]] = max(0.0, _RARE - word.zipf)
    values[_INDEX["medical"]] = float(word.is_medical)
    values[_INDEX["drug"]] = float(word.is_drug)
    values[_INDEX["same_sound"]] = float(bool(sound) and sound == sound_key(word.text))
    return values


def split_features(left: Word, right: Word, strength: float) -> list[float]:
    """The features of two words run together: how usual the rarer word is, and that the two stand side by side."""
    values = [0.0] * len(WORD_FEATURES)
    values[_INDEX["split"]] = 1.0
    values[_INDEX["split_pair"]] = strength
    values[_INDEX["zipf"]] = min(left.zipf, right.zipf)
    return values


def context_features(left: float, right: float) -> list[float]:
    """The features of a candidate's place, given the strengths of the pairs it makes with its neighbours."""
    return [float(left > 0), left, float(right > 0), right]


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rows("spelling_weights.tsv")}


@cache
def _weights_of(names: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(_weights()[name] for name in names)


def word_score(features: Sequence[float]) -> float:
    """The weighted sum of a candidate's own features: higher is likelier."""
    return sum(w * value for w, value in zip(_weights_of(WORD_FEATURES), features, strict=True) if value)


def context_score(left: float, right: float) -> float:
    """What a candidate's neighbours add to its score."""
    weights = _weights_of(CONTEXT_FEATURES)
    return sum(w * value for w, value in zip(weights, context_features(left, right), strict=True))


def probabilities(scores: Sequence[float]) -> list[float]:
    """The share of each candidate, given that none of them may be right."""
    none = _weights()[NONE_OF_THEM]
    highest = max([*scores, none])
    shares = [math.exp(value - highest) for value in scores]
    total = sum(shares) + math.exp(none - highest)
    return [share / total for share in shares]
