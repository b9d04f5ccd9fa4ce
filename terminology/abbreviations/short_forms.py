"""The short forms of a line, with their senses in that place and what speaks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from terminology.abbreviations.inventory import AbbreviationSense
from terminology.abbreviations.senses import SenseChooser
from terminology.abbreviations.wordings import Sense, Wordings
from terminology.concept import Group
from terminology.document import Line, Place
from terminology.house_style import without_stops
from terminology.tokens import Kind, Token
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import words_of

KINDS = frozenset({Kind.SHORT, Kind.WORD, Kind.CODE})
LONGEST = 10
_SHORTEST = 2
_KEPT_LINES = 256
_CLEAR = 0.85
_SHOWN = 0.75
# a cue that every other line holds (on, no, left) shows nothing
_TELLING = 6.0
EXPLAINED = 3
_CUES_NAMED = 3
_USUAL = "usual"
_MEASURED = "prior:"
_WORDS = 3.0
_WORTH_THE_NAME = 0.01
_NAME = 4
# letters, a digit, and what may join the rest: a dose run into its unit (10mg) begins with the digit
_SYMBOL_BEFORE = re.compile(r"[^\W\d_]\d-?$")
_TITLE_BEFORE = re.compile(r"\b(?:Dr|Mrs?|Ms|Prof|Miss|Doctor)\.?\s+(?:[A-Z]\.\s*){0,2}$")
_PLACE_OR_DEGREE_AFTER = re.compile(
    r"\s+(?:(?:General|Regional|Memorial|University)\s+)?(?:Hospital|Medical Center|Clinic|Practice|Store|Street)\b"
    r"|,\s*(?:M\.?D|D\.?O|R\.?N|Ph\.?D)\b"
)
_ROMAN = re.compile(r"[IVX]{2,}")
_COUNTED_IN_ROMAN = re.compile(
    r"\b(?:types?|grades?|stages?|class|levels?|phase|zone|degree|part|division|axis|factor|nerves?|[IVX]+(?:[-/,]|\s(?:and|or|to|through)))\s*$",
    re.IGNORECASE,
)
_REACH = 40
_DOSE = re.compile(r"\d\s*(?:mg|mcg|g|ml|units?|meq|tabs?|puffs?)\b", re.IGNORECASE)
_NEAR = 24
_WORD = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]")


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A short form at a span of a line, and its senses there, the likeliest first.

    ``reasons`` are, for each of the first senses, what speaks for it in this place.
    """

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...]
    reasons: tuple[tuple[str, ...], ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether one sense is so much likelier than the others that it may be taken as meant."""
        return self.senses[0].score >= _CLEAR

    @property
    def is_shown(self) -> bool:
        """Whether the words or the dose beside it show its first sense, and not only what is usual."""
        return self.senses[0].score >= _SHOWN and _is_shown_by(self.reasons[0])


def _is_shown_by(reasons: Sequence[str]) -> bool:
    return any(not reason.startswith(_USUAL) for reason in reasons)


class ShortForms:
    """Finds short forms and keeps those of the last lines, since several rules ask for them in turn."""

    def __init__(self, index: VocabularyIndex, senses: SenseChooser) -> None:
        self._index = index
        self._senses = senses
        self.wordings = Wordings(index.concepts)
        self.in_line = lru_cache(maxsize=_KEPT_LINES)(self._in_line)

    def _in_line(self, line: Line, place: Place) -> tuple[ShortForm, ...]:
        """The known short forms of a line in order."""
        return tuple(self._found(line, place))

    def _found(self, line: Line, place: Place) -> Iterator[ShortForm]:
        reads_so = self._senses.reads_as_short_form
        for token in line.tokens:
            if not (_SHORTEST <= len(token.text) <= LONGEST and token.kind in KINDS and reads_so(token.text)):
                continue
            if self._is_short_form(line, token):
                ranked = self._senses.ranked(line, token.start, token.end, place, {})
                if ranked:
                    senses = self.wordings.by_sense(ranked)
                    reasons = self._reasons(line, token, senses[:EXPLAINED], place)
                    yield ShortForm(token.start, token.end, token.text, senses, reasons)

    def _is_short_form(self, line: Line, token: Token) -> bool:
        if _is_cut_from_a_code(line.text, token):
            return False
        if _ROMAN.fullmatch(token.text) and _is_numeral(line.text, token):
            return False
        if line.is_in_capitals and self._senses.is_plain_in_capitals(token.text):
            return False
        if line.heading and token.start < line.heading[1]:
            return False
        return not line.in_zone(token.start, token.end) and not is_name_here(line.text, token)

    def _reasons(self, line: Line, token: Token, senses: Sequence[Sense], place: Place) -> tuple[tuple[str, ...], ...]:
        """What in the place speaks for each sense: cue words in sight, a dose beside a drug, the section."""
        facts = [self._facts(token.text, sense) for sense in senses]
        around: frozenset[str] = frozenset()
        if any(fact.cues for known in facts for fact in known):
            around = frozenset(_WORD.findall(line.around(token.start, token.end).lower()))
        text = line.text
        beside = f"{text[max(0, token.start - _NEAR) : token.start]} {text[token.end : token.end + _NEAR]}"
        found = []
        for sense, known in zip(senses, facts, strict=True):
            cues = sorted({cue for fact in known for cue in fact.cues if cue in around and self._is_telling(cue)})
            reasons = [f'near "{cue}"' for cue in cues[:_CUES_NAMED]]
            if sense.is_drug and _DOSE.search(beside):
                reasons.append("beside a dose")
            if place.section and any(place.section in fact.sections for fact in known):
                reasons.append(f"{_USUAL} in {place.section}")
            found.append(tuple(reasons))
        return tuple(found)

    def _is_telling(self, cue: str) -> bool:
        word = self._index.word(cue)
        return word is None or word.zipf < _TELLING

    def may_name_a_drug(self, short: str, sense: Sense) -> bool:
        """Whether a short form could be a drug, or its long form has the name of one in it."""
        known = self._senses.known(short)
        if sense.is_drug or any(fact.group is Group.DRUG and fact.prior >= _WORTH_THE_NAME for fact in known):
            return True
        words = (word for wording in sense.wordings for word in words_of(wording.text) if len(word) >= _NAME)
        return any(self._is_drug(word) for word in words)

    def _is_drug(self, text: str) -> bool:
        word = self._index.word(text)
        return word is not None and word.is_drug

    def rival_share(self, short: str, sense: Sense) -> float:
        """The largest share that another sense has of the uses of a short form, wherever it stands."""
        longs = [wording.text for wording in sense.wordings]
        known = {fact.long.lower(): fact.prior for fact in self._senses.known(short)}
        return max(
            (
                share
                for rival, share in known.items()
                if not any(self.wordings.are_one_sense(long, rival) for long in longs)
            ),
            default=0.0,
        )

    def is_spelled_so(self, short: str, sense: Sense) -> bool:
        """Whether the inventory spells a short form just so in a sense, but for full stops: no ``CVAs`` for CVA."""
        return any(without_stops(fact.short) == without_stops(short) for fact in self._facts(short, sense))

    def is_borne_out(self, short: ShortForm) -> bool:
        """Whether more than a list speaks for the first sense: its share measured in notes, or words beside it."""
        measured = any(fact.source.startswith(_MEASURED) for fact in self._facts(short.text, short.senses[0]))
        return measured or _is_shown_by(short.reasons[0])

    def is_word(self, text: str) -> bool:
        """Whether a short form in small letters is also a word, as path and echo are."""
        word = self._index.word(text)
        return text.isalpha() and text.islower() and word is not None and word.zipf >= _WORDS

    def _facts(self, short: str, sense: Sense) -> list[AbbreviationSense]:
        longs = {wording.text.lower() for wording in sense.wordings}
        return [fact for fact in self._senses.known(short) if fact.long.lower() in longs]


def is_name_here(text: str, token: Token) -> bool:
    """Whether a token stands for a person or a place: ``Dr. ABC``, ``ABC General Hospital``, ``ABC, M.D.``."""
    if not token.text.isupper():
        return False
    return bool(
        _TITLE_BEFORE.search(text, max(0, token.start - _REACH), token.start)
        or _PLACE_OR_DEGREE_AFTER.match(text, token.end)
    )


def _is_numeral(text: str, token: Token) -> bool:
    """Whether a Roman numeral counts something; IV, which is also intravenous, does so behind what is counted."""
    return token.text != "IV" or bool(_COUNTED_IN_ROMAN.search(text, max(0, token.start - _REACH), token.start))


def _is_cut_from_a_code(text: str, token: Token) -> bool:
    """Whether a token is the inside of a longer symbol, as DS and VASc are of CHA2DS2-VASc."""
    return bool(_SYMBOL_BEFORE.search(text, max(0, token.start - LONGEST), token.start))
