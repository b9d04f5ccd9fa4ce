"""Real words that are typed or heard for each other (``ileum``/``ilium``), and what tells them apart.

data/confusables.tsv gives each word of a set its cues: words that stand right before (``<``) or right
after it (``>``), or within a few words. A word's support in a place is a weighted sum of the cues
met there, of how usual it is between its neighbours, and of how frequent it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from terminology.data_files import rows
from terminology.document import Line
from terminology.tokens import Kind
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_word

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
                frozenset(cue for cue in cues if cue and cue[0] not in "<>"),
            )
        )
    found: dict[str, list[tuple[Member, ...]]] = defaultdict(list)
    for members in sets.values():
        for member in members:
            found[member.word].append(tuple(members))
    return {word: tuple(groups) for word, groups in found.items()}


def weigh(members: Sequence[Member], line: Line, number: int, index: VocabularyIndex) -> list[Support]:
    """What speaks for each member in the place of the line's ``number``-th token."""
    token = line.tokens[number]
    left, right = line.neighbours(token.start, token.end)
    near = [t for t in line.tokens[max(0, number - NEAR) : number + NEAR + 1] if t.kind is Kind.WORD and t is not token]
    around = {normal_word(t.text) for t in near}
    start, end = line.sentence_at(token.start)
    text = line.text[start:end].lower()
    return [_support(member, left, right, around, text, index) for member in members]


def _support(member: Member, left: str, right: str, around: set[str], text: str, index: VocabularyIndex) -> Support:
    beside = [cue for cue, met in ((left, left in member.before), (right, right in member.after)) if met]
    near = sorted(cue for cue in member.around if cue in around or (" " in cue and cue in text))
    word = index.word(member.word)
    pairs = index.pairs.strength(left, member.word) + index.pairs.strength(member.word, right)
    score = (
        _BESIDE * len(beside)
        + _AROUND * min(_MOST_AROUND, len(near))
        + _PAIR * pairs
        + _FREQUENT * (word.zipf if word else 0.0)
    )
    return Support(member, score, (*beside, *near))
