"""The demonstration database: invented people, visits and dictations waiting to be entered."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from models import (
    Decision,
    FindingInput,
    Note,
    NoteState,
    Patient,
    QueryInput,
    SectionText,
    Store,
    TypingInput,
    User,
    compose,
)

_DATA = "data/demo_notes.toml"


def fill_demo(store: Store) -> None:
    """Put the demonstration into ``store``: users, patients, and notes in every group of a worklist.

    What is there already is left as it is, so a run that was cut short is completed by the next.
    """
    demo = tomllib.loads(files("entryassist").joinpath(_DATA).read_text("utf-8"))
    present = {user.username: user for user in store.users()}
    first, *others = demo["users"]
    clerk = present.get(first["username"]) or store.add_user(**first)
    # The other users are entered last: when they are there, all is there.
    missing = [person for person in others if person["username"] not in present]
    if not missing:
        return
    patients = {fields["mrn"]: _patient(store, clerk, fields) for fields in demo["patients"]}
    for fields in demo["notes"]:
        _enter(store, clerk, patients[fields["mrn"]], fields)
    for person in missing:
        store.add_user(**person)


def _patient(store: Store, clerk: User, fields: dict[str, Any]) -> Patient:
    found = store.find_patients(fields["mrn"], limit=1, user=clerk)
    return found[0] if found else store.register_patient(clerk, **fields)


def _enter(store: Store, clerk: User, patient: Patient, fields: dict[str, Any]) -> None:
    """Start the note unless the chart holds one of its type and day, and do with it what was done already."""
    details = dict(fields)
    del details["mrn"]
    sections = [SectionText(**section) for section in details.pop("sections", [])]
    done = {name: details.pop(name, None) for name in ("findings", "saved", "returned", "query", "typing")}
    day, kind = details["encounter_date"], details["note_type"]
    chart = store.notes_of(clerk, patient)
    note = next((note for note in chart if (note.encounter.encounter_date, note.note_type) == (day, kind)), None)
    if note is None:
        note = store.start_note(clerk, patient, **details)
    if done["saved"] is False:
        end = (0, 0, len(sections[0].text))
        store.save_draft(clerk, note.id, sections=sections, cursor=end)
    elif sections and not note.latest_version:
        findings = [_finding(compose(sections), finding) for finding in done["findings"] or ()]
        store.save_note(clerk, note.id, expected_version=0, sections=sections, findings=findings)
        if done["typing"]:
            store.record_typing(clerk, TypingInput(**done["typing"]))
    if done["query"] and not store.queries_of(note):
        _ask(store, clerk, note, done["query"])
    if done["returned"] and store.note(clerk, note.id).state is NoteState.ENTERED:
        store.return_note(clerk, note.id)


def _ask(store: Store, clerk: User, note: Note, fields: dict[str, str]) -> None:
    latest = store.note(clerk, note.id).latest
    assert latest is not None
    start = latest.text.index(fields["about"])
    question = QueryInput(fields["question"], start, start + len(fields["about"]), text=fields["about"])
    query = store.ask_author(clerk, note.id, question)
    store.answer_query(clerk, query.id, fields["answer"])


def _finding(text: str, fields: dict[str, Any]) -> FindingInput:
    word, replacement = fields["found"], fields["replacement"]
    start = text.index(replacement or word)
    return FindingInput(
        rule=fields["rule"],
        start=start,
        end=start + len(replacement or word),
        text=word,
        severity=fields["severity"],
        message=fields["message"],
        evidence=fields["evidence"],
        suggestions=((replacement, 0.9),) if replacement else (),
        decision=Decision(fields["decision"]),
        replacement=replacement,
    )
