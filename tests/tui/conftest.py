"""The real application over a real SQLite record and the real checker, with the clock stopped.

Tests ask `desk` for a running application and get a `Drive`: hands for the keyboard, eyes for the screen.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList

from entryassist.settings import AppSettings
from entryassist.tui.app import EntryAssistApp
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.worklist import WorklistScreen
from entryassist.tui.services import Services
from entryassist.tui.widgets.note_form import NoteForm
from entryassist.tui.widgets.section_editor import SectionEditor
from entryassist.tui.widgets.status_line import StatusLine
from models import Note, Store, User
from terminology import Checker, Settings

NOW = dt.datetime(2025, 6, 2, 12, 0, tzinfo=dt.UTC)
DICTATION = "Seventy year old woman, follow up of diabetes. [H] potassium 5.1. Feels well."
PATIENCE = 0.05
NAMES = {" ": "space", "?": "question_mark"}
KEYS = {" ": "space", "\n": "enter"}


@dataclass
class Drive:
    """A running application."""

    app: EntryAssistApp
    pilot: Pilot[int]

    async def press(self, *keys: str) -> None:
        """Press keys by their names."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Press the keys of a text; in a note, wait until it has been checked."""
        for character in text:
            # Posted like a burst from a fast typist: the application may not keep up, but may lose nothing.
            self.app.post_message(events.Key(KEYS.get(character, character), character))
        await self.pilot.pause()
        if isinstance(self.app.screen, EntryScreen):
            await self.checked()

    async def paste(self, text: str) -> None:
        """Paste a text as a terminal does."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def follow(self, journey: str) -> None:
        """Take the steps of a journey such as ``f2 'testa' enter``: keys by name, and text between quotes."""
        for index, part in enumerate(journey.split("'")):
            keys = [NAMES.get(one, one) for one in part] if index % 2 else part.split()
            for key in keys:
                await self.press(key)
                if not index % 2:
                    await self.rest()
        await self.rest()

    async def rest(self) -> None:
        """Let the application work until what it shows no longer changes."""
        before, same = "", 0
        while same < 3:
            await self.pilot.pause(0.04)
            now = f"{type(self.app.screen).__name__}\n{self.painted()}"
            before, same = now, same + 1 if now == before else 0

    async def until(self, condition: Callable[[], object]) -> None:
        """Let the application work until the condition holds."""
        for _ in range(1000):
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"this never came true:\n{self.painted()}")

    async def until_on(self, screen: type[Screen[object]]) -> None:
        """Wait for a screen of that kind."""
        await self.until(lambda: isinstance(self.app.screen, screen) and self.app.screen.is_mounted)

    async def sign_in(self) -> None:
        """Sign in as the only clerk and wait for the worklist."""
        await self.until(lambda: self.app.checker is not None)
        await self.until(lambda: self.app.screen.query_one("#users", OptionList).option_count > 0)
        await self.press("enter")
        await self.until_on(WorklistScreen)
        await self.until(lambda: "waiting" in self.text("#worklist-title"))

    async def open_note(self) -> EntryScreen:
        """Sign in and open the note that waits."""
        await self.sign_in()
        await self.press("enter")
        await self.until_on(EntryScreen)
        await self.until(lambda: self.form.checked_revision >= 0)
        assert isinstance(self.app.screen, EntryScreen)
        return self.app.screen

    async def checked(self) -> None:
        """Wait until the findings are those of the text as it stands."""
        await self.until(lambda: self.form.checked_revision == self.form.session.revision)
        await self.pilot.pause()

    @property
    def form(self) -> NoteForm:
        """The form of the open note."""
        return self.app.screen.query_one(NoteForm)

    @property
    def editor(self) -> SectionEditor:
        """The active editor."""
        return self.form.editor

    @property
    def status(self) -> str:
        """What the status line says."""
        return str(self.app.screen.query_one(StatusLine).render())

    @property
    def found(self) -> list[str]:
        """The texts of the open findings, in the order of the note."""
        return [one.finding.text for one in self.form.session.open_findings]

    def text(self, selector: str) -> str:
        """What a widget shows."""
        return str(self.app.screen.query_one(selector).render())

    def painted(self) -> str:
        """Everything on the screen, row by row."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())


@dataclass
class Desk:
    """One record with a clerk, a patient and a note waiting."""

    url: str
    path: Path
    store: Store
    checker: Checker

    @property
    def clerk(self) -> User:
        """The only user."""
        return self.store.users()[0]

    @property
    def note(self) -> Note:
        """The note that waits at the start, as it is on record now."""
        (patient,) = self.store.find_patients("testa")
        return self.store.note(self.clerk, min(note.id for note in self.store.notes_of(self.clerk, patient)))

    def services(self) -> Services:
        """What the application gets."""
        return Services(
            open_store=lambda: Store.open(self.url, patience=PATIENCE),
            load_checker=lambda progress: self.checker,
            now=lambda: NOW,
        )

    def app(self) -> EntryAssistApp:
        """The application, not yet running."""
        return EntryAssistApp(self.services())

    @staticmethod
    def drive(app: EntryAssistApp, pilot: Pilot[int]) -> Drive:
        """Hands and eyes for an application that something else runs."""
        return Drive(app, pilot)

    @asynccontextmanager
    async def run_configured(self) -> AsyncIterator[Drive]:
        """The application as `entryassist tui` starts it on this record."""
        app = EntryAssistApp(Services.of(AppSettings(self.url, Settings(), self.path.parent / "site_words.txt")))
        async with app.run_test(size=(120, 36)) as pilot:
            drive = Drive(app, pilot)
            await drive.until(lambda: app.screen.query_one("#users", OptionList).option_count)
            yield drive

    @asynccontextmanager
    async def run(self, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Drive]:
        """The application, running on a terminal of that size."""
        app = self.app()
        async with app.run_test(size=size) as pilot:
            yield Drive(app, pilot)


def fill(store: Store) -> None:
    """Put one clerk, one patient and one waiting note on record."""
    clerk = store.add_user("dana", "Dana Clerk")
    patient = store.register_patient(
        clerk,
        mrn="T-100",
        family_name="Testa",
        given_name="Vera",
        birth_date=dt.date(1955, 3, 9),
        sex="female",
        allergies="PENICILLIN",
    )
    store.start_note(
        clerk,
        patient,
        note_type="progress note",
        author="Dr. Ida Sample",
        department="Internal Medicine",
        encounter_date=dt.date(2025, 5, 30),
        source_text=DICTATION,
    )


@pytest.fixture(scope="session")
def filled_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database to copy: migrating a new one for each test would take longer than the test."""
    path = tmp_path_factory.mktemp("record") / "record.db"
    store = Store.open(f"sqlite:///{path}")
    fill(store)
    store.close()
    return path


@pytest.fixture
def desk(filled_record: Path, tmp_path: Path, checker: Checker) -> Iterator[Desk]:
    """A record of its own for the test."""
    path = tmp_path / "record.db"
    shutil.copytree(filled_record.parent, tmp_path, dirs_exist_ok=True)  # the key of the audit trail lies beside it
    url = f"sqlite:///{path}"
    store = Store.open(url, patience=PATIENCE)
    yield Desk(url, path, store, checker)
    store.close()
