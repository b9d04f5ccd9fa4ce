"""Counts the company of long forms, and of their words, in documents that can be left out again."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from sense_text import Document

from terminology.abbreviations.inventory import AbbreviationSense, fold
from terminology.abbreviations.profiles import ANYTHING, NO_PROFILE, Profile, units_of
from terminology.abbreviations.surroundings import Observer, Surroundings
from terminology.document import Line
from terminology.sections import heading_of
from terminology.tokens import Kind
from terminology.vocabulary.normal import normal_phrase

SLOTS = ("left", "right", "near")
LEAST = {"=": (1, 1), "word": (6, 2), ANYTHING: (1, 1)}
STRENGTH = {"=": 15.0, "word": 12.0}
# the table keeps what is met again: keys are ranked by how much they tell and how common they are
MOST = {"=": 60, "word": 40, ANYTHING: 1000}
COMMON = 0.004
PASSED_OVER = frozenset("/-'’")


class Use(NamedTuple):
    """A long form found in a line."""

    phrase: str
    line: Line
    start: int
    end: int
    section: str
    around: Surroundings


class Inventory:
    """The ambiguous short forms and where their long forms may be found."""

    def __init__(self, senses: Iterable[AbbreviationSense]) -> None:
        self.by_short: dict[str, list[AbbreviationSense]] = defaultdict(list)
        for sense in senses:
            self.by_short[fold(sense.short)].append(sense)
        self.by_phrase: dict[str, list[AbbreviationSense]] = defaultdict(list)
        self.starting: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self.words: set[str] = set()
        for key, group in self.by_short.items():
            if len({normal_phrase(sense.long) for sense in group}) > 1:
                for sense in group:
                    self._add(key, sense)

    def _add(self, key: str, sense: AbbreviationSense) -> None:
        phrase = normal_phrase(sense.long)
        parts = tuple(phrase.split())
        if not parts or phrase == key:
            return
        if phrase not in self.by_phrase:
            self.starting[parts[0]].append(parts)
        self.by_phrase[phrase].append(sense)
        units = units_of(sense.long)
        self.words.update((units.first, units.last, *units.words))

    def uses(self, line: Line, observer: Observer, section: str) -> Iterator[Use]:
        parts: list[tuple[str, int, int]] = []
        for token in line.tokens:
            if token.kind is Kind.SYMBOL and token.text in PASSED_OVER:
                continue
            pieces = normal_phrase(token.text).split() or [""]
            parts += [(piece, token.start, token.end) for piece in pieces]
        for i, (piece, start, _) in enumerate(parts):
            for words in self.starting.get(piece, ()):
                if tuple(p for p, _, _ in parts[i : i + len(words)]) == words:
                    end = parts[i + len(words) - 1][2]
                    yield Use(" ".join(words), line, start, end, section, observer.around(line, start, end, section))


class Counts:
    """What every document adds, as arrays of codes and weights."""

    def __init__(self, inventory: Inventory, observer: Observer) -> None:
        self.inventory, self.observer = inventory, observer
        self.units: dict[str, int] = {}
        self.keys: dict[str, int] = {}
        self.added: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self.uses: list[list[Use]] = []

    def add(self, document: Document, random_part: random.Random) -> None:
        codes: list[int] = []
        weights: list[float] = []
        seen: list[int] = []
        uses: list[Use] = []
        section = ""
        for text in document.lines:
            if heading := heading_of(text):
                section = heading[0]
            line = Line(text)
            for use in self.inventory.uses(line, self.observer, section):
                uses.append(use)
                self._count(f"={use.phrase}", use.around, codes, weights, seen)
            for token in line.tokens:
                wanted = token.kind is Kind.WORD and (word := token.text.lower()) in self.inventory.words
                anything = random_part.random() < 0.15
                if wanted or anything:
                    around = self.observer.around(line, token.start, token.end, section)
                    if wanted:
                        self._count(word, around, codes, weights, seen)
                    if anything:
                        self._count(ANYTHING, around, codes, weights, seen)
        self.added.append((np.array(codes, np.int64), np.array(weights, np.float32), np.array(seen, np.int64)))
        self.uses.append(uses)

    def _count(self, unit: str, around: Surroundings, codes: list[int], weights: list[float], seen: list[int]) -> None:
        number = self.units.setdefault(unit, len(self.units))
        seen.append(number)
        for slot, entries in enumerate(
            (dict.fromkeys(around.left, 1.0), dict.fromkeys(around.right, 1.0), around.words)
        ):
            for key, weight in entries.items():
                codes.append(((number << 2 | slot) << 24) | self.keys.setdefault(key, len(self.keys)))
                weights.append(weight)

    def profiles(self, chosen: Iterable[int]) -> Counted:
        """The profiles that the chosen documents give together."""
        parts = [self.added[i] for i in chosen]
        codes, inverse = np.unique(np.concatenate([p[0] for p in parts]), return_inverse=True)
        weights = np.bincount(inverse, np.concatenate([p[1] for p in parts]))
        times = np.bincount(inverse)
        seen = np.bincount(np.concatenate([p[2] for p in parts]), minlength=len(self.units))
        return Counted(self, codes, weights, times, seen)


class Counted:
    """Profiles made of counts: what training looks up in place of the shipped table."""

    def __init__(self, counts: Counts, codes: np.ndarray, weights: np.ndarray, times: np.ndarray, seen: np.ndarray):
        self._counts, self._codes, self._weights, self._times, self._seen = counts, codes, weights, times, seen
        self._names = list(counts.keys)
        self._made: dict[str, Profile] = {}
        total = float(seen[counts.units[ANYTHING]])
        self._uses = [{key: weight for key, weight, _ in self._entries(ANYTHING, slot)} for slot in range(len(SLOTS))]
        self._anything = [
            {key: weight / total for key, weight, _ in self._entries(ANYTHING, slot)} for slot in range(len(SLOTS))
        ]

    def _entries(self, unit: str, slot: int) -> Iterator[tuple[str, float, int]]:
        number = self._counts.units[unit]
        low, high = np.searchsorted(self._codes, [(number << 2 | slot) << 24, ((number << 2 | slot) + 1) << 24])
        for at in range(low, high):
            yield self._names[int(self._codes[at]) & 0xFFFFFF], float(self._weights[at]), int(self._times[at])

    def of(self, unit: str) -> Profile:
        made = self._made.get(unit)
        if made is None:
            made = self._made[unit] = self._make(unit)
        return made

    def _make(self, unit: str) -> Profile:
        number = self._counts.units.get(unit)
        kind = unit[:1] if unit[:1] in ("=", ANYTHING) else "word"
        least, least_key = LEAST[kind]
        if number is None or self._seen[number] < least:
            return NO_PROFILE
        count = float(self._seen[number])
        if unit == ANYTHING:
            left, right = ({k: 0.0 for k, p in self._anything[slot].items() if p >= COMMON} for slot in range(2))
            return Profile(count, left, right, {})
        cells = []
        for slot in range(len(SLOTS)):
            cell = {}
            for key, weight, times in self._entries(unit, slot):
                usual = max(self._anything[slot].get(key, 0.0), 2e-5)
                if times >= least_key:
                    strength = STRENGTH[kind]
                    ratio = math.log((weight + strength * usual) / (count + strength) / usual)
                    if abs(ratio) >= (0.6 if slot < 2 else 0.9):
                        cell[key] = round(min(4.0, max(-3.0, ratio)), 1)
            kept = sorted(
                cell.items(), key=lambda item: (-abs(item[1]) * math.log1p(self._uses[slot].get(item[0], 0)), item[0])
            )
            cells.append(dict(kept[: MOST[kind]]))
        return Profile(count, *cells)
