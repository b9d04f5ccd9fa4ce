"""Splits a word into the parts that medical words are built of: ``cholecyst·ectomy``, ``hepato·megaly``.

The parts and their meanings are in data/word_parts.tsv. A word is made of prefixes and combining forms (a
root with its vowel), then a root with suffixes, a suffix, or a known word. The vowel of a root is written
before a consonant and may be dropped before a vowel: what breaks this rule (``colonscopy``) has no split.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from terminology.data_files import rows

_VOWELS = frozenset("aeiouy")
_LONGEST_WORD = 40
_LONG_ROOT = 5
_ELIDED_PREFIX = 4
_PLURALS = {"y": "ies", "is": "es"}
# Regular endings of a known word, and what may have to be put back on it.
_ENDINGS = {"s": ("",), "es": ("",), "ies": ("y",), "ed": ("", "e"), "ing": ("", "e"), "ly": ("",), "ally": ("",)}
_AFTER_SUFFIX = frozenset({"s", "ly", "ally"})
# Prefixes that live on in old words only: before a known word they are more often a slip (``com·paint``).
_OLD_PREFIXES = """a ab ad af an bi co com con de di dia dis ec en ex in ob per pro pros sym syn up"""
_NO_LONGER_USED = frozenset(_OLD_PREFIXES.split())
_AGAIN = "re"
_SHORT_FRONT, _SHORT_BASE, _TELLING = 3, 5, 4


class PartKind(StrEnum):
    """What a part is: ``WORD`` is a known word, ``ENDING`` a regular English ending."""

    PREFIX = "prefix"
    ROOT = "root"
    SUFFIX = "suffix"
    WORD = "word"
    ENDING = "ending"


class WordPart(NamedTuple):
    """A stretch of a word, ``word[start:end]``, and what it means (nothing for known words and endings)."""

    start: int
    end: int
    text: str
    kind: PartKind
    meaning: str = ""


class _After(StrEnum):
    """What may follow a part."""

    ANYTHING = "anything"
    VOWEL = "a root or suffix that begins with a vowel"
    SUFFIX = "another suffix or an ending"
    ENDING = "an ending"
    NOTHING = "nothing"


class _Entry(NamedTuple):
    kind: PartKind
    meaning: str
    after: _After


# The fewest parts win, then the longest ones; a vowel goes to the suffix (``metri·osis``, not ``metrio·sis``).
_WEIGHT = {PartKind.SUFFIX: 2}
_Cost = tuple[int, int]
_Path = tuple[_Cost, tuple[WordPart, ...]]
_IsWord = Callable[[str], bool]


@lru_cache(maxsize=1 << 13)
def analyse(word: str) -> tuple[WordPart, ...]:
    """The best split of a word into known parts; empty when they do not cover it. Offsets count from the word's start.

    The fewest parts are best, then the longest ones. Case does not matter.
    """
    return split(word, lambda _: False)


def split(word: str, is_word: _IsWord) -> tuple[WordPart, ...]:
    """As ``analyse``, but the last part may also be a known word, bare or with a regular ending."""
    form = word.lower()
    if not form.isalpha() or len(form) != len(word) or len(form) > _LONGEST_WORD:
        return ()
    best: list[dict[_After, _Path]] = [{} for _ in range(len(form) + 1)]
    best[0][_After.ANYTHING] = ((0, 0), ())
    for start in range(len(form)):
        for state, ((count, longest), path) in best[start].items():
            for length, entry in _next(form, start, state, is_word):
                cost = (count + 1, longest - length * length * _WEIGHT.get(entry.kind, 1))
                end = start + length
                known = best[end].get(entry.after)
                if known is None or cost < known[0]:
                    part = WordPart(start, end, word[start:end], entry.kind, entry.meaning)
                    best[end][entry.after] = (cost, (*path, part))
    ends = [path for state, path in best[-1].items() if _may_end(state, path[1])]
    parts = min(ends)[1] if ends else ()
    return parts if len(parts) > 1 else ()


def _may_end(state: _After, parts: Sequence[WordPart]) -> bool:
    """A word ends in a suffix, a known word, an ending or a root long enough to stand alone (``hypo·thyroid``)."""
    if state is _After.VOWEL:
        return parts[-1].kind is PartKind.ROOT and len(parts[-1].text) >= _LONG_ROOT
    return state is not _After.ANYTHING


def _next(form: str, start: int, state: _After, is_word: _IsWord) -> Iterator[tuple[int, _Entry]]:
    """Length and entry of what may stand at a place of a word."""
    rest = form[start:]
    if state in (_After.SUFFIX, _After.ENDING) and rest in (_AFTER_SUFFIX if state is _After.SUFFIX else _ENDINGS):
        yield len(rest), _Entry(PartKind.ENDING, "", _After.NOTHING)
    if state in (_After.NOTHING, _After.ENDING) or (state is _After.VOWEL and rest[0] not in _VOWELS):
        return
    table = _table()
    for length in range(1, min(len(rest), _longest()) + 1):
        for entry in table.get(rest[:length], ()):
            if _fits(entry.kind, start, state):
                yield length, entry
    if state is _After.ANYTHING:
        yield from _words(rest, start, is_word)


def _fits(kind: PartKind, start: int, state: _After) -> bool:
    if kind is PartKind.SUFFIX:
        return start > 0
    if state is _After.SUFFIX:
        return False
    return kind is PartKind.ROOT or state is _After.ANYTHING


def _words(rest: str, start: int, is_word: _IsWord) -> Iterator[tuple[int, _Entry]]:
    """The rest of a word as a known word, or as one with a regular ending that is left for the next part."""
    if start and is_word(rest):
        yield len(rest), _Entry(PartKind.WORD, "", _After.NOTHING)
    for ending, put_back in _ENDINGS.items():
        stem = rest.removesuffix(ending)
        if (
            stem
            and stem != rest
            and any(is_word(stem + letters) for letters in put_back if _joins(stem, ending, letters))
        ):
            yield len(stem), _Entry(PartKind.WORD, "", _After.ENDING)


def _joins(stem: str, ending: str, put_back: str) -> bool:
    """Whether English writes an ending so: ``applied`` and ``described``, not ``applyed`` and ``describeing``."""
    if ending in ("ed", "ing") and not put_back:
        return not stem.endswith("e") and not (ending == "ed" and stem.endswith("y") and stem[-2:-1] not in _VOWELS)
    return ending != "es" or stem.endswith(("s", "x", "z", "ch", "sh", "o"))


@cache
def _table() -> dict[str, tuple[_Entry, ...]]:
    """Every way a part is written: roots with and without vowel, suffixes in the plural, prefixes before a vowel."""
    table: dict[str, list[_Entry]] = defaultdict(list)
    for row in rows("word_parts.tsv"):
        kind, meaning = PartKind(row["kind"]), row["meaning"]
        part = row["part"].strip("-")
        if kind is PartKind.ROOT:
            stem, _, vowel = part.partition("/")
            table[stem + vowel].append(_Entry(kind, meaning, _After.ANYTHING))
            table[stem].append(_Entry(kind, meaning, _After.VOWEL))
        elif kind is PartKind.PREFIX:
            table[part].append(_Entry(kind, meaning, _After.ANYTHING))
            if len(part) >= _ELIDED_PREFIX and part[-1] in _VOWELS:
                table[part[:-1]].append(_Entry(kind, meaning, _After.VOWEL))
        else:
            for text in _with_plural(part):
                table[text].append(_Entry(kind, meaning, _After.SUFFIX))
    # of two equal readings the first stays: par·esthesia is para-, not par/o
    return {text: tuple(sorted(entries)) for text, entries in table.items()}


def _with_plural(suffix: str) -> Iterator[str]:
    yield suffix
    for ending, plural in _PLURALS.items():
        if suffix.endswith(ending):
            yield suffix.removesuffix(ending) + plural


@cache
def fronts() -> tuple[str, ...]:
    """The roots with their vowel and the living prefixes: what a word may begin with."""
    return tuple(
        text
        for text, entries in _table().items()
        if text not in _NO_LONGER_USED and any(entry.after is _After.ANYTHING for entry in entries)
    )


@cache
def suffixes() -> tuple[str, ...]:
    """The suffixes as they are written, plurals included."""
    return tuple(text for text, entries in _table().items() if any(e.kind is PartKind.SUFFIX for e in entries))


@cache
def _longest() -> int:
    return max(map(len, _table()))


def is_telling(parts: Sequence[WordPart]) -> bool:
    """Whether a split says that a word is probably meant: its parts are long enough not to fit by chance.

    A known word with an ending or a living prefix is (``re·insufflat·ed``), two long parts are (``neuro·plasty``);
    ``abdomin·us``, ``ab·dominus`` and ``cat·ar·ac`` are not.
    """
    if not parts or any(part.text.lower() in _NO_LONGER_USED for part in parts):
        return False
    base = next((len(part.text) for part in parts if part.kind is PartKind.WORD), 0)
    if not base:
        return sum(len(part.text) >= _TELLING for part in parts) > 1
    fronts = [part.text.lower() for part in parts if part.kind in (PartKind.PREFIX, PartKind.ROOT)]
    if base < _SHORT_BASE:
        return bool(fronts) and all(len(text) > _SHORT_FRONT for text in fronts)
    return all(len(text) >= _SHORT_FRONT or text == _AGAIN for text in fronts)


def explain(parts: Sequence[WordPart]) -> str:
    """The parts with their meanings: ``cholecyst- (gallbladder) + -ectomy (surgical removal)``."""
    return " + ".join(f"{_shown(part)} ({part.meaning})" if part.meaning else _shown(part) for part in parts)


def _shown(part: WordPart) -> str:
    before = "-" if part.kind in (PartKind.SUFFIX, PartKind.ENDING) else ""
    after = "-" if part.kind in (PartKind.PREFIX, PartKind.ROOT) else ""
    return f"{before}{part.text.lower()}{after}"
