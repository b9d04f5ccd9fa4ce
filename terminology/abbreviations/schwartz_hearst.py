"""Finds ``long form (SHORT)`` and ``SHORT (long form)`` by the letters of the short form.

The algorithm of Schwartz and Hearst ("A simple algorithm for identifying abbreviation definitions in biomedical
text", 2003) as scispaCy's AbbreviationDetector has it, on the same tokens; tests hold the two against each other. It
is written out here because spaCy takes a second to import, during which nobody can type, and 100 MB.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from terminology.tokens import spaced

_MOST_TOKENS = 8
_MOST_SHORT_TOKENS = 3
_SHORTEST, _LONGEST = 2, 9
_LEAST_LETTERS = 0.5


class _Word(NamedTuple):
    """A token and whether a blank follows it."""

    text: str
    spaced: bool


class _Candidate(NamedTuple):
    long: Sequence[_Word]
    short: Sequence[_Word]


def definitions_by_letters(text: str) -> set[tuple[str, str]]:
    """Pairs of a short and a long form, as they stand in a line."""
    words = [_Word(*one) for one in spaced(text)]
    found: set[tuple[str, str]] = set()
    longs: set[str] = set()
    shorts: set[str] = set()
    for candidate in _candidates(words):
        short = _text(candidate.short)
        long = _text(_long_form(candidate))
        if long and long not in longs and short not in shorts:
            longs.add(long)
            shorts.add(short)
            found |= {(use, long) for use in _uses(candidate.short, words)}
    return found


def _candidates(words: Sequence[_Word]) -> Iterator[_Candidate]:
    """What may be a short form in brackets with the words before it, or a word with a long form in brackets."""
    for start, end in _in_brackets(words):
        if end - start > _MOST_TOKENS or start == 1:
            continue
        inner = words[start:end]
        if len(inner) > _MOST_SHORT_TOKENS:
            candidate = _Candidate(inner, words[start - 2 : start - 1])
            is_whole = _is_balanced(inner)
        else:
            length = sum(len(word.text) for word in inner)
            reach = min(length + 5, length * 2)
            candidate = _Candidate(words[max(start - reach - 1, 0) : start - 1], inner)
            is_whole = True
        if is_whole and _may_be_short(candidate.short):
            yield candidate


def _in_brackets(words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """The spans between each opening and each later closing bracket with something between."""
    opened: list[int] = []
    for at, word in enumerate(words):
        if word.text == ")":
            yield from ((start, at) for start in opened if start < at)
        if word.text == "(":
            opened.append(at + 1)


def _is_balanced(words: Sequence[_Word]) -> bool:
    depth = 0
    for word in words:
        depth += (word.text == "(") - (word.text == ")")
        if depth < 0:
            return False
    return depth == 0


def _may_be_short(words: Sequence[_Word]) -> bool:
    text = _text(words)
    return (
        all(_SHORTEST <= len(word.text) <= _LONGEST for word in words)
        and text[:1].isalpha()
        and sum(map(str.isalpha, text)) >= _LEAST_LETTERS * len(text)
    )


def _long_form(candidate: _Candidate) -> Sequence[_Word]:
    """The shortest words at the end of the long form that hold the letters in order, the first at a word's start."""
    long, short = (" ".join(word.text for word in words) for words in candidate)
    at = len(long) - 1
    for number in range(len(short) - 1, -1, -1):
        letter = short[number].lower()
        if not letter.isalnum():
            continue
        while (at >= 0 and long[at].lower() != letter) or (number == 0 and at > 0 and long[at - 1].isalnum()):
            at -= 1
        if at < 0:
            return ()
        at -= 1
    length = 0
    for number, word in enumerate(candidate.long):
        length += len(word.text) + word.spaced
        if length > at + 1:
            return candidate.long[number:]
    return candidate.long


def _uses(short: Sequence[_Word], words: Sequence[_Word]) -> Iterator[str]:
    """The short form wherever its tokens stand, each time as it is spaced there."""
    tokens = [word.text for word in short]
    for start in range(len(words) - len(tokens) + 1):
        here = words[start : start + len(tokens)]
        if [word.text for word in here] == tokens:
            yield _text(here)


def _text(words: Sequence[_Word]) -> str:
    return "".join(word.text + " " * word.spaced for word in words[:-1]) + (words[-1].text if words else "")
