"""vi's keys, when the configuration asks for them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.events import Key

from entryassist.editor_settings import EditorSettings, SpellOut
from entryassist.preferences import Preferences
from entryassist.tui.app import EntryAssistApp
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.find import FindScreen
from entryassist.tui.screens.worklist import WorklistScreen
from terminology.number_words import number_word_before

if TYPE_CHECKING:
    from conftest import Desk, Drive

NAMES = {" ": "space", "\n": "enter", "⎋": "escape"}


@asynccontextmanager
async def vim(desk: Desk, text: str = "") -> AsyncIterator[Drive]:
    """A note open with vi's keys, a text in its first section and the cursor at its start."""
    app = EntryAssistApp(replace(desk.services(), preferences=Preferences().with_({"vim-keys": "on"})))
    async with app.run_test(size=(120, 36)) as pilot:
        drive = desk.drive(app, pilot)
        await drive.open_note()
        if text:
            await drive.paste(text)
            await vi(drive, "gg0")
        yield drive


async def vi(drive: Drive, keys: str) -> None:
    """Press keys; ⎋ is Escape."""
    for key in keys:
        name = NAMES.get(key, key)
        drive.app.post_message(Key(name, None if key == "⎋" else key))
        await drive.pilot.pause()


async def test_normal_insert_and_the_mode_on_the_screen(desk: Desk) -> None:
    async with vim(desk) as drive:
        assert drive.status.startswith("NORMAL")
        await vi(drive, "xhjkl")
        assert drive.editor.text == ""
        await vi(drive, "iNo fever")
        assert drive.status.startswith("INSERT")
        await vi(drive, "⎋v")
        assert drive.status.startswith("VISUAL")
        assert drive.editor.text == "No fever"


# The text, the keys from its start on, and what becomes of it.
KEYS_DO = (
    ("one two", "dw", "two"),
    ("one two", "wdw", "one "),
    ("one two", "cwnine⎋", "nine two"),
    ("a two", "cwnine⎋", "nine two"),
    ("one two", "wciwtoo⎋", "one too"),
    ("one two three", "d2w", "three"),
    ("one two three", "2dw", "three"),
    ("one two", "$x", "one tw"),
    ("one two", "wD", "one "),
    ("one two", "wCfour⎋", "one four"),
    ("one two", "eaX⎋", "oneX two"),
    ("one", "AX⎋IY⎋", "YoneX"),
    ("one\ntwo\nthree", "jdd", "one\nthree"),
    ("one\ntwo\nthree", "2dd", "three"),
    ("one\ntwo", "jdd", "one"),
    ("one\ntwo", "yyp", "one\none\ntwo"),
    ("one\ntwo", "yyP", "one\none\ntwo"),
    ("one\ntwo", "ddp", "two\none"),
    ("one two", "xp", "noe two"),
    ("one\ntwo", "otwo⎋", "one\ntwo\ntwo"),
    ("one\ntwo", "jOin⎋", "one\nin\ntwo"),
    ("one two", "rX", "Xne two"),
    ("one two", "~", "One two"),
    ("one\n  two", "J", "one two"),
    ("one two", "dwu", "one two"),
    ("a b c d", "dw.", "c d"),
    ("one one one", "cwtwo⎋w.", "two two one"),
    ("one two", "vex", " two"),
    ("one two", "wvhd", "onewo"),
    ("one\ntwo\nthree", "Vjd", "three"),
    ("one two", "veyP", "oneone two"),
    ("one\ntwo", "Gdd", "one"),
    ("one\ntwo\nthree", "Gdgg", ""),
    ("one two", "3lx", "onetwo"),
    ("  one", "^x", "  ne"),
    ("one", "dqx", "ne"),
    ("one two", "yiwwviwp", "one one"),
    ("one two", "wyaw$p", "one twotwo"),
    ("one", "s⎋", "ne"),
    ("one two", "wbx", "ne two"),
)


async def test_what_the_keys_do(desk: Desk) -> None:
    async with vim(desk) as drive:
        for before, keys, after in KEYS_DO:
            drive.editor.load_text(before)
            await vi(drive, f"⎋gg0{keys}")
            assert drive.editor.text == after, (before, keys)


async def test_redo_and_function_keys_in_every_mode(desk: Desk) -> None:
    async with vim(desk, "diabtes") as drive:
        await vi(drive, "x")
        await drive.press("ctrl+z", "ctrl+r")
        assert drive.editor.text == "iabtes"
        await vi(drive, "u")
        await drive.checked()
        await drive.press("f5")
        assert drive.editor.text == "diabetes"
        await drive.press("f2")


async def test_j_goes_on_to_the_next_section(desk: Desk) -> None:
    async with vim(desk, "one") as drive:
        await vi(drive, "jithere")
        assert drive.form.session.text_of(1) == "there"


async def test_search_macro_save_and_leave(desk: Desk) -> None:
    async with vim(desk, "chest\nback\nchest") as drive:
        await vi(drive, "/")
        await drive.until_on(FindScreen)
        await drive.type("chest")
        await drive.press("escape")
        await drive.until_on(EntryScreen)
        await vi(drive, "n")
        assert drive.editor.cursor_location[0] == 2
        await vi(drive, "NqA!⎋q")
        await vi(drive, "n@")
        await drive.until(lambda: drive.editor.text == "chest!\nback\nchest!")
        await vi(drive, "⎋⎋")
        assert isinstance(drive.app.screen, EntryScreen)
        await vi(drive, "ZZ")
        await drive.until_on(WorklistScreen)


async def test_ghost_text_in_insert_mode_only(desk: Desk) -> None:
    async with vim(desk) as drive:
        await vi(drive, "ishortness")
        await drive.until(lambda: drive.editor.ghost)
        await drive.press("right")
        await vi(drive, "⎋")
        assert (drive.editor.text, drive.editor.ghost) == ("shortness of breath", "")


async def test_numbers_are_proposed_in_words_where_the_site_wants_it(desk: Desk) -> None:

    app = EntryAssistApp(replace(desk.services(), editor=EditorSettings(spell_out=SpellOut.BELOW_TEN)))
    async with app.run_test(size=(120, 36)) as pilot:
        drive = desk.drive(app, pilot)
        await drive.open_note()
        await drive.type("She has 3 children ")
        assert drive.status == "Tab: 3 → three (house style)"
        await drive.press("tab")
        await drive.type("and 5 mg.")
        assert drive.editor.text == "She has three children and 5 mg."
        await drive.press("left")
        assert "house style" not in drive.status


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("She has 3 children ", "three"),
        ("She has 3 children.", "three"),
        ("4 siblings,", "Four"),
        ("Lives alone. 2 cats ", "Two"),
        ("She has 3 child", ""),
        ("She has 12 children ", ""),
        ("She has 2 to 3 children ", ""),
        ("Takes 3 tablets ", ""),
        ("on 5/3 children ", ""),
        ("G3 children ", ""),
        ("x3 children ", ""),
        ("5 mg 3 children ", ""),
        ("", ""),
    ],
)
def test_which_numbers_may_be_words(text: str, word: str) -> None:
    found = number_word_before(text)
    assert (found.word if found else "") == word
    assert found is None or text[found.start : found.end].isdigit()
