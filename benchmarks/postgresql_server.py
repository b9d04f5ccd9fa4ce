"""A PostgreSQL server of one's own: in a temporary folder, on loopback, gone when the work is done.

Tests and benchmarks use it. It needs the server's programs (version 15 or newer), which Debian and Ubuntu have in
the package ``postgresql``; nothing else of that package is used, and its own server need not run.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

_USER = "entryassist"
_START_SECONDS = 60
# Sorting as people expect it shows where the program relies on the order of code points.
_CLUSTER = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync")


class ServerError(RuntimeError):
    """A server cannot be had here; the text says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server on loopback."""

    port: int
    password: str

    def url(self, database: str) -> str:
        """The address of one of its databases, as SQLAlchemy writes it."""
        return f"postgresql+psycopg://{_USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection as the owner of everything, each statement a transaction of its own."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=_USER, password=self.password, dbname=database, autocommit=True
        )

    def create(self, database: str, template: str = "template1") -> None:
        """A new database, a copy of ``template``, which nobody may be using."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (database, template)))
        with self.connect() as connection:
            connection.execute(statement)

    def drop(self, database: str) -> None:
        """Remove a database, even one in use."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


def programs() -> Path:
    """The folder of initdb and postgres, the newest there is; ServerError when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3].zfill(3))
    known = shutil.which("initdb")
    if not found and known is None:
        raise ServerError("no PostgreSQL server is installed: apt-get install postgresql")
    return (found[-1] if found else Path(known or "")).parent


@contextmanager
def running(*, durable: bool) -> Iterator[Server]:
    """A new empty server until the block ends. Without ``durable`` it is faster and may lose data with the machine."""
    folder = Path(tempfile.mkdtemp(prefix="entryassist-postgresql-"))
    try:
        server, process = _start(folder, durable)
        try:
            yield server
        finally:
            # Fast shutdown: sessions are ended, not waited for.
            process.send_signal(signal.SIGINT)
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, durable: bool) -> tuple[Server, subprocess.Popen[bytes]]:
    password, port = secrets.token_urlsafe(16), _free_port()
    secret, data, log = folder / "password", folder / "data", folder / "log"
    secret.touch(mode=0o600)
    secret.write_text(password)
    prefix = _as_ordinary_user(folder, secret)
    initdb = (*prefix, str(programs() / "initdb"), "-D", str(data), "-U", _USER, "--auth=scram-sha-256")
    made = subprocess.run((*initdb, f"--pwfile={secret}", *_CLUSTER), check=False, capture_output=True, text=True)
    if made.returncode:
        raise ServerError(f"initdb failed: {made.stderr.strip()}")
    secret.unlink()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "max_connections": "60",
        "fsync": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with log.open("wb") as sink:
        process = subprocess.Popen(
            (*prefix, str(programs() / "postgres"), "-D", str(data), *options), stdout=sink, stderr=sink
        )
    server = Server(port, password)
    _wait_for(server, process, log)
    return server, process


def _wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while True:
        try:
            server.connect().close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > give_up:
                process.kill()
                raise ServerError(f"the server did not start: {log.read_text(errors='replace')[-500:]}") from None
        time.sleep(0.05)


def _as_ordinary_user(*paths: Path) -> tuple[str, ...]:
    """How to run a program that refuses to be root; it gets ``paths``. It ends when this program does."""
    setpriv = shutil.which("setpriv")
    if os.geteuid():
        return (setpriv, "--pdeathsig=INT") if setpriv else ()
    if setpriv is None:
        raise ServerError("PostgreSQL refuses to run as root, and there is no setpriv to run it as somebody else")
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        raise ServerError("PostgreSQL refuses to run as root, and there is no user postgres") from None
    for path in paths:
        os.chown(path, user.pw_uid, user.pw_gid)
    return (setpriv, "--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig=INT")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
