"""Real words that are typed or heard for each other (``ileum``/``ilium``), and the cues that tell them apart.

data/confusables.tsv gives each word of a set its cues: words that stand right before (``<``) or right
after it (``>``), or within a few words. How much they weigh is judged in word_choice.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from terminology.data_files import rows
from terminology.document import Line

NEAR = 6


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A word of a confusable set with its cues; each is one object, equal to itself only."""

    word: str
    set: str
    kind: str
    harm: str
    before: frozenset[str]
    after: frozenset[str]
    around: frozenset[str]
    phrases: tuple[str, ...]


@dataclass(slots=True)
class Cues:
    """The cues of one member that are met in a place: right beside the word, and around it."""

    beside: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)


NO_CUES = Cues()
_NOTHING: dict[Member, Cues] = {}


class Rivals:
    """The words that one word may stand for, each with the word's own entry in the same set.

    ``words`` are the word and its rivals, in the order of ``pairs``. By which neighbours either is spoken for is
    put together when the word is first met.
    """

    def __init__(self, word: str, sets: Sequence[Sequence[Member]]) -> None:
        self._members = [member for members in sets for member in members]
        owned = ((next(one for one in members if one.word == word), members) for members in sets)
        self.pairs = tuple(
            (own, one)
            for own, members in owned
            for one in members
            if one is not own and not _differ_in_number(word, one.word)
        )
        self.words = (word, *(rival.word for _, rival in self.pairs))

    @cached_property
    def before(self) -> dict[str, list[Member]]:
        """The members for which a word right before speaks."""
        return _by_cue((member, member.before) for member in self._members)

    @cached_property
    def after(self) -> dict[str, list[Member]]:
        """The members for which a word right after speaks."""
        return _by_cue((member, member.after) for member in self._members)

    @cached_property
    def around(self) -> dict[str, list[Member]]:
        """The members for which a word nearby speaks."""
        return _by_cue((member, member.around) for member in self._members)

    @cached_property
    def phrases(self) -> dict[str, list[tuple[str, Member]]]:
        """The phrases that speak for a member, by their first word."""
        phrases: dict[str, list[tuple[str, Member]]] = defaultdict(list)
        for member in self._members:
            for phrase in member.phrases:
                phrases[phrase.partition(" ")[0]].append((phrase, member))
        return dict(phrases)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words that may speak for a member from nearby."""
        return frozenset(self.around) | frozenset(self.phrases)

    def cues(self, line: Line, number: int, left: str, right: str) -> dict[Member, Cues]:
        """The cues met around the line's ``number``-th token, which stands between two words; no entry for none."""
        first = max(0, number - NEAR)
        window = line.words[first : number + NEAR + 1]
        far = not self.telling.isdisjoint(window)
        if not far and left not in self.before and right not in self.after:
            return _NOTHING
        met: dict[Member, Cues] = {}
        for table, cue in ((self.before, left), (self.after, right)):
            for member in table.get(cue, ()):
                met.setdefault(member, Cues()).beside.append(cue)
        if far:
            self._add_near(met, line, first, window)
        return met

    def _add_near(self, met: dict[Member, Cues], line: Line, first: int, window: tuple[str, ...]) -> None:
        for word in dict.fromkeys(window):
            for member in self.around.get(word, ()):
                met.setdefault(member, Cues()).near.append(word)
        for at, word in enumerate(window, first):
            if word in self.phrases and at + 1 < len(line.words):
                following = f"{word} {line.words[at + 1]}"
                for phrase, member in self.phrases[word]:
                    if phrase == following:
                        met.setdefault(member, Cues()).near.append(phrase)


@cache
def confusable_words() -> dict[str, Rivals]:
    """For each word of the table its rivals."""
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
    found: dict[str, list[list[Member]]] = defaultdict(list)
    for members in sets.values():
        for member in members:
            found[member.word].append(members)
    rivals = {word: Rivals(word, groups) for word, groups in found.items()}
    return {word: one for word, one in rivals.items() if one.pairs}


def _differ_in_number(one: str, other: str) -> bool:
    """Whether two words are a singular and its plural: neighbours tell too little of which was said."""
    return one == f"{other}s" or other == f"{one}s"


def _by_cue(told: Iterable[tuple[Member, frozenset[str]]]) -> dict[str, list[Member]]:
    table: dict[str, list[Member]] = defaultdict(list)
    for member, cues in told:
        for cue in sorted(cues):
            table[cue].append(member)
    return dict(table)
