"""The tables: migrations and mapped classes agree, and the database itself guards the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Row, exc, inspect, text

from models import Base, FindingInput, Note, QueryInput, SectionText, Store, User
from models.schema import SCHEMA_VERSION, alembic_config

Execute = Callable[[str], list[Row[Any]]]


@pytest.fixture
def raw(
    store: Store,
    execute: Execute,
    clerk: User,
    note: Note,
    written: tuple[SectionText, ...],
    finding: Callable[..., FindingInput],
) -> Execute:
    """The database of a record with one saved note, as any program may open it."""
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[finding()])
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0))
    store.dismiss(clerk, rule="SP001", word="w", key="k", scope="here", note_id=note.id)
    store.ask_author(clerk, note.id, QueryInput("What was meant?", 0, 5, text="Feels"))
    return execute


def test_the_migrated_schema_is_what_the_classes_describe(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_every_check_of_the_classes_is_in_the_migrated_schema(store: Store) -> None:
    found = inspect(store.engine)
    for table in Base.metadata.sorted_tables:
        described = {
            str(check.name).removeprefix(f"ck_{table.name}_")
            for check in table.constraints
            if isinstance(check, CheckConstraint)
        }
        migrated = {
            str(check["name"]).removeprefix(f"ck_{table.name}_") for check in found.get_check_constraints(table.name)
        }
        assert described == migrated, table.name


def test_the_program_expects_the_newest_migration(store: Store) -> None:
    with store.engine.connect() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
    assert script.get_current_head() == SCHEMA_VERSION


def test_the_schema_can_be_taken_down_and_built_again(store: Store, open_store: Callable[[], Store]) -> None:
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    with store.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert open_store().add_user("dana", "Dana Clerk").id == 1


@pytest.mark.parametrize("table", ["note_version", "note_section", "finding", "query_message", "audit_event"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_what_is_on_record_is_neither_changed_nor_removed(raw: Execute, table: str, change: str) -> None:
    before = raw(f"SELECT * FROM {table}")
    assert before
    with pytest.raises(exc.IntegrityError, match="append-only"):
        raw(change.format(table))
    assert raw(f"SELECT * FROM {table}") == before


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE patient SET sex = 'M'",
        "UPDATE patient SET family_name = ''",
        "UPDATE patient SET birth_date = NULL",
        "UPDATE note SET state = 'lost'",
        "UPDATE note SET latest_version = -1",
        "UPDATE note SET encounter_id = 4711",
        "UPDATE encounter SET encounter_kind = 'spa'",
        "UPDATE draft SET cursor_row = -1",
        "UPDATE dismissal SET scope = 'planet'",
        "UPDATE dismissal SET note_id = NULL",
        "UPDATE dismissal SET scope = 'author'",
        "UPDATE provider_query SET state = 'lost'",
        "UPDATE provider_query SET author = ''",
        "INSERT INTO query_message SELECT 99, query_id, position, kind, text, said_by, user_id, at FROM query_message",
        "INSERT INTO query_message SELECT 99, query_id, 1, kind, '', said_by, user_id, at FROM query_message",
        "DELETE FROM user_account",
        "DELETE FROM patient",
        "INSERT INTO user_account SELECT 99, username, display_name, created_at FROM user_account",
        "INSERT INTO note_section SELECT 99, version_id, position, heading, text FROM note_section",
        "INSERT INTO note_section VALUES (99, 4711, 0, '', '')",
    ],
)
def test_the_database_itself_refuses_what_makes_no_sense(raw: Execute, wrong: str) -> None:
    with pytest.raises(exc.IntegrityError):
        raw(wrong)


@pytest.mark.parametrize(
    ("column", "value"),
    [("number", 0), ("number", 1), ("encounter_kind", "spa"), ("author", None), ("saved_by_id", 4711)],
)
def test_the_database_refuses_a_version_that_makes_no_sense(
    store: Store, raw: Execute, column: str, value: object
) -> None:
    [kept] = raw("SELECT * FROM note_version")
    row = {**kept._mapping, "id": 99, "number": 2} | {column: value}
    insert = text(f"INSERT INTO note_version VALUES ({', '.join(f':{name}' for name in row)})")
    with store.engine.begin() as connection, pytest.raises(exc.IntegrityError):
        connection.execute(insert, row)
