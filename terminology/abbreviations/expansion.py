"""How a short form is written out in its place, and what keeps that from being done without a person looking."""

from __future__ import annotations

import re
from functools import cache

from terminology.abbreviations.short_forms import ShortForm, ShortForms
from terminology.abbreviations.wordings import Sense
from terminology.data_files import rows
from terminology.document import Line
from terminology.house_style import without_stops
from terminology.vocabulary.normal import normal_phrase

# Set on one half of the development set and measured on the other: benchmarks/expansions.py.
SURE = 0.97
RIVALS = 0.12
_NUMBER_BEFORE = re.compile(r"(?:\d[\w.,%/]*|#)[\s=:-]*$")
_NUMBER_AFTER = re.compile(r"[\s=:<>~-]*(?:\(\s*)?[#.]?\d")
_JOINED_BEFORE = re.compile(r"[\w/&+@#*'’\"\\.-]$")
_JOINED_AFTER = re.compile(r"[\w/&+@#*'’\"\\-]|\.\w")
_ARTICLE = re.compile(r"\b(an?)\s+$", re.IGNORECASE)
_SENTENCE_OPENS = re.compile(r"(?:^|[.!?][\"')\]]*\s)[\s\-*•>]*(?:\d{1,2}[.)]\s*)?$")
_REACH = 24
_VOWELS = "aeiou"
_NEXT = re.compile(r"\s*[,|]\s*")


def written_out(line: Line, start: int, long: str) -> str:
    """The long form as it is written at a place of a line: with a capital that opens a sentence, or in capitals."""
    if line.is_in_capitals:
        return long.upper()
    if _SENTENCE_OPENS.search(line.text, max(0, start - _REACH), start):
        return long[:1].upper() + long[1:]
    return long


def doubt(line: Line, short: ShortForm, sense: Sense, forms: ShortForms) -> str:
    """Why a person must look before a short form is written out in this sense; empty where nobody need.

    Nothing is beyond doubt that could change a drug, a dose, a route, a negation or a side, that is on the
    do-not-use list, that has another likely meaning, or that would not fit the sentence.
    """
    guarded = _guarded_word(sense)
    if forms.may_name_a_drug(short.text, sense):
        return "it may name a drug"
    if guarded:
        return f'"{guarded}" bears on a dose, side, negation or person'
    if without_stops(short.text) in _not_to_use():
        return "it is on a list of notations not to use"
    if sense.fitting < SURE or forms.rival_share(short.text, sense) > RIVALS:
        return "another meaning or wording is possible"
    if not forms.is_spelled_so(short.text, sense) or forms.is_word(short.text):
        return "it is not spelled as usual, or also a word"
    if not forms.is_borne_out(short):
        return "only a list speaks for it"
    return _misfit(line, short, sense.long)


def _guarded_word(sense: Sense) -> str:
    words = (word for wording in sense.wordings for word in normal_phrase(wording.text).split())
    return next((word for word in words if word in _guarded() or any(map(str.isdigit, word))), "")


def _misfit(line: Line, short: ShortForm, long: str) -> str:
    text, start, end = line.text, short.start, short.end
    near = max(0, start - _REACH)
    if _NUMBER_BEFORE.search(text, near, start) or _NUMBER_AFTER.match(text, end) or any(map(str.isdigit, short.text)):
        return "a number is beside it"
    if _JOINED_BEFORE.search(text, near, start) or _JOINED_AFTER.match(text, end):
        return "it is joined to other signs"
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return "it stands in brackets"
    if not any(map(str.islower, line.around(start, end))):
        return "capitals tell nothing here"
    article = _ARTICLE.search(text, near, start)
    if article and (len(article[1]) == 2) != (long[0].lower() in _VOWELS):
        return "the article before it would not fit"
    before, after = line.neighbours(start, end)
    words = normal_phrase(long).split()
    if short.text.lower() in words:
        return "its long form holds it"
    if before == words[0] or after.rstrip("s") == words[-1].rstrip("s"):
        return "a word of it stands beside it"
    return ""


@cache
def _guarded() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("guarded_words.tsv"))


@cache
def _not_to_use() -> frozenset[str]:
    listed = (row["notation"] for table in ("do_not_use.tsv", "error_prone.tsv") for row in rows(table))
    return frozenset(without_stops(notation) for cell in listed for notation in _NEXT.split(cell))
