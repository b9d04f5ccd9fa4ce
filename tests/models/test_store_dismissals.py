"""Ignoring: how far each scope reaches, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models import Note, Patient, Store, StoreError, User


def words(store: Store, user: User, note: Note | None = None) -> list[str]:
    return [dismissal.word for dismissal in store.dismissals(user, note.id if note else None)]


def test_each_scope_reaches_as_far_as_its_name_says(
    store: Store, clerk: User, patient: Patient, note: Note, start_note: Callable[..., Note]
) -> None:
    for scope in ("here", "note", "author", "site"):
        store.dismiss(clerk, rule="SP001", word=scope, key=f"SP001|{scope}", scope=scope, note_id=note.id)
    same_author = start_note()
    another = start_note(author="Dr. Otto Imaginary")
    assert words(store, clerk, note) == ["here", "note", "author", "site"]
    assert words(store, clerk, same_author) == ["author", "site"]
    assert words(store, clerk, another) == ["site"]


def test_all_i_ignored_and_all_that_reaches_beyond_a_note_is_listed(store: Store, clerk: User, note: Note) -> None:
    sam = store.add_user("sam", "Sam Reviewer")
    store.dismiss(sam, rule="SP001", word="sam's", key="", scope="note", note_id=note.id)
    store.dismiss(sam, rule="SP001", word="everyone's", key="", scope="site")
    store.dismiss(clerk, rule="SP001", word="mine", key="k", scope="here", note_id=note.id)
    assert words(store, clerk) == ["everyone's", "mine"]


def test_what_i_ignore_for_myself_holds_in_every_note_i_enter_and_for_nobody_else(
    store: Store, clerk: User, note: Note, start_note: Callable[..., Note]
) -> None:
    sam = store.add_user("sam", "Sam Reviewer")
    for user in (clerk, sam, clerk):
        store.dismiss(user, rule="SP001", word=user.username, key="", scope="user")
    another = start_note(author="Dr. Otto Imaginary")
    assert words(store, clerk, note) == words(store, clerk, another) == words(store, clerk) == ["dana"]
    assert words(store, sam, note) == ["sam"]


def test_only_the_narrowest_scope_is_bound_to_a_place(store: Store, clerk: User, note: Note) -> None:
    here, author = (
        store.dismiss(clerk, rule="SP001", word="w", key="k", scope=scope, note_id=note.id)
        for scope in ("here", "author")
    )
    assert (here.key, here.note_id, here.author) == ("k", note.id, None)
    assert (author.key, author.note_id, author.author) == ("", None, "Dr. Edith Pretend")


def test_an_ignore_taken_back_is_no_longer_in_force(store: Store, clerk: User) -> None:
    dismissal = store.dismiss(clerk, rule="SP001", word="w", key="", scope="site")
    for _ in range(2):
        store.undismiss(clerk, dismissal.id)
    assert words(store, clerk) == []


def test_asking_twice_ignores_once(store: Store, clerk: User) -> None:
    first, second = (store.dismiss(clerk, rule="SP001", word="w", key="", scope="site") for _ in range(2))
    assert first.id == second.id
    assert words(store, clerk) == ["w"]


@pytest.mark.parametrize("scope", ["here", "note", "author"])
def test_an_ignore_that_belongs_to_a_note_needs_one(store: Store, clerk: User, scope: str) -> None:
    with pytest.raises(StoreError, match="belongs to a note"):
        store.dismiss(clerk, rule="SP001", word="w", key="", scope=scope)
    with pytest.raises(StoreError, match="no such note"):
        store.dismiss(clerk, rule="SP001", word="w", key="", scope=scope, note_id=4711)


def test_an_unknown_scope_is_refused(store: Store, clerk: User) -> None:
    with pytest.raises(StoreError, match="here, note, user, author, site"):
        store.dismiss(clerk, rule="SP001", word="w", key="", scope="planet")
