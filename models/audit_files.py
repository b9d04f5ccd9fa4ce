"""What the audit trail keeps outside the database: the key it is sealed with, and where its head was last seen.

Both are small files of the owner only. For a SQLite record they lie beside its file, for a server in the user's data
folder. The format of each line is in the functions that write it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from models.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows: two programs may write the anchor at once, and the older head may then stay
    fcntl = None  # type: ignore[assignment]

KEY_SUFFIX = ".audit-key"
ANCHOR_SUFFIX = ".audit-anchor"
_KEY_BYTES = 32
_KEY_LINE = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{64})")
_ANCHOR_LINE = re.compile(r" *(\d+) ([0-9a-f]{64})")
_EVENT_WIDTH = 12


@dataclass(frozen=True, slots=True)
class AuditKey:
    """A secret under which events are sealed. ``id`` names it without telling anything about it."""

    secret: bytes

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits."""
        return hmac.new(self.secret, b"EntryAssist audit key", hashlib.sha256).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Head:
    """An event and its seal, which vouches for everything before it. Event 0 is the beginning of the first chain."""

    event: int
    seal: str


@dataclass(frozen=True, slots=True)
class AuditFiles:
    """The two files of one record."""

    key: Path
    anchor: Path

    @classmethod
    def of(cls, url: URL) -> AuditFiles:
        """Where they are for the database at ``url``."""
        if url.get_backend_name() == "sqlite":
            base = (url.database or "").removeprefix("file:")
        else:
            from platformdirs import user_data_path

            name = "-".join(str(part) for part in (url.host, url.port, url.database) if part)
            base = str(user_data_path("entryassist", appauthor=False) / re.sub(r"[^\w.-]", "_", name))
        return cls(Path(base + KEY_SUFFIX), Path(base + ANCHOR_SUFFIX))

    def known_keys(self) -> list[AuditKey]:
        """Every key of the record, the one in use last. One a line: its id, a space, the secret in hexadecimal."""
        try:
            lines = self.key.read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError):
            raise self._unusable() from None
        found = [_KEY_LINE.fullmatch(line) for line in lines]
        keys = [AuditKey(bytes.fromhex(line[2])) for line in found if line]
        if len(keys) < len(lines) or any(line and key.id != line[1] for line, key in zip(found, keys, strict=False)):
            raise self._unusable()
        return keys

    def add_key(self) -> AuditKey:
        """Make a new key and put it in use, beside those of before. It is on the disk when this returns."""
        key = AuditKey(secrets.token_bytes(_KEY_BYTES))
        lines = [f"{one.id} {one.secret.hex()}\n" for one in (*self.known_keys(), key)]
        beside = self.key.with_name(self.key.name + ".new")
        try:
            self.key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
            file = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(file, "w", encoding="ascii") as out:
                out.writelines(lines)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(self.key)
        except OSError as error:
            raise StoreError(
                f"The audit key {self.key} cannot be written ({os.strerror(error.errno or 0)}): check its folder."
            ) from None
        return key

    def anchors(self) -> list[Head]:
        """The heads that were seen, the latest last. Lines that cannot be read are left out."""
        with contextlib.suppress(OSError):
            lines = self.anchor.read_text(encoding="ascii", errors="replace").splitlines()
            found = map(_ANCHOR_LINE.fullmatch, lines)
            return [Head(int(line[1]), line[2]) for line in found if line]
        return []

    def write_anchor(self, head: Head, *, beside: bool) -> None:
        """Write down ``head`` in place of the last line, or ``beside`` it on a line of its own.

        An older head never replaces a newer one. A line is the event, twelve wide, a space and the seal: as long
        as any other, so that one write replaces it whole. A disk that refuses is no reason to fail what has been
        stored already: then the anchor stays behind.
        """
        line = f"{head.event:>{_EVENT_WIDTH}} {head.seal}\n".encode()
        with contextlib.suppress(OSError):
            file = os.open(self.anchor, os.O_CREAT | os.O_RDWR, 0o600)
            try:
                if fcntl is not None:
                    fcntl.flock(file, fcntl.LOCK_EX)
                end = os.lseek(file, 0, os.SEEK_END)
                start = max(0, end - len(line))
                os.lseek(file, start, os.SEEK_SET)
                last = os.read(file, _EVENT_WIDTH)
                if beside or not last.strip().isdigit():
                    os.lseek(file, end, os.SEEK_SET)
                elif int(last) >= head.event:
                    return
                else:
                    os.lseek(file, start, os.SEEK_SET)
                os.write(file, line)
            finally:
                os.close(file)

    def _unusable(self) -> StoreError:
        return StoreError(f"The audit key {self.key} cannot be read or is damaged: put it back from a backup.")
