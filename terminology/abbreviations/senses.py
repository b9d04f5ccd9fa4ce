"""Chooses what a short form stands for from its place: section, neighbouring words, doses, the note itself."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from terminology.abbreviations.inventory import AbbreviationSense, fold
from terminology.concept import Group
from terminology.document import Line, Place
from terminology.finding import Suggestion
from terminology.units import unit_symbols
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import words_of

_WORD = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]")
_DOSE = re.compile(
    r"\d\s*(?:mg|mcg|g|ml|units?|meq|tabs?|puffs?)\b|\b(?:po|iv|im|sq|prn|bid|tid|daily)\b", re.IGNORECASE
)

_EVERYDAY_WORD = 3.0
# in capitals, ON and NO are words, but MS (4.8) and CC (5.3) are not: short forms too are frequent
_COMMONEST_WORD = 5.5
_FLOOR = 0.004
_SECTION, _CUE, _SPECIALTY, _DOSED = 1.3, 1.5, 0.8, 1.2
_PAIR_SEEN, _PAIR = 0.5, 0.25
_MOST_CUES = 3
_OTHER_CASE = 2.0
_NEAR = 24
_DEFINED = 0.98


class SenseChooser:
    """Ranks the senses of short forms by a log-linear score over prior and context."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index
        self._inventory = index.inventory
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
        senses = self._inventory.spellings(fold(short))
        plain = short.replace(".", "")
        own = tuple(sense for sense in senses if sense.short.replace(".", "") == plain)
        if own or senses or not (short.endswith("s") and len(short) > 2 and short[:-1].isupper()):
            return own or senses
        return self.known(short[:-1])

    def ranked(
        self, line: Line, start: int, end: int, place: Place, definitions: Mapping[str, str]
    ) -> list[Suggestion]:
        """The long forms for the short form at a span of a line, best first, with probabilities as scores."""
        short = line.text[start:end]
        senses = self._all_cases(short)
        words = set(_WORD.findall(line.around(start, end).lower()))
        dosed = bool(_DOSE.search(line.text[max(0, start - _NEAR) : start] + " " + line.text[end : end + _NEAR]))
        plain = short.replace(".", "")
        beside = line.neighbours(start, end)
        best: dict[str, tuple[float, AbbreviationSense]] = {}
        for sense in senses:
            score = self._score(sense, plain, words, dosed, place) + self._fit(sense.long, beside)
            if score > best.get(sense.long.lower(), (-math.inf, sense))[0]:
                best[sense.long.lower()] = (score, sense)
        # what is also written small has its capital from the place it stands in
        written_small = {sense.long.lower() for sense in senses if sense.short.islower()}
        total = sum(math.exp(score) for score, _ in best.values())
        ranked = sorted(best.values(), key=lambda item: (-item[0], item[1].long))
        found = [
            Suggestion(
                in_case_of(short, sense.long) if sense.long.lower() in written_small else sense.long,
                round(math.exp(score) / total, 3),
                note=sense.group.value,
            )
            for score, sense in ranked
        ]
        if short in definitions:
            defined = definitions[short]
            found = [s for s in found if s.text.lower() != defined.lower()]
            found.insert(0, Suggestion(defined, _DEFINED, note="defined in this note"))
        return found

    def _fit(self, long: str, beside: tuple[str, str]) -> float:
        """How well a long form stands between its neighbours: ``capillary`` RF is a refill, not a rheumatoid factor."""
        words = words_of(long.lower())
        if not words:
            return 0.0
        pairs = self._index.pairs
        left, right = pairs.strength(beside[0], words[0]), pairs.strength(words[-1], beside[1])
        return _PAIR_SEEN * ((left > 0) + (right > 0)) + _PAIR * (left + right)

    def _all_cases(self, short: str) -> tuple[AbbreviationSense, ...]:
        return self._inventory.spellings(fold(short)) or self.known(short)

    @staticmethod
    def _score(sense: AbbreviationSense, plain: str, words: set[str], dosed: bool, place: Place) -> float:
        score = math.log(sense.prior + _FLOOR)
        if sense.short.replace(".", "") != plain:
            score -= _OTHER_CASE
        if place.section and place.section in sense.sections:
            score += _SECTION
        score += _CUE * min(_MOST_CUES, sum(cue in words for cue in sense.cues))
        if place.context.specialty and place.context.specialty in sense.specialties:
            score += _SPECIALTY
        if dosed and sense.group is Group.DRUG:
            score += _DOSED
        return score


def in_case_of(short: str, long: str) -> str:
    """The long form with a capital where the short form opens with one and is not all capitals (``Pt``)."""
    if len(short) > 1 and short[0].isupper() and short[1:].islower():
        return long[:1].upper() + long[1:]
    return long
