"""LOINC: Loinc.csv or LoincTableCore.csv, read by their column names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from terminology.concept import Group
from terminology.vocabulary.importers.format import Format, Malformed, Read, Reading, Refusal, cleaned, release_in_name
from terminology.vocabulary.importers.lines import Line, lines
from terminology.vocabulary.term import Term, Tier

_NEEDED = ("LOINC_NUM", "COMPONENT", "LONG_COMMON_NAME", "STATUS")
_SYNONYMS = ("SHORTNAME", "DisplayName")
_OUT_OF_USE = frozenset({"DEPRECATED", "DISCOURAGED"})
_LABORATORY_CLASS = "1"


class _Fed:
    """Hands lines to the CSV reader and knows how far that has read."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self.line = Line(0, 0, 0, b"")

    def __iter__(self) -> Iterator[str]:
        for line in self._source:
            self.line = line
            # a row whose bytes are not UTF-8 is refused when it is complete
            yield line.raw.decode(errors="surrogateescape") + "\n"


def read(reading: Reading) -> Iterator[Read]:
    """Codes in use: the long common name is preferred, short and display name are synonyms."""
    columns = _columns(next(lines(reading.path)).raw)
    fed = _Fed(lines(reading.path, reading.position, reading.rows))
    rows = csv.reader(fed)
    row_number, start = reading.rows, reading.position
    while True:
        refused: tuple[Refusal, ...] = ()
        terms: tuple[Term, ...] = ()
        try:
            row = next(rows)
            if row_number > 0:
                terms = tuple(_terms(reading, row, columns, start))
        except StopIteration:
            return
        except (Malformed, csv.Error) as problem:
            refused = (Refusal(row_number + 1, str(problem)),)
        yield Read(terms, fed.line.number - row_number, fed.line.end, fed.line.end, refused)
        row_number, start = fed.line.number, fed.line.end


def _columns(header: bytes) -> dict[str, int]:
    try:
        names = next(csv.reader([header.decode("utf-8-sig", errors="replace")]))
    except csv.Error:
        return {}
    return {name: number for number, name in enumerate(names)}


def _terms(reading: Reading, row: list[str], columns: dict[str, int], start: int) -> Iterator[Term]:
    if len(row) != len(columns):
        raise Malformed(f"{len(row)} columns instead of {len(columns)}")
    if any("\udc80" <= character <= "\udcff" for field in row if not field.isascii() for character in field):
        raise Malformed(f"not UTF-8 after byte offset {start}")

    def value(name: str) -> str:
        field = row[columns[name]] if name in columns else ""
        return cleaned(field) if field.strip() else ""

    if value("STATUS") in _OUT_OF_USE:
        return
    code, name = value("LOINC_NUM"), value("LONG_COMMON_NAME") or value("COMPONENT")
    if not code or not name:
        raise Malformed("no LOINC_NUM or no name")
    group = Group.LABORATORY if value("CLASSTYPE") in ("", _LABORATORY_CLASS) else Group.OTHER
    yield reading.term(name, group, f"LOINC:{code}", "", value("DefinitionDescription"))
    for synonym in dict.fromkeys(map(value, _SYNONYMS)):
        if synonym and synonym != name:
            yield reading.term(synonym, group, f"LOINC:{code}", name)
    if component := value("COMPONENT"):
        # shared by many codes, so a term of its own and no name of this code
        yield replace(reading.term(component, group), tier=min(Tier.ACCEPT, reading.tier))


def _recognise(path: Path, head: bytes) -> bool:
    first = head.partition(b"\n")[0].rstrip(b"\r")
    return first.count(b",") >= len(_NEEDED) - 1 and _columns(first).keys() >= set(_NEEDED)


FORMAT = Format(
    name="LOINC (Loinc.csv)",
    title="LOINC",
    licence="LOINC Licence",
    attribution="This material contains content from LOINC (loinc.org), copyright Regenstrief Institute, Inc.",
    tier=Tier.SUGGEST,
    files=("Loinc.csv", "LoincTableCore.csv"),
    recognise=_recognise,
    read=read,
    version=release_in_name(r"(?i)loinc_v?(\d\.\d+)"),
)
