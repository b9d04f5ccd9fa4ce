"""Shorthands at the keyboard: proposed, put in, undone, walked, listed, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, TextArea

from entryassist.shorthands.shorthand import ExpandAt
from entryassist.tui.app import EntryAssistApp
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.shorthand_form import ShorthandForm
from entryassist.tui.screens.shorthands import ShorthandsScreen
from entryassist.tui.screens.worklist import WorklistScreen
from entryassist.tui.widgets.key_bar import KeyBar
from models import SectionText, ShorthandInput

if TYPE_CHECKING:
    from conftest import Desk, Drive


@asynccontextmanager
async def note_open(desk: Desk, *expand_at: ExpandAt) -> AsyncIterator[Drive]:
    """A note open for entry, with the clerk's shorthands in force."""
    from dataclasses import replace

    app = EntryAssistApp(replace(desk.services(), expand_at=expand_at))
    async with app.run_test(size=(120, 40)) as pilot:
        drive = desk.drive(app, pilot)
        await drive.open_note()
        await drive.until(lambda: drive.form.expander.book.shorthands)
        yield drive


def keys(drive: Drive) -> str:
    return str(drive.app.screen.query_one(KeyBar).render())


@pytest.mark.parametrize(("typed", "text"), [("cp", "chest pain"), ("Cp", "Chest pain"), ("CP", "CHEST PAIN")])
async def test_tab_puts_in_what_is_proposed(desk: Desk, typed: str, text: str) -> None:
    async with note_open(desk) as drive:
        await drive.type(f"Has {typed}")
        assert drive.status == f"Tab: {typed} → {text}"
        assert "Tab Expand" in keys(drive)
        await drive.press("tab")
        await drive.type(" now")
        assert drive.editor.text == f"Has {text} now"
        assert drive.found == []


