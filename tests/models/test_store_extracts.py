"""What was read out of a note is kept with its version for good, and can be searched for by concept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Row, exc, text

from models import AuditAction, ExtractInput, ExtractKind, Note, SectionText, Store, User
from models.base import storable
from models.schema import alembic_config

Execute = Callable[[str], list[Row[Any]]]
BEFORE = "0003"
PAIN = ExtractInput("problem", 12, 16, "pain", "HP:0012531", "", "", "negated", "history")
DRUG = ExtractInput(
    "drug", 20, 30, "lisinopril", "DRUGBANK:DB00722", "10", "mg", "affirmed", "medications", (("frequency", "daily"),)
)
EXTRACTS = (PAIN, DRUG)


def _kept(store: Store, clerk: User, note: Note) -> list[list[ExtractInput]]:
    """The extracts of each version, as they were given in."""
    names = ("kind", "start", "end", "text", "concept", "value", "unit", "certainty", "section", "details")
    return [
        [ExtractInput(*(getattr(record, name) for name in names)) for record in version.extracts]
        for version in store.note(clerk, note.id).versions
    ]


def test_each_version_keeps_its_own_extracts_in_order(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    version = store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], extracts=EXTRACTS)
    assert [(one.kind, one.text) for one in version.extracts] == [("problem", "pain"), ("drug", "lisinopril")]
    assert version.extracts[1].kind is ExtractKind.DRUG
    store.save_note(clerk, note.id, expected_version=1, sections=written, findings=[])
    assert _kept(store, clerk, note) == [list(EXTRACTS), []]


def test_the_audit_trail_counts_them_and_holds_none_of_their_text(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], extracts=EXTRACTS)
    event = next(event for event in store.audit_events() if event.action == AuditAction.SAVE_NOTE)
    assert event.details == {"version": 1, "sections": 2, "extracts": 2}


@pytest.mark.parametrize("typed", ["\x00 10 mg", "\ud800", "=1+1", "œdème", "[H] 5.1"])
def test_any_text_comes_back_as_every_database_can_hold_it(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...], typed: str
) -> None:
    odd = replace(DRUG, text=typed, value=typed, details=(("route", typed),))
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], extracts=[odd])
    kept = storable(typed)
    assert _kept(store, clerk, note) == [[replace(odd, text=kept, value=kept, details=(("route", kept),))]]


@pytest.mark.parametrize("change", ["UPDATE extract SET certainty = 'affirmed'", "DELETE FROM extract"])
def test_extracts_on_record_are_neither_changed_nor_removed(
    store: Store, execute: Execute, clerk: User, note: Note, written: tuple[SectionText, ...], change: str
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], extracts=EXTRACTS)
    with pytest.raises(exc.IntegrityError, match="append-only"):
        execute(change)
    assert _kept(store, clerk, note) == [list(EXTRACTS)]


@pytest.mark.parametrize(
    "wrong",
    [
        "kind = 'mood'",
        "certainty = 'maybe'",
        "position = -1",
        "position = 0",
        "span_end = span_start",
        "span_start = -1",
        "version_id = 4711",
    ],
)
def test_the_database_itself_refuses_an_extract_that_makes_no_sense(
    store: Store, execute: Execute, clerk: User, note: Note, written: tuple[SectionText, ...], wrong: str
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], extracts=EXTRACTS[:1])
    name, value = wrong.split(" = ")
    [kept] = execute("SELECT * FROM extract")
    changed = {"id": "99", "position": "1"} | {name: value}
    columns = ", ".join(changed.get(column, column) for column in kept._mapping)
    with pytest.raises(exc.IntegrityError):
        execute(f"INSERT INTO extract SELECT {columns} FROM extract")


@pytest.mark.sqlite_only("PostgreSQL reads a table this small without its index")
def test_a_concept_is_found_by_an_index(store: Store) -> None:
    plan = "EXPLAIN QUERY PLAN SELECT version_id FROM extract WHERE kind = 'drug' AND concept = 'DRUGBANK:DB00722'"
    with store.engine.connect() as connection:
        assert "ix_extract_kind_concept" in str(connection.execute(text(plan)).all())


def test_a_record_of_before_gets_extracts_and_can_lose_them_again(
    open_store: Callable[[], Store], clerk: User, note: Note, written: tuple[SectionText, ...], store: Store
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], extracts=EXTRACTS)
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), BEFORE)
    again = open_store()
    assert _kept(again, clerk, note) == [[]]
    assert again.note(clerk, note.id).versions[0].text.startswith("Subjective:")
    again.save_note(clerk, note.id, expected_version=1, sections=written, findings=[], extracts=EXTRACTS)
    assert _kept(again, clerk, note) == [[], list(EXTRACTS)]
