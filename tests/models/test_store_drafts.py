"""Drafts: what was typed survives until it is saved or thrown away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from models import Decision, FindingInput, Note, Patient, SectionText, Store, StoreError, User


def test_a_draft_comes_back_with_its_cursor_in_another_program(
    store: Store, open_store: Callable[[], Store], clerk: User, note: Note
) -> None:
    sections = [SectionText("Subjective", "half a sen"), SectionText("Plan", "")]
    store.save_draft(clerk, note.id, sections=sections, cursor=(0, 2, 10))
    draft = open_store().draft(clerk, note.id)
    assert draft is not None
    assert draft.sections == tuple(sections)
    assert draft.cursor == (0, 2, 10)


def test_answers_given_so_far_come_back(store: Store, open_store: Callable[[], Store], clerk: User, note: Note) -> None:
    answer = FindingInput(
        rule="SP001",
        start=4,
        end=13,
        text="pnuemonia",
        severity="warning",
        message="not a known word",
        evidence="in no source\x00",
        suggestions=(("pneumonia", 0.99),),
        decision=Decision.ACCEPTED,
        replacement="pneumonia",
    )
    sections = [SectionText("", "Has pneumonia.")]
    store.save_draft(clerk, note.id, sections=sections, cursor=(0, 0, 0), answers=[answer])
    draft = open_store().draft(clerk, note.id)
    assert draft is not None
    assert draft.answers == (replace(answer, evidence="in no source\u2400"),)
    store.save_draft(clerk, note.id, sections=sections, cursor=(0, 0, 0))
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert draft.answers == ()


def test_the_next_draft_replaces_the_one_before(store: Store, clerk: User, note: Note) -> None:
    for text in ("a", "ab"):
        store.save_draft(clerk, note.id, sections=[SectionText("", text)], cursor=(0, 0, len(text)))
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert draft.sections == (SectionText("", "ab"),)
    assert store.note(clerk, note.id).versions == []


def test_each_user_has_a_draft_of_their_own(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    sam = store.add_user("sam", "Sam Reviewer")
    store.save_draft(sam, note.id, sections=[SectionText("", "sam's")], cursor=(0, 0, 0))
    assert store.draft(clerk, note.id) is None
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    assert store.draft(sam, note.id) is not None


def test_saving_the_note_removes_my_draft_of_it_only(
    store: Store,
    clerk: User,
    patient: Patient,
    note: Note,
    written: tuple[SectionText, ...],
    start_note: Callable[..., Note],
) -> None:
    other = start_note()
    for waiting in (note, other):
        store.save_draft(clerk, waiting.id, sections=written, cursor=(0, 0, 0))
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    assert store.draft(clerk, note.id) is None
    assert store.draft(clerk, other.id) is not None


def test_a_draft_remembers_the_version_it_started_from(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0))
    sam = store.add_user("sam", "Sam Reviewer")
    store.save_note(sam, note.id, expected_version=0, sections=written, findings=[])
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 1))
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert draft.based_on == 0


def test_a_writer_can_say_which_version_the_draft_started_from(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0), based_on=0)
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert draft.based_on == 0


def test_a_discarded_draft_is_gone_and_discarding_twice_is_harmless(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0))
    for _ in range(2):
        store.discard_draft(clerk, note.id)
    assert store.draft(clerk, note.id) is None


def test_a_draft_of_no_note_is_refused(store: Store, clerk: User, written: tuple[SectionText, ...]) -> None:
    with pytest.raises(StoreError, match="no such note"):
        store.save_draft(clerk, 4711, sections=written, cursor=(0, 0, 0))
