"""Which long forms say the same: ``twice a day`` and ``twice daily`` are one sense of b.i.d. in two wordings.

Three things make two wordings one sense: their words agree but for endings, order and small words; rows of
data/same_sense.tsv turn one into the other; or the vocabulary has both as names of one concept. Of these, a
mere change of ending (``complains of``, ``complaining of``) does not stand in the other's place in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from terminology.concept import Group
from terminology.data_files import rows
from terminology.finding import Suggestion
from terminology.vocabulary.concepts import ConceptTable
from terminology.vocabulary.normal import normal_phrase

ANOTHER_FORM = "form"
_SMALL_WORDS = frozenset({"a", "an", "the", "of", "and", "in"})
# longest first; what stays must be long enough to tell words apart
_ENDING = re.compile(r"(?<=\w{4})(?:ical|osis|ions|ness|ing|ies|ian|ism|ive|ion|ory|ous|ed|es|us|al|ly|ia|ic|s|e|y)$")
_DIGRAPH = re.compile(r"[ao]e")
_LEAST_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a short form in a place: its wordings, the usual one first, and the sum of their scores.

    ``fitting`` is the part of the score that goes to wordings which stand in the usual one's place unchanged.
    """

    wordings: tuple[Suggestion, ...]
    score: float
    fitting: float

    @property
    def long(self) -> str:
        """The usual wording."""
        return self.wordings[0].text

    @property
    def is_drug(self) -> bool:
        """Whether any wording names a drug."""
        return any(wording.note == Group.DRUG.value for wording in self.wordings)


class Wordings:
    """Gathers ranked long forms into senses. Safe to share between threads."""

    def __init__(self, concepts: ConceptTable) -> None:
        self._concepts = concepts
        self._named = lru_cache(maxsize=1 << 13)(self._concepts_named)
        self.are_one_sense = lru_cache(maxsize=1 << 15)(self._are_one_sense)
        self.are_interchangeable = lru_cache(maxsize=1 << 13)(self._are_interchangeable)

    def by_sense(self, ranked: Sequence[Suggestion]) -> tuple[Sense, ...]:
        """The senses of a ranked list of long forms, the likeliest first; long forms of hardly any share are left."""
        gathered: list[list[Suggestion]] = []
        for one in ranked:
            if gathered and one.score < _LEAST_SHARE:
                break
            for wordings in gathered:
                if any(self.are_one_sense(one.text, other.text) for other in wordings):
                    wordings.append(one)
                    break
            else:
                gathered.append([one])
        return tuple(sorted(map(self._sense, gathered), key=lambda sense: -sense.score))

    def _sense(self, wordings: Sequence[Suggestion]) -> Sense:
        usual = wordings[0].text
        fitting = sum(one.score for one in wordings if self.are_interchangeable(usual, one.text))
        return Sense(tuple(wordings), min(1.0, sum(one.score for one in wordings)), min(1.0, fitting))

    def _are_one_sense(self, one: str, other: str) -> bool:
        """Whether two long forms of a short form say the same."""
        return self.are_interchangeable(one, other) or _stems(one) == _stems(other)

    def _are_interchangeable(self, one: str, other: str) -> bool:
        """Whether two long forms say the same and one can stand where the other stands."""
        a, b = _words(one), _words(other)
        return "".join(a) == "".join(b) or sorted(a) == sorted(b) or bool(self._named(one) & self._named(other))

    def _concepts_named(self, long: str) -> frozenset[str]:
        return frozenset(self._concepts.named(long))


@lru_cache(maxsize=1 << 13)
def _words(long: str) -> tuple[str, ...]:
    """The words of a long form in the spelling and the wording that are compared."""
    return _reworded(long, _substitutions()[0])


@lru_cache(maxsize=1 << 13)
def _stems(long: str) -> tuple[str, ...]:
    """The same without endings and in no order: ``bilaterally`` and ``bilateral`` meet."""
    return tuple(sorted(map(_stem, _reworded(long, _substitutions()[1]))))


def _reworded(long: str, substitutions: Mapping[str, str]) -> tuple[str, ...]:
    text = _compared(long)
    if not _first_words().isdisjoint(text.split()):
        for wording, usual in substitutions.items():
            text = text.replace(wording, usual)
    return tuple(word for word in text.split() if word not in _SMALL_WORDS)


def _compared(text: str) -> str:
    return f" {_DIGRAPH.sub('e', normal_phrase(text))} "


def _stem(word: str) -> str:
    while (shorter := _ENDING.sub("", word)) != word:
        word = shorter
    return word


@cache
def _substitutions() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What is written for what, between blanks: what leaves the grammar of a sentence alone, and everything.

    Longer wordings come first, so that parts do not spoil them.
    """
    table = sorted(rows("same_sense.tsv"), key=lambda row: (-len(row["wording"]), row["wording"]))
    pairs = [(_compared(row["wording"]), _compared(row["usual"]), row["kind"]) for row in table]
    return (
        {wording: usual for wording, usual, kind in pairs if kind != ANOTHER_FORM},
        {wording: usual for wording, usual, _ in pairs},
    )


@cache
def _first_words() -> frozenset[str]:
    return frozenset(wording.split()[0] for wording in _substitutions()[1])
