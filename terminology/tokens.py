"""Cuts clinical text into tokens.

One pattern serves every front: the checker runs it directly (spaCy takes over a second to import),
and ``terminology.spacy_pipeline`` hands the same tokens to a blank English spaCy pipeline, so that
spaCy and scispaCy components see what the rules see.

What stays whole: ``b.i.d.``, ``q.4h``, ``5-HT3``, ``120/80``, ``p.o.``, ``y/o``, ``#3``, ``T10-L2``, dates,
times, e-mail addresses. What is split: a dose run into its unit (``10mg`` -> ``10``, ``mg``), because the
dose rules need the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a token looks like."""

    IDENTIFIER = "identifier"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    SHORT = "short"
    CODE = "code"
    WORD = "word"
    SYMBOL = "symbol"


class Token(NamedTuple):
    """A stretch of text; ``start`` and ``end`` are code points from the start of the cut text."""

    start: int
    end: int
    text: str
    kind: Kind


_LETTER = r"[^\W\d_]"
_JOIN = r"['’ʼ\-\u2010\u2011]"

_TOKEN = re.compile(
    rf"""
    (?P<plain> [A-Za-z]{{2,}}(?=\.?(?:[ ]|$)|[,;)]|:(?!/)) )
  | (?P<identifier> (?:https?://|www\.)\S+ | [\w.+-]{{1,64}}@[\w-]+\.[\w.-]+
      | \b[\w-]{{1,100}}\.(?:txt|pdf|docx?|jpe?g|png|csv|xlsx?|wav|mp3|dcm)\b )
  | (?P<date> \b\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})\b | \b\d{{4}}-\d{{2}}-\d{{2}}\b )
  | (?P<time> \b\d{{1,2}}:\d{{2}}(?::\d{{2}})?\b )
  | (?P<short> \b(?:{_LETTER}\.){{2,}}(?:{_LETTER}(?!{_LETTER}))?
      | \b[qQ]\.?\s?\d{{1,2}}(?:-\d{{1,2}})?\s?(?:h(?:rs?|ours?)?|d|w|min|[AaPp][Mm])\b\.?
      | \b{_LETTER}{{1,4}}(?:[/&]{_LETTER}{{1,4}})+\b(?!-) | \b[wcsp]/(?:o\b)? )
  | (?P<code> \#\d+ | \b\d+-?(?:[A-Z]{{1,4}}\d+|year|yr|yo)\b
      | \b{_LETTER}{{1,5}}-?\d+(?:[-/](?:{_LETTER}{{0,2}})\d+)*{_LETTER}{{0,3}}\b
      | \b\d+(?:st|nd|rd|th)\b )
  | (?P<number> \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)? | \d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)? | \.\d+ )
  | (?P<word> {_LETTER}+(?:{_JOIN}{_LETTER}+)* )
  | (?P<symbol> \S )
    """,
    re.VERBOSE,
)

# most tokens are plain words, which nothing that stands before the words in the pattern can match
_KINDS = {"plain": Kind.WORD, **{kind.value: kind for kind in Kind}}


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in order; white space is between them and in none of them."""
    kinds, new = _KINDS, tuple.__new__
    return tuple([new(Token, (*m.span(), m.group(), kinds[m.lastgroup or ""])) for m in _TOKEN.finditer(text)])


def spaced(text: str) -> Iterator[tuple[str, bool]]:
    """The tokens as spaCy counts them: each with whether one blank follows; other white space is a token too."""
    at = 0
    for token in tokenize(text):
        if gap := text[at : token.start]:
            yield gap, False
        is_spaced = text.startswith(" ", token.end)
        yield token.text, is_spaced
        at = token.end + is_spaced
    if rest := text[at:]:
        yield rest, False
