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
def word_pattern(*kinds: str) -> re.Pattern[str]:
    """Finds the words of any of the kinds as whole words in any case, the longest at each place."""
    words = sorted({word for kind in kinds for word in words_of(kind)}, key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<![\w/])(?:{either})(?!\w)", re.IGNORECASE)
