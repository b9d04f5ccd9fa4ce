"""The real application in a pseudo terminal, ended in every way: killed, hung up on, told to end."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from random import Random

import kill
import pytest
from keystroke import make_record
from terminal import Terminal

from models import Store
from terminology import Checker

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are of POSIX")

ROUNDS = 4


@pytest.mark.usefixtures("checker")
def test_a_kill_at_any_moment_leaves_a_whole_draft_with_its_cursor_and_a_sound_record(tmp_path: Path) -> None:
    """How much is lost is measured by benchmarks/kill.py; here, that what is there is right and can be gone on with."""
    played = list(kill.rounds(tmp_path, ROUNDS, Random(4)))
    assert len(played) == ROUNDS


@pytest.mark.parametrize("ending", [signal.SIGHUP, signal.SIGTERM, None], ids=["hangup", "terminate", "closed"])
def test_a_closed_terminal_keeps_every_key(tmp_path: Path, checker: Checker, ending: signal.Signals | None) -> None:
    url = f"sqlite:///{tmp_path / 'record.db'}"
    make_record(url, None)
    terminal = Terminal([sys.executable, "-m", "entryassist", "tui"], {"ENTRYASSIST_DATABASE_URL": url}, 100, 30)
    terminal.wait_for("Bench Mark")
    terminal.write("\r")
    terminal.wait_for("Benchmark")
    terminal.write("\r")
    terminal.wait_for("Subjective")
    terminal.wait_for("F12")
    terminal.write("Feels well")
    terminal.wait_for("well")
    status = terminal.end(ending) if ending is not None else terminal.hang_up()
    assert os.waitstatus_to_exitcode(status) == 0
    store = Store.open(url)
    assert kill.drafted(store) == ("Feels well", 10)
    assert [event.action for event in store.audit_events(1)] == ["release note"]
    store.close()
