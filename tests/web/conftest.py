"""A record with one person who has a password and one who has none, and the command that serves it."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from models import Store

PASSWORD = "three grey geese fly"


@dataclass
class Site:
    """A served record."""

    url: str
    process: subprocess.Popen[str]


@pytest.fixture
def password() -> str:
    """The password of dana; amy has none."""
    return PASSWORD


@pytest.fixture
def address(tmp_path: Path) -> str:
    """The record's address."""
    url = f"sqlite:///{tmp_path / 'record.db'}"
    store = Store.open(url)
    clerk = store.add_user("dana", "Dana Clerk")
    store.add_user("amy", "Amy Open")
    store.set_password(clerk, PASSWORD)
    patient = store.register_patient(
        clerk, mrn="T-1", family_name="Testa", given_name="Vera", birth_date=dt.date(1955, 3, 9), sex="female"
    )
    store.start_note(
        clerk,
        patient,
        note_type="progress note",
        author="Dr. Ida Sample",
        department="Medicine",
        encounter_date=dt.date(2025, 5, 30),
    )
    store.close()
    return url


@pytest.fixture
def environment(address: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a command that works on that record."""
    config = tmp_path / "entryassist.toml"
    config.write_text("", "utf-8")
    return os.environ | {"ENTRYASSIST_DATABASE_URL": address, "ENTRYASSIST_CONFIG": str(config)}


@pytest.fixture
def serve(environment: dict[str, str], free_port: int) -> Callable[..., object]:
    """Starts ``entryassist serve`` with more options; a context manager that gives the `Site`."""

    @contextmanager
    def start(*options: str) -> Iterator[Site]:
        command = [sys.executable, "-m", "entryassist", "serve", "--port", str(free_port), *options]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            found = re.search(r"https?://\S+", process.stdout.readline())
            assert found is not None
            yield Site(found[0], process)
        finally:
            process.terminate()
            process.wait()

    return start


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
