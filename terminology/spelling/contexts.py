"""Which words stand beside a confusable word, counted in text, and how well a word fits between its neighbours.

data/confusable_contexts.tsv holds for each word of a confusable set how often each neighbour was met at
four places: right beside it, and two words away. What was never met together is judged by the neighbour's
group (data/word_groups.tsv: words that are used alike, such as ``ulna``, ``tibia`` and ``fibula``), and at
last by how frequent the neighbour is. This is a discounted, hierarchical estimate as in language models
(after Kneser and Ney): the more different neighbours a word has, the less a new one says against it.
Both tables are made by scripts in benchmarks/.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from terminology.data_files import rows
from terminology.document import Line
from terminology.tokens import Kind
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_word

# offsets of the neighbours; the nearest two are also counted as words, not only as groups
PLACES = (-1, 1, -2, 2)
WORD_PLACES = 2
START, END = "^", "$"
_MARKS = {Kind.NUMBER: "#", Kind.DATE: "#t", Kind.TIME: "#t"}
_CODE = "#c"
_DISCOUNT = 0.75
# so many uses' worth of trust in the neighbour's frequency alone
_CAUTION = (3.0, 3.0, 10.0, 10.0)
_UNKNOWN, _UNKNOWN_ZIPF, _UNKNOWN_SHARE = "?", 1.5, 0.1
_PER_THOUSAND_MILLION = 9
_CACHED = 1 << 17


@dataclass(frozen=True, slots=True)
class Profile:
    """The neighbours of one word: its uses, and for each place the discounted counts of words and of groups."""

    uses: float
    words: tuple[dict[str, float], ...]
    groups: tuple[dict[str, float], ...]


_REST = ""
# counts by neighbour, and what is left for those that were never met
_Counts = tuple[dict[str, float], float]
_UNSEEN = Profile(0.0, ({_REST: 0.0},) * WORD_PLACES, ({_REST: 0.0},) * len(PLACES))


def neighbour(line: Line, number: int) -> str:
    """What stands at a place of the line: a word, a punctuation mark, a mark for a number or code, or an end."""
    if number < 0:
        return START
    if number >= len(line.tokens):
        return END
    word = line.words[number]
    if word:
        return word if word.isascii() else normal_word(word)
    token = line.tokens[number]
    return token.text if token.kind is Kind.SYMBOL else _MARKS.get(token.kind, _CODE)


def neighbours(line: Line) -> tuple[str, ...]:
    """What stands at each place of the line and beyond it, so that a place two before the first is the last of all."""
    return (*(neighbour(line, number) for number in range(len(line.tokens))), END, END, START, START)


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of each word, and each group's share of running text. A frequent word is a group of its own."""

    of_word: dict[str, str]
    share: dict[str, float]

    def group(self, word: str) -> str:
        """The group of a word or mark; all words of no group share one."""
        return self.of_word.get(word, _UNKNOWN)

    @classmethod
    def load(cls) -> Groups:
        """The table of the package."""
        of_word, share = {}, {}
        for row in rows("word_groups.tsv"):
            share[row["group"]] = float(row["per_million"]) / 1e6
            for word in row["words"].split(" "):
                of_word[word] = row["group"]
        return cls(of_word, share)


class ContextModel:
    """Judges words by their neighbours. Immutable but for its caches, so threads may share one."""

    def __init__(self, index: VocabularyIndex, groups: Groups, profile: Callable[[str], Profile]) -> None:
        """``profile`` gives the counted neighbours of a word."""
        self._index = index
        self._groups = groups
        self.profile = profile
        self.frequency = lru_cache(maxsize=_CACHED)(self._frequency)
        self._counted = lru_cache(maxsize=_CACHED)(self._counts_of)

    @classmethod
    def load(cls, index: VocabularyIndex) -> ContextModel:
        """The model of the package; a word's counts are read when the word is first met."""
        lines = {row["word"]: row for row in rows("confusable_contexts.tsv")}

        @cache
        def profile(word: str) -> Profile:
            row = lines.get(word)
            return read_profile(row) if row else _UNSEEN

        return cls(index, Groups.load(), profile)

    def fits(self, words: Sequence[str], place: int, beside: str) -> list[float]:
        """For each word the log-probability that ``beside`` stands at a place (an index into PLACES) of it."""
        group = self._groups.group(beside)
        share = self._groups.share.get(group, _UNKNOWN_SHARE)
        part = 1.0 if group == beside else min(1.0, self.frequency(beside) / share)
        by_word = place < WORD_PLACES and group != beside
        found = []
        for of_groups, of_words, trust in self._counted(tuple(words), place):
            counts, left_over = of_groups
            chance = (counts.get(group, 0.0) + left_over * share) / trust * part
            if by_word:
                counts, left_over = of_words
                chance = (counts.get(beside, 0.0) + left_over * chance) / trust
            found.append(math.log(chance))
        return found

    def _counts_of(self, words: tuple[str, ...], place: int) -> tuple[tuple[_Counts, _Counts, float], ...]:
        """For each word what was counted at a place, of groups and of words, and the uses it is a share of."""
        caution = _CAUTION[place]
        found = []
        for word in words:
            known = self.profile(word)
            tables = known.groups[place], known.words[place] if place < WORD_PLACES else known.groups[place]
            of_groups, of_words = ((counts, counts[_REST] + caution) for counts in tables)
            found.append((of_groups, of_words, known.uses + caution))
        return tuple(found)

    def _frequency(self, word: str) -> float:
        """A word's share of running text, as the index has it."""
        found = self._index.word(word)
        return float(10 ** ((found.zipf if found else _UNKNOWN_ZIPF) - _PER_THOUSAND_MILLION))


def read_profile(row: dict[str, str]) -> Profile:
    """A profile from its row: ``uses`` and columns of ``neighbour:count``."""
    uses = float(row["uses"])
    words = tuple(_counts(row[name], uses) for name in ("left", "right"))
    groups = tuple(_counts(row[name], uses) for name in ("left_groups", "right_groups", "left_2", "right_2"))
    return Profile(uses, words, groups)


def _counts(cell: str, uses: float) -> dict[str, float]:
    """Discounted counts by neighbour, and what they leave of the uses: it falls to the neighbours not listed."""
    counts = {}
    for item in cell.split(" "):
        name, _, count = item.rpartition(":")
        if name:
            counts[name] = float(count) - _DISCOUNT * min(1.0, float(count))
    counts[_REST] = uses - sum(counts.values())
    return counts
