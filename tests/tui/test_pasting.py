"""Long pastes, and characters that take no cell or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key

from entryassist.tui.editing.long_paste import LONGEST_LINE, pieces, wrapped
from entryassist.tui.screens.worklist import WorklistScreen

if TYPE_CHECKING:
    from conftest import Desk

LINES = "\n".join(f"Line {number} of a long note." for number in range(1000))


async def test_a_long_paste_is_one_step_and_keys_wait_for_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Before. ")
        await drive.paste(LINES)
        for key in "x", "y":
            drive.app.post_message(Key(key, key))
        await drive.until(lambda: not drive.editor.is_pasting)
        await drive.until(lambda: drive.editor.text.endswith("y"))
        assert drive.editor.text == f"Before. {LINES}xy"
        assert drive.editor.cursor_offset == len(drive.editor.text)
        assert drive.form.session.effort.pasted == len(LINES)
        await drive.press("ctrl+z", "ctrl+z")
        assert drive.editor.text == "Before. "
        await drive.press("ctrl+y")
        assert drive.editor.text == f"Before. {LINES}"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first piece of a paste comes in by itself."""
    monkeypatch.setattr("entryassist.tui.widgets.pasting_editor._FRAME", 3600)


@pytest.mark.usefixtures("slow")
async def test_saving_while_it_comes_in_saves_all_of_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste(LINES)
        assert drive.editor.is_pasting
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
        assert desk.note.latest.sections[0].text == LINES


@pytest.mark.usefixtures("slow")
async def test_undo_while_it_comes_in_stops_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Before")
        await drive.paste(LINES)
        await drive.press("ctrl+z")
        await drive.type("x")
        assert drive.editor.text == "Beforex"


async def test_a_line_that_is_too_long_is_wrapped(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste("word " * 2000)
        assert max(map(len, drive.editor.document.lines)) <= LONGEST_LINE
        assert drive.editor.text.split() == ["word"] * 2000


@given(st.text(st.sampled_from("ab \n\t"), max_size=50).map(lambda text: text * 90))
def test_wrapping_keeps_every_word_and_pieces_are_the_text(text: str) -> None:
    after = wrapped(text)
    assert all(len(line) <= LONGEST_LINE for line in after.split("\n"))
    assert "".join(pieces(after)) == after
    if all(len(line) <= LONGEST_LINE for line in text.split("\n")):
        assert after == text
    elif " " in text:
        assert "".join(after.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "column"),
    [("plain", 5), ("血圧", 4), ("e\u0301te\u0301", 3), ("x\u0302", 1), ("👍", 2)],
)
async def test_the_cursor_stands_behind_wide_and_combining_characters(desk: Desk, text: str, column: int) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste(text)
        start = drive.editor.cursor_screen_offset.x
        await drive.press("home")
        assert start - drive.editor.cursor_screen_offset.x == column


async def test_the_underline_is_under_the_misspelt_word_behind_wide_characters(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("血圧 e\u0301 diabtes ok")
        strip = drive.editor.render_line(0)
        marked = "".join(one.text for one in strip if one.style and one.style.underline)
        assert marked == "diabtes"
