"""How the screens look. Each picture was looked at; `pytest --snapshot-update` accepts a new look.

The checker here knows a handful of words, so that a picture changes with the layout and not with the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from entryassist.tui.app import TrainerApp
from entryassist.tui.screens.drill import DrillScreen
from entryassist.tui.services import Services
from entryassist.tui.widgets.note_form import NoteForm
from terminology import CheckedText, Concept, Extract, Finding, NoteContext, Severity, Suggestion, TextChange

if TYPE_CHECKING:
    from conftest import Desk, Drive


SMALL, LARGE = (80, 24), (160, 48)
NOTE = "Pt is a 70 y/o woman with diabtes and HTN. Lisinopril 10.0 mg QD. BP 80/120. She was told ____ today. "

_KNOWN = (
    ("Pt", "AB001", Severity.ADVICE, '"Pt" stands for "Patient".', ("Patient", "Physical therapy")),
    ("diabtes", "SP001", Severity.WARNING, '"diabtes" is not a known word.', ("diabetes", "debates")),
    ("10.0", "SF005", Severity.CRITICAL, '"10.0" reads 100 when the point is missed: write "10".', ("10",)),
    ("QD", "SF003", Severity.WARNING, '"QD" can be mistaken for QOD or q.i.d.: write "daily".', ("daily",)),
    ("80/120", "NU003", Severity.CRITICAL, "The systolic pressure 80 is not above the diastolic 120.", ()),
    ("____", "ST001", Severity.WARNING, "Something is missing here; fill it or ask the author.", ()),
)


class FixedChecker:
    """A checker that never learns anything new."""

    def check(self, text: str, context: NoteContext | None = None) -> list[Finding]:
        found = [
            Finding(
                rule,
                match.start(),
                match.end(),
                word,
                severity,
                message,
                tuple(Suggestion(one, 0.9) for one in suggestions),
                "a fixed list of words",
            )
            for word, rule, severity, message, suggestions in _KNOWN
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)
        ]
        return sorted(found, key=lambda one: one.order)

    def complete(self, *args: object, **options: object) -> list[Suggestion]:
        return []

    def extracts(self, text: str, context: NoteContext | None = None) -> list[Extract]:
        return []

    def learnable(self, *args: object) -> None:
        return None

    def lookup(self, query: str, limit: int = 20) -> list[Concept]:
        return []

    def check_text(self, text: str, context: NoteContext | None = None) -> CheckedText:
        return CheckedText(text, tuple(self.check(text)), context)

    def edit(self, previous: CheckedText, change: TextChange) -> CheckedText:
        text = previous.text[: change.start] + change.text + previous.text[change.end :]
        return self.check_text(text, previous.context)


class NothingMisspelt(FixedChecker):
    """Flags every word of four letters or more that the first drill's notes do not hold, and all notations."""

    def check(self, text: str, context: NoteContext | None = None) -> list[Finding]:
        from entryassist.training.drills import drill_notes

        good = set(re.findall(r"\S+", " ".join(note.text for note in drill_notes())))
        return [
            Finding(
                "SP001",
                match.start(),
                match.end(),
                match.group(),
                Severity.WARNING,
                f"“{match.group()}” is not expected.",
            )
            for match in re.finditer(r"\S+", text)
            if match.group() not in good
        ]


Steps = Callable[["Drive"], Awaitable[None]]


@pytest.fixture
def picture(desk: Desk, snap_compare: Callable[..., bool]) -> Callable[[Steps, tuple[int, int]], bool]:
    """Compares the screen after some steps, on a terminal of that size, with the accepted picture."""
    desk.checker = FixedChecker()  # type: ignore[assignment]

    def compare(steps: Steps, size: tuple[int, int]) -> bool:
        app = desk.app()

        async def before(pilot: Pilot[int]) -> None:
            await steps(desk.drive(app, pilot))
            await hold_still(pilot)

        return snap_compare(app, terminal_size=size, run_before=before)

    return compare


async def hold_still(pilot: Pilot[int]) -> None:
    """Stop the cursor from blinking."""
    for widget in (*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)):
        widget.cursor_blink = False
    await pilot.pause(0.1)


