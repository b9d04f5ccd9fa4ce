"""The words of data/extract_words.tsv."""

from __future__ import annotations

import re
from functools import cache

from terminology.data_files import rows


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of a kind, in lower case. Raises KeyError for an unknown kind."""
    return frozenset({row["kind"]: row["words"] for row in rows("extract_words.tsv")}[kind].split("|"))


@cache
def word_pattern(kind: str) -> re.Pattern[str]:
    """Finds the words of a kind as whole words in any case."""
    longest_first = sorted(words_of(kind), key=lambda word: (-len(word), word))
    words = (re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"(?<![\w/])(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
