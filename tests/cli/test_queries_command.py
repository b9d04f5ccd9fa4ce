"""``entryassist queries``: what authors are to be asked, as letters and as a table that runs no formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from entryassist import cli
from models import AuditAction, QueryInput, Store, User

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A record with one note and nobody asked."""
    url = f"sqlite:///{tmp_path}/records.db"
    monkeypatch.setenv("ENTRYASSIST_DATABASE_URL", url)
    store = Store.open(url)
    yield store
    store.close()


@pytest.fixture
def clerk(record: Store) -> User:
    return record.add_user("dana", "Dana Clerk")


@pytest.fixture
def asked(record: Store, clerk: User) -> tuple[int, int]:
    """An open query about a dose and an answered one about a side, of two authors. Returns their ids."""
    patient = record.register_patient(
        clerk, mrn="C-1", family_name="Cliff", given_name="Ann", birth_date=dt.date(1950, 1, 2), sex="female"
    )
    ids = []
    for author, question in (("Dr. Zed", "What dose\nwas \x1b[31mmeant?"), ("Dr. Able", "=Which side?")):
        note = record.start_note(
            clerk,
            patient,
            note_type="progress note",
            author=author,
            department="D",
            encounter_date=dt.date(2025, 1, 2),
        )
        query = record.ask_author(clerk, note.id, QueryInput(question, 0, 4, text="10.0", rule="SF005"))
        ids.append(query.id)
    record.answer_query(clerk, ids[1], "-Left.", said_by="Dr. Able, by fax")
    return ids[0], ids[1]


def printed(capsys: Output, *arguments: str) -> str:
    assert cli.main(["queries", *arguments]) == 0
    return capsys.readouterr().out


def table(capsys: Output, *arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed(capsys, "--format", "csv", *arguments))))


def test_letters_are_by_author_with_the_whole_thread(capsys: Output, asked: tuple[int, int]) -> None:
    text = printed(capsys)
    assert text.index("To Dr. Able") < text.index("To Dr. Zed")
    assert "Patient: Cliff, Ann, born 1950-01-02, MRN C-1\nNote 1: progress note of 2025-01-02\n" in text
    assert "UTC, Dana Clerk): What dose was ␛[31mmeant?\n" in text
    assert "UTC, Dr. Able, by fax): -Left.\n" in text


def test_the_table_keeps_every_field_and_runs_no_formula(capsys: Output, asked: tuple[int, int]) -> None:
    dose, side = table(capsys)
    assert (dose["query"], dose["state"], dose["author"]) == (str(asked[0]), "open", "Dr. Zed")
    assert (dose["mrn"], dose["patient"], dose["text"], dose["rule"]) == ("C-1", "Cliff, Ann", "10.0", "SF005")
    assert dose["question"] == "What dose\nwas ␛[31mmeant?"
    assert (side["question"], side["answer"]) == ("'=Which side?", "'-Left.")
    assert (side["state"], side["said_by"]) == ("answered", "Dr. Able, by fax")


def test_closed_queries_are_listed_when_asked_for(
    capsys: Output, record: Store, clerk: User, asked: tuple[int, int]
) -> None:
    record.close_query(clerk, asked[0])
    assert [row["query"] for row in table(capsys)] == [str(asked[1])]
    assert [row["query"] for row in table(capsys, "--closed")] == [str(one) for one in asked]


def test_with_nothing_open_that_is_said(capsys: Output, clerk: User) -> None:
    assert printed(capsys) == "No query is open.\n"
    assert table(capsys) == []


def test_the_export_is_audited(capsys: Output, record: Store, asked: tuple[int, int]) -> None:
    printed(capsys)
    [event] = record.audit_events(limit=1)
    assert (event.action, event.user_id, event.details) == (AuditAction.EXPORT_QUERIES, None, {"queries": 2})


def test_ignores_names_whose_notes_an_ignore_for_oneself_reaches(capsys: Output, record: Store, clerk: User) -> None:
    record.dismiss(clerk, rule="SP001", word="w", key="", scope="user")
    assert cli.main(["ignores"]) == 0
    assert "SP001\tw\tuser dana\tdana\t" in capsys.readouterr().out
