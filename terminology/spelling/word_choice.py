"""Weighs whether a word that stands in a text was meant, or another word of its confusable set.

A log-linear model with few features: the neighbours on four places (contexts.py), the hand-made cues,
and how often the words were met. Weights are shared by all sets; besides, each ordered pair of words has
a number that says how readily the one passes for the other. All are in data/confusable_weights.tsv, fitted
by benchmarks/train_confusables.py.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from terminology.data_files import rows
from terminology.document import Line
from terminology.spelling.confusables import NEAR, NO_CUES, Cues, Member, confusable_words
from terminology.spelling.contexts import PLACES, ContextModel, neighbours
from terminology.vocabulary.index import VocabularyIndex

# one for each of PLACES
BESIDE_FEATURES = ("left", "right", "left_2", "right_2")
CUE_FEATURES = ("cue_beside", "cues_near", "cues_rare", "own_beside", "own_near")
WORD_FEATURES = ("uses", "uses_typed", "short", "both_frequent", "constant")
FEATURES = (*BESIDE_FEATURES, *CUE_FEATURES, *WORD_FEATURES)
WARNING, ADVICE = "warning_from", "advice_from"

_MOST_FIT, _MOST_CUES, _MOST_RARE = 7.0, 3, 15.0
# a cue met more often than once in twenty words tells nothing by being rare
_RARE_FROM = math.log(0.05)
_SHORT, _FREQUENT = 3, 6.0
# "from" may well stand beside a slipped "form", but who writes two terms of a field knows them both
_SET_BESIDE = frozenset({"medical", "hypo-hyper"})
_CACHED = 1 << 17


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model: the weight of each of FEATURES, the number of each (typed, meant), where findings begin."""

    features: dict[str, float]
    pairs: dict[tuple[str, str], float]
    warning: float
    advice: float

    def of(self, names: Sequence[str]) -> tuple[float, ...]:
        """The weights of some features."""
        return tuple(self.features[name] for name in names)


@cache
def trained_weights() -> Weights:
    """The weights of the package."""
    table = {row["feature"]: float(row["weight"]) for row in rows("confusable_weights.tsv")}
    pairs = {(typed, meant): w for name, w in table.items() for typed, mark, meant in [name.partition(">")] if mark}
    return Weights({name: table[name] for name in FEATURES}, pairs, table[WARNING], table[ADVICE])


@dataclass(frozen=True, slots=True)
class Choice:
    """A word that fits better, by how much (a log-odds), whether surely, and the cues that speak for it."""

    member: Member
    score: float
    sure: bool
    cues: tuple[str, ...]


