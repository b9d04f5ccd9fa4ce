"""Short forms that a note defines itself: ``transient ischemic attack (TIA)``, ``TIA (transient ischemic attack)``.

Where the initials of the words spell the short form, the words are the definition, in either order. Other
definitions (``myasthenia (MG)``) are found by their letters (schwartz_hearst.py), which takes the shortest words
that hold them: of "mindful memoization (MM)" it sees only the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from terminology.abbreviations.schwartz_hearst import definitions_by_letters
from terminology.document import Line

_LIKE_A_DEFINITION = re.compile(r"[A-Za-z]{3}[\w-]* \((?=[^)]{0,8}[A-Z])([A-Za-z][\w-]{1,9})\)")
_SHORT_IN_BRACKETS = re.compile(r"(?<=\w) \(([A-Za-z][\w&/-]{1,9})\)")
_LONG_IN_BRACKETS = re.compile(r"(?<![\w-])([A-Z][\w&/-]{1,9}) \(([A-Za-z][A-Za-z' -]{5,80})\)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE = re.compile(r"[.,;:()\[\]]")
_PASSED_OVER = frozenset(["of", "the", "and", "for", "with", "in", "on", "to", "a", "an", "or", "by"])
_FARTHEST = 120


@lru_cache(maxsize=4096)
def _by_letters(text: str) -> tuple[tuple[str, str], ...]:
    pairs = {(short, " ".join(long.split())) for short, long in definitions_by_letters(text)}
    return tuple(sorted((short, long) for short, long in pairs if _is_plausible(short, long)))


def _is_plausible(short: str, long: str) -> bool:
    """The short form's letters begin words of the long form at least once, and the long form is longer."""
    initials = {word[0].lower() for word in re.findall(r"\w+", long)}
    return len(long) > len(short) + 2 and short[0].lower() in initials


def _initials_spell(letters: str, words: list[str]) -> bool:
    """Whether the initials spell the letters, when small words may be passed over."""
    if not words:
        return not letters
    if letters and words[-1][0].lower() == letters[-1] and _initials_spell(letters[:-1], words[:-1]):
        return True
    return words[-1].lower() in _PASSED_OVER and _initials_spell(letters, words[:-1])


def _letters(short: str) -> str:
    return "".join(filter(str.isalpha, short.lower()))


def _spelt_before(text: str, short: str) -> str:
    """The words at the end of a text whose initials spell the short form, or nothing."""
    clause = _CLAUSE.split(text[-_FARTHEST:])[-1]
    words = list(_WORD.finditer(clause))
    letters = _letters(short)
    for first in range(len(words) - len(letters), -1, -1):
        if words[first].group().lower() not in _PASSED_OVER:
            if _initials_spell(letters, [word.group() for word in words[first:]]):
                return clause[words[first].start() : words[-1].end()]
            if len(words) - first > 2 * len(letters):
                break
    return ""


@lru_cache(maxsize=4096)
def _by_initials(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for m in _SHORT_IN_BRACKETS.finditer(text):
        if len(_letters(m[1])) > 1 and not m[1].islower() and (long := _spelt_before(text[: m.start()], m[1])):
            found.append((m[1], " ".join(long.split())))
    for m in _LONG_IN_BRACKETS.finditer(text):
        words = _WORD.findall(m[2])
        if len(_letters(m[1])) > 1 and words[0].lower() not in _PASSED_OVER and _initials_spell(_letters(m[1]), words):
            found.append((m[1], " ".join(m[2].split())))
    return tuple(found)


def definitions_in(lines: Iterable[Line]) -> dict[str, str]:
    """Short form -> long form, for every definition in the lines; the first one wins."""
    found: dict[str, str] = {}
    for line in lines:
        if "(" in line.text:
            spelt = dict(_by_initials(line.text))
            for short, long in spelt.items():
                found.setdefault(short, long)
            if any(m[1] not in spelt for m in _LIKE_A_DEFINITION.finditer(line.text)):
                for short, long in _by_letters(line.text):
                    found.setdefault(short, long)
    return found
