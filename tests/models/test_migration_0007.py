"""Revision 0007 with data in the tables: patients of before are found by sound, sittings keep their figures."""

from __future__ import annotations

from collections.abc import Callable

from alembic import command
from sqlalchemy import inspect, text

from models import Patient, Store, TypingInput, User
from models.schema import alembic_config


def test_down_and_up_again_with_data(
    store: Store, open_store: Callable[[], Store], clerk: User, patient: Patient
) -> None:
    store.add_alert(clerk, patient, "fall risk")
    store.record_typing(clerk, TypingInput(400, 600, 150, active_seconds=60))
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0007-1")
        assert not {"patient_alert", "name_word"} & set(inspect(connection).get_table_names())
        kept = connection.execute(text("SELECT keystrokes, characters, saved FROM typing_session"))
        assert [tuple(row) for row in kept] == [(400, 600, 150)]

    again = open_store()
    [found] = again.similar_patients("tesstwel", user=clerk)
    assert (found.id, found.alerts) == (patient.id, [])
    [sitting] = again.typing_sessions(clerk)
    assert (sitting.keystrokes, sitting.saved, sitting.active_seconds) == (400, 150, 0)
