"""An empty record, and people to fill it with. All of them are invented.

Every test that uses the record runs on SQLite and, where its server programs are installed, on PostgreSQL. The marks
``sqlite_only`` and ``postgresql_only`` keep a test from the other one and say why.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import NullPool, Row, create_engine

from models import Decision, FindingInput, Note, Patient, SectionText, Store, User
from models.schema import bring_up_to_date

if TYPE_CHECKING:
    from postgresql_server import Server

ENGINES = ("sqlite", "postgresql")
_numbers = itertools.count(1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever needs a record once on each engine."""
    if "record_url" in metafunc.fixturenames:
        kept = [engine for engine in ENGINES if metafunc.definition.get_closest_marker(f"{engine}_only")]
        metafunc.parametrize("record_url", kept or ENGINES, indirect=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of this test run."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install psycopg[binary]")
    from postgresql_server import ServerError, programs, running

    try:
        programs()
    except ServerError as error:
        pytest.skip(str(error))
    with running(durable=False) as started:
        yield started


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """The name of a database with up-to-date tables and nothing in them, to be copied."""
    server.create("empty")
    engine = create_engine(server.url("empty"), poolclass=NullPool)
    bring_up_to_date(engine, "empty", create=True)
    return "empty"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the record of a test lives on SQLite."""
    return tmp_path / "record" / "records.db"


@pytest.fixture
def record_url(
    request: pytest.FixtureRequest, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of the record of a test, which nobody has opened yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if request.param == "sqlite":
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("server")
    name = f"test_{next(_numbers)}"
    server.create(name, request.getfixturevalue("template"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def unmade_url(record_url: str) -> str:
    """The address of a database without any table."""
    if record_url.startswith("postgresql"):
        engine = create_engine(record_url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    return record_url


@pytest.fixture
def open_store(record_url: str) -> Iterator[Callable[[], Store]]:
    """Opens one more store on the record of the test; all are closed at the end."""
    stores: list[Store] = []

    def open_another() -> Store:
        stores.append(Store.open(record_url, patience=0.05))
        return stores[-1]

    yield open_another
    for store in stores:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    return open_store()


@pytest.fixture
def execute(store: Store) -> Callable[[str], list[Row[Any]]]:
    """Runs a statement on the database as any program may, past the store."""

    def run(statement: str) -> list[Row[Any]]:
        with store.engine.begin() as connection:
            result = connection.exec_driver_sql(statement)
            return list(result) if result.returns_rows else []

    return run


@pytest.fixture
def clerk(store: Store) -> User:
    return store.add_user("dana", "Dana Clerk")


@pytest.fixture
def patient(store: Store, clerk: User) -> Patient:
    return store.register_patient(
        clerk,
        mrn="T-100",
        family_name="Testwell",
        given_name="Abigail",
        birth_date=dt.date(1951, 3, 14),
        sex="female",
        allergies="PENICILLIN",
    )


@pytest.fixture
def start_note(store: Store, clerk: User, patient: Patient) -> Callable[..., Note]:
    """Starts a note on the patient; header fields may be given."""

    def start(user: User = clerk, **fields: Any) -> Note:
        header: dict[str, Any] = {
            "note_type": "progress note",
            "author": "Dr. Edith Pretend",
            "department": "Internal Medicine",
            "encounter_date": dt.date(2025, 11, 16),
            "source_text": "feels well, recheck 3 mo",
        }
        return store.start_note(user, patient, **header | fields)

    return start


@pytest.fixture
def note(start_note: Callable[..., Note]) -> Note:
    """A note waiting to be entered."""
    return start_note()


@pytest.fixture
def written() -> tuple[SectionText, ...]:
    """What the clerk made of it."""
    return (SectionText("Subjective", "Feels well."), SectionText("Plan", "Recheck in 3 months."))


@pytest.fixture
def finding() -> Callable[..., FindingInput]:
    """Makes a finding on the first word of what was written."""

    def make(decision: Decision = Decision.OPEN, replacement: str = "", reason: str = "") -> FindingInput:
        return FindingInput(
            rule="SP001",
            start=12,
            end=17,
            text="Feels",
            severity="warning",
            message="Probably misspelled.",
            evidence="nearest word by one letter",
            suggestions=(("Feel", 0.75), ("Felt", 0.5)),
            decision=decision,
            replacement=replacement,
            reason=reason,
        )

    return make
