"""Several writers on one record: in threads, in programs, killed at any moment."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Row

from models import Note, Patient, SectionText, StaleNote, Store, User

ROUNDS = 15
SECTION_COUNT = 3

SAVER = """
import sys
from models import Decision, FindingInput, SectionText, Store
store = Store.open(sys.argv[1])
user = store.sign_in("dana")
while True:
    for waiting in range(int(sys.argv[2]), int(sys.argv[3])):
        seen = store.note(user, waiting).latest_version
        text = f"note {waiting} version {seen + 1} " * 50
        sections = [SectionText("Plan", text)] * 3
        finding = FindingInput("SP001", 0, 4, "note", "advice", "m", "e", (("noted", 0.5),), Decision.OPEN)
        store.save_draft(user, waiting, sections=sections, cursor=(0, 0, 0))
        store.save_note(user, waiting, expected_version=seen, sections=sections, findings=[finding] * 2)
        print(waiting, seen + 1, flush=True)
"""


def test_of_two_programs_that_saw_the_same_version_the_first_wins(
    store: Store, open_store: Callable[[], Store], clerk: User, note: Note, written: tuple[SectionText, ...]
) -> None:
    other = open_store()
    seen, seen_by_other = (desk.note(clerk, note.id).latest_version for desk in (store, other))
    store.save_note(clerk, note.id, expected_version=seen, sections=written, findings=[])
    with pytest.raises(StaleNote):
        other.save_note(clerk, note.id, expected_version=seen_by_other, sections=written, findings=[])
    assert len(other.note(clerk, note.id).versions) == 1


def test_writers_in_threads_wait_for_each_other_and_lose_nothing(
    record_url: str, store: Store, clerk: User, patient: Patient, note: Note, start_note: Callable[..., Note]
) -> None:
    desk = Store.open(record_url, patience=60)
    notes = [start_note() for _ in range(4)]
    failures: list[BaseException] = []

    def save(waiting: Note) -> None:
        try:
            for version in range(10):
                sections = [SectionText("Plan", f"version {version + 1}")]
                desk.save_note(clerk, waiting.id, expected_version=version, sections=sections, findings=[])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=save, args=(waiting,)) for waiting in notes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.close()
    assert failures == []
    for waiting in notes:
        versions = store.note(clerk, waiting.id).versions
        assert [version.sections[0].text for version in versions] == [f"version {n + 1}" for n in range(10)]


def test_two_programs_may_create_the_same_record_at_once(unmade_url: str) -> None:
    program = "import sys; from models import Store; Store.open(sys.argv[1]).close()"
    openers = [subprocess.Popen([sys.executable, "-c", program, unmade_url]) for _ in range(2)]
    assert [opener.wait() for opener in openers] == [0, 0]


def test_a_killed_writer_loses_nothing_it_acknowledged(
    store: Store,
    record_url: str,
    execute: Callable[[str], list[Row[Any]]],
    clerk: User,
    patient: Patient,
    start_note: Callable[..., Note],
) -> None:
    """kill -9 at a random moment, 15 times over: what was acknowledged is there, whole, and only once."""
    notes = [start_note().id for _ in range(4)]
    bounds = [str(notes[0]), str(notes[-1] + 1)]
    acknowledged: dict[int, int] = dict.fromkeys(notes, 0)
    for _ in range(ROUNDS):
        saver = subprocess.Popen([sys.executable, "-c", SAVER, record_url, *bounds], stdout=subprocess.PIPE, text=True)
        assert saver.stdout is not None
        for _ in range(random.randint(1, 8)):
            record(saver.stdout.readline(), acknowledged)
        killer = threading.Timer(random.uniform(0, 0.02), saver.kill)
        killer.start()
        for line in saver.stdout:
            record(line, acknowledged)
        killer.join()
        assert saver.wait() != 0, "the writer must have been killed, not have ended"
        assert saver.returncode != 1 or os.name == "nt", "the writer failed before it was killed"

    for waiting, saved in acknowledged.items():
        kept = store.note(clerk, waiting)
        assert kept.latest_version == len(kept.versions) >= saved > 0
        for number, version in enumerate(kept.versions, 1):
            assert version.number == number
            assert [one.text for one in version.sections] == [f"note {waiting} version {number} " * 50] * SECTION_COUNT
            assert len(version.findings) == 2
    if record_url.startswith("sqlite"):
        assert execute("PRAGMA integrity_check") == [("ok",)]
        assert execute("PRAGMA foreign_key_check") == []
    [[events]] = execute("SELECT count(*) FROM audit_event WHERE action = 'save note'")
    [[versions]] = execute("SELECT count(*) FROM note_version")
    assert events == versions


def record(line: str, acknowledged: dict[int, int]) -> None:
    """Take note of an acknowledged save; a line cut short by the kill is no acknowledgement."""
    if line.endswith("\n"):
        waiting, version = map(int, line.split())
        acknowledged[waiting] = version
