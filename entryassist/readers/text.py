"""Reads plain-text notes whose encoding nobody wrote down.

Tried in this order: byte order mark, strict UTF-8, then the configured code page. Line ends stay as
they are, so an offset into the text is an offset into the file as decoded.
"""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass
from pathlib import Path

STDIN = "-"
MEBIBYTE = 1024 * 1024
DEFAULT_LIMIT = 16 * MEBIBYTE
DEFAULT_ENCODING = "cp1252"

# UTF-32 stands before UTF-16: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a Word document or another zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3\x00", "a database"),
)
# Control characters that a text has no use for; ESC and form feed do turn up in printed-out notes.
_CONTROLS = bytes(set(range(0x20)) - set(b"\b\t\n\v\f\r\x1b"))
_CONTROLS_FORGIVEN = 8
_CONTROLS_PER_CENT = 2


class ReaderError(Exception):
    """A note that cannot be read; ``str(error)`` is one sentence with the name and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note as read: its text, the encoding it was in, and a sentence to tell the user ("" for none).

    ``mark`` is the byte order mark that the note began with.
    """

    text: str
    encoding: str
    warning: str = ""
    mark: bytes = b""


def read_note(name: str, limit: int = DEFAULT_LIMIT, encoding: str = DEFAULT_ENCODING) -> ReadNote:
    """Read the note in a file, or on standard input for ``-``.

    ``limit`` is in bytes; ``encoding`` is the code page of notes that are not UTF-8. Raises
    ``ReaderError`` for a file that cannot be opened, is too large, is not text, or decodes in neither.
    """
    spoken = "standard input" if name == STDIN else name
    try:
        data = _read_stdin(limit) if name == STDIN else _read_file(name, limit)
    except OSError as error:
        raise ReaderError(spoken, f"cannot be read: {error.strerror}") from error
    if len(data) > limit:
        raise ReaderError(spoken, _too_large(name, limit))
    return _decode(spoken, data, encoding)


def _read_stdin(limit: int) -> bytes:
    # Python leaves None where the caller closed the stream.
    return sys.stdin.buffer.read(limit + 1) if sys.stdin else b""


def _read_file(name: str, limit: int) -> bytes:
    with Path(name).open("rb") as file:
        return file.read(limit + 1)


def _too_large(name: str, limit: int) -> str:
    size = 0 if name == STDIN else Path(name).stat().st_size
    allowed = f"{limit / MEBIBYTE:g} MiB"
    found = f"it has {size / MEBIBYTE:.1f} MiB, the limit is {allowed}" if size else f"the limit is {allowed}"
    return f"is too large for one note: {found}; split it into single notes, or allow more with --max-size"


def _decode(name: str, data: bytes, encoding: str) -> ReadNote:
    if not data:
        return ReadNote("", "utf-8", f"{name} is empty: there is nothing to check")
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(name, data, mark, codec)
    _refuse_binary(name, data)
    try:
        return ReadNote(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _decode_code_page(name, data, encoding, error)


def _decode_marked(name: str, data: bytes, mark: bytes, codec: str) -> ReadNote:
    try:
        return ReadNote(data[len(mark) :].decode(codec), codec, mark=mark)
    except UnicodeDecodeError as error:
        spoken = codec.upper()
        raise ReaderError(
            name,
            f"begins with the byte order mark of {spoken} but is not {spoken} at byte offset "
            f"{len(mark) + error.start}; save it as UTF-8 and try again",
        ) from error


def _decode_code_page(name: str, data: bytes, encoding: str, not_utf8: UnicodeDecodeError) -> ReadNote:
    spoken = "Windows-1252" if encoding == DEFAULT_ENCODING else encoding
    culprit = f"byte 0x{data[not_utf8.start]:02X} at offset {not_utf8.start}"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReaderError(
            name,
            f"is neither UTF-8 ({culprit}) nor {spoken} (byte 0x{data[error.start]:02X} at offset "
            f"{error.start}); save it as UTF-8, or name its encoding with --encoding",
        ) from error
    return ReadNote(text, encoding, f"{name} was decoded as {spoken} because {culprit} is not UTF-8")


def _refuse_binary(name: str, data: bytes) -> None:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ReaderError(name, f"is not text: it looks like {kind}; export it as plain text first")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(_CONTROLS_FORGIVEN, len(data) * _CONTROLS_PER_CENT // 100):
        share = f"{controls:,} of its {len(data):,} bytes are control characters"
        raise ReaderError(name, f"is not text: {share}; check that it is the right file")
