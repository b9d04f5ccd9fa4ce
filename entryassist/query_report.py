"""Queries as they leave the program: letters by author as text, a table as CSV. Pure, from records to strings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from entryassist.display import visible
from entryassist.spreadsheet import harmless_cell

if TYPE_CHECKING:
    from models import ProviderQuery, QueryMessage

COLUMNS = (
    *("query", "state", "author", "mrn", "patient", "birth_date", "note", "note_type", "encounter_date"),
    *("asked_at", "asked_by", "rule", "text", "question", "answer", "said_by", "changed_at"),
)


def letters(queries: Iterable[ProviderQuery]) -> Iterator[str]:
    """The queries as text, those of one author under each other, each with its thread."""
    by_author = sorted(queries, key=lambda one: (one.author.casefold(), one.id))
    for author, group in groupby(by_author, key=lambda one: one.author):
        yield f"To {_line(author)}\n\n"
        for one in group:
            yield _letter(one)


def _letter(query: ProviderQuery) -> str:
    note, patient = query.note, query.note.patient
    name = f"{patient.family_name}, {patient.given_name}"
    lines = [
        f"Query {query.id}, {query.state}",
        f"Patient: {_line(name)}, born {patient.birth_date}, MRN {_line(patient.mrn)}",
        f"Note {note.id}: {_line(note.note_type)} of {note.encounter.encounter_date}",
        *map(_message, query.messages),
    ]
    return "\n".join(lines) + "\n\n"


def _message(message: QueryMessage) -> str:
    who = _line(message.said_by) or _line(message.user.display_name)
    return f"{str(message.kind).capitalize()} ({message.at:%Y-%m-%d %H:%M} UTC, {who}): {_line(message.text)}".rstrip()


def table(queries: Iterable[ProviderQuery]) -> str:
    """The queries as CSV with a line of headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(one) for one in queries)
    return out.getvalue()


def _row(query: ProviderQuery) -> list[str | int]:
    note, patient = query.note, query.note.patient
    answer = next((one for one in reversed(query.messages) if str(one.kind) == "answer"), None)
    texts = (query.rule, query.text, query.question, query.answer, answer.said_by if answer else "")
    return [
        query.id,
        query.state.value,
        *map(_cell, (query.author, patient.mrn, f"{patient.family_name}, {patient.given_name}")),
        patient.birth_date.isoformat(),
        note.id,
        _cell(note.note_type),
        note.encounter.encounter_date.isoformat(),
        query.asked_at.isoformat(timespec="seconds"),
        _cell(query.asked_by.username),
        *map(_cell, texts),
        query.changed_at.isoformat(timespec="seconds"),
    ]


def _cell(text: str) -> str:
    return harmless_cell(text, keep="\n")


def _line(text: str) -> str:
    return visible(" ".join(text.split()), keep="")
