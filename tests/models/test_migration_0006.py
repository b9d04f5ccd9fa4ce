"""Revision 0006 with data in the tables: nothing on record is lost or made changeable, up or down."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Row, exc

from models import Decision, FindingInput, Note, QueryInput, SectionText, Store, User
from models.schema import alembic_config

Execute = Callable[[str], list[Row[Any]]]


@pytest.fixture
def before(
    store: Store,
    execute: Execute,
    clerk: User,
    note: Note,
    written: tuple[SectionText, ...],
    finding: Callable[..., FindingInput],
) -> Execute:
    """A record as the program before it left it, taken down from one that used all that is new."""
    decided = [
        finding(Decision.ACCEPTED, "Feel"),
        finding(Decision.ASKED),
        finding(Decision.OVERRIDDEN, reason="As dictated."),
    ]
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=decided)
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0), answers=[decided[0], decided[2]])
    for scope in ("site", "user"):
        store.dismiss(clerk, rule="SP001", word=scope, key="", scope=scope)
    store.ask_author(clerk, note.id, QueryInput("What was meant?", 0, 5))
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0006-1")
    return execute


def test_taken_down_the_record_is_as_the_program_before_knows_it(before: Execute) -> None:
    rows = before("SELECT text, decision FROM finding ORDER BY position")
    assert rows == [("Feels", "accepted"), ("Feels", "open"), ("Feels", "ignored")]
    assert before("SELECT scope FROM dismissal") == [("site",)]
    [(kept,)] = before("SELECT answers FROM draft")
    answers = json.dumps(kept)
    assert "reason" not in answers
    assert "overridden" not in answers


def test_brought_up_again_the_record_is_whole(
    before: Execute, open_store: Callable[[], Store], clerk: User, note: Note
) -> None:
    store = open_store()
    version = store.note(clerk, note.id).latest
    assert version is not None
    assert [(one.text, one.decision, one.reason) for one in version.findings] == [
        ("Feels", Decision.ACCEPTED, ""),
        ("Feels", Decision.OPEN, ""),
        ("Feels", Decision.IGNORED, ""),
    ]
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert [one.replacement for one in draft.answers] == ["Feel"]


@pytest.mark.parametrize("up", [False, True])
@pytest.mark.parametrize("change", ["UPDATE finding SET rule = 'X'", "DELETE FROM finding"])
def test_findings_stay_unchangeable(before: Execute, open_store: Callable[[], Store], up: bool, change: str) -> None:
    if up:
        open_store()
    with pytest.raises(exc.IntegrityError, match="append-only"):
        before(change)
