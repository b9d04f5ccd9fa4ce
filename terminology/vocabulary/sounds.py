"""A key under which words that sound alike meet, for misspellings by ear (``newmonia`` -> ``pneumonia``).

General phonetic keys (Soundex, Metaphone) know English, not Greek: this one folds the spellings that
medical terms are made of (``pn``, ``ps``, ``rh``, ``ph``, ``oe``/``ae``, soft ``c``, ``x`` = ``ks``).
"""

from __future__ import annotations

import re

_RULES = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[^a-z]", ""),
        (r"^(?:pn|kn|gn|mn)", "n"),
        (r"^ps(?=[aeiouy])", "s"),
        (r"^pt(?=[aeiouy])", "t"),
        (r"^wr", "r"),
        (r"^wh", "w"),
        (r"^x", "s"),
        (r"rrh|rh", "r"),
        (r"ph|gh(?=t)|gh$", "f"),
        (r"gh", "g"),
        (r"ck|cq|qu|q", "k"),
        (r"cc(?=[eiy])|xc(?=[eiy])|x", "ks"),
        (r"sch(?=[aeiou])|ch(?=[lr])", "k"),
        (r"tch|ch", "c"),
        (r"sci(?=[aou])|ti(?=[aou])|si(?=[aou])|ci(?=[aou])|sh", "S"),
        (r"sc(?=[eiy])|c(?=[eiy])|z", "s"),
        (r"(?<=.)c(?![hS])|^c(?=[aoulrk])", "k"),
        (r"dg(?=[eiy])|g(?=[eiy])", "j"),
        (r"th", "t"),
        (r"v", "f"),
        (r"w(?=[^aeiou]|$)|(?<=[aeiou])w", ""),
        (r"h", ""),
    )
]
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouy]+")


def sound_key(word: str) -> str:
    """The consonants as they sound, with ``a`` for a vowel at the start; empty for a word without letters."""
    key = word.lower()
    for pattern, to in _RULES:
        key = pattern.sub(to, key)
    key = _DOUBLE.sub(r"\1", key)
    head = "a" if key[:1] in "aeiouy" and key else ""
    return head + _DOUBLE.sub(r"\1", _VOWELS.sub("", key))
