"""A whole note in the real program in a real terminal, from the sign-in to the record."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models import Decision, NoteState, Store
from terminology import Checker

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

PATIENCE = 60  # seconds until something that never comes is given up


@dataclass
class Tmux:
    """A terminal of tmux with a program in it."""

    socket: Path

    def run(self, *arguments: str) -> str:
        """Run a command of tmux on this terminal."""
        command = ["tmux", "-S", str(self.socket), "-f", os.devnull, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names for them."""
        self.run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type a text, every key by itself."""
        for character in text:
            self.run("send-keys", "-l", character)

    def until(self, *texts: str) -> str:
        """Wait until the screen shows all the texts; the screen."""
        return self.wait(lambda screen: all(text in screen for text in texts), " and ".join(texts))

    def wait(self, condition: Callable[[str], bool], what: str) -> str:
        """Wait until the screen is as wanted; the screen."""
        end = time.monotonic() + PATIENCE
        while not condition(screen := self.run("capture-pane", "-p")):
            assert time.monotonic() < end, f"the screen never showed {what}:\n{screen}"
            time.sleep(0.05)
        return screen

    def wait_for_the_end(self) -> None:
        """Wait until the program has ended, and tmux with it."""
        end = time.monotonic() + PATIENCE
        while not subprocess.run(
            ["tmux", "-S", str(self.socket), "has-session"], check=False, capture_output=True
        ).returncode:
            assert time.monotonic() < end, "the program never ended"
            time.sleep(0.05)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Tmux]:
    """An empty terminal of 120 by 40 in a folder of its own, with data folders of its own."""
    tmux = Tmux(tmp_path / "tmux")
    environment = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    settings = [f"{name}={value}" for name, value in environment.items()]
    program = ["env", *settings, sys.executable, "-m", "entryassist", "tui", "--demo"]
    tmux.run("new-session", "-d", "-x", "120", "-y", "40", "-c", str(tmp_path), *program)
    yield tmux
    subprocess.run(["tmux", "-S", str(tmux.socket), "kill-server"], check=False, capture_output=True)


def test_a_note_is_typed_corrected_saved_and_on_record(terminal: Tmux, tmp_path: Path, checker: Checker) -> None:
    terminal.until("Dana Clerk", "Vocabulary loaded")
    terminal.press("Enter")
    worklist = terminal.until("notes waiting", "DEMO-1001")
    assert "Dana Clerk" in worklist
    terminal.press("Enter")
    terminal.until("Subjective", "Plan", "PENICILLIN")

    terminal.type("She denies cp")
    terminal.until("chest pain")
    terminal.press("Tab")
    terminal.until("She denies chest pain")
    terminal.type(". Had pnuemonia last year. ")
    terminal.until("SP001")
    terminal.press("F4", "F5")
    terminal.until("Had pneumonia last year.")
    for text in ("Lungs clear to auscultation.", "Pneumonia, resolved.", "Return in six weeks."):
        terminal.press("Tab")
        terminal.type(text)
        terminal.until(text)

    terminal.press("C-s")
    screen = terminal.wait(lambda now: "The note is saved" in now or "Before saving" in now, "that the note is saved")
    if "Before saving" in screen:
        terminal.press("C-s")
        terminal.until("The note is saved")
    terminal.until("notes waiting")
    terminal.press("C-q")
    terminal.wait_for_the_end()

    check_record(tmp_path / "XDG_DATA_HOME" / "entryassist" / "demo.db")


def check_record(path: Path) -> None:
    """What was typed is on record, with what was decided."""
    store = Store.open(f"sqlite:///{path}", create=False)
    try:
        dana = next(user for user in store.users() if user.display_name == "Dana Clerk")
        done = {event.action: event for event in reversed(store.audit_events())}
        note_id = done["save note"].object_id
        assert note_id is not None
        note = store.note(dana, note_id)
        version = note.latest
        assert version is not None
        assert note.state is NoteState.ENTERED
        assert [section.text.strip() for section in version.sections] == [
            "She denies chest pain. Had pneumonia last year.",
            "Lungs clear to auscultation.",
            "Pneumonia, resolved.",
            "Return in six weeks.",
        ]
        accepted = [(one.text, one.replacement) for one in version.findings if one.decision is Decision.ACCEPTED]
        assert accepted == [("pnuemonia", "pneumonia")]
        assert note.draft_of(dana) is None
        assert {"sign in", "view note", "hold note", "save note", "release note"} <= set(done)
    finally:
        store.close()
