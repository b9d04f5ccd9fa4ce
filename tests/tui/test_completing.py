"""Ghost text and the list of completions at the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Key

from entryassist.tui.editing.ghost import LIKELY, first_word, ghost_text
from entryassist.tui.widgets.completing_editor import NOTHING_FOLLOWS
from entryassist.tui.widgets.completion_list import CompletionList
from terminology import Checker, Suggestion
from terminology.completion import rest_of

if TYPE_CHECKING:
    from conftest import Desk, Drive


def listed(drive: Drive) -> list[str]:
    """The entries of the list, or nothing when it is closed."""
    shown = drive.app.screen.query(CompletionList)
    return [one.shown for one in shown.first().choices] if shown else []


async def ghost(drive: Drive) -> str:
    await drive.until(lambda: drive.editor.ghost)
    return drive.editor.ghost


async def test_right_accepts_the_ghost_text_where_it_stands(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Patient with shortness")
        assert await ghost(drive) == " of breath"
        assert "shortness of breath →" in drive.painted()
        await drive.press("right")
        assert drive.editor.text == "Patient with shortness of breath"
        assert drive.editor.cursor_offset == len(drive.editor.text)
        assert "→" not in drive.painted()


async def test_word_by_word_and_each_is_one_step_of_undo_and_redo(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Patient with shortness")
        await ghost(drive)
        await drive.press("ctrl+right")
        assert (drive.editor.text, drive.editor.ghost) == ("Patient with shortness of", " breath")
        await drive.press("ctrl+right")
        effort = drive.form.session.effort
        assert effort.saved == len(" of breath") - 2
        await drive.press("ctrl+z")
        assert drive.editor.text == "Patient with shortness of"
        assert effort.saved == len(" of") - 1
        await drive.press("ctrl+z", "ctrl+y", "ctrl+y")
        assert drive.editor.text == "Patient with shortness of breath"
        assert effort.saved == len(" of breath") - 2


async def test_enter_and_tab_do_not_accept(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Patient with shortness")
        await ghost(drive)
        await drive.press("enter")
        assert (drive.editor.text, drive.editor.ghost) == ("Patient with shortness\n", "")
        await drive.press("backspace")
        await drive.type(" o")
        await ghost(drive)
        await drive.press("tab")
        assert drive.editor.section == 1
        assert drive.form.session.text_of(0) == "Patient with shortness o"


async def test_typing_through_keeps_it_and_anything_else_takes_it_away(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Patient with shortness")
        await ghost(drive)
        drive.app.post_message(Key("space", " "))
        await drive.pilot.pause()
        assert drive.editor.ghost == "of breath"
        for key in ("x", "left", "backspace"):
            await drive.press(key)
            assert drive.editor.ghost == ""
            assert "→" not in drive.painted()


async def test_it_never_lags_behind_a_burst(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        for character in "shortness of breath. The ":
            drive.app.post_message(Key("space" if character == " " else character, character))
        await drive.pilot.pause()
        assert drive.editor.text == "shortness of breath. The "
        text = drive.editor.text + drive.editor.ghost
        assert "The of" not in text


async def test_a_shorthand_goes_before(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.until(lambda: drive.form.expander.book.shorthands)
        await drive.type("Has cp")
        assert drive.editor.ghost == ""
        assert "cp [Tab] chest pain" in drive.painted()
        await drive.press("tab")
        assert drive.editor.text == "Has chest pain"
        assert "[Tab]" not in drive.painted()


async def test_only_at_the_end_of_a_line(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste(" and fever")
        await drive.press("home")
        await drive.type("shortness")
        assert drive.editor.ghost == ""


async def test_the_list_goes_on_filtering_and_digits_choose(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Takes hydr")
        assert drive.editor.ghost == ""
        await drive.press("ctrl+@")
        assert {"hydralazine", "hydrochlorothiazide"} <= set(listed(drive))
        assert "hydrALAZINE" in drive.painted()
        await drive.type("oxyz")
        await drive.pilot.pause()
        assert listed(drive)[0] == "hydroxyzine"
        await drive.press("1")
        assert drive.editor.text == "Takes hydroxyzine"
        assert listed(drive) == []
        await drive.press("ctrl+z")
        assert drive.editor.text == "Takes hydroxyz"


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_arrows_and_enter_or_tab_choose(desk: Desk, key: str) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Takes hydr")
        await drive.press("ctrl+@")
        second = listed(drive)[1]
        await drive.press("down", key)
        assert drive.editor.text == f"Takes {second}"


async def test_escape_closes_the_list_and_only_that(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.type("Takes hydr")
        await drive.press("ctrl+@", "escape")
        assert listed(drive) == []
        assert drive.app.screen is screen
        assert drive.editor.text == "Takes hydr"
        await drive.press("ctrl+@", "left")
        assert listed(drive) == []
        await drive.press("end", "space", "ctrl+@")
        await drive.type("qqq")
        assert listed(drive) == []
        await drive.press("ctrl+@")
        assert drive.status == NOTHING_FOLLOWS


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("with shortness", " of breath"),
        ("WITH SHORTNESS", " OF BREATH"),
        ("sh", ""),
        ("hydr", ""),
        ("started on hydr", ""),
        ("metf", "ormin"),
        ("history of hyp", ""),
        ("", ""),
    ],
)
def test_what_is_offered_unasked(checker: Checker, line: str, rest: str) -> None:
    assert ghost_text(line, checker.complete(line, len(line))) == rest


def test_no_drug_is_offered_from_the_beginning_it_shares_with_one_it_is_mistaken_for(checker: Checker) -> None:
    from terminology.drugs.look_alikes import look_alikes

    for name, partners in look_alikes().items():
        for partner in partners:
            shared = next((at for at, pair in enumerate(zip(name, partner, strict=False)) if len(set(pair)) > 1), 0)
            typed = f"Takes {name[:shared]}"
            offered = typed.split()[-1] + ghost_text(typed, checker.complete(typed, len(typed)))
            assert offered.split()[0] not in look_alikes() or offered == name[:shared], (name, partner, offered)


def test_unlikely_and_short_ones_are_not_offered() -> None:
    assert ghost_text("the abdo", [Suggestion("abdomen", LIKELY - 0.01)]) == ""
    assert ghost_text("the abdo", [Suggestion("abdomen", LIKELY)]) == "men"
    assert ghost_text("the abdome", [Suggestion("abdomen", 1.0)]) == ""
    assert ghost_text("of", [Suggestion("of breath", 1.0)]) == ""


def test_the_parts_of_a_suggestion() -> None:
    assert rest_of("with shortness o", "shortness of breath") == "f breath"
    assert rest_of("an abdo", "chest pain") == ""
    assert first_word(" of breath") == " of"
