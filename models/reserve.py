"""Room kept on the disk beside an embedded database, so that a draft can still be saved when the disk is full."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL

RESERVE_BYTES = 2 << 20
"""Room for the draft of a very long note, and for the write-ahead log and the pages that it takes."""


class Reserve:
    """A file of `RESERVE_BYTES` that is removed when it is needed; none for a server or a ``file:`` address."""

    def __init__(self, url: URL) -> None:
        embedded = url.get_backend_name() == "sqlite" and url.database and not url.database.startswith("file:")
        self._path = Path(f"{url.database}-reserve") if embedded else None

    def make(self) -> bool:
        """Take the room, if it is not taken and there is as much. Returns whether it is there, or none is needed."""
        if self._path is None or self._path.exists():
            return True
        try:
            file = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            try:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(file, 0, RESERVE_BYTES)
                else:
                    os.write(file, bytes(RESERVE_BYTES))
            finally:
                os.close(file)
        except OSError:
            self.give_up()
            return False
        return True

    def give_up(self) -> bool:
        """Give the room back. Returns whether there was any."""
        if self._path is None:
            return False
        with suppress(OSError):
            self._path.unlink()
            return True
        return False
