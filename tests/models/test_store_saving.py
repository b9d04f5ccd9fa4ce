"""Saving a note: everything or nothing, nothing twice, nothing changed afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from models import (
    Decision,
    EncounterFields,
    EncounterKind,
    FindingInput,
    FindingSeverity,
    Note,
    NoteState,
    NoteVersion,
    SectionText,
    StaleNote,
    Store,
    StoreError,
    User,
    compose,
    section_offsets,
)
from models.base import storable

TEXT = st.text(alphabet=st.characters(codec=None), max_size=60)  # every code point, lone surrogates too
SECTION_LISTS = st.lists(st.builds(SectionText, TEXT, TEXT), min_size=1, max_size=4)
FINDINGS = st.lists(
    st.builds(
        lambda start, length, **fields: FindingInput(start=start, end=start + length, **fields),
        start=st.integers(0, 10_000),
        length=st.integers(0, 50),
        rule=st.from_regex(r"[A-Z]{2}[0-9]{3}", fullmatch=True),
        text=TEXT,
        severity=st.sampled_from(FindingSeverity),
        message=TEXT,
        evidence=TEXT,
        suggestions=st.lists(st.tuples(TEXT, st.floats(0, 1)), max_size=3).map(tuple),
        decision=st.sampled_from(Decision),
        replacement=TEXT,
        reason=TEXT.map(lambda text: f"seen {text}"),
    ),
    max_size=3,
)


def told(version: NoteVersion) -> list[dict[str, Any]]:
    """All that a version holds, but for the objects themselves."""
    records = (version, version.saved_by, *version.sections, *version.findings)
    return [{one.key: getattr(record, one.key) for one in inspect(record).mapper.column_attrs} for record in records]


# One record for all examples of a property: each saves one more version of the same note.
one_record = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@one_record
@given(SECTION_LISTS, FINDINGS)
def test_text_and_findings_come_back_exactly(
    store: Store, clerk: User, note: Note, sections: list[SectionText], findings: list[FindingInput]
) -> None:
    """Emoji, right-to-left marks, ESC and the like included; only what no database can hold is replaced."""
    sections = [*sections, SectionText("Plan", "Rest.")]
    seen = store.note(clerk, note.id).latest_version
    saved = store.save_note(clerk, note.id, expected_version=seen, sections=sections, findings=findings)

    version = store.note(clerk, note.id).latest
    assert version is not None
    assert told(saved) == told(version)
    assert [(one.heading, one.text) for one in version.sections] == [
        (storable(one.heading), storable(one.text)) for one in sections
    ]
    for kept, given_in in zip(version.findings, findings, strict=True):
        assert kept.text == storable(given_in.text)
        assert (kept.start, kept.end, kept.rule) == (given_in.start, given_in.end, given_in.rule)
        assert (kept.severity, kept.decision) == (given_in.severity, given_in.decision)
        assert kept.suggestions == tuple((storable(text), score) for text, score in given_in.suggestions)
        assert (kept.message, kept.evidence, kept.replacement, kept.reason) == tuple(
            map(storable, (given_in.message, given_in.evidence, given_in.replacement, given_in.reason))
        )


@settings(deadline=None)
@given(TEXT)
def test_what_no_database_can_hold_is_replaced_without_moving_anything(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    for before, after in zip(text, kept, strict=True):
        if before == "\x00":
            assert after == "\u2400"
        elif "\ud800" <= before <= "\udfff":
            assert after == "\ufffd"
        else:
            assert after == before


@settings(deadline=None)
@given(SECTION_LISTS)
def test_offsets_tell_where_each_body_starts_in_the_composed_note(sections: list[SectionText]) -> None:
    text = compose(sections)
    for section, offset in zip(sections, section_offsets(sections), strict=True):
        assert text[offset : offset + len(section.text)] == section.text


def test_a_note_is_composed_of_headed_sections_with_blank_lines_between() -> None:
    sections = [SectionText("", "Seen today."), SectionText("Plan", "Rest.\nFluids.")]
    assert compose(sections) == "Seen today.\n\nPlan:\nRest.\nFluids."
    assert section_offsets(sections) == [0, 19]
    assert compose([]) == ""


def test_a_save_gives_back_the_new_version(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...], finding: Callable[..., FindingInput]
) -> None:
    version = store.save_note(
        clerk,
        note.id,
        expected_version=0,
        sections=written,
        findings=[finding(Decision.ACCEPTED, replacement="Feel")],
    )
    assert version.number == 1
    assert version.text == "Subjective:\nFeels well.\n\nPlan:\nRecheck in 3 months."
    assert version.findings[0].decision is Decision.ACCEPTED
    assert version.findings[0].replacement == "Feel"
    assert version.saved_at.tzinfo is not None


def test_an_amended_note_keeps_what_was_saved_before(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[])
    changed = EncounterFields(dt.date(2025, 11, 15), "inpatient", "Dr. Otto Imaginary", "Surgery")
    store.save_note(
        clerk,
        note.id,
        expected_version=1,
        sections=[SectionText("", "Replaced.")],
        findings=[],
        encounter=changed,
    )
    opened = store.note(clerk, note.id)
    first, second = opened.versions
    assert (first.number, first.text) == (1, compose(written))
    assert (first.author, first.department) == ("Dr. Edith Pretend", "Internal Medicine")
    assert (second.number, second.text) == (2, "Replaced.")
    assert (second.author, second.department) == ("Dr. Otto Imaginary", "Surgery")
    assert second.encounter_kind is EncounterKind.INPATIENT
    assert (opened.author, opened.encounter.encounter_date) == ("Dr. Otto Imaginary", dt.date(2025, 11, 15))
    assert opened.state is NoteState.ENTERED


def test_a_stale_save_is_refused_and_loses_nothing(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    sam = store.add_user("sam", "Sam Reviewer")
    mine = [SectionText("", "mine")]
    store.save_draft(clerk, note.id, sections=mine, cursor=(0, 0, 4))
    store.save_note(sam, note.id, expected_version=0, sections=written, findings=[])
    with pytest.raises(StaleNote, match="Somebody else saved this note"):
        store.save_note(clerk, note.id, expected_version=0, sections=mine, findings=[])
    draft = store.draft(clerk, note.id)
    assert draft is not None
    assert draft.sections == tuple(mine)
    assert draft.based_on == 0
    assert [version.number for version in store.note(clerk, note.id).versions] == [1]


def test_an_empty_note_is_not_saved(store: Store, clerk: User, note: Note) -> None:
    with pytest.raises(StoreError, match="note is empty"):
        store.save_note(clerk, note.id, expected_version=0, sections=[SectionText("Plan", " \n")], findings=[])
    assert store.note(clerk, note.id).state is NoteState.DRAFT


def test_a_save_with_an_unusable_header_changes_nothing(
    store: Store, clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    store.save_draft(clerk, note.id, sections=written, cursor=(0, 0, 0))
    wrong = EncounterFields(dt.date(1900, 1, 1), "outpatient", "Dr. Edith Pretend", "Internal Medicine")
    with pytest.raises(StoreError, match="before the patient's birth"):
        store.save_note(clerk, note.id, expected_version=0, sections=written, findings=[], encounter=wrong)
    opened = store.note(clerk, note.id)
    assert (opened.latest, opened.state) == (None, NoteState.DRAFT)
    assert opened.draft_of(clerk) is not None
