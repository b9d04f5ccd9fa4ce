"""What a note tells of is kept with it when it is saved, and can be looked at before."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette
from textual.widgets import DataTable

from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.extracts import ExtractsScreen
from entryassist.tui.screens.worklist import WorklistScreen
from terminology import Checker

if TYPE_CHECKING:
    from conftest import Desk, Drive

TYPED = "Denies chest pain. Lisinopril 10 mg p.o. daily. K 4.1. "


async def _list_extracts(drive: Drive) -> ExtractsScreen:
    await drive.press("ctrl+p")
    await drive.until_on(CommandPalette)
    await drive.press(*"extracts")
    await drive.until(lambda: "Extracts of this note" in drive.painted())
    await drive.press("enter")
    await drive.until_on(ExtractsScreen)
    assert isinstance(drive.app.screen, ExtractsScreen)
    await drive.pilot.pause()
    return drive.app.screen


async def test_a_saved_version_keeps_what_its_text_tells_of(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type(TYPED)
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    latest = desk.note.latest
    assert latest is not None
    assert [(one.kind, one.text, one.value, one.unit, one.certainty) for one in latest.extracts] == [
        ("problem", "chest pain", "", "", "negated"),
        ("drug", "Lisinopril", "10", "mg", "affirmed"),
        ("measurement", "4.1", "4.1", "", "affirmed"),
    ]
    assert all(latest.text[one.start : one.end] == one.text for one in latest.extracts)


async def test_they_are_read_out_beside_the_screen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def extracts(*_: object) -> list[object]:
        threads.append(threading.current_thread())
        return []

    monkeypatch.setattr(Checker, "extracts", extracts)
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Well. ")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    assert threads
    assert threading.main_thread() not in threads


async def test_a_fault_in_reading_does_not_keep_a_note_from_being_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("chest pain")

    monkeypatch.setattr(Checker, "extracts", fail)
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Denies chest pain. ")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
        told = [notification.message for notification in drive.app._notifications]
        assert any("ValueError" in message for message in told)
        assert not any("chest pain" in message for message in told)
    latest = desk.note.latest
    assert latest is not None
    assert (latest.text.startswith("Subjective:\nDenies chest pain."), latest.extracts) == (True, [])


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_the_list_is_reached_from_the_command_palette(desk: Desk, size: tuple[int, int]) -> None:
    async with desk.run(size) as drive:
        await drive.open_note()
        await drive.type(TYPED)
        screen = await _list_extracts(drive)
        table = screen.query_one(DataTable)
        rows = [[str(cell) for cell in table.get_row_at(row)][:4] for row in range(table.row_count)]
        assert rows == [
            ["drug", "Lisinopril", "10 mg", "affirmed"],
            ["problem", "chest pain", "", "negated"],
            ["measurement", "potassium", "4.1", "affirmed"],
        ]
        assert "negated" in drive.painted()
        await drive.press("escape")
        await drive.until_on(EntryScreen)
        assert drive.editor.text == TYPED


async def test_a_note_that_tells_of_nothing_says_so(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Well. ")
        await _list_extracts(drive)
        assert "No drug, problem or measurement" in drive.painted()
