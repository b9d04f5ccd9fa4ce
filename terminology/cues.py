"""The words by which the consistency rules read a sentence, from data/consistency_cues.tsv."""

from __future__ import annotations

import re
from functools import cache

from terminology.data_files import rows


@cache
def _groups() -> dict[str, str]:
    return {row["group"]: row["cues"] for row in rows("consistency_cues.tsv")}


@cache
def cue_words(group: str) -> frozenset[str]:
    """The cues of a group in lower case. Raises KeyError when there is no such group."""
    return frozenset(_groups()[group].lower().split("|"))


@cache
def cue_pattern(group: str) -> re.Pattern[str]:
    """Finds the cues of a group, as whole words in any case; a star stands for any ending. KeyError when unknown."""
    longest_first = sorted(_groups()[group].split("|"), key=len, reverse=True)
    words = (re.escape(cue).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for cue in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
