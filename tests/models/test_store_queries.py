"""Questions to the author: a thread of messages, open against a note in any state, every step audited."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models import (
    AuditAction,
    Decision,
    FindingInput,
    MessageKind,
    Note,
    ProviderQuery,
    QueryInput,
    QueryState,
    SectionText,
    Store,
    StoreError,
    User,
)

QUESTION = 'The note says "10.0 mg". What dose was meant?'


@pytest.fixture
def query(store: Store, clerk: User, note: Note) -> ProviderQuery:
    """A question about a dose."""
    asked = QueryInput(QUESTION, 12, 19, text="10.0 mg", key="SF011|10.0 mg|warfarin|daily", rule="SF011")
    return store.ask_author(clerk, note.id, asked)


def test_a_question_goes_to_the_author_of_the_note(store: Store, clerk: User, note: Note, query: ProviderQuery) -> None:
    [kept] = store.queries_of(note)
    assert (kept.author, kept.state, kept.question, kept.answer) == (note.author, QueryState.OPEN, QUESTION, "")
    assert (kept.rule, kept.start, kept.end, kept.text) == ("SF011", 12, 19, "10.0 mg")
    assert (kept.asked_by.username, kept.note.patient.mrn) == ("dana", "T-100")
    assert kept.asked_at.tzinfo is not None


def test_an_answer_is_typed_in_as_it_was_told(store: Store, clerk: User, query: ProviderQuery) -> None:
    answered = store.answer_query(clerk, query.id, " 10 mg \n", said_by="Dr. Pretend, by phone")
    assert (answered.state, answered.answer) == (QueryState.ANSWERED, "10 mg")
    assert answered.messages[-1].said_by == "Dr. Pretend, by phone"
    assert answered.messages[-1].user.username == "dana"


def test_without_a_speaker_the_answer_is_the_authors(store: Store, clerk: User, query: ProviderQuery) -> None:
    assert store.answer_query(clerk, query.id, "10 mg").messages[-1].said_by == query.author


def test_a_thread_may_ask_further_and_keeps_every_word(store: Store, clerk: User, query: ProviderQuery) -> None:
    store.answer_query(clerk, query.id, "As before.")
    again = store.ask_again(clerk, query.id, "What was the dose before?")
    assert (again.state, again.question) == (QueryState.OPEN, "What was the dose before?")
    store.answer_query(clerk, query.id, "10 mg")
    closed = store.close_query(clerk, query.id)
    assert closed.state is QueryState.CLOSED
    assert [(one.kind, one.text) for one in closed.messages] == [
        (MessageKind.QUESTION, QUESTION),
        (MessageKind.ANSWER, "As before."),
        (MessageKind.QUESTION, "What was the dose before?"),
        (MessageKind.ANSWER, "10 mg"),
        (MessageKind.CLOSED, ""),
    ]


def test_closing_twice_closes_once(store: Store, clerk: User, query: ProviderQuery) -> None:
    store.close_query(clerk, query.id, "The author retired.")
    assert len(store.close_query(clerk, query.id).messages) == 2


def test_a_closed_query_is_not_answered_but_may_be_asked_again(store: Store, clerk: User, query: ProviderQuery) -> None:
    store.close_query(clerk, query.id)
    with pytest.raises(StoreError, match="closed: ask again"):
        store.answer_query(clerk, query.id, "10 mg")
    assert store.ask_again(clerk, query.id, "And now?").state is QueryState.OPEN


def test_open_queries_are_those_that_are_not_closed(
    store: Store, clerk: User, note: Note, query: ProviderQuery, start_note: Callable[..., Note]
) -> None:
    other = store.ask_author(clerk, start_note().id, QueryInput("Which side?", 0, 4, text="knee"))
    closed = store.ask_author(clerk, note.id, QueryInput("Which knee?", 0, 4, text="knee"))
    store.answer_query(clerk, query.id, "10 mg")
    store.close_query(clerk, closed.id)
    assert [one.id for one in store.open_queries(clerk)] == [query.id, other.id]
    assert [one.id for one in store.export_queries(None)] == [query.id, other.id]
    assert [one.id for one in store.export_queries(None, closed=True)] == [query.id, other.id, closed.id]
    assert [one.id for one in store.queries_of(note)] == [query.id, closed.id]


def test_a_query_stays_open_when_the_note_is_saved(
    store: Store, clerk: User, note: Note, query: ProviderQuery, written: tuple[SectionText, ...]
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    assert [one.state for one in store.queries_of(note)] == [QueryState.OPEN]


@pytest.mark.parametrize("text", ["", " \n", "x" * 4001])
def test_an_empty_or_endless_message_is_refused(
    store: Store, clerk: User, note: Note, query: ProviderQuery, text: str
) -> None:
    for say in (
        lambda: store.ask_author(clerk, note.id, QueryInput(text, 0, 0)),
        lambda: store.ask_again(clerk, query.id, text),
        lambda: store.answer_query(clerk, query.id, text),
    ):
        with pytest.raises(StoreError, match=r"empty|too long"):
            say()


def test_what_is_not_there_is_said(store: Store, clerk: User) -> None:
    with pytest.raises(StoreError, match="no such note"):
        store.ask_author(clerk, 4711, QueryInput("What?", 0, 0))
    with pytest.raises(StoreError, match="no such query"):
        store.answer_query(clerk, 4711, "That.")


def test_every_step_is_audited_without_a_word_of_it(
    store: Store, clerk: User, note: Note, query: ProviderQuery
) -> None:
    store.answer_query(clerk, query.id, "10 mg")
    store.close_query(clerk, query.id)
    store.open_queries(clerk)
    store.export_queries(None)
    events = store.audit_events(limit=5)
    assert [event.action for event in reversed(events)] == [
        AuditAction.ASK_AUTHOR,
        AuditAction.ANSWER_QUERY,
        AuditAction.CLOSE_QUERY,
        AuditAction.VIEW_QUERIES,
        AuditAction.EXPORT_QUERIES,
    ]
    assert {event.object_id for event in events[2:]} == {query.id}
    assert {event.patient_id for event in events[2:]} == {note.patient.id}
    assert events[-1].details == {"note": note.id, "message": 0}


def test_an_override_is_kept_with_its_reason_and_audited(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...], finding: Callable[..., FindingInput]
) -> None:
    overridden = finding(Decision.OVERRIDDEN, reason="As dictated, read back.")
    version = store.save_note(
        clerk, note.id, expected_version=0, sections=written, findings=[overridden, finding(Decision.ASKED)]
    )
    assert [(one.decision, one.reason) for one in version.findings] == [
        (Decision.OVERRIDDEN, "As dictated, read back."),
        (Decision.ASKED, ""),
    ]
    [event] = store.audit_events(limit=1)
    assert (event.action, event.details) == (AuditAction.OVERRIDE, {"version": 1, "overridden": 1})


def test_an_override_without_a_reason_is_refused(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...], finding: Callable[..., FindingInput]
) -> None:
    with pytest.raises(StoreError, match="without a reason"):
        store.save_note(
            clerk, note.id, expected_version=0, sections=written, findings=[finding(Decision.OVERRIDDEN, reason=" ")]
        )
