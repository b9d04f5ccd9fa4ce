"""Every screen is reached, and left, by the keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.screen import Screen

from entryassist.tui.actions import _owners, actions
from entryassist.tui.app import TrainerApp
from entryassist.tui.screens.drill import DrillScreen

if TYPE_CHECKING:
    from conftest import Desk

NOTE = "BP 130/80. Feels unwel. Lisinopril 10.0 mg QD. "
# Keys, one after another; what is between quotes is typed. Each line comes back to where it started.
WORKLIST = (
    "f1 escape",
    "f10 f2 'ignore' enter escape escape escape",
    "f12 f2 escape escape",
    "ctrl+l 'diab' escape",
    "t escape",
    "f2 f2 escape 'testa' f3 f4 escape escape escape",
    "f2 'testa' enter escape escape",
)
ENTRY = (
    "ctrl+s f8 escape escape",
    "f4 f7 escape",
    "f9 escape",
    "ctrl+n f7 escape ctrl+n",
    "ctrl+t f2 escape",
    "ctrl+t 'What was the dose?' ctrl+s",
    "ctrl+t f2 f5 escape escape",
    "ctrl+u escape",
    "ctrl+f escape",
    "ctrl+g escape",
    "ctrl+o escape",
    "ctrl+p 'extracts' enter escape",
    "f12 escape",
    "ctrl+l escape",
)


async def test_every_screen_is_reached_and_left_without_a_mouse(desk: Desk) -> None:
    seen: set[str] = set()
    async with desk.run() as drive:

        async def follow(line: str) -> None:
            start = type(drive.app.screen)
            for journey in re.findall(r"'[^']*'|\S+", line):
                await drive.follow(journey)
                seen.add(type(drive.app.screen).__name__)
            assert type(drive.app.screen) is start, line

        seen.add(type(drive.app.screen).__name__)
        await drive.sign_in()
        for line in WORKLIST:
            await follow(line)
        await drive.press("enter")
        await drive.until(lambda: drive.app.screen.query("SectionEditor"))
        await drive.until(lambda: drive.form.checked_revision >= 0)
        await drive.type(NOTE)
        for line in ENTRY:
            await follow(line)
    async with TrainerApp(desk.services(), seed=7).run_test() as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen)
        while screen.drill is None:
            await pilot.pause(0.01)
        await pilot.press("f5", "f4")
        seen.add(type(screen).__name__)
    # These come by waiting and by other people, not by a key: see test_locking and test_two_people.
    assert screens() - seen == {"LockScreen", "ReadingScreen", "CompareScreen"}


def screens() -> set[str]:
    """All screens that are shown themselves."""
    assert actions()  # has imported every screen
    kinds = [kind for kind in _owners(Screen) if kind.__module__.startswith("entryassist.tui.screens.")]
    return {kind.__name__ for kind in kinds if not any(issubclass(other, kind) for other in kinds if other is not kind)}
