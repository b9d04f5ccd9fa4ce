"""Words of a source that are probably slips of the source itself.

Word lists and ontologies hold misspellings (``refered``, ``subcutanous``). A rare word that only one source
has, and that is one slip inside a word dozens of times as frequent, proves nothing about spelling.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

SHORTEST = 7
_COMMON = 3.0
_TIMES_RARER = 1.8


def doubtful(rare: Iterable[str], frequency: Mapping[str, float]) -> Iterator[str]:
    """Those of the rare words that are one inner slip away from a common one (``frequency`` holds Zipf values)."""
    near: dict[str, list[str]] = defaultdict(list)
    for word, zipf in frequency.items():
        if zipf >= _COMMON and len(word) >= SHORTEST - 1:
            for shorter in _one_deleted(word):
                near[shorter].append(word)
    for word in rare:
        if (
            len(word) >= SHORTEST
            and word.isalpha()
            and any(
                _is_inner_slip(word, common) and frequency[common] - frequency[word] >= _TIMES_RARER
                for shorter in _one_deleted(word)
                for common in near.get(shorter, ())
            )
        ):
            yield word


def _one_deleted(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _is_inner_slip(word: str, common: str) -> bool:
    """One edit, with the ends of the words alike: endings are inflections more often than slips."""
    if word == common or (word[0], word[-1]) != (common[0], common[-1]):
        return False
    return not word.startswith(common) and not common.startswith(word) and OSA.distance(word, common) == 1
