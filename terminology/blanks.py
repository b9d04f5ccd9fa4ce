"""Blanks: the marks a typist leaves where a word could not be heard or read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from terminology.data_files import rows
from terminology.document import cut_lines


class Reason(StrEnum):
    """Why something is missing."""

    BLANK = "blank"
    INAUDIBLE = "inaudible"
    ILLEGIBLE = "illegible"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank: its span in code points, why it is there, and where in the source (``02:13``, ``p. 2``, or empty)."""

    span: tuple[int, int]
    reason: Reason
    at: str = ""


_SIGNS = "_*?[(<{"
_AT = r"(?P<at>\d{1,2}:\d\d(?::\d\d)?|\d+(?:\.\d+)?|(?:p|pp|pg|page|line)\b\.?\s{0,2}\d+(?:-\d+)?)"
_WHAT = r"(?:\s(?:words?|text|names?|phrase|section|number))?"
_RULED_LINE = re.compile(r"[*_\s=-]{8,}|\s*(?:_{5,7}|\*{5,7})\s*")
_TO_SIGN, _LONG = re.compile(r"\b(?:signature|signed|witness|initials)\b[\w\s]{0,20}:?\s*$", re.IGNORECASE), 8
_LINE_OF_STARS = re.compile(r"\s*\*")


def blanks(text: str) -> Iterator[Blank]:
    """The blanks of a text in order. Lines that only draw a rule and empty tick boxes are none."""
    if not any(sign in text for sign in _SIGNS):
        return
    for start, line in cut_lines(text):
        for blank in blanks_in_line(line):
            yield Blank((start + blank.span[0], start + blank.span[1]), blank.reason, blank.at)


def blanks_in_line(line: str) -> Iterator[Blank]:
    """The blanks of one line, with offsets from its start."""
    if not any(sign in line for sign in _SIGNS) or _RULED_LINE.fullmatch(line):
        return
    for m in _pattern().finditer(line):
        # in round brackets some of the words are plain prose: "teeth 18 and 30 (missing)"
        if m["word"] and line[m.start()] == "(" and _words()[m["word"].lower()][1] == "square":
            continue
        inside_word = line[m.start() - 1 : m.start()].isalnum() and line[m.end() : m.end() + 1].isalnum()
        is_line_to_sign = m.end() - m.start() >= _LONG and _TO_SIGN.search(line, 0, m.start())
        if inside_word or is_line_to_sign or (m["stars"] == "**" and _LINE_OF_STARS.match(line)):
            continue
        yield Blank(m.span(), _reason(m), m["at"] or "")


def _reason(m: re.Match[str]) -> Reason:
    if m["word"]:
        return _words()[m["word"].lower()][0]
    return Reason.UNSURE if "?" in m.group() else Reason.BLANK


@cache
def _words() -> dict[str, tuple[Reason, str]]:
    """For each word of the table the reason it gives and the brackets it needs."""
    return {row["word"]: (Reason(row["reason"]), row["brackets"]) for row in rows("blank_words.tsv")}


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(_words())
    return re.compile(
        r"_{3,}|(?<![^\W_])__(?![^\W_])"
        r"|(?P<stars>\*{4,}|(?<=\s)\*\*(?=[\s.,;:)]|$))"
        r"|[\[(]\s?sounds\slike\s[^\[\]()\n]{1,30}[\])]|\?{3,}|[\[(]\s?\?{2,}\s?[\])]|\[\s?\?\s?\]|[\[(]\s?sp\s?\?\s?[\])]|\[\s?_+\s?\]"
        rf"|[\[(<{{]\s?(?P<word>{words}){_WHAT}\s?[,;:@-]?\s?(?:at\s|on\s)?{_AT}?\s?[\])>}}]",
        re.IGNORECASE,
    )
