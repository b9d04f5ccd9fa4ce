"""Writes a changed note back to its file: whole or not at all, in the same encoding, with the same mode."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from entryassist.readers import NOTE_SUFFIXES, ReadNote


class WriteError(Exception):
    """A note that was not written and stands as it was; ``str(error)`` is one sentence with name and reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")


def write_note(name: str, note: ReadNote, text: str) -> None:
    """Put ``text`` in the place of the note that was read from a file.

    Another file is written beside it and takes its place in one step, so a crash leaves the old note or the
    new one. A link stays a link. Raises ``WriteError`` for a file that is no plain text, has changed since it
    was read, cannot hold the text in its encoding, or cannot be written.
    """
    path = Path(name)
    if path.suffix and path.suffix.lower() not in NOTE_SUFFIXES:
        kinds = ", ".join(f"*{suffix}" for suffix in NOTE_SUFFIXES)
        raise WriteError(name, f"was not fixed: only plain text is written, and that is {kinds}")
    data = encoded(name, note, text)
    path = path.resolve()
    try:
        if path.read_bytes() != encoded(name, note, note.text):
            raise WriteError(name, "was not fixed: it has changed since it was read; check it again")
        _replace(path, data)
    except OSError as error:
        raise WriteError(name, f"was not fixed: {error.strerror}") from error


def encoded(name: str, note: ReadNote, text: str) -> bytes:
    """A text as bytes in the encoding of a note. Raises ``WriteError`` when that cannot hold it."""
    try:
        return note.mark + text.encode(note.encoding)
    except UnicodeEncodeError as error:
        raise WriteError(name, f"was not fixed: {note.encoding} cannot hold what would be written") from error


def _replace(path: Path, data: bytes) -> None:
    status = path.stat()
    if not os.access(path, os.W_OK):
        raise PermissionError(13, "it may not be written")
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(status.st_mode & 0o7777)
        Path(beside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise
