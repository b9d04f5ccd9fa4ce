"""The audit trail: every deed is on it, no patient text ever is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

from models import AuditAction, Decision, FindingInput, Note, Patient, SectionText, Store, User


def test_every_operation_leaves_its_event(
    store: Store, clerk: User, patient: Patient, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.sign_in("dana")
    store.find_patients("testwell", user=clerk)
    store.worklist(clerk)
    store.notes_of(clerk, patient)
    store.note(clerk, note.id)
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0))
    store.discard_draft(clerk, note.id)
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    dismissal = store.dismiss(clerk, rule="SP001", word="w", key="", scope="site")
    store.undismiss(clerk, dismissal.id)

    events = [event for event in reversed(store.audit_events()) if event.action != AuditAction.ADD_USER]
    assert [event.action for event in events] == [
        AuditAction.REGISTER_PATIENT,
        AuditAction.START_NOTE,
        AuditAction.SIGN_IN,
        AuditAction.SEARCH_PATIENTS,
        AuditAction.VIEW_WORKLIST,
        AuditAction.VIEW_CHART,
        AuditAction.VIEW_NOTE,
        AuditAction.DISCARD_DRAFT,
        AuditAction.SAVE_NOTE,
        AuditAction.DISMISS,
        AuditAction.UNDISMISS,
    ]
    assert {event.user.username for event in events if event.user} == {"dana"}
    about_the_patient = [event.action for event in events if event.patient_id == patient.id]
    assert AuditAction.VIEW_NOTE in about_the_patient
    assert AuditAction.SAVE_NOTE in about_the_patient


def test_a_save_is_described_by_counts(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...], finding: Callable[..., FindingInput]
) -> None:
    findings = [finding(Decision.ACCEPTED, "Feel"), finding(Decision.IGNORED), finding(Decision.IGNORED)]
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=findings)
    [event] = store.audit_events(limit=1)
    assert event.details == {"version": 1, "sections": 2, "accepted": 1, "ignored": 2}
    assert event.object_id == note.id


def test_no_event_holds_text_of_the_record(
    store: Store,
    clerk: User,
    patient: Patient,
    note: Note,
    written: tuple[SectionText, ...],
    finding: Callable[..., FindingInput],
) -> None:
    store.find_patients("Testwell Abigail", user=clerk)
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[finding()])
    for event in store.audit_events():
        assert all(isinstance(value, int) for value in event.details.values())
        logged = json.dumps([event.action, event.details])
        assert not any(word in logged for word in ("Testwell", "Abigail", "T-100", "Feels"))


def test_events_are_in_utc_and_newest_first(store: Store, clerk: User) -> None:
    before = dt.datetime.now(dt.UTC)
    store.sign_in("dana")
    newest, older = store.audit_events()
    assert (newest.action, older.action) == (AuditAction.SIGN_IN, AuditAction.ADD_USER)
    assert before <= newest.at <= dt.datetime.now(dt.UTC)
    assert newest.at.utcoffset() == dt.timedelta(0)
