"""Readers bring notes in from outside: files, folders and standard input."""

from entryassist.readers.folder import NOTE_SUFFIXES, find_notes
from entryassist.readers.text import DEFAULT_ENCODING, DEFAULT_LIMIT, STDIN, ReaderError, ReadNote, read_note

__all__ = [
    "DEFAULT_ENCODING",
    "DEFAULT_LIMIT",
    "NOTE_SUFFIXES",
    "STDIN",
    "ReadNote",
    "ReaderError",
    "find_notes",
    "read_note",
]
