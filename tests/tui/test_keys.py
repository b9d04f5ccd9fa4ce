"""Keys: found by what one wants to do, given to other actions, and arriving in every terminal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from entryassist.keymap import unsendable
from entryassist.settings import SettingsError, load_settings
from entryassist.tui.actions import _owners, actions, fault, faults, found
from entryassist.tui.screens.help import HelpScreen
from entryassist.tui.screens.keys import KeysScreen
from entryassist.tui.screens.press_key import PressKeyScreen
from entryassist.tui.screens.settings import SettingsScreen

if TYPE_CHECKING:
    from conftest import Desk, Drive

# Which terminals lose or change them without the kitty protocol stands in the project's notes on its terminals.
BAD = (
    *("ctrl+enter", "shift+enter", "alt+enter", "ctrl+1", "ctrl+9", "ctrl+,", "ctrl+full_stop", "ctrl+slash"),
    *("ctrl+backspace", "alt+backspace", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j", "alt+1", "alt+f", "alt+f4"),
    *("ctrl+shift+a", "ctrl+shift+f5", "super+a", "f11", "f13", "ctrl+f4", "ctrl+tab", "ctrl+b"),
)
GOOD = (
    *("f1", "f10", "f12", "shift+f4", "ctrl+a", "ctrl+z", "ctrl+@", "ctrl+down", "shift+up", "ctrl+home", "shift+tab"),
    *("tab", "enter", "escape", "n", "1", "slash"),
)


@pytest.mark.parametrize("key", BAD)
def test_a_key_that_some_terminal_does_not_send_is_refused(key: str) -> None:
    assert unsendable(key)


@pytest.mark.parametrize("key", GOOD)
def test_a_key_that_every_terminal_sends_is_taken(key: str) -> None:
    assert not unsendable(key)


def test_no_binding_of_the_program_has_a_key_that_some_terminal_does_not_send() -> None:
    assert actions()  # has imported every screen
    keys = {
        (owner.__qualname__, key): unsendable(key)
        for owner in _owners(DOMNode)
        for binding in vars(owner).get("BINDINGS", ())
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
        if (owner.__qualname__, key) != ("AssistApp", "ctrl+c")  # says how to quit; whoever copies means a text area
    }
    assert {where: why for where, why in keys.items() if why} == {}


@pytest.mark.parametrize(
    ("wish", "action"),
    [
        ("how do I ignore a word", "entry.ignore_word"),
        ("skip this finding", "entry.ignore_here"),
        ("correct it", "entry.fix"),
        ("take the suggestion", "entry.fix"),
        ("go to the next finding", "entry.next"),
        ("revert", "entry.undo"),
        ("write out an acronym", "entry.expand"),
        ("ask the doctor", "entry.ask"),
        ("hide the findings pane", "entry.panes"),
        ("snippets", "entry.shorthands"),
        ("contrast", "app.settings"),
        ("F9", "entry.ignore_word"),
    ],
)
def test_an_action_is_found_by_what_one_wants_to_do(wish: str, action: str) -> None:
    assert action in [one.id for one in found(wish)[:3]]


def test_nothing_is_found_for_what_the_program_does_not_do() -> None:
    assert found("bake bread") == []


@pytest.mark.parametrize(
    ("action", "key", "why"),
    [
        ("entry.fix", "ctrl+i", "^I is the same key as Tab in a terminal"),
        ("entry.fix", "x", "x is needed for typing"),
        ("entry.fix", "enter", "Enter is needed for typing"),
        ("entry.fix", "f4", 'F4 already does "Next finding" (entry.next)'),
        ("entry.fix", "f1", 'F1 already does "Help" (help)'),
        ("entry.fix", "ctrl+q", '^Q already does "Quit" (app.quit)'),
        ("entry.fixx", "f4", 'there is no action "entry.fixx"; did you mean entry.fix?'),
    ],
)
def test_a_key_that_cannot_be_had_is_refused_in_one_sentence(action: str, key: str, why: str) -> None:
    assert fault(action, key, {}).startswith(why)


def test_two_actions_may_swap_their_keys_but_not_share_one() -> None:
    assert faults({"entry.fix": "f4", "entry.next": "f5"}) == {}
    assert set(faults({"entry.fix": "ctrl+w", "entry.next": "ctrl+w"})) == {"entry.fix", "entry.next"}


def configured(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "entryassist.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_site_gives_keys_with_the_dot_or_in_quotes(tmp_path: Path) -> None:
    text = '[keys]\nentry.fix = ["Ctrl+W", "f5"]\n"entry.expand" = "f10"\n'
    keys = load_settings(configured(tmp_path, text)).preferences.keys
    assert keys == {"entry.fix": "ctrl+w,f5", "entry.expand": "f10"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[keys]\nentry.fix = 5\n", 'entry.fix in \\[keys\\] must be a key such as "f5"'),
        ('[keys]\nentry.fix = "alt+f"\n', "alt\\+f does not arrive in every terminal"),
        ('[screen]\ntheme = "pink"\n', 'theme in \\[screen\\] must be one of "night", "day"'),
        ("[screen]\nbell = 1\n", "bell in \\[screen\\] must be one of true, false"),
    ],
)
def test_what_a_site_cannot_have_is_told_with_the_file(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=f"entryassist.toml: .*{why}|entryassist.toml: {why}"):
        load_settings(configured(tmp_path, text))


def test_an_action_that_is_not_there_is_told_before_the_screen_opens(tmp_path: Path) -> None:
    from entryassist.tui.app import run

    settings = load_settings(configured(tmp_path, '[keys]\nentry.fixx = "f10"\n'))
    with pytest.raises(
        SettingsError, match=r'entry.fixx in \[keys\] .*no action "entry.fixx"; did you mean entry.fix\?'
    ):
        run(settings)


async def test_a_person_gives_an_action_another_key_and_keeps_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await rebind(drive, "take the first suggestion", "ctrl+w")
        await drive.press("escape", "escape", "enter")
        await drive.until(lambda: drive.app.screen.query("SectionEditor"))
        await drive.until(lambda: drive.form.checked_revision >= 0)
        await drive.type("Feels unwel. ")
        assert "^W Fix" in drive.painted()
        await drive.press("f4")
        assert "^W fix" in drive.text("#explanation")
        await drive.press("f5")
        assert drive.editor.text == "Feels unwel. "
        await drive.press("ctrl+w")
        assert drive.editor.text == "Feels unwell. "
        await drive.press("f1")
        await drive.until_on(HelpScreen)
        assert "^W" in drive.painted() or "^W" in drive.text("#help-keys")
        assert "**^W** takes its first suggestion" in str(drive.app.screen.query_one("Markdown").source)
    async with desk.run() as drive:
        await drive.sign_in()
        assert drive.app.preferences.keys == {"entry.fix": "ctrl+w"}


async def rebind(drive: Drive, wish: str, key: str) -> None:
    await drive.press("f10")
    await drive.until_on(SettingsScreen)
    await drive.press("f2")
    await drive.until_on(KeysScreen)
    await drive.type(wish)
    await drive.press("enter")
    await drive.until_on(PressKeyScreen)
    await drive.press(key)
    await drive.until_on(KeysScreen)
    await drive.pilot.pause()


async def test_while_a_key_is_asked_for_no_key_does_anything_else(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await drive.press("f10", "f2")
        await drive.until_on(KeysScreen)
        await drive.type("take the first suggestion")
        await drive.press("enter", "ctrl+p")
        await drive.until_on(PressKeyScreen)
        assert '^P already does "Commands"' in drive.text("#pressed")
        await drive.press("x")
        assert "X is needed for typing" in drive.text("#pressed") or "x is needed" in drive.text("#pressed")
        await drive.press("escape")
        await drive.until_on(KeysScreen)
        assert drive.app.preferences.keys == {}


async def test_a_changed_key_goes_back_unless_another_has_it_by_now(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await rebind(drive, "take the first suggestion", "ctrl+w")
        await drive.press("ctrl+u")
        await drive.type("choose among all")
        await drive.press("enter", "f5")
        await drive.until_on(KeysScreen)
        await drive.press(*["backspace"] * 20)
        await drive.type("take the first suggestion")
        await drive.press("f8")
        assert drive.app.preferences.keys["entry.fix"] == "ctrl+w"
        await drive.press(*["backspace"] * 30)
        await drive.type("choose among all")
        await drive.press("f8")
        assert "entry.choose" not in drive.app.preferences.keys


async def test_help_searches_all_keys_with_those_of_the_screen_first(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("f1")
        await drive.until_on(HelpScreen)
        keys = drive.text("#help-keys")
        assert keys.index("Keys here") < keys.index("Ignore this word") < keys.index("The worklist")
        await drive.type("how do i ignore a word")
        assert "F9" in drive.text("#help-keys")
        assert "The worklist" not in drive.text("#help-keys")
        await drive.type(" bake")
        await drive.press("escape")


async def test_a_click_on_the_key_bar_does_what_the_key_does(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await rebind(drive, "refresh", "f6")
        await drive.press("escape", "escape")
        await drive.pilot.pause(0.2)
        (patient,) = desk.store.find_patients("testa")
        header = {"author": "Dr. Ida Sample", "department": "Surgery", "encounter_date": dt.date(2025, 5, 31)}
        desk.store.start_note(desk.clerk, patient, note_type="progress note", **header)
        lines = drive.painted().splitlines()
        (row,) = [number for number, line in enumerate(lines) if "F6 Refresh" in line]
        await drive.pilot.click(offset=(lines[row].index("F6 Refresh") + 1, row))
        await drive.until(lambda: "2 notes waiting" in drive.text("#worklist-title"))


async def test_a_click_on_a_row_chooses_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await drive.press("f10")
        await drive.until_on(SettingsScreen)
        lines = drive.painted().splitlines()
        (row,) = [number for number, line in enumerate(lines) if line.strip().startswith("Bell")]
        await drive.pilot.click(offset=(4, row))
        await drive.until(lambda: drive.app.preferences.is_on("bell"))


async def test_a_click_on_a_finding_goes_to_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Feels unwel. BP 80/120. ")
        lines = drive.painted().splitlines()
        (row,) = [number for number, line in enumerate(lines) if "SP001 unwel" in line and "│" in line]
        await drive.pilot.click(offset=(lines[row].index("SP001 unwel") + 2, row))
        await drive.until(lambda: drive.form.current and drive.form.current.finding.text == "unwel")
