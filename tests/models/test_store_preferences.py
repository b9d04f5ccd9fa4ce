"""What people choose for themselves is kept for them, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from alembic import command
from sqlalchemy import inspect

from models import Store, StoreError, User
from models.schema import alembic_config


def test_a_choice_is_kept_changed_and_forgotten(store: Store, clerk: User) -> None:
    other = store.add_user("amy", "Amy Reviewer")
    store.prefer(clerk, "theme", "day")
    store.prefer(clerk, "key:entry.fix", "ctrl+k,f5")
    store.prefer(clerk, "theme", "high-contrast")
    assert store.preferences(clerk) == {"key:entry.fix": "ctrl+k,f5", "theme": "high-contrast"}
    assert store.preferences(other) == {}
    store.prefer(clerk, "theme", None)
    store.prefer(clerk, "never chosen", None)
    assert store.preferences(clerk) == {"key:entry.fix": "ctrl+k,f5"}


def test_a_choice_leaves_no_event_on_the_trail(store: Store, clerk: User) -> None:
    before = len(store.audit_events())
    store.prefer(clerk, "theme", "day")
    assert len(store.audit_events()) == before


@pytest.mark.parametrize(("name", "value"), [("", "x"), ("x" * 65, "x"), ("x", "y" * 201)])
def test_what_is_too_long_to_keep_is_refused(store: Store, clerk: User, name: str, value: str) -> None:
    with pytest.raises(StoreError, match="up to 64 characters"):
        store.prefer(clerk, name, value)


def test_revision_0009_goes_down_and_up_with_everybody_on_record(
    store: Store, clerk: User, open_store: Callable[[], Store]
) -> None:
    store.prefer(clerk, "theme", "day")
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0009-1")
        assert not inspect(connection).has_table("preference")
    again = open_store()
    assert again.preferences(clerk) == {}
    assert [user.username for user in again.users()] == ["dana"]
