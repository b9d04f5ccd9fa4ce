"""A note as the rules see it: lines with their tokens, the section each stands in, and zones.

The line is the unit of work. Judging a line depends on its text, its section and the note's
context and on nothing else, which is what lets the checker keep the result of every line that an
edit does not touch.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import repeat
from typing import Any, TypeVar

from terminology.context import NoteContext
from terminology.dates.note import NoteDates
from terminology.dates.written import WrittenDate, dates_in
from terminology.named_people import people_in
from terminology.sections import heading_of, section_key
from terminology.tokens import Kind, Token, tokenize
from terminology.vocabulary.normal import normal_word

_Read = TypeVar("_Read")

_LINE_BREAK = re.compile(r"(\r\n|\r|\n)")
_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+(?=[A-Z0-9\"'(])")
_NO_SENTENCE_END = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|No|vs|approx|e\.g|i\.e)|\b\w)\.$", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”")
_LABELLED_IDENTIFIER = re.compile(
    r"\b(?:MRN|SSN|DOB|Acc(?:ession)?|Phone|Tel|Fax|Pager|ID|Account|Room|Bed|Zip)\b\s*(?:#|No\.?|number)?\s*[:#]\s*"
    r"[A-Za-z]{0,3}[\d][\w-]*",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*)[ -]$")
_WORD_AFTER = re.compile(r"[ -]([^\W\d_]+(?:['’][^\W\d_]+)*)")
_SENTENCE_OPENERS = ".:;!?-*•)"
_FAR = 40
_LONGEST_TITLE = 8
# a line of a few short forms (HEENT, NCAT, PERRLA, EOMI) is not yet a line in capitals
_TELLING_WORD, _TELLING_WORDS, _MOSTLY = 4, 6, 0.9
_IN_SIGHT = 400

# sections that a line often holds whole, in the middle of another section
_ASIDES = frozenset({"vitals", "allergies"})


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a line in which spelling and abbreviation rules stay silent."""

    start: int
    end: int
    kind: str


