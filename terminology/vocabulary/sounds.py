"""How a word sounds, roughly, for misspellings by ear (``newmonia`` -> ``pneumonia``, ``nawshus`` -> ``nauseous``).

General phonetic keys (Soundex, Metaphone) know English, not Greek: this one folds the spellings that medical
terms are made of (``pn``, ``ps``, ``rh``, ``ph``, ``oe``/``ae``, soft ``c``, ``x`` = ``ks``). ``sounds_of`` keeps
the vowels and tells how far apart two words sound; ``sound_key`` drops them and is what words are found under.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Read from left to right, the first that fits counts. ``S`` is sh; v and f, z and s, th and t are not told apart.
_RULES = (
    (r"^(?:pn|kn|gn|mn)", "n"),
    (r"^ps", "s"),
    (r"^pt(?=[aeiouy])", "t"),
    (r"^wr", "r"),
    (r"^wh", "w"),
    (r"^x", "s"),
    (r"rrh|rh", "r"),
    (r"ph", "f"),
    (r"gh(?=t)", ""),
    (r"gh$", "f"),
    (r"gh", "g"),
    (r"i?que(?=s?$)", "ik"),
    (r"gue(?=s?$)", "g"),
    (r"ck|cq|qu|q", "k"),
    (r"cc(?=[eiy])|xc(?=[eiy])|x", "ks"),
    (r"sch(?=[aeiouy])", "sk"),
    (r"sci(?=[aou])|[tc]i(?=[aou])|ssi(?=[aou])|si(?=[aou])|[cs]e(?=ous)|ce(?=an)|sh", "S"),
    (r"tch|ch|cc", "k"),
    (r"sc(?=[eiy])|c(?=[eiy])|z", "s"),
    (r"c", "k"),
    (r"dg(?=[eiy])|j", "j"),
    (r"ign(?=e?s?$)", "in"),
    (r"g(?=[eiy])", "j"),
    (r"sthm", "sm"),
    (r"mb(?=s?$)", "m"),
    (r"th", "t"),
    (r"v", "f"),
    (r"oe|ae", "e"),
    (r"ew|eu|oo|ou|u", "u"),
    (r"eau|au|aw|oa|ow|o", "o"),
    (r"(?<=[^aeiouy])e$", ""),
    (r"ai|ay|a", "a"),
    (r"ea|ee|ie|ei|ey|i|y", "i"),
    (r"e", "e"),
    (r"w(?=[aeiou])", "w"),
    (r"[wh]|[^a-z]", ""),
)
_SOUNDS = re.compile("|".join(f"({pattern.replace('(', '(?:').replace('(?:?', '(?')})" for pattern, _ in _RULES))
_TO = ("", *(to for _, to in _RULES))
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]+")
SOUNDS = "bdfgjklmnprsStw"


@lru_cache(maxsize=1 << 15)
def sounds_of(word: str) -> str:
    """The sounds of a word, vowels included; empty for a word without letters."""
    return _DOUBLE.sub(r"\1", _SOUNDS.sub(_sound, word.lower()))


def _sound(found: re.Match[str]) -> str:
    return _TO[found.lastindex or 0]


def sound_key(word: str) -> str:
    """The consonants as they sound, with ``a`` for a vowel at the start; empty for a word without letters."""
    sounds = sounds_of(word)
    head = "a" if sounds[:1] in {"a", "e", "i", "o", "u"} else ""
    return head + _DOUBLE.sub(r"\1", _VOWELS.sub("", sounds))


def near_keys(key: str) -> set[str]:
    """The keys that are one sound more, less or different."""
    cuts = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    found = {a + b[1:] for a, b in cuts if b}
    found.update(a + sound + b[skip:] for a, b in cuts for sound in SOUNDS for skip in (0, 1))
    found.discard(key)
    return found
