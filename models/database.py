"""Opening the database: its file, its connections, and fair waiting for SQLite's one write lock."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import stat
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url

from models.errors import StoreError, is_busy

READING = {"entryassist_reading": True}
"""Execution options of an engine whose transactions only read."""

_RETRY_SECONDS = (0.0005, 0.004)


def parsed_url(address: str) -> URL:
    """The database address as a URL naming a file or a server, or StoreError. Never repeats the address."""
    try:
        url = make_url(address)
    except exc.ArgumentError:
        raise StoreError(
            "The database address is not a URL: write it like sqlite:////home/me/records.db "
            "or postgresql+psycopg://user@server/records."
        ) from None
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise StoreError("The database address names no file: write it like sqlite:////home/me/records.db.")
    return url


def place_of(url: URL) -> str:
    """How sentences name the database: the file's path, or the server's address without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(query={}).render_as_string(hide_password=True)


def make_engine(url: URL, patience: float) -> Engine:
    """An engine for ``url``; StoreError when its driver is missing.

    On SQLite a transaction waits up to ``patience`` seconds for a lock. Parameters never enter error texts.
    """
    options: dict[str, Any] = {"hide_parameters": True}
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": 0}
    else:
        options["pool_pre_ping"] = True
    try:
        engine = create_engine(url, **options)
    except exc.NoSuchModuleError:
        raise StoreError(
            f'The database address begins with "{url.drivername}", which this program does not know: '
            "use sqlite or postgresql+psycopg."
        ) from None
    except ImportError as error:
        raise StoreError(
            f'The database {place_of(url)} needs the Python package "{error.name}", which is not installed: '
            "install it beside EntryAssist and start again."
        ) from None
    if engine.dialect.name == "sqlite":
        _tune_sqlite(engine, patience)
    return engine


def reading_engine(engine: Engine) -> Engine:
    """``engine`` for transactions that only read, each of which sees one moment of the database."""
    if engine.dialect.name == "postgresql":
        # By default every statement would see a moment of its own.
        return engine.execution_options(isolation_level="REPEATABLE READ", **READING)
    return engine.execution_options(**READING)


def prepare_file(url: URL, *, create: bool) -> None:
    """Make sure of a SQLite file that only its owner can read; StoreError when that cannot be.

    A missing file is made when ``create`` is true, with its folders (0700). Other databases are left alone,
    and so are SQLite's own ``file:`` addresses, which carry their access mode with them.
    """
    if url.get_backend_name() != "sqlite" or url.database is None or url.database.startswith("file:"):
        return
    path = Path(url.database)
    try:
        if path.is_dir():
            raise StoreError(f"The database {path} is a folder: name a file in it.")
        if not path.exists() and not create:
            raise StoreError(f"There is no database {path}: check the address.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # SQLite gives its -wal and -shm files the permissions of the database file.
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
    except OSError as error:
        raise StoreError(
            f"The database {path} cannot be made or opened ({os.strerror(error.errno or 0)}): "
            "check its folder and permissions, or choose another place."
        ) from None
    # Nobody else may read it; what the owner may do stays as it is. A file of somebody else cannot be changed.
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXU)


def _tune_sqlite(engine: Engine, patience: float) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # SQLAlchemy begins transactions through our listener below, Python's sqlite3 must not do so too.
        connection.isolation_level = None
        # Even settings read the file, which another program may be creating or recovering at this moment.
        for setting in ("foreign_keys = ON", "synchronous = FULL", "journal_mode = WAL"):
            _patiently(partial(connection.execute, f"PRAGMA {setting}"), patience)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        reading = connection.get_execution_options().get("entryassist_reading", False)
        _patiently(lambda: _begin_reading(raw) if reading else raw.execute("BEGIN IMMEDIATE"), patience)


def _begin_reading(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        # BEGIN alone takes no lock; the first read does, and may find the file being recovered or closed.
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1")
    except sqlite3.Error:
        connection.rollback()
        raise


def _patiently(attempt: Callable[[], object], patience: float) -> None:
    """Attempt until SQLite is no longer busy, at most ``patience`` seconds.

    SQLite's own busy handler backs off longer and longer, which starves some writers; short random waits
    are fair.
    """
    give_up = time.monotonic() + patience
    while True:
        try:
            attempt()
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() >= give_up:
                raise
        time.sleep(random.uniform(*_RETRY_SECONDS))
