"""Cuts a source at its headings, and finds the part that belongs to a section of the note.

Dictations and handwritten notes head their parts in many ways: ``HPI:``, ``Chief complaint. Cough``, ``Meds - PNV``,
``PMH asthma``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from terminology.data_files import rows
from terminology.document import cut_lines
from terminology.sections import section_key

_WORDS = re.compile(r"\s{0,8}(?:\d{1,2}[.)]\s+)?(?P<words>[A-Za-z][\w&/'’]*(?: [A-Za-z&][\w&/'’]*){0,5})")
_ENDS = re.compile(r"\s*(?:[:.]|\s[-–—]\s|$)")


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A stretch of the source from one heading to the next; ``section`` is a key of data/sections.tsv, empty before
    the first heading."""

    heading: str
    section: str
    text: str


def source_parts(text: str) -> list[SourcePart]:
    """The parts of a source in order; together they are the whole text."""
    heads = [(start, *found) for start, line in cut_lines(text) if (found := _heading(line))]
    if not heads or heads[0][0] > 0:
        heads.insert(0, (0, "", ""))
    ends = [start for start, *_ in heads[1:]] + [len(text)]
    return [SourcePart(head, key, text[start:end]) for (start, head, key), end in zip(heads, ends, strict=True)]


def part_for(heading: str, parts: Sequence[SourcePart]) -> int | None:
    """The part that belongs under a heading of the note: of that name, else of its section, else what that section
    is made up from; None when there is none."""
    name, key = _folded(heading), section_key(heading)
    if not name:
        return None
    wanted = (key, *_made_of().get(key, ())) if key else ()
    by_name = (at for at, part in enumerate(parts) if _folded(part.heading) == name)
    by_key = (at for section in wanted for at, part in enumerate(parts) if part.section == section)
    return next(by_name, next(by_key, None))


def _heading(line: str) -> tuple[str, str] | None:
    """The longest heading that a line begins with, and its section."""
    m = _WORDS.match(line)
    words = m["words"].split(" ") if m else []
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        key = section_key(name)
        rest = line[m.start("words") + len(name) :] if m else ""
        # a short form in capitals heads its line without any mark: "PMH asthma"
        if key and (_ENDS.match(rest) or (name.isupper() and len(name) > 1 and rest.startswith(" "))):
            return name, key
    return None


def _folded(heading: str) -> str:
    return " ".join(heading.casefold().replace("-", " ").split()).rstrip(":")


@cache
def _made_of() -> dict[str, tuple[str, ...]]:
    return {row["section"]: tuple(row["parts"].split("|")) for row in rows("section_parts.tsv")}