class WordChooser:
    """Compares the words of a set in a place; share one per index."""

    def __init__(self, index: VocabularyIndex, contexts: ContextModel, weights: Weights | None = None) -> None:
        self._index = index
        self._contexts = contexts
        self._weights = weights or trained_weights()
        self._beside_weights = self._weights.of(BESIDE_FEATURES)
        self._cue_weights = self._weights.of(CUE_FEATURES)
        # what the neighbour on the right, and those two places away, can say at most
        self._right = _MOST_FIT * self._beside_weights[1]
        self._far = _MOST_FIT * sum(self._beside_weights[2:])
        self._evidence = lru_cache(maxsize=_CACHED)(self._evidence_of)
        self._may_reach = lru_cache(maxsize=_CACHED)(self._reaches)
        self._standing = lru_cache(maxsize=None)(self._standing_of)
        self._rarity = lru_cache(maxsize=None)(self._rarity_of)

    def best(self, line: Line, number: int, typed: str) -> Choice | None:
        """The word that fits best in place of the line's ``number``-th token, where it fits well enough to be named."""
        rivals = confusable_words()[typed]
        beside = line.once(neighbours)
        left, right = beside[number + PLACES[0]], beside[number + PLACES[1]]
        met = rivals.cues(line, number, left, right)
        cued = bool(met) and any(member.word != typed for member in met)
        if not cued and not self._may_reach(typed, left):
            return None
        enough = self._weights.advice
        most, standing = self._standing(typed)
        most_left, at_left = self._evidence(typed, 0, left)
        most_right, at_right = self._evidence(typed, 1, right)
        if not cued and most + most_left + most_right + self._far <= enough:
            return None
        best: Choice | None = None
        for i, (own, rival) in enumerate(rivals.pairs):
            score = standing[i] + at_left[i] + at_right[i]
            if own in met or rival in met:
                values = self.cue_features(met.get(own, NO_CUES), met.get(rival, NO_CUES))
                score += sum(w * v for w, v in zip(self._cue_weights, values, strict=True))
            if score + self._far <= enough:
                continue
            for place in (2, 3):
                score += self._evidence(typed, place, beside[number + PLACES[place]])[1][i]
            if score > enough and not _told_apart(rival, line, number):
                enough, cues = score, met.get(rival, NO_CUES)
                best = Choice(rival, score, score > self._weights.warning, (*cues.beside, *cues.near))
        return best

    def beside_features(self, typed: str, place: int, beside: str) -> list[float]:
        """For each rival of a word how much better it suits a neighbour, as a bounded log-ratio."""
        own, *fits = self._contexts.fits(confusable_words()[typed].words, place, beside)
        return [max(-_MOST_FIT, min(_MOST_FIT, fit - own)) for fit in fits]

    def cue_features(self, own: Cues, rival: Cues) -> tuple[float, ...]:
        """Counts of cues for either word; a rare cue tells more than a frequent one."""
        return (
            float(len(rival.beside)),
            float(min(_MOST_CUES, len(rival.near))),
            min(_MOST_RARE, sum(map(self._rarity, rival.near))),
            float(len(own.beside)),
            float(min(_MOST_CUES, len(own.near))),
        )

    def word_features(self, typed: str, meant: str) -> tuple[float, ...]:
        """How often the words were met, and whether they are short or both frequent."""
        profile = self._contexts.profile
        return (
            math.log1p(profile(meant).uses),
            math.log1p(profile(typed).uses),
            float(len(typed) <= _SHORT),
            float(min(self._zipf(typed), self._zipf(meant)) > _FREQUENT),
            1.0,
        )

    def _reaches(self, typed: str, left: str) -> bool:
        """Whether a rival may still be named after a word on the left, whatever else stands around."""
        most = self._standing(typed)[0] + self._evidence(typed, 0, left)[0]
        return most + self._right + self._far > self._weights.advice

    def _evidence_of(self, typed: str, place: int, beside: str) -> tuple[float, tuple[float, ...]]:
        """The weighted feature of each rival, after the highest."""
        weight = self._beside_weights[place]
        found = tuple([weight * ratio for ratio in self.beside_features(typed, place, beside)])
        return max(found), found

    def _standing_of(self, typed: str) -> tuple[float, tuple[float, ...]]:
        """What the words themselves say for each rival, after the highest."""
        weights = self._weights.of(WORD_FEATURES)
        found = tuple(
            sum(w * v for w, v in zip(weights, self.word_features(typed, rival.word), strict=True))
            + self._weights.pairs.get((typed, rival.word), 0.0)
            for _, rival in confusable_words()[typed].pairs
        )
        return max(found), found

    def _rarity_of(self, cue: str) -> float:
        return max(0.0, _RARE_FROM - math.log(self._contexts.frequency(cue.partition(" ")[0])))

    def _zipf(self, word: str) -> float:
        found = self._index.word(word)
        return found.zipf if found else 0.0


def _told_apart(rival: Member, line: Line, number: int) -> bool:
    """Whether the writer sets the words beside each other, as in ``diverticulosis without diverticulitis``."""
    return rival.kind in _SET_BESIDE and rival.word in line.words[max(0, number - NEAR) : number + NEAR + 1]
