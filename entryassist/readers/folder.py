"""Finds the notes that a person named on the command line, looking into folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from entryassist.readers.text import STDIN, ReaderError

NOTE_SUFFIXES = (".txt", ".md", ".note", ".text")

Problem = Callable[[ReaderError], None]


def find_notes(names: Iterable[str], problem: Problem) -> list[str]:
    """The names of all notes: files as given, folders searched through, each note once.

    Folders are searched for ``NOTE_SUFFIXES`` in sorted order, without hidden files; ``-`` stands for
    standard input. A name that leads nowhere is told to ``problem`` and the rest go on.
    """
    found: dict[str, str] = {}
    for name in names:
        for note in _notes_of(name, problem):
            found.setdefault(note if note == STDIN else os.path.realpath(note), note)
    return list(found.values())


def _notes_of(name: str, problem: Problem) -> list[str]:
    if name == STDIN:
        return [name]
    if not os.path.lexists(name):
        problem(ReaderError(name, "does not exist; check the path"))
        return []
    if not Path(name).is_dir():
        return [name]
    notes = list(_search(name, problem))
    if not notes:
        suffixes = ", ".join(f"*{suffix}" for suffix in NOTE_SUFFIXES)
        problem(ReaderError(name, f"is a folder without notes; notes are files named {suffixes}"))
    return notes


def _search(folder: str, problem: Problem) -> Iterator[str]:
    def unopened(error: OSError) -> None:
        problem(ReaderError(str(error.filename), f"cannot be opened: {error.strerror}"))

    seen: set[str] = set()
    for parent, folders, files in os.walk(folder, onerror=unopened, followlinks=True):
        # A link that leads back up is a folder already seen: that is what ends a loop.
        real = os.path.realpath(parent)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(NOTE_SUFFIXES):
                yield os.path.join(parent, name)  # noqa: PTH118 - keeps "./" and "-" as they were typed
