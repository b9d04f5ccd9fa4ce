"""Chooses what a short form stands for from its place: section, neighbouring words, doses, the note itself."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from terminology.abbreviations.inflected import inflected
from terminology.abbreviations.inventory import AbbreviationSense, bare, fold
from terminology.abbreviations.limits import is_unlikely
from terminology.abbreviations.profiles import profile_table
from terminology.abbreviations.sense_model import SenseModel, score
from terminology.abbreviations.surroundings import Observer
from terminology.abbreviations.word_vectors import vector_table
from terminology.concept import Group
from terminology.document import Document, Line, Place
from terminology.finding import Suggestion
from terminology.units import unit_symbols
from terminology.vocabulary.index import VocabularyIndex

_EVERYDAY_WORD = 3.0
# in capitals, ON and NO are words, but MS (4.8) and CC (5.3) are not: short forms too are frequent
_COMMONEST_WORD = 5.5
_PLAIN = 0.8
_DEFINED = 0.98
DEFINED = "defined in this note"
# a strong doubt, not a ban: a record may be wrong about its patient, or speak of somebody else
_UNLIKELY = 4.0
_SAY_OF_OTHERS = 0.6
_LEAST = 0.01
_MOST_OTHER_USES = 12


def _measures(line: Line, start: int, short: str) -> bool:
    """Whether a short form is a unit after a number, whatever else the note calls so: ``5 MM``."""
    return short.lower() in unit_symbols() and line.text[:start].rstrip()[-1:].isdigit()


class SenseChooser:
    """Ranks the senses of short forms by a log-linear score over prior and context."""

    def __init__(self, index: VocabularyIndex, model: SenseModel | None = None) -> None:
        self._index = index
        self._inventory = index.inventory
        self._model = model or SenseModel(index.pairs, profile_table(), vector_table())
        self.observer = Observer(index, lru_cache(maxsize=1 << 14)(self._plain_meaning))
        self.candidates = lru_cache(maxsize=1 << 13)(self._candidates)
        self._in_line = lru_cache(maxsize=1 << 14)(self._rank)
        self.reads_as_short_form = lru_cache(maxsize=1 << 16)(self._reads_as_short_form)

    def _reads_as_short_form(self, text: str) -> bool:
        """Whether a token, as it is written, would be read as a short form: its case must fit one that is known.

        ``HTN`` and ``c/o`` are; ``or`` is a word though OR is an operating room; ``mg`` is a unit.
        """
        spellings = {sense.short for sense in self.known(text)}
        if not spellings or text in unit_symbols():
            return False
        if text.isupper() or not text.isalpha():
            return True
        word = self._index.word(text)
        if word is not None and word.zipf >= _EVERYDAY_WORD:
            return text in spellings and word.zipf < _EVERYDAY_WORD + 2
        return text in spellings or text.lower() in spellings or text.rstrip("s").isupper()

    def is_plain_in_capitals(self, text: str) -> bool:
        """Whether a token of a line in capitals is a word or a unit that only looks like a short form (ON, MG)."""
        word = self._index.word(text.lower())
        return (word is not None and word.zipf >= _COMMONEST_WORD) or text.lower() in unit_symbols()

    def known(self, short: str) -> tuple[AbbreviationSense, ...]:
        """The senses of a short form as written; those of another case only when there are none of its own."""
        senses = self._filed(short)
        plain = bare(short)
        return tuple(sense for sense in senses if bare(sense.short) == plain) or senses

    def _filed(self, short: str) -> tuple[AbbreviationSense, ...]:
        """The senses of a short form in whatever case; of a plural or possessive by rule when it is not listed."""
        senses = self._inventory.spellings(fold(short))
        form = None if senses else inflected(short)
        # he's is no possessive of HE
        if form is None or not self.reads_as_short_form(form.base):
            return senses
        return tuple(
            replace(sense, short=sense.short + form.ending, long=form.inflect(sense.long))
            for sense in self._inventory.spellings(fold(form.base))
        )

    def _plain_meaning(self, text: str) -> tuple[str, ...]:
        """The words of a short form that nearly always means one thing: what it tells about its neighbours."""
        if text.islower() or not self.reads_as_short_form(text):
            return ()
        best = max(self.known(text), key=lambda sense: sense.prior)
        return tuple(word for word in best.long.lower().split() if len(word) > 3) if best.prior >= _PLAIN else ()

    def ranked(
        self, line: Line, start: int, end: int, place: Place, definitions: Mapping[str, str]
    ) -> list[Suggestion]:
        """The long forms for the short form at a span of a line, best first, with probabilities as scores."""
        found = list(self._in_line(line, start, end, place))
        short = line.text[start:end]
        if short in definitions and not _measures(line, start, short):
            defined = definitions[short]
            found = [s for s in found if s.text.lower() != defined.lower()]
            found.insert(0, Suggestion(defined, _DEFINED, note=DEFINED))
        return found

    def _rank(self, line: Line, start: int, end: int, place: Place) -> tuple[Suggestion, ...]:
        short = line.text[start:end]
        senses = self.candidates(short)
        scores = self._scores(senses, line, start, end, place) if senses[1:] else [0.0]
        ranked = sorted(zip(shares(scores), senses, strict=False), key=lambda item: (-item[0], item[1].long))
        small = self._written_small(short)
        return tuple(
            Suggestion(
                in_case_of(short, sense.long) if sense.long.lower() in small else sense.long,
                round(share, 3),
                note="" if sense.group is Group.OTHER else sense.group.value,
            )
            for share, sense in ranked
        )

    def _scores(
        self, senses: Sequence[AbbreviationSense], line: Line, start: int, end: int, place: Place
    ) -> list[float]:
        rows = self.features(senses, line, start, end, place)
        return [
            score(values) - _UNLIKELY * is_unlikely(sense.long, place)
            for sense, values in zip(senses, rows, strict=True)
        ]

    def _written_small(self, short: str) -> frozenset[str]:
        """The long forms of what is also written small: a capital then comes from the place it stands in."""
        return frozenset(s.long.lower() for s in self._inventory.spellings(fold(short)) if s.short.islower())

    def in_note(self, document: Document, number: int, start: int, end: int) -> list[Suggestion]:
        """As ``ranked``, for a span of line ``number`` of a note: the other uses in the note have a say.

        A writer means one thing by a short form in one note, unless its place says plainly otherwise.
        """
        line, place = document.lines[number], document.places[number]
        own = self.ranked(line, start, end, place, document.definitions)
        others = [
            {s.text.lower(): s.score for s in self._in_line(other, at, at + end - start, there)}
            for other, at, there in self._other_uses(document, number, start, end)
        ]
        if not others or (own and own[0].note == DEFINED):
            return own
        scores = [
            math.log(s.score + _LEAST)
            + _SAY_OF_OTHERS * sum(math.log(o.get(s.text.lower(), 0.0) + _LEAST) for o in others) / len(others)
            for s in own
        ]
        ranked = sorted(zip(shares(scores), own, strict=True), key=lambda item: (-item[0], item[1].text))
        return [replace(suggestion, score=round(share, 3)) for share, suggestion in ranked]

    @staticmethod
    def _other_uses(document: Document, number: int, start: int, end: int) -> Iterator[tuple[Line, int, Place]]:
        short = document.lines[number].text[start:end]
        pattern = re.compile(rf"(?<![\w/]){re.escape(short)}(?![\w/])")
        uses = (
            (line, m.start(), place)
            for i, (line, place) in enumerate(zip(document.lines, document.places, strict=True))
            if short in line.text
            for m in pattern.finditer(line.text)
            if (i, m.start()) != (number, start)
        )
        yield from islice(uses, _MOST_OTHER_USES)

    def features(
        self, senses: Sequence[AbbreviationSense], line: Line, start: int, end: int, place: Place
    ) -> list[list[float]]:
        """The features of each sense at a span of a line."""
        around = self.observer.around(line, start, end, place.section)
        return self._model.features(senses, line.text[start:end], around, place)

    def _candidates(self, short: str) -> tuple[AbbreviationSense, ...]:
        """The senses of a short form in whatever case, each long form once: as written if it is known so."""
        best: dict[str, AbbreviationSense] = {}
        for sense in self._filed(short):
            before = best.get(sense.long.lower())
            if before is None or _fit(sense, short) > _fit(before, short):
                best[sense.long.lower()] = sense
        return tuple(best.values())


def _fit(sense: AbbreviationSense, written: str) -> tuple[bool, bool, float]:
    same_points = ("." in sense.short) == ("." in written)
    return bare(sense.short) == bare(written), same_points, sense.prior


def shares(scores: Sequence[float]) -> list[float]:
    """The share of each score in the sum of their exponentials."""
    highest = max(scores, default=0.0)
    weights = [math.exp(value - highest) for value in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def in_case_of(short: str, long: str) -> str:
    """The long form with a capital where the short form opens with one and is not all capitals (``Pt``)."""
    if len(short) > 1 and short[0].isupper() and short[1:].islower():
        return long[:1].upper() + long[1:]
    return long
