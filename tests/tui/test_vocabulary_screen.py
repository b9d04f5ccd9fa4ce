"""Looking a term up, from the worklist and from a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

from entryassist.tui.screens.vocabulary import VocabularyScreen
from entryassist.tui.screens.worklist import WorklistScreen

if TYPE_CHECKING:
    from conftest import Desk, Drive


async def look_up(drive: Drive, query: str) -> OptionList:
    await drive.press("ctrl+l")
    await drive.until_on(VocabularyScreen)
    for character in query:
        await drive.press({" ": "space", ".": "full_stop"}.get(character, character))
    options = drive.app.screen.query_one(OptionList)
    await drive.until(lambda: options.option_count > 0)
    return options


async def test_a_misspelt_term_is_found_and_explained(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await look_up(drive, "alzimers diseese")
        await drive.until(lambda: "Alzheimer" in drive.text("#concept"))
        assert "from ICD-10-CM" in drive.text("#concept")
        await drive.press("escape")
        await drive.until_on(WorklistScreen)


async def test_a_code_shows_what_is_broader(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await look_up(drive, "E11.9")
        await drive.until(lambda: "Broader" in drive.text("#concept"))
        assert "Type 2 diabetes mellitus" in drive.text("#concept")


async def test_the_chosen_term_goes_into_the_note(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.type("Has ")
        await look_up(drive, "E11.9")
        await drive.press("enter")
        await drive.until_on(type(screen))
        assert drive.editor.text == "Has Type 2 diabetes mellitus without complications"
        await drive.press("ctrl+z")
        assert drive.editor.text == "Has "
