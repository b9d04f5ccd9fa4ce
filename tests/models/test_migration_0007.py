"""Revision 0007 with data in the tables: patients of before are found by sound, sittings keep their figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from alembic import command

from models import Patient, Store, TypingInput, User
from models.schema import alembic_config


def test_down_and_up_again_with_data(
    store: Store, path: Path, open_store: Callable[[], Store], clerk: User, patient: Patient
) -> None:
    store.add_alert(clerk, patient, "fall risk")
    store.record_typing(clerk, TypingInput(400, 600, 150, active_seconds=60))
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0007-1")

    before = sqlite3.connect(path, isolation_level=None)
    tables = {name for (name,) in before.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert not {"patient_alert", "name_word"} & tables
    assert before.execute("SELECT keystrokes, characters, saved FROM typing_session").fetchall() == [(400, 600, 150)]
    before.close()

    again = open_store()
    [found] = again.similar_patients("tesstwel", user=clerk)
    assert (found.id, found.alerts) == (patient.id, [])
    [sitting] = again.typing_sessions(clerk)
    assert (sitting.keystrokes, sitting.saved, sitting.active_seconds) == (400, 150, 0)
