"""What the files beside a source say about its ids, kept on disk so that memory stays small."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from terminology.errors import VocabularyError


class BusyError(VocabularyError):
    """Another process is adding the same source."""


class Facts:
    """A table of (id, kind, value). One process at a time may have it open, until it ends however it ends.

    Without a path it is kept in memory, for a glance at a file.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=0)
        try:
            # what an interruption leaves must be whole; after a power failure everything is read again anyway
            self._db.execute("PRAGMA synchronous=OFF")
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute("CREATE TABLE IF NOT EXISTS prepared(kind TEXT)")
            self._db.execute("CREATE TABLE IF NOT EXISTS fact(id TEXT, kind TEXT, value TEXT)")
            self._db.execute("COMMIT")
            self._any = self.prepared and bool(self._db.execute("SELECT 1 FROM fact LIMIT 1").fetchone())
        except sqlite3.OperationalError as error:
            self._db.close()
            if "locked" in str(error):
                raise BusyError("This source is being added by another process: wait until it ends.") from None
            raise

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    @property
    def prepared(self) -> bool:
        """Whether everything has been collected."""
        return bool(self._db.execute("SELECT 1 FROM prepared").fetchone())

    def begin(self) -> None:
        """Starts collecting, from nothing."""
        self._db.execute("BEGIN EXCLUSIVE")
        self._db.execute("DROP INDEX IF EXISTS fact_id")
        self._db.execute("DELETE FROM fact")
        self._db.execute("DELETE FROM prepared")

    def add(self, facts: Iterable[tuple[str, str, str]]) -> None:
        """Adds facts: triples of id, kind and value."""
        self._db.executemany("INSERT INTO fact VALUES (?,?,?)", facts)

    def finish(self) -> None:
        """Ends collecting; only now do the facts count."""
        self._db.execute("CREATE INDEX fact_id ON fact(id)")
        self._db.execute("INSERT INTO prepared VALUES ('all')")
        self._db.execute("COMMIT")
        self._any = bool(self._db.execute("SELECT 1 FROM fact LIMIT 1").fetchone())

    def of(self, identifier: str) -> dict[str, list[str]]:
        """Everything known about an id: the values of each kind, in the order they were added."""
        found: dict[str, list[str]] = defaultdict(list)
        if self._any:
            rows = self._db.execute("SELECT kind, value FROM fact WHERE id=? ORDER BY rowid", (identifier,))
            for kind, value in rows:
                found[kind].append(value)
        return found
