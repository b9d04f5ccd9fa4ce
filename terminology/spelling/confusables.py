"""Real words that are typed or heard for each other (``ileum``/``ilium``), and what tells them apart.

data/confusables.tsv gives each word of a set its cues: words that stand right before (``<``) or right
after it (``>``), or within a few words. A word's support in a place is a weighted sum of the cues
met there, of how usual it is between its neighbours, and of how frequent it is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from terminology.data_files import rows
from terminology.document import Line
from terminology.vocabulary.index import VocabularyIndex

NEAR = 6
_BESIDE, _AROUND, _MOST_AROUND = 1.5, 2.0, 3
_PAIR, _FREQUENT = 0.2, 0.3


@dataclass(frozen=True, slots=True)
class Member:
    """A word of a confusable set with its cues."""

    word: str
    set: str
    kind: str
    harm: str
    before: frozenset[str]
    after: frozenset[str]
    around: frozenset[str]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for a word in a place: its score, and the cues that were met."""

    member: Member
    score: float
    cues: tuple[str, ...]


@cache
def confusable_sets() -> dict[str, tuple[tuple[Member, ...], ...]]:
    """For each word, the sets it belongs to."""
    sets: dict[str, list[Member]] = defaultdict(list)
    for row in rows("confusables.tsv"):
        cues = [cue.strip() for cue in row["cues"].split("|")]
        sets[row["set"]].append(
            Member(
                row["word"],
                row["set"],
                row["kind"],
                row["harm"],
                frozenset(cue[1:] for cue in cues if cue.startswith("<")),
                frozenset(cue[1:] for cue in cues if cue.startswith(">")),
                frozenset(cue for cue in cues if cue and cue[0] not in "<>" and " " not in cue),
                tuple(cue for cue in cues if cue and cue[0] not in "<>" and " " in cue),
            )
        )
    found: dict[str, list[tuple[Member, ...]]] = defaultdict(list)
    for members in sets.values():
        for member in members:
            found[member.word].append(tuple(members))
    return {word: tuple(groups) for word, groups in found.items()}


@cache
def rival_cues() -> dict[str, frozenset[str]]:
    """For each word, every word that may speak for a partner: where none stands near, there is nothing to weigh."""
    return {
        word: frozenset(
            cue.split(" ")[0]
            for members in groups
            for member in members
            if member.word != word
            for cue in (*member.before, *member.after, *member.around, *member.phrases)
        )
        for word, groups in confusable_sets().items()
    }


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words right beside a word, the words within reach, and the text they stand in; all lower case."""

    left: str
    right: str
    around: frozenset[str]
    text: str

    @classmethod
    def of(cls, line: Line, number: int, around: frozenset[str]) -> Surroundings:
        """What stands around the line's ``number``-th token."""
        token = line.tokens[number]
        near = line.tokens[max(0, number - NEAR) : number + NEAR + 1]
        text = line.text[near[0].start : near[-1].end].lower()
        return cls(*line.neighbours(token.start, token.end), around, text)

    def cues_for(self, member: Member) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The member's cues that are met: right beside, and around."""
        beside = []
        if self.left in member.before:
            beside.append(self.left)
        if self.right in member.after:
            beside.append(self.right)
        near = list(member.around & self.around)
        near += [phrase for phrase in member.phrases if phrase in self.text]
        return tuple(beside), tuple(sorted(near))


def support(member: Member, place: Surroundings, index: VocabularyIndex) -> Support:
    """What speaks for a member in a place."""
    beside, near = place.cues_for(member)
    word = index.word(member.word)
    pairs = index.pairs.strength(place.left, member.word) + index.pairs.strength(member.word, place.right)
    score = (
        _BESIDE * len(beside)
        + _AROUND * min(_MOST_AROUND, len(near))
        + _PAIR * pairs
        + _FREQUENT * (word.zipf if word else 0.0)
    )
    return Support(member, score, beside + near)
