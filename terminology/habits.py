"""What a clerk usually means: how often a correction or a sense was accepted or rejected.

Habits order suggestions and move their scores a little; they never decide whether something is flagged or how
severely. A pair weighs at most 1.5 in log-odds however often it was chosen, and what the rest of the site
chose weighs at most about as much as one key press of the clerk's own. Nothing here knows of notes or of
databases: the counts come from whoever keeps them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from terminology.abbreviations.inventory import fold
from terminology.finding import Suggestion
from terminology.vocabulary.normal import normal_word

STRONGEST = 1.5
_SMOOTHING = 2.0
_SITE_WEIGHT = 0.25
_KEPT = 1 << 12


class HabitKind(StrEnum):
    """A misspelt word and what was meant by it, or a short form and what it stood for."""

    CORRECTION = "correction"
    SENSE = "sense"


class Habit(NamedTuple):
    """What was written and what was meant by it, in normal form: see ``correction`` and ``sense``."""

    kind: HabitKind
    written: str
    meant: str


class Tally(NamedTuple):
    """How often the meaning was accepted, and how often it was offered and refused or taken back."""

    accepted: int = 0
    rejected: int = 0

    @property
    def log_odds(self) -> float:
        """From -1.5 (always refused) to 1.5 (always accepted); smoothed, so that one key press moves it by 0.4."""
        odds = math.log((self.accepted + _SMOOTHING) / (self.rejected + _SMOOTHING))
        return max(-STRONGEST, min(STRONGEST, odds))


_NEVER = Tally()


def correction(typed: str, meant: str) -> Habit:
    """A word as it was typed and the word, or the two words, that were meant."""
    return Habit(HabitKind.CORRECTION, normal_word(typed), normal_word(meant))


def sense(short: str, long: str) -> Habit:
    """A short form and its long form."""
    return Habit(HabitKind.SENSE, fold(short), normal_word(long))


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """The counts of one clerk, ``own``, and those of everybody else at the site. Equal to itself only."""

    own: Mapping[Habit, Tally] = field(default_factory=dict)
    site: Mapping[Habit, Tally] = field(default_factory=dict)

    def correction_boost(self, typed: str, meant: str) -> float:
        """What is to be added to the log-odds of a correction; 0 where nothing is known."""
        return self._boost(correction(typed, meant))

    def sense_boost(self, short: str, long: str) -> float:
        """What is to be added to the log-odds of a sense; 0 where nothing is known."""
        return self._boost(sense(short, long))

    def _boost(self, habit: Habit) -> float:
        own, site = self.own.get(habit, _NEVER), self.site.get(habit, _NEVER)
        return max(-STRONGEST, min(STRONGEST, own.log_odds + _SITE_WEIGHT * site.log_odds))

    def taught(self, lessons: Mapping[Habit, Tally]) -> Habits:
        """These habits with more counts added to the clerk's own."""
        return Habits(summed(self.own, lessons), self.site)


def summed(counts: Mapping[Habit, Tally], more: Mapping[Habit, Tally]) -> dict[Habit, Tally]:
    """The counts of both."""
    both = dict(counts)
    for habit, tally in more.items():
        before = both.get(habit, _NEVER)
        both[habit] = Tally(before.accepted + tally.accepted, before.rejected + tally.rejected)
    return both


def reranked(suggestions: Sequence[Suggestion], boost: Callable[[str], float]) -> Sequence[Suggestion]:
    """The suggestions in their order once ``boost`` of its text is added to the log-odds of each, scores to match.

    What the scores leave open to none of them being right is weighed as it was. Where nothing is boosted
    the very same suggestions are returned.
    """
    boosts = tuple([boost(one.text) for one in suggestions])
    return _reranked(tuple(suggestions), boosts) if any(boosts) else suggestions


@lru_cache(maxsize=_KEPT)
def _reranked(suggestions: tuple[Suggestion, ...], boosts: tuple[float, ...]) -> tuple[Suggestion, ...]:
    """Kept, because after every key the same findings are settled again."""
    shares = [one.score * math.exp(by) for one, by in zip(suggestions, boosts, strict=True)]
    total = sum(shares) + max(0.0, 1.0 - sum(one.score for one in suggestions))
    order = sorted(range(len(shares)), key=lambda i: (-shares[i], i))
    return tuple(replace(suggestions[i], score=round(shares[i] / total, 3)) for i in order)
