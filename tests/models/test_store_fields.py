"""The structured fields of a note: kept with each version for good, and with a draft as they were typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Row, exc, text

from models import FieldCursor, FieldGroup, FieldInput, Note, SectionText, Store, User
from models.base import storable
from models.schema import alembic_config

Execute = Callable[[str], list[Row[Any]]]
PRESSURE = FieldInput(FieldGroup.VITALS, 0, "BP", "120/80")
WEIGHT = FieldInput(FieldGroup.VITALS, 5, "Wt", "154", "lb")
DRUG = FieldInput(FieldGroup.MEDICATIONS, 0, "drug", "metformin", concept="DRUGBANK:DB00331")
DOSE = FieldInput(FieldGroup.MEDICATIONS, 0, "dose", "500", "mg")
BEFORE = "0004"  # the revision without fields
FIELDS = (PRESSURE, WEIGHT, DRUG, DOSE)


def _fields(store: Store, clerk: User, note: Note) -> list[list[FieldInput]]:
    return [[field.as_input for field in version.fields] for version in store.note(clerk, note.id).versions]


def test_each_version_keeps_the_fields_it_was_saved_with(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    changed = (replace(PRESSURE, value="130/80"), DRUG)
    for seen, fields in enumerate((FIELDS, changed, ())):
        saved = store.save_note(clerk, note.id, expected_version=seen, sections=written, findings=[], fields=fields)
        assert [field.as_input for field in saved.fields] == list(fields)
    assert _fields(store, clerk, note) == [list(FIELDS), list(changed), []]


def test_the_trail_tells_how_many_fields_and_never_what_they_hold(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], fields=FIELDS)
    with store.engine.connect() as connection:
        trail = connection.scalars(text("SELECT details FROM audit_event")).all()
    assert store.audit_events(limit=1)[0].details["fields"] == 4
    assert "metformin" not in str(trail)


def test_a_draft_keeps_the_fields_and_where_the_cursor_stands_among_them(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    place = FieldCursor(FieldGroup.MEDICATIONS, 0, 4)
    store.save_draft(clerk, note.id, sections=written, cursor=(1, 0, 2), fields=FIELDS, field_cursor=place)
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert (draft.fields, draft.field_cursor, draft.cursor) == (FIELDS, place, (1, 0, 2))

    store.save_draft(clerk, note.id, sections=written, cursor=(1, 0, 2), fields=FIELDS[:1])
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert (draft.fields, draft.field_cursor) == (FIELDS[:1], None)


@pytest.mark.parametrize("typed", ["\x00", "\ud800", "\x1b[31m", "ünï\u202e🩺"])
def test_any_text_comes_back_as_every_database_can_hold_it(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...], typed: str
) -> None:
    field = replace(DRUG, value=typed)
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0), fields=[field])
    draft = store.draft(clerk, note.id)
    assert draft is not None
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], fields=[field])
    kept = replace(field, value=storable(typed))
    assert draft.fields == (kept,)
    assert _fields(store, clerk, note) == [[kept]]


@pytest.mark.parametrize("change", ["UPDATE note_field SET value = '90/60'", "DELETE FROM note_field"])
def test_fields_on_record_are_neither_changed_nor_removed(
    store: Store, execute: Execute, clerk: User, note: Note, written: tuple[SectionText, ...], change: str
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], fields=FIELDS)
    with pytest.raises(exc.IntegrityError, match="append-only"):
        execute(change)
    assert _fields(store, clerk, note) == [list(FIELDS)]


@pytest.mark.parametrize(
    "wrong",
    [
        "INSERT INTO note_field VALUES (99, 1, 'vitals', -1, 'BP', '', '', '')",
        "INSERT INTO note_field VALUES (99, 1, 'vitals', 0, '', '', '', '')",
        "INSERT INTO note_field VALUES (99, 1, 'moods', 0, 'BP', '', '', '')",
        "INSERT INTO note_field VALUES (99, 4711, 'vitals', 1, 'BP', '', '', '')",
        "INSERT INTO note_field VALUES (99, 1, 'vitals', 0, 'BP', '', '', '')",
    ],
)
def test_the_database_itself_refuses_a_field_that_makes_no_sense(
    store: Store, execute: Execute, clerk: User, note: Note, written: tuple[SectionText, ...], wrong: str
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], fields=FIELDS)
    with pytest.raises(exc.IntegrityError):
        execute(wrong)


def test_a_record_of_before_gets_fields_and_can_lose_them_again(
    open_store: Callable[[], Store], clerk: User, note: Note, written: tuple[SectionText, ...], store: Store
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], fields=FIELDS)
    store.save_draft(clerk, note.id, sections=written, cursor=(1, 0, 2), fields=FIELDS)
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), BEFORE)
    again = open_store()
    draft = again.draft(clerk, note.id)
    assert draft is not None
    assert (draft.sections, draft.cursor, draft.fields, draft.field_cursor) == (written, (1, 0, 2), (), None)
    assert _fields(again, clerk, note) == [[]]
    again.save_note(clerk, note.id, expected_version=1, sections=written, findings=[], fields=FIELDS)
    assert _fields(again, clerk, note) == [[], list(FIELDS)]
