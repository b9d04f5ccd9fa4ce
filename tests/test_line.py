"""Entry line by line: what is typed, and every sentence that is said."""

from __future__ import annotations

import datetime as dt
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from entryassist.line.entry import LineEntry
from models import Decision, FieldGroup, FieldInput, Note, SectionText, Store, User
from terminology import Checker


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'records.db'}")
    yield store
    store.close()


@pytest.fixture
def clerk(store: Store) -> User:
    return store.add_user("dana", "Dana Clerk")


@pytest.fixture
def note(store: Store, clerk: User) -> Note:
    patient = store.register_patient(
        clerk,
        mrn="T-100",
        family_name="Testa",
        given_name="Vera",
        birth_date=dt.date(1955, 3, 9),
        sex="female",
        allergies="PENICILLIN",
    )
    return store.start_note(
        clerk,
        patient,
        note_type="progress note",
        author="Dr. Ida Sample",
        department="Internal Medicine",
        encounter_date=dt.date(2025, 5, 30),
        source_text="Feels well.\n\nRecheck.",
    )


@pytest.fixture
def enter(store: Store, checker: Checker, clerk: User, note: Note) -> Callable[..., tuple[bool, list[str]]]:
    """Types lines into the note; gives whether it was saved, and what was said."""

    def type_in(*lines: str) -> tuple[bool, list[str]]:
        said: list[str] = []
        waiting = iter(lines)

        def hear(prompt: str) -> str:
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        entry = LineEntry(store, checker, clerk, store.note(clerk, note.id), said.append, hear)
        return entry.run(), said

    return type_in


def test_a_note_is_typed_mended_and_saved(
    store: Store, clerk: User, note: Note, enter: Callable[..., tuple[bool, list[str]]]
) -> None:
    saved, said = enter(
        "Feels unwel.",
        "/fix 1",
        "/next",
        "Lisinopril 10.0 mg daily.",
        "/save",
        "/fix 1",
        "/next",
        "/next",
        "Recheck.",
        "/save",
    )
    assert saved
    assert said[0] == "Section 1 of 4: Subjective, empty."
    assert said[1].startswith('Warning 1, unwel: "unwel" is not a known word; did you mean "unwell"?')
    assert "Suggestions: 1 unwell" in said[1]
    assert said[2] == "unwel is now unwell."
    assert any(one.startswith("Critical 1, 10.0") for one in said)
    assert "Not saved: what is critical is fixed first, or stands for a reason." in said
    version = store.note(clerk, note.id).latest
    assert version is not None
    assert [(one.heading, one.text) for one in version.sections] == [
        ("Subjective", "Feels unwell."),
        ("Objective", "Lisinopril 10 mg daily."),
        ("Assessment", ""),
        ("Plan", "Recheck."),
    ]
    assert [one.replacement for one in version.findings if one.decision is Decision.ACCEPTED] == ["unwell", "10"]


def test_what_was_typed_is_a_draft_when_the_lines_end(enter: Callable[..., tuple[bool, list[str]]]) -> None:
    saved, said = enter("Feels well.")
    assert not saved
    assert said[-1] == "Left. What was typed is kept as a draft."
    _, said = enter("/read")
    assert said[:4] == [
        "Your draft was brought back.",
        "Section 1 of 4: Subjective, 1 lines so far.",
        "Subjective",
        "Feels well.",
    ]


def test_a_finding_is_ignored_or_stands_for_a_reason(
    store: Store, clerk: User, note: Note, enter: Callable[..., tuple[bool, list[str]]]
) -> None:
    saved, said = enter(
        "Feels unwel. Lisinopril 10.0 mg daily.", "/ignore 2", "/stand 2 As dictated.", "/ignore 1", "/save"
    )
    assert saved
    assert "A critical finding is fixed, or stands for a reason: /stand, its number, the reason." in said
    version = store.note(clerk, note.id).latest
    assert version is not None
    decisions = {one.text: (one.decision, one.reason) for one in version.findings}
    assert decisions["10.0"] == (Decision.OVERRIDDEN, "As dictated.")
    assert decisions["unwel"] == (Decision.IGNORED, "")


def test_the_structured_fields_of_a_note_stay_as_they_are(
    store: Store, clerk: User, note: Note, enter: Callable[..., tuple[bool, list[str]]]
) -> None:
    fields = (FieldInput(FieldGroup.VITALS, 0, "pulse", "72", "/min"),)
    sections = [SectionText(name, "") for name in ("Subjective", "Objective", "Assessment", "Plan")]
    store.save_draft(clerk, note.id, sections=sections, cursor=(0, 0, 0), fields=fields)
    saved, _ = enter("Feels well.", "/save")
    version = store.note(clerk, note.id).latest
    assert saved
    assert version is not None
    assert [one.as_input for one in version.fields] == list(fields)


def test_lines_are_read_and_taken_back(enter: Callable[..., tuple[bool, list[str]]]) -> None:
    _, said = enter("First.", "//slash", "/undo", "/read", "/source", "/findings")
    assert said[1:] == [
        "Removed: /slash.",
        "Subjective",
        "First.",
        "Feels well.",
        "Recheck.",
        "Nothing is found.",
        "Left. What was typed is kept as a draft.",
    ]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/bake", "There is no command /bake. Type /help to hear what there is."),
        ("/", "There is no command /. Type /help to hear what there is."),
        ("/fix", "Nothing is found."),
        ("/expand", "Say which abbreviation of this section, as it is typed."),
        ("/save", "The note is empty: type something before saving it."),
    ],
)
def test_a_command_that_cannot_be_done_says_so(
    enter: Callable[..., tuple[bool, list[str]]], line: str, answer: str
) -> None:
    _, said = enter(line)
    assert said[1] == answer


def test_an_abbreviation_is_written_in_full(enter: Callable[..., tuple[bool, list[str]]]) -> None:
    _, said = enter("Lisinopril for HTN.", "/expand HTN 1", "/read")
    assert any(one.startswith("HTN is now ") for one in said)
    assert any("ypertension" in one for one in said[-2:])


def test_the_command_works_in_a_terminal(store: Store, clerk: User, note: Note, tmp_path: Path) -> None:
    near, far = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "entryassist", "line", "dana"],
        stdin=far,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "ENTRYASSIST_DATABASE_URL": f"sqlite:///{tmp_path / 'records.db'}"},
        cwd=tmp_path,
        text=True,
    )
    os.close(far)
    os.write(near, b"1\nFeels well.\n/save\n\n")
    out, _ = running.communicate()
    os.close(near)
    assert (running.returncode, out) == (0, out)
    assert "1. Testa, Vera, MRN T-100, born 1955-03-09, progress note." in out
    assert "Allergies: PENICILLIN." in out
    assert "The note is saved. Nothing remains." in out
    assert "\x1b" not in out
