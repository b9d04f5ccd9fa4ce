"""Find and replace, going to sections, blanks, macros, lines and words: at the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.tui.editing.find import Hit, Sought, nearest, replaced
from entryassist.tui.screens.blank import REASONS, WRONG_PLACE, BlankScreen, blank_text
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.find import FindScreen
from entryassist.tui.screens.sections import SectionsScreen
from terminology.blanks import blanks

if TYPE_CHECKING:
    from conftest import Desk, Drive


def texts(drive: Drive) -> list[str]:
    return [section.text for section in drive.form.session.sections if section.text]


async def two_sections(drive: Drive) -> None:
    """Chest pain in two sections, the cursor in the first."""
    await drive.open_note()
    await drive.paste("Chest pain. No chest pain now.\nchests")
    await drive.press("ctrl+g", "2")
    await drive.paste("chest clear")
    await drive.press("ctrl+g", "1")


# find and replace


async def test_find_goes_along_while_it_is_typed(desk: Desk) -> None:
    async with desk.run() as drive:
        await two_sections(drive)
        note = drive.form
        await drive.press("ctrl+f")
        await drive.until_on(FindScreen)
        await drive.type("chest")
        assert "1 of 4 hits" in drive.text("#found")
        assert note.editor.selected_text == "Chest"
        await drive.press("enter", "f4")
        assert "3 of 4 hits" in drive.text("#found")
        await drive.press("f3", "f3", "f3")
        assert "4 of 4 hits" in drive.text("#found")
        await drive.press("escape")
        await drive.until_on(EntryScreen)
        assert (drive.editor.section, drive.editor.selected_text) == (1, "chest")
        await drive.type("lungs")
        assert drive.form.session.text_of(1) == "lungs clear"


async def test_case_and_whole_words_are_switches(desk: Desk) -> None:
    async with desk.run() as drive:
        await two_sections(drive)
        await drive.press("ctrl+f")
        await drive.until_on(FindScreen)
        await drive.type("chest")
        await drive.press("f7")
        assert "1 of 3 hits" in drive.text("#found")
        await drive.press("f2")
        assert "of 2 hits" in drive.text("#found")
        assert "[x] case  [x] whole word" in drive.text("#found")
        await drive.type("zz")
        assert "Not in this note." in drive.text("#found")


async def test_replacing_all_is_one_step_over_all_sections(desk: Desk) -> None:
    async with desk.run() as drive:
        await two_sections(drive)
        before = texts(drive)
        await drive.press("ctrl+f")
        await drive.until_on(FindScreen)
        await drive.type("chest")
        await drive.press("tab")
        await drive.type("back")
        await drive.press("f6")
        assert "4 hits replaced" in drive.text("#found")
        await drive.press("escape")
        await drive.until_on(EntryScreen)
        assert texts(drive) == ["back pain. No back pain now.\nbacks", "back clear"]
        await drive.press("ctrl+z")
        assert texts(drive) == before
        await drive.press("ctrl+y")
        assert texts(drive) == ["back pain. No back pain now.\nbacks", "back clear"]


async def test_replacing_one_goes_on_to_the_next(desk: Desk) -> None:
    async with desk.run() as drive:
        await two_sections(drive)
        note = drive.form
        await drive.press("ctrl+f")
        await drive.until_on(FindScreen)
        await drive.type("chest")
        await drive.press("f5")
        assert "1 of 3 hits" in drive.text("#found")
        assert note.session.text_of(0).startswith(" pain. No chest")
        await drive.press("f5", "escape")
        await drive.until_on(EntryScreen)
        await drive.press("ctrl+z")
        assert drive.form.session.text_of(0).startswith(" pain. No chest")


async def test_what_was_sought_or_is_selected_is_there_the_next_time(desk: Desk) -> None:
    async with desk.run() as drive:
        await two_sections(drive)
        await drive.press("ctrl+f")
        await drive.until_on(FindScreen)
        await drive.type("pain")
        await drive.press("ctrl+f")
        await drive.until_on(EntryScreen)
        await drive.press("left", "ctrl+f")
        await drive.until_on(FindScreen)
        await drive.pilot.pause()
        assert "of 2 hits" in drive.text("#found")
        await drive.press("escape")


def test_hits_go_round() -> None:
    hits = Sought("a").hits(["a-a", "", "a"])
    assert hits == [Hit(0, 0, 1), Hit(0, 2, 3), Hit(2, 0, 1)]
    assert [nearest(hits, place) for place in [(0, 0), (0, 1), (1, 0), (2, 1)]] == [0, 1, 2, 0]
    assert nearest([], (0, 0)) == -1
    assert Sought("").hits(["a"]) == []


@given(st.text("ab. "), st.text("ab", min_size=1, max_size=3), st.text("ab", max_size=3))
def test_replacing_as_one_piece_is_replacing_each(text: str, sought: str, by: str) -> None:
    hits = Sought(sought, case=True).hits([text])
    if hits:
        start, end, becomes = replaced(text, hits, by)
        assert text[:start] + becomes + text[end:] == text.replace(sought, by)


# going about


async def test_go_to_a_section_by_number_letter_or_arrows(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+g")
        await drive.until_on(SectionsScreen)
        assert "3 Assessment" in drive.painted()
        await drive.press("p")
        await drive.until_on(EntryScreen)
        assert drive.editor.section == 3
        await drive.press("ctrl+g", "up", "enter")
        await drive.until_on(EntryScreen)
        assert drive.editor.section == 2
        await drive.press("ctrl+g", "1")
        await drive.until_on(EntryScreen)
        await drive.type("here")
        assert drive.form.session.text_of(0) == "here"


async def test_headings_inside_a_section_are_places_too(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste("HPI: chest pain\nMEDICATIONS:\naspirin")
        await drive.press("ctrl+g")
        await drive.until_on(SectionsScreen)
        await drive.press("m")
        await drive.until_on(EntryScreen)
        assert drive.editor.cursor_location == (1, 0)


# blanks


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["1", "2", ":", "1", "3", "enter"], "Takes [inaudible 02:13]"),
        (["2", "p", "3", "enter"], "Takes [illegible p. 3]"),
        (["1", "enter"], "Takes [inaudible]"),
        (["3"], "Takes [?]"),
        (["escape"], "Takes"),
    ],
)
async def test_a_blank_is_put_in_with_reason_and_place(desk: Desk, keys: list[str], text: str) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Takes")
        await drive.press("ctrl+o")
        await drive.until_on(BlankScreen)
        await drive.press(*keys)
        await drive.until_on(EntryScreen)
        assert drive.editor.text == text
        await drive.checked()
        assert [one.finding.rule for one in drive.form.session.open_findings] == ["ST001"] * ("[" in text)


async def test_an_unsure_word_is_kept_and_one_key_takes_the_blank_back(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Takes lisinopril")
        await drive.press("ctrl+a", "ctrl+o")
        await drive.until_on(BlankScreen)
        await drive.press("3")
        await drive.until_on(EntryScreen)
        assert drive.editor.text == "Takes lisinopril [?]"
        await drive.press("ctrl+z")
        assert drive.editor.text == "Takes lisinopril"


@pytest.mark.parametrize("reason", [reason for _, reason in REASONS])
@pytest.mark.parametrize("place", ["", "2:13", "1:02:13", "4", "p 4", "page 12-13"])
def test_every_blank_is_read_as_one(reason: str, place: str) -> None:
    text = blank_text(reason, place)
    (blank,) = blanks(f"She takes {text} daily.")
    assert blank.span == (10, 10 + len(text))
    if reason != "?":
        assert blank.reason == reason
        assert bool(blank.at) == bool(place)


def test_a_place_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=WRONG_PLACE[:20]):
        blank_text("inaudible", "somewhere")


# lines and words


async def test_duplicate_the_line_or_the_selected_lines(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste("one\ntwo")
        await drive.press("ctrl+d")
        assert drive.editor.text == "one\ntwo\ntwo"
        assert drive.editor.cursor_location == (2, 3)
        await drive.press("ctrl+z")
        assert drive.editor.text == "one\ntwo"
        await drive.press("shift+up", "ctrl+d")
        assert drive.editor.text == "one\ntwo\none\ntwo"


async def test_select_more_each_time(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste("No fever. Has x-ray today.\nPlan")
        await drive.press("up", "home", *["right"] * 16)
        selected = []
        for _ in range(5):
            await drive.press("ctrl+a")
            selected.append(drive.editor.selected_text)
        assert selected[:2] == ["x-ray", "Has x-ray today."]
        assert selected[2:] == ["No fever. Has x-ray today.", *["No fever. Has x-ray today.\nPlan"] * 2]


# macros


async def test_a_macro_plays_the_keys_that_were_recorded(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste("aspirin\nmetoprolol\nlisinopril")
        await drive.press("up", "up", "home", "ctrl+r")
        assert "End recording" in drive.painted()
        for key in ("minus", "minus", "space", "end", "full_stop", "down", "home"):
            await drive.press(key)
        await drive.press("ctrl+r")
        assert "7 keys recorded" in drive.status
        await drive.press("f10")
        await drive.until(lambda: "-- metoprolol." in drive.editor.text)
        await drive.press("f10")
        await drive.until(lambda: drive.form.session.text_of(0) == "-- aspirin.\n-- metoprolol.\n-- lisinopril.")


async def test_without_a_macro_it_says_so(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("f10")
        assert "No keys are recorded" in drive.status
        await drive.press("ctrl+r", "f10")
        assert "being recorded" in drive.status
        await drive.press("ctrl+r")


# undo and redo


async def test_redo_does_a_fix_and_a_shorthand_again(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.until(lambda: drive.form.expander.book.shorthands)
        await drive.type("Reports diabtes cp")
        await drive.press("tab")
        await drive.press("f4", "f5")
        done = drive.editor.text
        assert done == "Reports diabetes chest pain"
        await drive.press("ctrl+z")
        assert drive.editor.text == "Reports diabtes chest pain"
        assert drive.form.session.answered() == []
        await drive.press("ctrl+z")
        assert drive.editor.text == "Reports diabtes cp"
        await drive.press("ctrl+y", "ctrl+y")
        assert drive.editor.text == done
        (answer,) = drive.form.session.answered()
        assert answer.replacement == "diabetes"
        assert drive.form.session.effort.refused == frozenset()
        await drive.checked()
        assert drive.found == []