async def test_it_is_still_proposed_behind_a_delimiter_which_stays(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type("cp ")
        await drive.press("tab")
        await drive.type("since")
        assert drive.editor.text == "chest pain since"


async def test_enter_never_expands_and_without_a_proposal_tab_goes_on(desk: Desk) -> None:
    async with note_open(desk, ExpandAt.SPACE, ExpandAt.PUNCTUATION) as drive:
        await drive.type("cp\n")
        assert drive.editor.text == "cp\n"
        await drive.press("tab")
        assert drive.editor.section == 1


async def test_no_key_is_lost_around_an_expansion(desk: Desk) -> None:
    from textual import events

    async with note_open(desk) as drive:
        for key in "cp\tand sob\tnow":
            name = {"\t": "tab", " ": "space"}.get(key, key)
            drive.app.post_message(events.Key(name, None if key == "\t" else key))
        await drive.pilot.pause()
        assert drive.editor.text == "chest painand shortness of breathnow"


async def test_one_key_undoes_restores_the_short_form_and_teaches(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type("Has cp")
        await drive.press("tab", "ctrl+z")
        assert drive.editor.text == "Has cp"
        await drive.type(" and cp")
        assert "Tab:" not in drive.status
        await drive.press("tab")
        assert drive.editor.section == 1, "Tab is free again"
        await drive.press("shift+tab", "ctrl+s")
        await drive.until_on(WorklistScreen)
        (use,) = desk.store.shorthand_uses(desk.clerk)
        assert (use.trigger, use.offered, use.accepted, use.undone) == ("cp", 1, 0, 1)


async def test_moving_away_takes_the_proposal_back(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type("cp")
        await drive.press("left")
        assert "Tab:" not in drive.status
        assert "Expand" not in keys(drive).replace("F6 Expand", "")


async def test_several_expansions_are_shown_to_choose_from(desk: Desk) -> None:
    desk.store.add_shorthands(desk.clerk, [ShorthandInput("pe", "pleural effusion")])
    async with note_open(desk) as drive:
        await drive.type("pe")
        assert drive.status == "Tab: pe → 1 pleural effusion · 2 physical examination · 3 pulmonary embolism"
        await drive.press("tab")
        await drive.until_on(ChoiceScreen)
        await drive.press("3")
        assert drive.editor.text == "pulmonary embolism"


async def test_what_was_chosen_before_comes_first(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type("pe")
        await drive.press("tab", "2")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    async with desk.run() as drive:
        await drive.sign_in()
        await drive.press("f12")
        await drive.until_on(ShorthandsScreen)
        screen = drive.app.screen
        assert isinstance(screen, ShorthandsScreen)
        await drive.until(lambda: screen.chosen)
        await drive.type("pe")
        assert screen.chosen is not None
        assert screen.chosen.text == "pulmonary embolism"


async def test_a_delimiter_expands_where_the_site_says_so(desk: Desk) -> None:
    async with note_open(desk, ExpandAt.SPACE) as drive:
        await drive.type("Has cp and sob, ")
        assert drive.editor.text == "Has chest pain and sob, "
        await drive.press("ctrl+z")
        await drive.press("ctrl+z")
        assert drive.editor.text == "Has cp "


@pytest.mark.parametrize("typed", ["pe", "nkda", "lk", "qd"])
async def test_what_needs_caution_is_shown_and_never_put_in_by_its_trigger(desk: Desk, typed: str) -> None:
    desk.store.add_shorthands(desk.clerk, [ShorthandInput("lk", "left knee"), ShorthandInput("qd", "in the day")])
    async with note_open(desk, ExpandAt.SPACE, ExpandAt.PUNCTUATION) as drive:
        await drive.type(f"{typed} ")
        assert drive.editor.text == f"{typed} "
        assert drive.status.startswith(f"Tab: {typed} → ")


async def test_the_blanks_of_a_template_are_walked_picked_and_left(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type(".rosneg")
        await drive.press("tab")
        assert drive.status == "Blank 1 of 11: 1 denied · 2 reported · 3 not asked"
        assert "Tab Next blank" in keys(drive)
        await drive.press("1", "2", "tab")
        assert drive.editor.text.startswith("Fever: denied\nWeight loss: reported\nChest pain: ____\n")
        assert drive.editor.selected_text == "____"
        await drive.type("on stairs")
        await drive.press("shift+tab")
        assert drive.editor.cursor_location[0] == 2
        await drive.press("escape")
        assert isinstance(drive.app.screen, EntryScreen)
        assert "Shortness of breath: on stairs" in drive.editor.text
        await drive.checked()
        assert drive.found == ["____"] * 8


async def test_after_the_last_blank_the_cursor_stands_behind_the_template(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type(".rtc")
        await drive.press("tab")
        await drive.type("two weeks")
        await drive.press("tab")
        await drive.type(" Call before.")
        assert drive.editor.text == "Return to clinic in two weeks. Call before."


async def test_undo_right_after_a_template_takes_it_all_back(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type("See .ros")
        await drive.press("tab", "ctrl+z")
        assert drive.editor.text == "See .ros"
        assert "Blank" not in drive.status


async def test_variables_are_filled_in_from_patient_and_day(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type(".open")
        await drive.press("tab")
        assert drive.editor.text.startswith("70-year-old female who presents with ____")
        assert drive.editor.selected_text == "____"


async def test_the_last_vital_signs_come_from_the_note_before_with_their_date(desk: Desk) -> None:
    (patient,) = desk.store.find_patients("testa")
    earlier = desk.store.start_note(
        desk.clerk,
        patient,
        note_type="progress note",
        author="Dr. Ida Sample",
        department="Internal Medicine",
        encounter_date=dt.date(2025, 5, 1),
    )
    text = "BP 142/86, HR 78, SpO2 97% on room air"
    sections = [SectionText("Objective", text)]
    desk.store.save_note(desk.clerk, earlier.id, expected_version=0, sections=sections, findings=[])
    async with note_open(desk) as drive:
        await drive.type(".lastvs")
        await drive.until(lambda: "142/86" in drive.status)
        await drive.press("tab")
        assert drive.editor.text == "Last vital signs: BP 142/86, HR 78, SpO2 97% (2025-05-01)"


async def test_without_vital_signs_on_record_there_is_a_blank(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type(".lastvs")
        await drive.pilot.pause(0.1)
        await drive.press("tab")
        assert drive.editor.text == "Last vital signs: ____"
        assert "vital signs" in drive.status


async def test_a_saved_note_keeps_its_figures_and_the_coach_says_one_quiet_line(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type("Chest pain at night, chest pain by day. Has sob")
        await drive.press("tab", "ctrl+s")
        await drive.until_on(WorklistScreen)
        said = [notice.message for notice in drive.app._notifications]
        saved = "The note is saved. Nothing remains. Quality score 100 as it stands, passed."
        assert said == [f"{saved} “chest pain” was typed out 2 times: cp and Tab write it."]
        (sitting,) = desk.store.typing_sessions(desk.clerk)
        assert sitting.characters == len("Chest pain at night, chest pain by day. Has shortness of breath")
        assert sitting.keystrokes == len("Chest pain at night, chest pain by day. Has sob") + 1
        assert sitting.saved == sitting.characters - sitting.keystrokes
        counts = {use.trigger: (use.accepted, use.missed) for use in desk.store.shorthand_uses(desk.clerk)}
        assert counts == {"sob": (1, 0), "cp": (0, 2)}


async def test_what_is_pasted_is_neither_typed_nor_missed(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.paste("chest pain, chest pain, chest pain ")
        await drive.type("ok")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
        (sitting,) = desk.store.typing_sessions(desk.clerk)
        assert (sitting.keystrokes, sitting.characters) == (2, 2)
        assert desk.store.shorthand_uses(desk.clerk) == []


# the list


async def listed(drive: Drive, query: str = "") -> ShorthandsScreen:
    await drive.press("f12")
    await drive.until_on(ShorthandsScreen)
    screen = drive.app.screen
    assert isinstance(screen, ShorthandsScreen)
    await drive.until(lambda: screen.query_one(OptionList).option_count)
    await drive.type(query)
    return screen


async def keep(drive: Drive, trigger: str, text: str) -> None:
    await drive.until_on(ShorthandForm)
    drive.app.screen.query_one("#trigger", Input).value = trigger
    drive.app.screen.query_one(TextArea).text = text
    await drive.press("ctrl+s")
    await drive.until_on(ShorthandsScreen)


async def test_a_shorthand_is_made_changed_shared_and_deleted(desk: Desk) -> None:
    async with note_open(desk) as drive:
        screen = await listed(drive)
        await drive.press("f2")
        await keep(drive, "kp", "knee pain")
        await drive.until(lambda: desk.store.shorthands(desk.clerk))
        await drive.type("kp")
        await drive.until(lambda: screen.chosen and screen.chosen.trigger == "kp")
        await drive.press("f3")
        await keep(drive, "kp", "knee pain for ${1:duration}")
        await drive.until(lambda: screen.chosen and "duration" in screen.chosen.text)
        assert "knee pain for ____" in drive.text("#concept")
        await drive.press("f4")
        await drive.until(lambda: "site's now" in drive.text(".form-status"))
        await drive.press("escape")
        await drive.until(lambda: drive.form.expander.book.expansions("kp"))
        await drive.type("kp")
        await drive.press("tab")
        assert drive.editor.text == "knee pain for ____"
        await listed(drive, "kp")
        await drive.press("f8", "1")
        await drive.until(lambda: not desk.store.shorthands(desk.clerk))


async def test_a_wrong_notation_is_told_before_anything_is_kept(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await listed(drive)
        await drive.press("f2")
        await drive.until_on(ShorthandForm)
        drive.app.screen.query_one("#trigger", Input).value = "kp"
        drive.app.screen.query_one(TextArea).text = "knee ${1"
        await drive.press("ctrl+s")
        assert "not closed" in drive.text(".form-status")
        await drive.press("escape")
        assert desk.store.shorthands(desk.clerk) == []


async def test_a_built_in_shorthand_is_copied_and_neither_deleted_nor_shared(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await listed(drive, "chest pain")
        for key in ("f8", "f4"):
            await drive.press(key)
            assert "comes with EntryAssist" in drive.text(".form-status")
        await drive.press("f3")
        await keep(drive, "cp", "chest pain at rest")
        await drive.until(lambda: [one.text for one in desk.store.shorthands(desk.clerk)] == ["chest pain at rest"])


async def test_selected_text_becomes_a_shorthand_with_its_signs_kept(desk: Desk) -> None:
    async with note_open(desk) as drive:
        await drive.type("costs $5")
        await drive.press("shift+home")
        await drive.press("f12")
        await drive.until_on(ShorthandForm)
        assert drive.app.screen.query_one(TextArea).text == r"costs \$5"


async def test_what_another_program_wrote_wrongly_is_left_out(desk: Desk) -> None:
    desk.store.add_shorthands(desk.clerk, [ShorthandInput("bad", "${1"), ShorthandInput("kp", "knee pain")])
    async with note_open(desk) as drive:
        assert drive.form.expander.book.expansions("bad") == ()
        assert drive.form.expander.book.expansions("kp")
