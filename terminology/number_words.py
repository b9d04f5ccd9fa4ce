"""Numbers that a house style wants in words: below ten, alone before a plain noun, as in "three children".

Only the nouns of data/counted_nouns.tsv, none of which is ever measured, dosed or dated; a number with another
number near it is left alone, so that "2 to 3 children" does not become half words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from terminology.data_files import rows

_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_LOOKED_BACK = 30


@dataclass(frozen=True, slots=True)
class NumberWord:
    """``text[start:end]`` is a digit that may be written as ``word``."""

    start: int
    end: int
    word: str


def number_word_before(text: str) -> NumberWord | None:
    """The number that a noun just finished at the end of a text counts, if it may be spelled out."""
    found = _pattern().search(text, max(0, text.rfind("\n") + 1, len(text) - 60))
    if found is None or any(map(str.isdigit, text[max(0, found.start() - _LOOKED_BACK) : found.start()])):
        return None
    word = _WORDS[int(found["number"]) - 2]
    opens = not found["before"].strip() or found["before"].rstrip()[-1:] in ".!?"
    return NumberWord(found.start("number"), found.end("number"), word.capitalize() if opens else word)


@cache
def _pattern() -> re.Pattern[str]:
    nouns = "|".join(row["noun"] for row in rows("counted_nouns.tsv"))
    return re.compile(rf"(?P<before>(?:^|[a-z]|[a-z][.!?])\s*)(?<![^\s])(?P<number>[2-9]) (?:{nouns})[\s.,;:)]$", re.M)
