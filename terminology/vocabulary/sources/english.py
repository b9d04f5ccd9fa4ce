"""General English with frequencies: symspellpy's and pyspellchecker's word lists."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator

from terminology.data_files import rows
from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.term import Source, Term, Tier

_GOOGLE_TOKENS = 1.0e12
_SUBTITLE_TOKENS = 2.3e9
_UNCOUNTED = 50


def _zipf(count: float, tokens: float) -> float:
    return max(0.0, math.log10(count / tokens * 1e9))


def read_symspell() -> Iterator[Term]:
    """82,834 words with counts from the Google n-grams, already cut to a spelling word list."""
    path = package_file("symspellpy", "frequency_dictionary_en_82_765.txt")
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        word, _, count = line.partition(" ")
        if len(word) > 1 or word in "ai":
            yield Term(word, Tier.SUGGEST, zipf=_zipf(int(count), _GOOGLE_TOKENS))


def read_pyspellchecker() -> Iterator[Term]:
    """160,572 words; those the subtitles never use carry the floor count and are accepted, not suggested."""
    path = package_file("spellchecker", "resources", "en.json.gz")
    for word, count in json.loads(gzip.decompress(path.read_bytes())).items():
        if len(word) > 1 or word in "ai":
            counted = count > _UNCOUNTED
            yield Term(
                word,
                Tier.SUGGEST if counted else Tier.ACCEPT,
                zipf=_zipf(count, _SUBTITLE_TOKENS) if counted else 0.5,
            )


def clinical_frequencies() -> dict[str, float]:
    """Uses per million words of clinical notes (data/clinical_frequency.tsv), for words of any source."""
    return {row["word"]: float(row["per_million"]) for row in rows("clinical_frequency.tsv")}


SOURCES = (
    Source("English words (symspellpy)", "symspellpy", "MIT", "SymSpell frequency dictionary", read_symspell),
    Source("English words (pyspellchecker)", "pyspellchecker", "MIT", "pyspellchecker", read_pyspellchecker),
)
