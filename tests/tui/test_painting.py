"""An edit within a line paints that line alone; the screen must look as if everything had been painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from entryassist.tui.widgets import note_form

if TYPE_CHECKING:
    from conftest import Desk

NOTE = (
    "Pt with chest pian and HTN, seen in teh clinic by Dr. Szczepanski for folow-up of diabtes.\n"
    "Lisinopril 10.0 mg QD (see\nbelow). He denies fever; the abdomen is soft, nontender and nondistended.\n\n"
    "Left knee pain, right knee normal."
)
KEYS = [
    ["up", "up", "end", "x"],  # at the end of a line that wraps
    ["backspace", "backspace", "backspace"],
    ["home", "a", "space"],  # findings of the line move
    ["home", *["right"] * 14, "z"],  # inside a finding, which is gone
    ["ctrl+z"],
    [*"bcdefghijklmnopqrstuvwxyz", "space"] * 4,  # until the line wraps once more
    ["enter"],
    ["shift+up", "y"],  # over two lines
    ["ctrl+z"],
    ["ctrl+home", *["delete"] * 3],
]


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_typing_looks_as_if_all_were_painted(
    desk: Desk, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk.run(size) as drive:
        await drive.open_note()
        await drive.paste(NOTE)
        await drive.checked()
        # what a check brings paints everything, and would hide what typing left out
        monkeypatch.setattr(note_form, "IDLE_SECONDS", 60)
        monkeypatch.setattr(note_form, "LONGEST_WAIT_SECONDS", 60)
        drive.editor.cursor_blink = False
        for keys in KEYS:
            await drive.press(*keys)
            await drive.pilot.pause()
            seen = drive.app.export_screenshot()
            drive.editor.notify_style_update()
            drive.editor.refresh()
            await drive.pilot.pause()
            assert drive.app.export_screenshot() == seen, keys
