"""What waits for whom: groups, filters, search, order, pages; and the figures of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from models import (
    AuditAction,
    Decision,
    EncounterKind,
    FindingInput,
    Note,
    NoteState,
    QueryInput,
    SectionText,
    Store,
    StoreError,
    TypingInput,
    User,
    WorkField,
    WorkGroup,
    Worklist,
    WorkOrder,
    WorkView,
)

Start = Callable[..., Note]
Written = tuple[SectionText, ...]


def ids(found: Worklist) -> list[int]:
    return [item.note.id for item in found.items]


@pytest.fixture
def sam(store: Store) -> User:
    return store.add_user("sam", "Sam Reviewer")


def test_a_started_note_waits_for_everybody_with_patient_and_encounter(
    store: Store, clerk: User, sam: User, start_note: Start
) -> None:
    first, second = (start_note() for _ in range(2))
    for user in (clerk, sam):
        found = store.worklist(user)
        assert ids(found) == [first.id, second.id]
        assert (found.total, found.waiting, found.counts) == (2, 2, {WorkGroup.TO_ENTER: 2})
    note = found.items[0].note
    assert (note.patient.family_name, note.patient.alerts) == ("Testwell", [])
    assert note.encounter.encounter_kind is EncounterKind.OUTPATIENT


def test_every_note_is_in_the_first_group_that_fits(
    store: Store, clerk: User, sam: User, start_note: Start, written: Written
) -> None:
    to_enter, draft, returned, answered, amending = (start_note() for _ in range(5))
    for note in (draft, answered, amending):
        store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0))
    for note in (returned, amending):
        store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    store.save_draft(clerk, amending.id, sections=written, cursor=(0, 0, 0))
    store.return_note(sam, returned.id)
    query = store.ask_author(clerk, answered.id, QueryInput("Which side?", 0, 5))
    store.answer_query(clerk, query.id, "The left.")

    mine = {item.note.id: item.group for item in store.worklist(clerk).items}
    assert mine == {
        to_enter.id: WorkGroup.TO_ENTER,
        draft.id: WorkGroup.DRAFT,
        returned.id: WorkGroup.RETURNED,
        answered.id: WorkGroup.ANSWERED,
        amending.id: WorkGroup.DRAFT,
    }
    for group in set(mine.values()):
        found = store.worklist(clerk, WorkView(group))
        assert ids(found) == [note_id for note_id, its in mine.items() if its is group]
        assert found.total == len(found.items) == found.counts[group]
    # what is mine alone is nobody else's, the notes nobody has entered are everybody's
    assert ids(store.worklist(sam)) == [to_enter.id, draft.id, answered.id]


def test_a_query_that_was_closed_waits_no_longer(store: Store, clerk: User, note: Note, written: Written) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    query = store.ask_author(clerk, note.id, QueryInput("Which side?", 0, 5))
    assert not store.worklist(clerk).items
    store.answer_query(clerk, query.id, "The left.")
    assert ids(store.worklist(clerk)) == [note.id]
    store.close_query(clerk, query.id)
    assert not store.worklist(clerk).items


def test_only_an_entered_note_can_be_returned_and_saving_it_ends_that(
    store: Store, clerk: User, sam: User, note: Note, written: Written
) -> None:
    with pytest.raises(StoreError, match="entered and not yet verified"):
        store.return_note(sam, note.id)
    with pytest.raises(StoreError, match="no such note"):
        store.return_note(sam, 4711)
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    assert store.return_note(sam, note.id).state is NoteState.DRAFT
    assert store.audit_events(limit=1)[0].action == AuditAction.RETURN_NOTE
    store.save_note(clerk, note.id, expected_version=1, sections=written, findings=[])
    assert not store.worklist(clerk).items


def test_what_i_entered_is_a_group_of_its_own_last_saved_first(
    store: Store, clerk: User, sam: User, start_note: Start, written: Written
) -> None:
    first, second, theirs, _waiting = (start_note() for _ in range(4))
    for user, note, version in [(clerk, first, 0), (clerk, second, 0), (sam, theirs, 0), (clerk, first, 1)]:
        store.save_note(user, note.id, expected_version=version, sections=written, findings=[])
    found = store.worklist(clerk, WorkView(WorkGroup.ENTERED))
    assert (ids(found), found.total, found.waiting) == ([first.id, second.id], 2, 1)
    assert {item.group for item in found.items} == {WorkGroup.ENTERED}
    assert ids(store.worklist(sam, WorkView(WorkGroup.ENTERED))) == [theirs.id]


def test_the_list_is_narrowed_searched_and_sorted(store: Store, clerk: User, start_note: Start) -> None:
    other = store.register_patient(
        clerk,
        mrn="B-9",
        family_name="Ångström",
        given_name="Zoe",
        birth_date=dt.date(1990, 1, 1),
        sex="female",
    )
    visit = {"encounter_date": dt.date(2025, 11, 17), "note_type": "discharge summary", "author": "Dr. Otto Imaginary"}
    first, second = start_note(), store.start_note(clerk, other, department="Surgery", **visit)  # type: ignore[arg-type]
    for view, expected in (
        (WorkView(note_type="discharge summary"), [second]),
        (WorkView(author="Dr. Edith Pretend", department="Internal Medicine"), [first]),
        (WorkView(author="Dr. Edith Pretend", department="Surgery"), []),
        (WorkView(search="ang"), [second]),
        (WorkView(search="testw edith"), [first]),
        (WorkView(search="surg otto"), [second]),
        (WorkView(search="t-1"), [first]),
        (WorkView(search="%"), []),
        (WorkView(order=WorkOrder.AGE), [first, second]),
        (WorkView(order=WorkOrder.TYPE), [second, first]),
        (WorkView(WorkGroup.DRAFT), []),
    ):
        found = store.worklist(clerk, view)
        assert ids(found) == [note.id for note in expected], view
        assert found.total == len(expected)
    assert store.worklist_values(clerk, WorkView(note_type="discharge summary"), WorkField.AUTHOR) == [
        ("Dr. Otto Imaginary", 1)
    ]
    narrowed = WorkView(author="Dr. Otto Imaginary")
    assert store.worklist_values(clerk, narrowed, WorkField.AUTHOR) == [
        ("Dr. Edith Pretend", 1),
        ("Dr. Otto Imaginary", 1),
    ]
    assert store.worklist_values(clerk, WorkView(WorkGroup.ENTERED), WorkField.DEPARTMENT) == []


def test_a_long_list_comes_in_pages(store: Store, clerk: User, start_note: Start) -> None:
    notes = [start_note().id for _ in range(7)]
    pages = [store.worklist(clerk, offset=offset, limit=3) for offset in (0, 3, 6, 9)]
    assert [ids(page) for page in pages] == [notes[:3], notes[3:6], notes[6:], []]
    assert {page.total for page in pages} == {7}


def test_the_figures_of_a_day_are_counted_from_the_record(
    store: Store, clerk: User, start_note: Start, written: Written, finding: Callable[..., FindingInput]
) -> None:
    first, second = start_note(), start_note()
    fixed = [
        finding(Decision.ACCEPTED, "Feel"),
        finding(Decision.EXPANDED, "Feel"),
        finding(),
        finding(Decision.IGNORED),
    ]
    store.save_note(clerk, first.id, expected_version=0, sections=written, findings=fixed)
    store.save_note(clerk, first.id, expected_version=1, sections=written, findings=fixed[:1])
    store.save_note(clerk, second.id, expected_version=0, sections=written, findings=[])
    store.record_typing(clerk, TypingInput(400, 600, 150, active_seconds=60))
    store.record_typing(clerk, TypingInput(90, 100, 0))  # kept before typing time was measured
    today = dt.datetime.now().date()
    figures = store.day_figures(clerk, today, days=3)
    assert [one.day for one in figures] == [today - dt.timedelta(2), today - dt.timedelta(1), today]
    assert (figures[-1].notes, figures[-1].fixed, figures[-1].keys_saved) == (2, 3, 150)
    assert (figures[-1].words, figures[-1].words_a_minute) == (140, 120)
    assert (figures[0].notes, figures[0].words, figures[0].words_a_minute) == (0, 0, 0)
    assert store.day_figures(store.add_user("sam", "Sam Reviewer"), today)[-1].notes == 0
