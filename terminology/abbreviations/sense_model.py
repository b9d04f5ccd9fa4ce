"""The log-linear model that ranks the senses of a short form.

Each sense has features: how common it is, whether its section, specialty and cue words are at hand,
how it stands between its neighbours, how its words keep company with the words around. Their
weights are in data/sense_weights.tsv, fitted by benchmarks/train_senses.py.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache

from terminology.abbreviations.inventory import AbbreviationSense, bare
from terminology.abbreviations.profiles import ANYTHING, Profiles, beside, near, units_of
from terminology.abbreviations.surroundings import Surroundings, stem
from terminology.abbreviations.word_vectors import Vector, Vectors, direction, likeness, nearest
from terminology.concept import Group
from terminology.data_files import rows
from terminology.document import Place
from terminology.vocabulary.normal import normal_phrase, words_of
from terminology.vocabulary.pairs import PairTable

FEATURES = (
    "prior",
    "other_case",
    "other_points",
    "section",
    "specialty",
    "cue_near",
    "cue_far",
    "dosed_drug",
    "lasting_disorder",
    "pair_left",
    "pair_right",
    "everyday_pair_left",
    "everyday_pair_right",
    "whole_left",
    "whole_right",
    "whole_near",
    "whole_unseen",
    "word_left",
    "word_right",
    "words_near",
    "likeness",
    "cue_likeness",
)
_FLOOR = 0.004
_MOST_CUES = 3


class SenseModel:
    """Turns a sense in its place into features. Immutable, so threads may share one."""

    def __init__(self, pairs: PairTable, profiles: Profiles, vectors: Vectors) -> None:
        self._pairs = pairs
        self._profiles = profiles
        self._vectors = vectors
        self._long_direction = lru_cache(maxsize=1 << 13)(self._direction_of_long)
        self._cue_direction = lru_cache(maxsize=1 << 13)(self._direction_of_cues)

    def features(
        self,
        senses: Sequence[AbbreviationSense],
        written: str,
        around: Surroundings,
        place: Place,
    ) -> list[list[float]]:
        """The features of each sense of a short form as it is written, in the order of FEATURES."""
        here = nearest(around.words, self._vectors)
        return [
            [
                *self._facts(sense, written, around, place),
                *self._pairing(sense, around),
                *self._company(sense, around),
                likeness(self._long_direction(sense.long), here),
                likeness(self._cue_direction(sense.cues), here),
            ]
            for sense in senses
        ]

    @staticmethod
    def _facts(sense: AbbreviationSense, written: str, around: Surroundings, place: Place) -> list[float]:
        """What the inventory says of the sense.

        Prior, case and full points, section, specialty, cue words; for a drug a dose, for a disorder its time.
        """
        cues = cue_stems(sense.cues)
        close = sum(cue in around.nearest for cue in cues)
        further = sum(cue in around.words for cue in cues) - close
        return [
            math.log(sense.prior + _FLOOR),
            float(bare(sense.short) != bare(written)),
            float(("." in sense.short) != ("." in written)),
            float(bool(place.section) and place.section in sense.sections),
            float(bool(place.context.specialty) and place.context.specialty in sense.specialties),
            float(min(_MOST_CUES, close)),
            float(min(_MOST_CUES, further)),
            float(around.dosed and sense.group is Group.DRUG),
            float(around.lasting and sense.group is Group.DISORDER),
        ]

    def _pairing(self, sense: AbbreviationSense, around: Surroundings) -> list[float]:
        """Whether terms or everyday English put the neighbours beside the long form's outer words.

        Apart for telling neighbours (``capillary`` refill) and those found everywhere (stenosis ``with``).
        """
        words = words_of(sense.long.lower())
        left, right = around.beside
        seen_left = bool(words) and self._pairs.strength(left.word, words[0]) > 0
        seen_right = bool(words) and self._pairs.strength(words[-1], right.word) > 0
        return [
            float(seen_left and not left.everywhere),
            float(seen_right and not right.everywhere),
            float(seen_left and left.everywhere),
            float(seen_right and right.everywhere),
        ]

    def _company(self, sense: AbbreviationSense, around: Surroundings) -> list[float]:
        """How the neighbours fit the long form itself and its words, as counted in open text."""
        units, of = units_of(sense.long), self._profiles.of
        whole, common = of(units.whole), of(ANYTHING)
        first, last = of(units.first), of(units.last)
        telling = [of(word) for word in units.words]
        return [
            beside(whole.left, whole.uses, around.left, common.left),
            beside(whole.right, whole.uses, around.right, common.right),
            near(whole.near, around.words),
            float(not whole.uses),
            beside(first.left, first.uses, around.left, common.left),
            beside(last.right, last.uses, around.right, common.right),
            sum(near(profile.near, around.words) for profile in telling) / max(1, len(telling)),
        ]

    def _direction_of_long(self, long: str) -> Vector:
        return direction(((word, 1.0) for word in normal_phrase(long).split()), self._vectors)

    def _direction_of_cues(self, cues: tuple[str, ...]) -> Vector:
        return direction(((cue, 1.0) for cue in cues), self._vectors)


@lru_cache(maxsize=1 << 13)
def cue_stems(cues: tuple[str, ...]) -> frozenset[str]:
    """The cue words as surroundings hold words."""
    return frozenset(stem(cue) for cue in cues)


@cache
def _weights() -> tuple[float, ...]:
    table = {row["feature"]: float(row["weight"]) for row in rows("sense_weights.tsv")}
    return tuple(table[name] for name in FEATURES)


def score(values: Sequence[float]) -> float:
    """The weighted sum of a sense's features: higher is likelier."""
    return sum(weight * value for weight, value in zip(_weights(), values, strict=True) if value)
