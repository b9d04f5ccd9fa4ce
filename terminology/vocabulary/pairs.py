"""Which words stand side by side: in the vocabulary's phrases, in general English, and in clinical notes.

A pair's strength is a small number, 0 for a pair never seen. It is what tells ``capillary refill`` from
``capillary radiofrequency`` when RF has to be read, and ``distal ulna`` from ``distal ulnar`` when a typo is near both.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import marisa_trie

from terminology.data_files import rows
from terminology.vocabulary.normal import normal_word, words_of
from terminology.vocabulary.package_files import package_file

FORMAT = "<B"
_ENGLISH_FLOOR = 4.0
_STEPS = 16.0


class PairCounter:
    """Collects pairs while the index is built."""

    def __init__(self) -> None:
        self._in_terms: Counter[str] = Counter()

    def add(self, term: str) -> None:
        """Counts the neighbours in a term."""
        words = [normal_word(word) for word in words_of(term)]
        self._in_terms.update(f"{left} {right}" for left, right in pairwise(words))

    def records(self) -> Iterator[tuple[str, tuple[int]]]:
        """Pairs with their strength in sixteenths, for a RecordTrie."""
        strengths = {pair: math.log2(1 + count) / 2 for pair, count in self._in_terms.items()}
        for pair, count in _english_pairs():
            strengths[pair] = max(strengths.get(pair, 0.0), math.log10(count) - _ENGLISH_FLOOR)
        for pair, per_million in _clinical_pairs():
            strengths[pair] = max(strengths.get(pair, 0.0), math.log10(per_million))
        for pair, strength in strengths.items():
            if strength > 0:
                yield pair, (min(255, max(1, round(strength * _STEPS))),)


def _english_pairs() -> Iterator[tuple[str, int]]:
    """The 243,342 word pairs with counts that symspellpy ships."""
    path = package_file("symspellpy", "frequency_bigramdictionary_en_243_342.txt")
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        left, right, count = line.split()
        yield f"{left} {right}", int(count)


def _clinical_pairs() -> Iterator[tuple[str, float]]:
    """Pairs of clinical notes with their uses per million words (data/clinical_pairs.tsv)."""
    return ((row["pair"], float(row["per_million"])) for row in rows("clinical_pairs.tsv"))


class PairTable:
    """The pairs of a compiled index."""

    def __init__(self, trie: marisa_trie.RecordTrie) -> None:
        self._trie = trie

    def strength(self, left: str, right: str) -> float:
        """How usual it is that ``right`` follows ``left`` (both lower case): 0 for never, about 1 to 5 otherwise."""
        if not left or not right:
            return 0.0
        found = self._trie.get(f"{left} {right}")
        return found[0][0] / _STEPS if found else 0.0
