"""ICD-10-CM order file (icd10cm_order_2026.txt): fixed columns, headings and diagnoses in the order of the book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from terminology.vocabulary.importers.format import Format, Malformed, Read, Reading, Refusal, decoded, release_in_name
from terminology.vocabulary.importers.lines import Line, lines
from terminology.vocabulary.sources.icd10cm import group_of
from terminology.vocabulary.term import Term, Tier

_ROW = re.compile(rb"\d{5} ([A-Z]\d[A-Z0-9]{1,5}) +[01] ")
_CODE = slice(6, 13)
_SHORT = slice(16, 76)
_LONG = slice(77, None)
_CATEGORY = 3
_JUDGED_ROWS = 20


def _code(line: Line) -> str:
    return line.raw[_CODE].decode("ascii", errors="replace").strip()


def read(reading: Reading) -> Iterator[Read]:
    """The long titles, a category of three characters at a time; a code's parent is the nearest heading above it."""
    for _, rows in groupby(lines(reading.path, reading.position, reading.rows), lambda line: _code(line)[:_CATEGORY]):
        terms: list[Term] = []
        refused: list[Refusal] = []
        seen: set[str] = set()
        count = 0
        for line in rows:
            count += 1
            try:
                terms.extend(_terms(reading, line, seen))
            except Malformed as problem:
                refused.append(Refusal(line.number, str(problem)))
        yield Read(terms, count, line.end, line.end, refused)


def _terms(reading: Reading, line: Line, seen: set[str]) -> Iterator[Term]:
    if not line.raw.strip():
        return
    if not _ROW.match(line.raw):
        raise Malformed("no order number, code and 0 or 1 in their columns")
    code = _code(line)
    above = (code[:length] for length in range(len(code) - 1, _CATEGORY - 1, -1))
    parent = next((heading for heading in above if heading in seen), "")
    seen.add(code)
    title = decoded(line.raw[_LONG], line.start + _LONG.start)
    group, concept = group_of(code), f"ICD10CM:{_dotted(code)}"
    yield reading.term(title, group, concept, parents=(f"ICD10CM:{_dotted(parent)}",) if parent else ())
    short = decoded(line.raw[_SHORT], line.start + _SHORT.start)
    if short != title:
        # full of clipped words, so it leads to the code but teaches no spelling
        yield Term(short, min(Tier.SOFTEN, reading.tier), group, concept, title)


def _dotted(code: str) -> str:
    return f"{code[:_CATEGORY]}.{code[_CATEGORY:]}" if len(code) > _CATEGORY else code


def _recognise(path: Path, head: bytes) -> bool:
    """By the columns of the first rows: one row that only looks so may stand in any list."""
    rows = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:_JUDGED_ROWS]
    return bool(rows) and 2 * sum(bool(_ROW.match(row)) for row in rows) > len(rows)


FORMAT = Format(
    name="ICD-10-CM (order file)",
    title="ICD-10-CM order file",
    licence="US public domain",
    attribution="ICD-10-CM by NCHS and CMS",
    tier=Tier.SUGGEST,
    files=("icd10cm[-_]order[-_]20??.txt",),
    recognise=_recognise,
    read=read,
    version=release_in_name(r"(20\d\d)"),
)
