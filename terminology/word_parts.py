"""Splits a word into the parts that medical words are built of: ``chole·cyst·ectomy``, ``hepato·megaly``.

The parts and their meanings are in data/word_parts.tsv. A word is prefixes and combining forms (a root with
its vowel), then a root with suffixes, or a suffix, or a known word. The vowel of a root is written before a
consonant and may be dropped before a vowel; a word that breaks this rule (``colonscopy``) has no split.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from terminology.data_files import rows

Kind = Literal["prefix", "root", "suffix", "word", "ending"]
IsWord = Callable[[str], bool]

_VOWELS = frozenset("aeiouy")
_LONGEST_WORD = 40
_SHORTEST_BASE = 4
_BARE_ROOT_SHORTEST = 5
# What is put back on the known word before a regular ending: ``curettings`` is ``curette`` + ``ing`` + ``s``.
_ENDINGS = {"s": ("",), "es": ("",), "ies": ("y",), "ed": ("", "e"), "ing": ("", "e"), "ings": ("", "e"), "ly": ("",)}
_AFTER_SUFFIX = ("s", "es", "ly", "ally")
_STRONG_LENGTH = 4
_STRONG_PARTS = 2


class WordPart(NamedTuple):
    """A stretch of a word: ``text`` is ``word[start:end]``, ``form`` how dictionaries write the part."""

    start: int
    end: int
    text: str
    kind: Kind
    form: str
    meaning: str


class _Entry(NamedTuple):
    kind: Kind
    form: str
    meaning: str
    has_vowel: bool


_Split = tuple[int, int, tuple[WordPart, ...]]


@lru_cache(maxsize=1 << 13)
def analyse(word: str) -> tuple[WordPart, ...]:
    """The best split of a word into known parts (the fewest, then the longest); empty when they do not cover it."""
    return split(word, lambda _: False)


def split(word: str, is_word: IsWord) -> tuple[WordPart, ...]:
    """As ``analyse``, but a part may also be a known word, bare or with a regular ending (``supra·periosteal·ly``)."""
    form = word.lower()
    if not form.isalpha() or len(form) != len(word) or len(form) > _LONGEST_WORD:
        return ()
    best = _best(word, form, is_word)
    return best[2] if best and len(best[2]) > 1 else ()


def is_telling(parts: Sequence[WordPart]) -> bool:
    """Whether a split is too good to be chance: two parts of some length, so not ``abdomin·us`` or ``ab·dominus``."""
    strong = sum(len(part.text) >= _STRONG_LENGTH for part in parts)
    return strong >= _STRONG_PARTS


def explain(parts: Sequence[WordPart]) -> str:
    """The parts with their meanings: ``cholecyst- (gallbladder) + -ectomy (surgical removal)``."""
    return " + ".join(f"{_shown(part)} ({part.meaning})" if part.meaning else _shown(part) for part in parts)
