"""Which parts a type of note must have, and whether a note has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from terminology.data_files import rows
from terminology.document import Document
from terminology.sections import section_key

_TITLE = re.compile(
    r"(?:^|[.;]|\s(?=[a-z/&-]{1,15}:))[ \t]*(?:#{1,3}\s*|\d{1,2}[.)]\s*)?"
    r"([a-z][\w /&,'’()-]{0,60}?)[ \t]*(?=:|,\d|\r?$)",
    re.MULTILINE,
)
_BETWEEN = re.compile(r"[\s_/-]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a note: its name, the sections (keys of data/sections.tsv) and headings it may stand under, and
    wordings that show it stands in the running text. All lower case.
    """

    name: str
    sections: frozenset[str]
    headings: tuple[str, ...]
    wording: tuple[str, ...] = ()


def note_type_key(name: str) -> str:
    """A note type in lower case with single blanks, however its words are joined."""
    return _BETWEEN.sub(" ", name).strip().lower()


def required_parts(note_type: str, site: Sequence[tuple[str, tuple[str, ...]]] = ()) -> tuple[Part, ...]:
    """The parts that a type of note must have; none when it is not known.

    ``site`` are the site's own lists, by note type: they replace those of data/required_sections.tsv. A name that
    no part of the table has is a heading of its own.
    """
    key = note_type_key(note_type)
    for name, parts in site:
        if note_type_key(name) == key:
            return tuple(_named(part, key) for part in parts)
    return tuple(_table().get(key, {}).values())


def is_listed_by_site(note_type: str, site: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
    """Whether a site has a list of its own for a type of note."""
    return any(note_type_key(name) == note_type_key(note_type) for name, _ in site)


def known_note_types(site: Sequence[tuple[str, tuple[str, ...]]] = ()) -> tuple[str, ...]:
    """The types of note of which parts are required, in alphabetical order."""
    return tuple(sorted({*_table(), *(note_type_key(name) for name, _ in site)}))


def missing_parts(document: Document, parts: Sequence[Part]) -> list[str]:
    """The names of the parts that a note lacks, in the order given."""
    text = document.text.lower()
    titles = [f" {title} " for title in _titles(text)]
    sections = {line.heading[0] for line in document.lines if line.heading} | {section_key(t.strip()) for t in titles}
    return [part.name for part in parts if not _is_there(part, text, titles, sections)]


def _is_there(part: Part, text: str, titles: Sequence[str], sections: set[str]) -> bool:
    return (
        bool(part.sections & sections)
        or any(f" {heading} " in title for heading in part.headings for title in titles)
        or any(wording in text for wording in part.wording)
    )


def _titles(text: str) -> Iterator[str]:
    """What may be a heading in a text in lower case: what stands before a colon (or a comma and a number) at the start
    of a line or sentence, one word before a colon anywhere, or a short line without a stop.
    """
    return (" ".join(m[1].split()) for m in _TITLE.finditer(text))


def _named(name: str, note_type: str) -> Part:
    lower = " ".join(name.lower().split())
    known = _table().get(note_type, {}).get(lower)
    if known:
        return known
    key = section_key(lower)
    return Part(lower, frozenset({key} if key else ()), (lower,))


@cache
def _table() -> Mapping[str, Mapping[str, Part]]:
    """By note type the parts by name."""
    table: dict[str, dict[str, Part]] = {}
    for row in rows("required_sections.tsv"):
        name, headings = row["part"], (row["part"], *_listed(row["headings"]))
        part = Part(name, frozenset(_listed(row["sections"])), headings, _listed(row["wording"]))
        for note_type in _listed(row["note_type"]):
            table.setdefault(note_type_key(note_type), {})[name] = part
    return table


def _listed(field: str) -> tuple[str, ...]:
    return tuple(filter(None, field.split("|")))
