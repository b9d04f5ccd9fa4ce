"""The slips that the spelling model is fitted to and measured on, and the error model that makes most of them.

A slip of the keyboard is one of five, each as likely: a neighbouring key for a letter, a letter left out, a letter
doubled, a neighbouring key pressed beside a letter, two letters exchanged; the first letter is spared nine times in
ten. A slip of the ear writes one letter group for another (data/letter_groups.tsv), one vowel for another, a single
letter for a double one or the reverse, or two neighbouring stretches of letters in the wrong order. Every set is the
same in every run.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from count_pairs import LEFT_OUT

from terminology.concept import Group
from terminology.document import Line
from terminology.spelling.channel import letter_groups
from terminology.spelling.place import ANYWHERE, WordPlace
from terminology.spelling.speller import SHORTEST, Speller, Verdict
from terminology.tokens import Kind
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.term import Tier
from terminology.vocabulary.word import GROUP_BIT

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = "aeiou"
SYLLABLES = 5
TWO_SLIPS = 0.15
IN_NOTES, OTHERS = 0.3, 8
MADE_FREQUENCY, MADE_MEDICAL = 0.5, 3


class Slip(NamedTuple):
    """What was typed where, what may have been meant, and the set it is from."""

    typed: str
    golds: frozenset[str]
    source: str
    place: WordPlace = ANYWHERE


def neighbours(letter: str) -> list[str]:
    """The keys around a key."""
    for r, row in enumerate(ROWS):
        if letter in row:
            i = row.index(letter)
            return [
                ROWS[y][x]
                for y in (r - 1, r, r + 1)
                for x in (i - 1, i, i + 1)
                if 0 <= y < len(ROWS) and 0 <= x < len(ROWS[y]) and (y, x) != (r, i)
            ]
    return ["e"]


def keyboard_slip(word: str, rng: random.Random) -> str:
    """A word with one slip of the keyboard."""
    i = rng.randrange(0 if rng.random() < 0.1 else 1, len(word))
    kind = rng.choice(["near", "omit", "double", "insert", "swap"])
    if kind == "near":
        return word[:i] + rng.choice(neighbours(word[i])) + word[i + 1 :]
    if kind == "omit":
        return word[:i] + word[i + 1 :]
    if kind == "double":
        return word[:i] + word[i] + word[i:]
    if kind == "insert":
        return word[:i] + rng.choice(neighbours(word[i])) + word[i:]
    return word[:i] + word[i : i + 2][::-1] + word[i + 2 :]


@cache
def heard_as() -> dict[str, list[str]]:
    """For a group of letters the groups that are written for it."""
    found: dict[str, list[str]] = {}
    for typed, meant in letter_groups().items():
        for group, kind in meant:
            if kind == "group_sound":
                found.setdefault(group, []).append(typed)
    return found


def ear_slip(word: str, rng: random.Random) -> str:
    """A word with one slip of the ear."""
    kind = rng.choice(["group", "group", "group", "vowel", "vowel", "double", "double", "move"])
    if kind == "move" and len(word) > SYLLABLES:
        i = rng.randrange(1, len(word) - SYLLABLES + 1)
        j, k = i + rng.choice((1, 2, 3)), i + SYLLABLES
        return word[:i] + word[j:k] + word[i:j] + word[k:]
    if kind == "group":
        places = [(i, g) for g in heard_as() for i in range(len(word)) if word.startswith(g, i)]
        if places:
            i, group = rng.choice(places)
            return word[:i] + rng.choice(heard_as()[group]) + word[i + len(group) :]
    if kind == "double":
        doubled = [i for i, (a, b) in enumerate(pairwise(word)) if a == b]
        i = rng.choice(doubled or range(1, len(word)))
        return word[:i] + word[i + 1 :] if doubled else word[:i] + word[i] + word[i:]
    i = rng.choice([i for i, letter in enumerate(word) if letter in VOWELS] or [0])
    return word[:i] + rng.choice(VOWELS) + word[i + 1 :]


def made(index: VocabularyIndex, count: int, seed: int) -> Iterator[Slip]:
    """Slips in vocabulary words: medical and frequent words are drawn more often; two slips now and then."""
    rng = random.Random(seed)
    words = [w for w in index.starting_with("") if w.tier is Tier.SUGGEST and len(w.text) >= 5 and w.text.isalpha()]
    words.sort()
    weights = [10 ** (w.zipf * MADE_FREQUENCY) * (MADE_MEDICAL if w.is_medical else 1) for w in words]
    for number, word in enumerate(rng.choices(words, weights, k=count)):
        slip, source = (keyboard_slip, "keyboard") if number % 2 else (ear_slip, "ear")
        typed = slip(word.text, rng)
        if rng.random() < TWO_SLIPS and len(typed) > 5:
            typed = slip(typed, rng)
        if typed != word.text and index.word(typed) is None:
            yield Slip(typed, frozenset({word.text}), source)


def run_together(index: VocabularyIndex, count: int, seed: int) -> Iterator[Slip]:
    """Common word pairs typed without the space between."""
    rng = random.Random(seed)
    path = package_file("symspellpy", "frequency_bigramdictionary_en_243_342.txt")
    rows = [line.split() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    weights = [float(row[2]) ** 0.4 for row in rows]
    for left, right, _ in rng.choices(rows, weights, k=count):
        typed = left + right
        if len(typed) >= 6 and typed.isalpha() and min(len(left), len(right)) >= 2 and index.word(typed) is None:
            yield Slip(typed, frozenset({f"{left} {right}"}), "run together")


def in_notes(path: Path, index: VocabularyIndex, seed: int) -> Iterator[Slip]:
    """Slips of the keyboard in the words of real notes, each in its place; only in notes whose pairs are not counted.

    Where a drug or an anatomy word is expected and stands, slips in others of its kind are made too: few of them
    occur in the notes, and all of them can stand there.
    """
    rng = random.Random(seed)
    others = {group: _weighted(index, GROUP_BIT[group]) for group in (Group.DRUG, Group.ANATOMY)}
    for line, section in _lines(path):
        for token in line.tokens:
            word = index.word(token.text)
            if not (token.kind is Kind.WORD and len(token.text) >= 5 and token.text.isalpha() and word):
                continue
            place = WordPlace.of(line, token.start, token.end, section)
            if token.text.islower() and rng.random() < IN_NOTES:
                yield from _slip_in(word.text, "in notes", place, index, rng)
            for group, (words, weights) in others.items():
                if GROUP_BIT[group] & place.groups & word.groups:
                    for other in rng.choices(words, weights, k=OTHERS):
                        yield from _slip_in(other, "expected group", place, index, rng)


def _weighted(index: VocabularyIndex, group: int) -> tuple[list[str], list[float]]:
    words = [w for w in index.starting_with("") if w.groups & group and w.tier is Tier.SUGGEST and len(w.text) >= 5]
    words = sorted(w for w in words if w.text.isalpha())
    return [w.text for w in words], [10 ** (w.zipf * MADE_FREQUENCY) for w in words]


def _lines(path: Path) -> Iterator[tuple[Line, str]]:
    """The lines of every note that is not counted, with the sections they stand in."""
    for row in path.read_text(encoding="utf-8").splitlines()[::LEFT_OUT]:
        section = ""
        for line in map(Line, json.loads(row)["text"].splitlines()):
            if line.heading:
                section = line.heading[0]
            yield line, section


def _slip_in(word: str, source: str, place: WordPlace, index: VocabularyIndex, rng: random.Random) -> Iterator[Slip]:
    typed = keyboard_slip(word, rng)
    if index.word(typed) is None:
        yield Slip(typed, frozenset({word}), source, place)


def pairs(path: Path, speller: Speller) -> Iterator[Slip]:
    """The development misspellings that can be told in isolation: no known word, four letters or more."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        typed = row["text"][row["start"] : row["end"]].lower()
        if typed.isalpha() and len(typed) >= SHORTEST and speller.verdict(typed) is not Verdict.KNOWN:
            yield Slip(typed, frozenset(gold.lower() for gold in row["golds"]), row["source"])
