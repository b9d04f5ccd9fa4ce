"""Turns what was read out of notes into what is printed. Pure functions from notes to strings."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from entryassist.display import visible
from entryassist.report import Lines, harmless_json
from entryassist.spreadsheet import harmless_cell
from terminology import Extract

COLUMNS = ("path", "line", "column", "kind", "text", "value", "unit", "certainty", "concept", "section", "details")


@dataclass(frozen=True, slots=True)
class ExtractedNote:
    """One note and what it tells of. ``path`` is the name to show."""

    path: str
    text: str
    extracts: Sequence[Extract]


def text_report(notes: Iterable[ExtractedNote]) -> Iterator[str]:
    """One line for each extract: place, kind, words, dose or value, certainty, details, concept."""
    for note in notes:
        for row in _rows(note):
            said = " ".join(part for part in (row["text"], *_amount(row)) if part)
            more = "; ".join(part for part in (row["details"], row["concept"]) if part)
            place = f"{row['path']}:{row['line']}:{row['column']}:"
            line = f"{place} {row['kind']:<11} {row['certainty']:<10}  {said}" + (f"  ({more})" if more else "")
            yield visible(line, keep="") + "\n"


def _amount(row: Mapping[str, str]) -> tuple[str, str]:
    value = "" if row["value"] == row["text"] else row["value"]
    return value, row["unit"]


def csv_table(notes: Iterable[ExtractedNote]) -> Iterator[str]:
    """A table with headings, without any cell that a spreadsheet takes for a formula."""
    yield _csv_line(COLUMNS)
    for note in notes:
        for row in _rows(note):
            yield _csv_line([harmless_cell(row[name]) for name in COLUMNS])


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def json_lines(notes: Iterable[ExtractedNote]) -> Iterator[str]:
    """One JSON object a line for each extract."""
    for note in notes:
        yield from (f"{record}\n" for record in _records(note))


def json_document(notes: Iterable[ExtractedNote]) -> Iterator[str]:
    """One JSON array of all extracts, written piece by piece."""
    opening = "[\n"
    for note in notes:
        if note.extracts:
            yield opening + ",\n".join(_records(note))
            opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _records(note: ExtractedNote) -> Iterator[str]:
    lines = Lines(note.text)
    for one in note.extracts:
        record = {"path": note.path, **_place(one, lines), **asdict(one), "details": dict(one.details)}
        yield harmless_json(json.dumps(record, ensure_ascii=False))


def _rows(note: ExtractedNote) -> Iterator[dict[str, str]]:
    lines = Lines(note.text)
    for one in note.extracts:
        details = "; ".join(f"{name}: {value}" for name, value in one.details)
        said = {name: str(getattr(one, name)) for name in COLUMNS if hasattr(one, name)}
        place = {name: str(number) for name, number in _place(one, lines).items()}
        yield {**said, **place, "path": note.path, "details": details}


def _place(one: Extract, lines: Lines) -> dict[str, int]:
    line = lines.at(one.start)
    return {"line": line.number, "column": one.start - line.start + 1}


FORMS: Mapping[str, Callable[[Iterable[ExtractedNote]], Iterator[str]]] = {
    "text": text_report,
    "json": json_document,
    "jsonl": json_lines,
    "csv": csv_table,
}
