"""Users and sign-in."""

from __future__ import annotations

import pytest

from models import AuditAction, Store, StoreError, User


def test_a_user_signs_in_whatever_the_case_and_spaces(store: Store, clerk: User) -> None:
    assert store.sign_in("  DANA ").id == clerk.id


def test_users_are_listed_by_username(store: Store, clerk: User) -> None:
    store.add_user("Amy", "Amy Reviewer")
    assert [user.display_name for user in store.users()] == ["Amy Reviewer", "Dana Clerk"]


def test_an_unknown_user_is_refused_and_the_refusal_is_on_the_trail(store: Store) -> None:
    with pytest.raises(StoreError, match="Nobody of that username") as refusal:
        store.sign_in("mallory")
    assert "mallory" not in str(refusal.value)
    [event] = store.audit_events()
    assert (event.action, event.user) == (AuditAction.SIGN_IN_REFUSED, None)


def test_a_username_is_given_once(store: Store, clerk: User) -> None:
    with pytest.raises(StoreError, match="taken"):
        store.add_user("Dana", "Another Dana")


@pytest.mark.parametrize("username", ["", "two words", "-dash", "x" * 65, "ünal"])
def test_an_unusable_username_is_refused(store: Store, username: str) -> None:
    with pytest.raises(StoreError, match="1 to 64 letters"):
        store.add_user(username, "Somebody")