class Line:
    """One line of a note without its line break. Offsets in it count from its own start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._read: dict[object, Any] = {}

    def once(self, reader: Callable[[Line], _Read]) -> _Read:
        """What a function makes of the line, worked out once. Rules that judge a whole note keep what they read so."""
        try:
            read: _Read = self._read[reader]
        except KeyError:
            read = self._read[reader] = reader(self)
        return read

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The text of each token in lower case."""
        return tuple([token.text.lower() for token in self.tokens])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different forms of the line."""
        return frozenset(self.forms)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the line."""
        return tokenize(self.text)

    @cached_property
    def has_digit(self) -> bool:
        """Whether a digit stands in the line: without one it holds no dose, no date and no measurement."""
        return _DIGIT.search(self.text) is not None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """For each token its text in lower case when it is a word, else the empty string."""
        paired = zip(self.tokens, self.forms, strict=True)
        return tuple([form if token.kind is Kind.WORD else "" for token, form in paired])

    @cached_property
    def normals(self) -> tuple[str, ...]:
        """For each token its text in normal form when it is a word, else the empty string."""
        return tuple([word if word.isascii() else normal_word(word) for word in self.words])

    @cached_property
    def used_words(self) -> frozenset[str]:
        """The words of four letters and more in the line, in normal form, those joined by hyphens one by one."""
        parts = (part for word in self.words if word for part in normal_word(word).split("-"))
        return frozenset(part for part in parts if len(part) >= _TELLING_WORD)

    @cached_property
    def people(self) -> frozenset[str]:
        """The words of the names of people whom the line introduces as such, in small letters."""
        return people_in(self.text)

    @cached_property
    def is_in_capitals(self) -> bool:
        """Whether the line is written in capitals throughout, so that capitals tell nothing about its words."""
        telling = [token.text for token in self.tokens if token.kind is Kind.WORD and len(token.text) >= _TELLING_WORD]
        return len(telling) >= _TELLING_WORDS and sum(map(str.isupper, telling)) >= _MOSTLY * len(telling)

    @cached_property
    def heading(self) -> tuple[str, int] | None:
        """``(section, end of the heading)`` when the line opens a section, else None."""
        return heading_of(self.text)

    @cached_property
    def dates(self) -> tuple[WrittenDate, ...]:
        """The dates written in the line."""
        return dates_in(self.text)

    @property
    def is_aside(self) -> bool:
        """Whether the line's heading covers this line only: ``Vitals: BP 120/80``, inside an examination."""
        return bool(self.heading and self.heading[0] in _ASIDES and self.text[self.heading[1] :].strip())

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """Quoted speech and identifiers."""
        text = self.text
        zones = [Zone(*m.span(), "quoted") for m in _QUOTED.finditer(text)] if '"' in text or "“" in text else []
        if ":" in text or "#" in text:
            zones += [Zone(*m.span(), "identifier") for m in _LABELLED_IDENTIFIER.finditer(text)]
        zones += [Zone(t.start, t.end, "identifier") for t in self.tokens if t.kind is Kind.IDENTIFIER]
        return tuple(zones)

    def in_zone(self, start: int, end: int) -> bool:
        """Whether a span of the line touches a zone."""
        return any(z.start < end and z.end > start for z in self.zones)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Spans of the sentences of the line."""
        spans, start = [], 0
        for m in _SENTENCE_END.finditer(self.text):
            # a look back of a few letters, or long lines would cost the square of their length
            if _NO_SENTENCE_END.search(self.text, max(start, m.start() - _LONGEST_TITLE), m.start() + 1):
                continue
            spans.append((start, m.end()))
            start = m.end()
        if start < len(self.text):
            spans.append((start, len(self.text)))
        return tuple(spans)

    def neighbours(self, start: int, end: int) -> tuple[str, str]:
        """The words right before and right after a span, normalised; empty where something else stands between."""
        left = _WORD_BEFORE.search(self.text[max(0, start - _FAR) : start])
        right = _WORD_AFTER.match(self.text[end : end + _FAR])
        return normal_word(left[1]) if left else "", normal_word(right[1]) if right else ""

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The span of the sentence that holds an offset."""
        at = bisect_right(self.sentences, offset, key=lambda span: span[1])
        return self.sentences[at] if at < len(self.sentences) else (0, len(self.text))

    def around(self, start: int, end: int) -> str:
        """The words around a span, in its sentence and within reach of a reader's eye."""
        left, right = self.sentence_at(start)
        return f"{self.text[max(left, start - _IN_SIGHT) : start]} {self.text[end : min(right, end + _IN_SIGHT)]}"


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a line stands: its section (a key of data/sections.tsv, or empty) and the note's context.

    Made by ``place_of``, which gives the same object for equal parts: results are kept by place, and to compare two
    contexts for each of a note's lines after every key would cost more than most rules.
    """

    section: str
    context: NoteContext


@lru_cache(maxsize=1 << 8)
def place_of(section: str, context: NoteContext) -> Place:
    """The place of a line in a section of a note."""
    return Place(section, context)


@dataclass(frozen=True)
class Document:
    """A note cut into lines. ``starts[i]`` is the offset of ``lines[i]`` in the text.

    The context of its places is without habits, which no line may depend on; its own has them.
    """

    text: str
    context: NoteContext
    lines: Sequence[Line]
    starts: Sequence[int]
    places: Sequence[Place]
    definitions: dict[str, str] = field(default_factory=dict)
    _read: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, reader: Callable[[Document], _Read]) -> _Read:
        """What a function makes of the note, worked out once for all the rules that ask."""
        try:
            read: _Read = self._read[reader]
        except KeyError:
            read = self._read[reader] = reader(self)
        return read

    @cached_property
    def dates(self) -> NoteDates:
        """The dates of the note with what they are the dates of."""
        return NoteDates(self.lines, self.starts, self.context)

    @cached_property
    def used_words(self) -> frozenset[str]:
        """The words of four letters and more in the note, in normal form."""
        return frozenset().union(*[line.used_words for line in self.lines])

    @cached_property
    def people(self) -> frozenset[str]:
        """The words of the names of people introduced as such anywhere in the note, in small letters."""
        return frozenset().union(*filter(None, [line.people for line in self.lines]))

    def line_at(self, offset: int) -> int:
        """The number of the line that holds an offset."""
        return bisect_right(self.starts, offset) - 1

    def spans(self) -> Iterator[tuple[int, Line, Place]]:
        """Each line with its start and its place."""
        return zip(self.starts, self.lines, self.places, strict=True)


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence, a heading or an item of a list begins at an offset."""
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    before = text[line_start:start].rstrip()
    return not before or before[-1] in _SENTENCE_OPENERS or before[-1].isdigit()


def cut_lines(text: str) -> Iterator[tuple[int, str]]:
    """Start and text of every line; a line break is LF, CR LF or CR and belongs to no line."""
    lines = text.split("\n")
    breaks: Iterable[int] = repeat(1)
    # a pattern takes longer to find the line feeds than all the rest
    if "\r" in text:
        pieces = _LINE_BREAK.split(text)
        lines, breaks = pieces[::2], [*map(len, pieces[1::2]), 0]
    start = 0
    for line, gap in zip(lines, breaks, strict=False):
        yield start, line
        start += len(line) + gap


def placed_lines(
    text: str, context: NoteContext, line_of: Callable[[str], Line] = Line
) -> Iterator[tuple[int, Line, Place]]:
    """Every line of a text with its start and its place; ``line_of`` makes a line, or finds one made before."""
    section = section_key(context.section)
    places = {section: place_of(section, context)}
    for start, line_text in cut_lines(text):
        line = line_of(line_text)
        here = section
        if line.heading:
            here = line.heading[0]
            if here not in places:
                places[here] = place_of(here, context)
            if not line.is_aside:
                section = here
        yield start, line, places[here]