# How each screen is reached: from the worklist, or from an open note with NOTE typed into it.
FROM_THE_WORKLIST = {
    "worklist": "",
    "worklist filtered": "/ 'sample'",
    "choosing a filter": "t",
    "finding a patient": "f2 'test'",
    "registering": "f2 f2 'T-9' tab 'Testa' tab 'Vera' tab '9 mar 1955' tab",
    "chart": "f2 'testa' f3",
    "alerts": "f2 'testa' f3 f4",
    "starting a note": "f2 'testa' enter",
    "help": "f1",
    "help searched": "f1 'ignore a word'",
    "settings": "f10",
    "keys": "f10 f2 'ignore'",
    "pressing a key": "f10 f2 'ignore' enter",
    "a new shorthand": "f12 f2",
}
FROM_A_NOTE = {
    "entry": "f4 f4",
    "choosing a suggestion": "f4 f7",
    "ignoring": "f9",
    "asking": "f4 ctrl+t",
    "queries": "ctrl+t 'What was the dose?' ctrl+s ctrl+t f2",
    "answering": "ctrl+t 'What was the dose?' ctrl+s ctrl+t f2 f5",
    "save gate": "ctrl+s",
    "a reason": "ctrl+s f8",
    "structured fields": "ctrl+n '120/80' tab '72' tab",
    "from the text": "ctrl+n f7",
    "extracts": "ctrl+p 'extracts' enter",
    "patient card": "ctrl+u",
    "finding text": "ctrl+f 'her'",
    "going to a section": "ctrl+g",
    "leaving a blank": "ctrl+o",
    "leaving": "escape",
}


def test_sign_in(picture: Callable[..., bool]) -> None:
    async def steps(drive: Drive) -> None:
        await drive.until(lambda: drive.app.checker is not None and "✓" in drive.text("#record-state"))

    assert picture(steps, SMALL)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x48"])
@pytest.mark.parametrize("journey", FROM_THE_WORKLIST.values(), ids=FROM_THE_WORKLIST)
def test_around_the_worklist(picture: Callable[..., bool], desk: Desk, journey: str, size: tuple[int, int]) -> None:
    from models import SectionText

    desk.store.save_draft(desk.clerk, desk.note.id, sections=[SectionText("Plan", "x")], cursor=(0, 0, 0))

    async def steps(drive: Drive) -> None:
        await drive.sign_in()
        await drive.follow(journey)

    assert picture(steps, size)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x48"])
@pytest.mark.parametrize("journey", FROM_A_NOTE.values(), ids=FROM_A_NOTE)
def test_around_a_note(
    picture: Callable[..., bool], journey: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The moment of a question is shown, and the record has a clock of its own.
    monkeypatch.setattr("entryassist.tui.screens.queries._moment", lambda at: "2025-06-02 12:00 UTC")

    async def steps(drive: Drive) -> None:
        await drive.open_note()
        await drive.paste(NOTE)
        await drive.checked()
        await drive.follow(journey)

    assert picture(steps, size)


def test_training(snap_compare: Callable[..., bool], desk: Desk) -> None:
    services = Services(desk.services().open_store, lambda progress: NothingMisspelt())  # type: ignore[arg-type]

    async def before(pilot: Pilot[int]) -> None:
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen)
        while screen.drill is None or not screen.query(NoteForm):
            await pilot.pause(0.01)
        await pilot.pause(0.1)
        first = screen.drill.slips[0]
        screen.query_one(NoteForm).editor.load_text(screen.drill.written([first]))
        await pilot.pause(0.1)
        await pilot.press("f5")
        await hold_still(pilot)

    assert snap_compare(TrainerApp(services, seed=7), terminal_size=SMALL, run_before=before)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x48"])
def test_shorthands(picture: Callable[..., bool], desk: Desk, size: tuple[int, int]) -> None:
    from models import ShorthandInput

    desk.store.add_shorthands(desk.clerk, [ShorthandInput("pe", "pleural effusion", "as we say it")])
    desk.store.add_shorthands(desk.clerk, [ShorthandInput(".pec", "Heart ${1|regular,irregular|}")], "site")

    async def steps(drive: Drive) -> None:
        await drive.sign_in()
        await drive.press("f12")
        await drive.until(lambda: drive.app.screen.query("#found-concepts"))
        await drive.type("pe")
        await drive.until(lambda: "pleural" in drive.text("#concept"))
        await drive.press("down")

    assert picture(steps, size)


def test_a_template_being_filled(picture: Callable[..., bool]) -> None:
    async def steps(drive: Drive) -> None:
        await drive.open_note()
        await drive.until(lambda: drive.form.expander.book.shorthands)
        await drive.type(".pecv")
        await drive.press("tab", "1")

    assert picture(steps, SMALL)
