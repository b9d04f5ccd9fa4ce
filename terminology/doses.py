"""Reads doses in a line: the amount, what it is an amount of, and whether it is a measurement instead.

Only the stretch around a span is looked at, so that a long line costs no more than a short one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache

from terminology.data_files import rows
from terminology.document import Line, Place
from terminology.tokens import Kind
from terminology.vocabulary.index import VocabularyIndex

MASS = r"(?:mg|mcg|[uµμ]g|ng|g|gms?|grams?|milligrams?|micrograms?|nanograms?|mEq|mmol)"
UNITS = r"(?:international\s+units?|units?|IU|U)"
VOLUME = r"(?:mL|cc|milliliters?)"
COUNT = r"(?:tab(?:let)?s?|cap(?:sule)?s?|pills?|puffs?|sprays?|gtts?|drops?|patch(?:es)?|packets?|lozenges?)"
NUMBER = r"\d[\d,]*(?:\.\d+)?|\.\d+"
RANGE = rf"(?:{NUMBER})(?:\s?(?:-|to)\s?(?:{NUMBER}))?"
# what makes an amount a laboratory result: so much in a volume of blood
NO_RESULT = r"(?![\w%]|\s?/\s?(?:[dmuµμnpf]?L|mm3|cmm|hpf)\b|\s?%)"
AMOUNT = rf"{RANGE}\s?-?(?:{MASS}|{UNITS}|{VOLUME}|{COUNT}){NO_RESULT}"
FREQUENCY = (
    r"(?:b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?d|q\.?h\.?s|q\.?o\.?d|q\.?a\.?m|q\.?p\.?m|q\s?\.?\s?\d{1,2}(?:-\d{1,2})?\s?h"
    r"(?:rs?|ours?)?)\b\.?|(?:once|twice|one\s+time|two\s+times|(?:three|four|five|six|\d)\s+times)\s+(?:a|per|each|every)"
    r"\s+(?:day|week)\b|(?:once|twice|(?:three|four|five|six|\d)\s+times)(?:\s+(?:daily|weekly))?\b"
    r"|every\s+(?:other\s+)?(?:\w+\s+)?(?:day|hours?|hrs?|night|morning|evening|bedtime|week)s?\b|each\s+(?:day|morning|night)\b"
    r"|(?:daily|nightly|weekly|monthly)\b|at\s+(?:bedtime|night|noon)\b|(?:in|before|with|after)\s+(?:the\s+)?(?:morning|evening|"
    r"breakfast|lunch|dinner|supper|bed|meals)\b"
)
ROUTE = (
    r"(?:p\.?o|i\.?v|i\.?m|s\.?l|p\.?r|subcut|subcutaneously|orally|intravenously|by\s+mouth|by\s+injection|IVP|IVPB"
    r"|per\s+os|topically|rectally|sublingually)\b\.?"
)
# between a drug and what is said about how it is taken
PREPARATION = (
    r"(?:XL|XR|ER|SR|CR|LA|CD|EC|DR|DS|IR|HFA|HCl|sodium|potassium|succinate|tartrate|sulfate|maleate|mesylate"
    r"|(?:dose\s?)?pa(?:ck|k)|starter|taper|inhaler|solution|suspension|syrup|elixir|cream|ointment|gel|lotion|drops?"
    r"|tab(?:let)?s?|cap(?:sule)?s?|shots?|injections?|patch|spray|nebulizers?|vitamins?)"
)
_REACH = 80
_NEAR = 8
_I = re.IGNORECASE
_TRAILING = re.compile(rf"(?:[\s(]+(?:{FREQUENCY}|{ROUTE}|prn|p\.r\.n\.?|as\s+needed|now|given|x\s?\d))[\s(]*$", _I)
_AMOUNT_END = re.compile(
    rf"(?<![\w/])(?:(?:{AMOUNT}(?:/(?:kg|m2|h|hr|hour|min|day|dose|week))*)|(?:an?|one|two|three|four|half|1/2)\s+{COUNT})[\s(]*$",
    _I,
)
_PREPARATION_END = re.compile(rf"\b(?P<last>{PREPARATION})[\s(]*$", _I)
_LAST_WORD = re.compile(r"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)[\s(]*$")
_FIRST_WORD = re.compile(
    r"\s*(?:(?:the|his|her|all|home|oral|IV|po|dose\s+of)\s+)*(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)", _I
)
_AMOUNT_START = re.compile(rf"\s*[:,]?\s*(?:of\s+)?{AMOUNT}", _I)
_TAKEN = re.compile(rf"[\s,(]*(?:{FREQUENCY}|{ROUTE})", _I)


@cache
def cues(group: str) -> re.Pattern[str]:
    """A pattern for the words of a group of data/notation_cues.tsv; a star stands for any ending."""
    row = next(row for row in rows("notation_cues.tsv") if row["group"] == group)
    words = (re.escape(word).replace(r"\*", r"\w*") for word in row["cues"].split())
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?!\w)", _I)


@cache
def _brands() -> frozenset[str]:
    return frozenset(row["brand"].lower() for row in rows("brand_names.tsv"))


class Doses:
    """What the vocabulary adds to the patterns: which words name a drug."""

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index

    def is_drug(self, word: str) -> bool:
        """Whether a word is a drug that is given, and not (only) something measured: iron, glucose, protein."""
        return self._names_drug(word) and not cues("measured").fullmatch(word)

    def _names_drug(self, word: str) -> bool:
        if len(word) < 3 or re.fullmatch(MASS, word, _I):
            return False
        if word.lower() in _brands() or cues("short drug name").fullmatch(word):
            return True
        known = self._index.word(word)
        if known is None and "-" in word:
            known = self._index.word(word.partition("-")[0])
        return known is not None and known.is_drug

    def after_amount(self, line: Line, start: int) -> bool:
        """Whether an amount stands before an offset, with nothing but route and frequency between."""
        return bool(_AMOUNT_END.search(_before(line, start)))

    def ordered(self, line: Line, start: int) -> bool:
        """Whether an amount, a drug or a preparation stands before an offset; route and frequency may follow it."""
        before = _before(line, start)
        return bool(_AMOUNT_END.search(before) or _PREPARATION_END.search(before)) or self.ends_in_drug(before)

    def drug_after(self, line: Line, end: int) -> bool:
        """Whether the next word is a drug; articles, possessives and routes do not count."""
        m = _FIRST_WORD.match(line.text, end, end + _REACH)
        return m is not None and self.is_drug(m["word"])

    def before_amount(self, line: Line, end: int) -> bool:
        """Whether an amount follows."""
        return bool(_AMOUNT_START.match(line.text, end, end + _REACH))

    def drug_in_sentence(self, line: Line, start: int) -> bool:
        """Whether the sentence around an offset names a drug, within reach."""
        left, right = line.sentence_at(start)
        first = bisect_left(line.tokens, max(left, start - 2 * _REACH), key=lambda token: token.start)
        last = bisect_left(line.tokens, min(right, start + 2 * _REACH), key=lambda token: token.start)
        return any(self.is_drug(token.text) for token in line.tokens[first:last] if token.kind is Kind.WORD)

    def ends_in_drug(self, before: str) -> bool:
        """Whether the last word of a text is a drug."""
        return bool(self.drug_ending(before))

    def drug_ending(self, before: str) -> str:
        """The last word of a text when it is a drug, else nothing."""
        m = _LAST_WORD.search(before)
        return m["word"] if m and self.is_drug(m["word"]) else ""

    def is_measured(self, line: Line, place: Place, start: int, end: int) -> bool:
        """Whether a number is a result or a size rather than a dose: nothing else is known to be given, and the words
        before it, or else right after it, name something that is measured.
        """
        if place.section in ("laboratory", "imaging"):
            return True
        if place.section == "medications" or is_taken(line, end):
            return False
        left, right = line.sentence_at(start)
        here = bisect_left(line.tokens, start, key=lambda token: token.start)
        for token in reversed(line.tokens[max(0, here - _NEAR) : here]):
            if token.start < left or token.text in ";.":
                break
            if cues("salt").fullmatch(token.text):
                return False
            if cues("measured").fullmatch(token.text):
                return True
            if token.kind is Kind.WORD and self.is_drug(token.text):
                return False
        after = bisect_right(line.tokens, end, key=lambda token: token.start)
        stop = min(right, line.tokens[min(after + 4, len(line.tokens) - 1)].end)
        return bool(cues("measured").search(line.text, end, stop))


def _before(line: Line, start: int) -> str:
    """The text before an offset, within reach, without route and frequency at its end."""
    before = line.text[max(0, start - _REACH) : start]
    while m := _TRAILING.search(before):
        before = before[: m.start()] + " "
    return before


def is_taken(line: Line, end: int) -> bool:
    """Whether a route or a frequency follows, perhaps after the unit: what stands before it is given."""
    m = re.compile(rf"\s?-?(?:{MASS}|{UNITS}|{VOLUME}|{COUNT})?").match(line.text, end)
    return bool(_TAKEN.match(line.text, m.end() if m else end))
