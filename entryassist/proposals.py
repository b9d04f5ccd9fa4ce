"""Proposed words as a CSV file that a supervisor decides in, and the decisions read back from it."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from entryassist.spreadsheet import harmless_cell
from terminology.errors import VocabularyError
from terminology.vocabulary.learning import Proposal
from terminology.vocabulary.normal import normal_word

COLUMNS = ("decision", "word", "written", "count", "notes", "authors", "nearest", "nearest_score", "likelihood")
CONTEXT_COLUMNS = ("context_1", "context_2")
ACCEPT, REJECT = "accept", "reject"
_FIRST_ROW = 2


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a supervisor decided; ``undecided`` counts the words still without a decision."""

    accepted: tuple[str, ...]
    rejected: tuple[str, ...]
    undecided: int


def cells(proposal: Proposal) -> tuple[str, ...]:
    """A proposal as text, in the order of the columns after ``decision``; contexts come last, if it has any."""
    return (
        proposal.word,
        proposal.written,
        str(proposal.count),
        str(proposal.notes),
        str(proposal.authors),
        proposal.nearest,
        f"{proposal.nearest_score:g}",
        f"{proposal.likelihood:g}",
        *proposal.contexts,
    )


def write(path: Path, proposals: Iterable[Proposal], *, contexts: bool) -> int:
    """Writes a new file that only its owner may read; how many words it holds.

    Raises VocabularyError when the file is there already, for it may hold decisions, or cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise VocabularyError(f"{path} is there already and may hold decisions: choose another name.") from None
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        # the byte order mark makes spreadsheets read it as UTF-8
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
            return _write_rows(file, proposals, contexts=contexts)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unwritable(path, error) from None


def _write_rows(file: TextIO, proposals: Iterable[Proposal], *, contexts: bool) -> int:
    rows = csv.writer(file)
    rows.writerow([*COLUMNS, *CONTEXT_COLUMNS] if contexts else COLUMNS)
    count = 0
    for proposal in proposals:
        rows.writerow(["", *map(harmless_cell, cells(proposal))])
        count += 1
    return count


def _unwritable(path: Path, error: OSError) -> VocabularyError:
    return VocabularyError(f"{path} cannot be written: {error.strerror}.")


def read(path: Path) -> Decisions:
    """The decisions of a file. Raises VocabularyError, with the number of the row, for what cannot be meant."""
    accepted: list[str] = []
    rejected: list[str] = []
    undecided = 0
    for number, row in _rows(path):
        decision = (row.get("decision") or "").strip().lower()
        word = normal_word((row.get("word") or "").strip())
        if decision not in (ACCEPT, REJECT, ""):
            raise _wrong(path, number, f"the decision must be {ACCEPT}, {REJECT} or nothing")
        if not decision:
            undecided += 1
        elif not word.replace("'", "").isalpha():
            raise _wrong(path, number, "the column word must hold one word of letters")
        else:
            (accepted if decision == ACCEPT else rejected).append(word)
    if both := set(accepted) & set(rejected):
        raise VocabularyError(f"{path} both accepts and rejects {min(both)}: decide for one; nothing was added.")
    return Decisions(tuple(accepted), tuple(rejected), undecided)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            # spreadsheets in many countries save with semicolons
            reader = csv.DictReader([head], delimiter=max(",;\t", key=head.count))
            columns = [name.strip().lower() for name in reader.fieldnames or ()]
            if not {"decision", "word"} <= set(columns):
                raise VocabularyError(f"{path} lacks the columns decision and word: start from one that learn wrote.")
            rows = csv.DictReader(file, columns, delimiter=reader.reader.dialect.delimiter)
            yield from enumerate(rows, _FIRST_ROW)
    except UnicodeDecodeError:
        raise VocabularyError(f"{path} is not UTF-8: save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise VocabularyError(f"{path} is not a CSV file: {error}.") from None
    except OSError as error:
        raise VocabularyError(f"{path} cannot be read: {error.strerror}.") from None


def _wrong(path: Path, row: int, reason: str) -> VocabularyError:
    return VocabularyError(f"{path}, row {row}: {reason}; nothing was added.")
