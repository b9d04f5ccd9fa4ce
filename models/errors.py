"""Errors of the record layer: one sentence for the person at the keyboard, never a word of a record.

Database errors carry statements, parameters and row values. They are read for their code only, here, and
never chained, so that no patient text reaches a screen, a log or a crash report.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc


class StoreError(Exception):
    """Something the person at the keyboard can mend; ``str(error)`` says what is wrong and what to do."""


class StoreBusy(StoreError):  # noqa: N818 - the sentence says it is an error
    """Another program held the database for too long. Nothing was changed; trying again is right."""


class StaleNote(StoreError):  # noqa: N818
    """Somebody else saved the note after the writer had read it. Nothing was changed."""


class DiskFull(StoreError):  # noqa: N818
    """There is no room on the disk that holds the database. Nothing was changed."""


class HeldElsewhere(StoreError):  # noqa: N818
    """The same person has the note open in another window, where the draft is kept now. Nothing was changed."""


class PasswordNeeded(StoreError):  # noqa: N818 - it asks for something rather than failing
    """The user has a password, and none was given."""


_BUSY = "The database {place} is in use by another program: nothing was changed, try again in a moment."
_READ_ONLY = "The database {place} cannot be written to: check the permissions of the file and its folder."
_FULL = "The disk that holds the database {place} is full: nothing was changed, free some space."
_DAMAGED = "The database {place} is damaged or no database: restore a backup or choose another file."
_CANNOT_OPEN = "The database {place} cannot be opened: check that its folder exists and is yours to use."
_IO = "The disk that holds the database {place} failed to read or write: nothing was changed, check the disk."
_REFUSED = "The database {place} refused the change, it contradicts what is stored: open the item again."
_UNREACHABLE = (
    "The database server {place} cannot be reached or does not let this user in: "
    "check the network, the address, the user name and the password."
)
_SIGN_IN = "The database server {place} refused the sign-in: check the user name and password in the address."
_FAILED = "The database {place} could not do what was asked ({code}): nothing was changed."

_KINDS = {_BUSY: StoreBusy, _FULL: DiskFull}

_SQLITE_PRIMARY = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_IOERR: _IO,
    sqlite3.SQLITE_CONSTRAINT: _REFUSED,
}

# PostgreSQL codes, or their first three or two characters (the class); the longest that fits counts.
_SQLSTATE = {
    "08": _UNREACHABLE,
    "57P": _UNREACHABLE,
    "28": _SIGN_IN,
    "3D": _CANNOT_OPEN,
    "40": _BUSY,
    "55P": _BUSY,
    "53100": _FULL,
    "53": _BUSY,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "23": _REFUSED,
    "58": _IO,
    "XX": _DAMAGED,
}


def is_busy(error: sqlite3.Error) -> bool:
    """Whether SQLite could not get the lock it needs at this moment."""
    return _sqlite_primary(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def explain(error: exc.SQLAlchemyError | sqlite3.Error, place: str) -> StoreError:
    """The error as a sentence about the database called ``place`` (a path, or a server without password)."""
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    sentence = _sentence(error, cause)
    code = getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "") or type(cause).__name__
    text = sentence.format(place=place, code=code)
    return _KINDS.get(sentence, StoreError)(text)


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn database errors raised inside into :class:`StoreError`, without their text."""
    try:
        yield
    except (exc.DBAPIError, exc.TimeoutError, sqlite3.Error) as error:
        raise explain(error, place) from None


def _sqlite_primary(error: sqlite3.Error) -> int:
    # Errors raised by Python itself (a closed connection) carry no code.
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _sentence(error: Exception, cause: BaseException | None) -> str:
    if isinstance(cause, sqlite3.Error):
        return _SQLITE_PRIMARY.get(_sqlite_primary(cause), _FAILED)
    if isinstance(error, exc.TimeoutError):
        return _BUSY
    state = getattr(cause, "sqlstate", None)
    if state:
        return _SQLSTATE.get(state) or _SQLSTATE.get(state[:3]) or _SQLSTATE.get(state[:2]) or _FAILED
    # A driver that got no answer from a server has no code to give.
    if isinstance(error, exc.OperationalError | exc.InterfaceError):
        return _UNREACHABLE
    return _FAILED
