"""The normal form under which words and phrases are stored and looked up."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u2010": "-", "\u2011": "-", "\u00ad": None})
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_GAP = re.compile(r"[^\w+]+")


def normal_word(word: str) -> str:
    """Lower case, composed (NFC), straight apostrophe and hyphen."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word.translate(_QUOTES)).lower()


def normal_phrase(text: str) -> str:
    """Lower case words with single spaces: what counts as the same phrase."""
    return _GAP.sub(" ", normal_word(text).replace("'", "")).strip()


def words_of(text: str) -> list[str]:
    """The alphabetic words of a term, as written."""
    return _WORD.findall(text.translate(_QUOTES))
