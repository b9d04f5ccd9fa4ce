"""The trainer: a note with hidden errors, graded, without record or patient data."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.pilot import Pilot

from entryassist.tui.app import TrainerApp
from entryassist.tui.screens.drill import DrillScreen
from entryassist.tui.services import Services
from entryassist.tui.widgets.note_form import NoteForm
from terminology.errors import VocabularyError

if TYPE_CHECKING:
    from models import Store
    from terminology import Checker


def no_record() -> Store:
    raise AssertionError("the trainer must not open a record")


@asynccontextmanager
async def training(checker: Checker, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[int]]:
    """The trainer with its first drill on the screen."""
    app = TrainerApp(Services(no_record, lambda progress: checker), seed=7)
    async with app.run_test(size=size) as pilot:
        for _ in range(500):
            if pilot.app.screen.query(NoteForm) and drill(pilot).query_one(NoteForm).editor.has_focus:
                break
            await pilot.pause(0.01)
        yield pilot


def drill(pilot: Pilot[int]) -> DrillScreen:
    screen = pilot.app.screen
    assert isinstance(screen, DrillScreen)
    return screen


def shown(pilot: Pilot[int], selector: str) -> str:
    return str(pilot.app.screen.query_one(selector).render())


async def test_a_solved_drill_is_graded_and_the_next_note_comes(checker: Checker) -> None:
    async with training(checker) as pilot:
        assert "4 errors hidden in this note" in shown(pilot, "#task")
        first = drill(pilot).drill
        assert first is not None
        pilot.app.screen.query_one(NoteForm).editor.load_text(first.note.text)
        await pilot.press("f5")
        assert shown(pilot, "#grade").startswith("100 %  4 of 4 errors fixed")
        assert "All right" in shown(pilot, "#grade")
        await pilot.press("f4")
        await pilot.pause(0.1)
        assert drill(pilot).drill != first
        assert shown(pilot, "#grade") == ""


async def test_an_untouched_drill_explains_every_error(checker: Checker) -> None:
    async with training(checker, (80, 24)) as pilot:
        await pilot.press("ctrl+s")
        first = drill(pilot).drill
        assert first is not None
        grade = shown(pilot, "#grade")
        assert grade.startswith("0 %  0 of 4 errors fixed")
        assert all(f"✗ {slip.wrong}  " in grade for slip in first.slips)


async def test_n_is_typed_in_the_note_and_no_command_there(checker: Checker) -> None:
    async with training(checker) as pilot:
        await pilot.press("n")
        assert pilot.app.screen.query_one(NoteForm).editor.text.startswith("n")


async def test_escape_quits(checker: Checker) -> None:
    async with training(checker) as pilot:
        await pilot.press("escape")
        await pilot.pause()
    assert pilot.app.return_code == 0


async def test_a_vocabulary_that_cannot_be_loaded_is_explained() -> None:
    def fail(progress: object) -> Checker:
        raise VocabularyError("The vocabulary index cannot be written: free some space.")

    async with TrainerApp(Services(no_record, fail), seed=7).run_test() as pilot:
        for _ in range(200):
            if "cannot be written" in shown(pilot, "#task"):
                break
            await pilot.pause(0.01)
        assert "cannot be written" in shown(pilot, "#task")
        await pilot.press("f5", "f4")


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_the_whole_note_is_to_be_seen(checker: Checker, size: tuple[int, int]) -> None:
    async with training(checker, size) as pilot:
        editor = pilot.app.screen.query_one(NoteForm).editor
        await pilot.pause(0.05)
        assert editor.size.height >= editor.wrapped_document.height


async def test_a_note_counts_once_in_the_average_also_after_another_was_left_out(checker: Checker) -> None:
    async with training(checker) as pilot:
        await pilot.press("f4")
        for _ in range(200):
            if "note 2" in shown(pilot, "#drill-title"):
                break
            await pilot.pause(0.01)
        await pilot.press("f5", "f5")
        assert "over 1 note" in shown(pilot, "#grade")
