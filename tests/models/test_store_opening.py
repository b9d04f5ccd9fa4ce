"""Opening a database: where it is put, who may read it, and what is said when it cannot be used."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, event
from sqlalchemy.pool import Pool

from models import Store, StoreBusy, StoreError


def refusal(url: str, *, create: bool = True) -> str:
    """The sentence with which opening fails. It names its cause to no log either: nothing is chained."""
    with pytest.raises(StoreError) as refused:
        Store.open(url, create=create, patience=0.05)
    assert refused.value.__cause__ is None
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind exist on POSIX systems")
@pytest.mark.sqlite_only("files and their permissions")
def test_only_the_owner_may_read_the_files(store: Store, path: Path) -> None:
    store.add_user("dana", "Dana Clerk")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    files = sorted(path.parent.iterdir(), key=lambda file: (file.suffix.startswith(".audit"), file))
    assert [file.suffix for file in files] == [
        ".db",
        ".db-reserve",
        ".db-shm",
        ".db-wal",
        ".audit-anchor",
        ".audit-key",
    ]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind exist on POSIX systems")
@pytest.mark.sqlite_only("files and their permissions")
def test_a_file_left_open_to_others_is_closed_to_them(store: Store, path: Path) -> None:
    store.close()
    path.chmod(0o644)
    Store.open(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.sqlite_only("settings of SQLite's connections")
def test_every_connection_is_durable_and_keeps_references_whole(store: Store) -> None:
    with store.engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 0}


def test_what_was_stored_is_there_after_opening_again(store: Store, open_store: Callable[[], Store]) -> None:
    store.add_user("dana", "Dana Clerk")
    store.close()
    assert [user.username for user in open_store().users()] == ["dana"]


def test_a_missing_or_empty_file_is_refused_unless_it_may_be_made(path: Path) -> None:
    assert f"There is no database {path}" in refusal(f"sqlite:///{path}", create=False)
    assert not path.exists()
    path.parent.mkdir()
    path.touch()
    assert "is empty" in refusal(f"sqlite:///{path}", create=False)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 not a database, but long enough to look at" * 100, b"SQLite format 3\0" * 999]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "notes.db"
    file.write_bytes(content)
    assert "is damaged or no database" in refusal(f"sqlite:///{file}")
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    assert "belongs to another program" in refusal(f"sqlite:///{file}")
    with sqlite3.connect(file) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]


def test_a_newer_schema_is_refused(record_url: str, execute: Callable[[str], list[Row[Any]]]) -> None:
    execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer EntryAssist" in refusal(record_url)


@pytest.mark.sqlite_only("SQLite's own way to open read-only")
def test_a_read_only_database_is_refused(store: Store, path: Path) -> None:
    store.close()
    assert "cannot be written to" in refusal(f"sqlite:///file:{path}?mode=ro&uri=true")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.sqlite_only("SQLite's own way to open read-only")
def test_a_read_only_file_or_folder_is_refused(store: Store, path: Path) -> None:
    store.close()
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        assert "cannot be" in refusal(f"sqlite:///{path}")
    finally:
        path.parent.chmod(0o700)


@pytest.mark.sqlite_only("SQLite has one lock for all writers")
def test_a_locked_database_is_refused_after_waiting(store: Store, path: Path) -> None:
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "in use by another program" in refusal(f"sqlite:///{path}")
        with pytest.raises(StoreBusy):
            Store.open(f"sqlite:///{path}", patience=0.05)


def test_a_disk_too_full_to_make_the_record_is_reported(path: Path) -> None:
    """A database that may not outgrow three pages stands for a full disk. What is there is tried again later."""

    def keep_small(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 3")

    event.listen(Pool, "connect", keep_small)
    try:
        assert "is full" in refusal(f"sqlite:///{path}")
    finally:
        event.remove(Pool, "connect", keep_small)
    store = Store.open(f"sqlite:///{path}")
    assert store.users() == []
    store.close()


def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is a folder" in refusal(f"sqlite:///{tmp_path}")
    assert "cannot be made" in refusal(f"sqlite:///{tmp_path / 'file' / 'records.db'}")
    assert "names no file" in refusal("sqlite://")
    assert "names no file" in refusal("sqlite:///:memory:")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("records.db?password=hunter2", "is not a URL"),
        ("clay://dana:hunter2@tablets/records", '"clay", which this program does not know'),
        ("postgresql+pg8000://dana:hunter2@db.example/records", 'needs the Python package "pg8000"'),
    ],
)
def test_an_address_that_cannot_be_used_is_explained_without_its_password(address: str, sentence: str) -> None:
    said = refusal(address)
    assert sentence in said
    assert "hunter2" not in said


def test_the_record_is_opened_without_loading_the_migration_library(store: Store, record_url: str) -> None:
    store.close()
    program = (
        f"import sys; from models import Store; Store.open('{record_url}').close(); sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
