"""Which long forms say the same: ``twice a day`` and ``twice daily`` are one sense of b.i.d. in two wordings.

Three things make two wordings one sense: their words agree but for endings, order and small words; rows of
data/same_sense.tsv turn one into the other; or the vocabulary has both as names of one concept. Of these, a
mere change of ending (``complains of``, ``complaining of``) does not stand in the other's place in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
        if self.are_interchangeable(one, other):
            return True
        a, b = (sorted(map(_stem, _words(long, _substitutions()))) for long in (one, other))
        return a == b

    def _are_interchangeable(self, one: str, other: str) -> bool:
        """Whether two long forms say the same and one can stand where the other stands."""
        a, b = (_words(long, _wordings()) for long in (one, other))
        return "".join(a) == "".join(b) or sorted(a) == sorted(b) or bool(self._named(one) & self._named(other))

    def _concepts_named(self, long: str) -> frozenset[str]:
        return frozenset(self._concepts.named(long))


def _words(long: str, substitutions: Sequence[tuple[str, str]]) -> list[str]:
    """The words of a long form in the spelling and the wording that are compared."""
    text = _compared(long)
    for wording, usual in substitutions:
        text = text.replace(wording, usual)
    return [word for word in text.split() if word not in _SMALL_WORDS]


def _compared(text: str) -> str:
    return f" {_DIGRAPH.sub('e', normal_phrase(text))} "


def _stem(word: str) -> str:
    """The word without its endings: ``bilaterally`` and ``bilateral`` meet."""
    while (shorter := _ENDING.sub("", word)) != word:
        word = shorter
    return word


@cache
def _substitutions() -> tuple[tuple[str, str], ...]:
    """What is written for what, between blanks; longer wordings first, so that parts do not spoil them."""
    pairs = [(_compared(row["wording"]), _compared(row["usual"])) for row in rows("same_sense.tsv")]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@cache
def _wordings() -> tuple[tuple[str, str], ...]:
    """Those substitutions that leave the grammar of a sentence alone."""
    forms = {_compared(row["wording"]) for row in rows("same_sense.tsv") if row["kind"] == ANOTHER_FORM}
    return tuple(pair for pair in _substitutions() if pair[0] not in forms)
