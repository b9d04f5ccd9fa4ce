"""What a person prefers holds at once, is kept for the next sign-in, and is nobody else's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.widgets import OptionList

from entryassist.preferences import Preferences
from entryassist.settings import load_settings
from entryassist.tui.app import EntryAssistApp
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.settings import SettingsScreen
from entryassist.tui.screens.sign_in import SignInScreen
from entryassist.tui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from conftest import Desk, Drive


async def settings(drive: Drive) -> None:
    await drive.sign_in()
    await drive.press("f10")
    await drive.until_on(SettingsScreen)


async def test_a_theme_holds_at_once_and_at_the_next_sign_in(desk: Desk) -> None:
    async with desk.run() as drive:
        await settings(drive)
        await drive.press("right", "enter")
        assert drive.app.theme == "high-contrast"
        assert "‹ high contrast ›" in drive.painted()
        await drive.press("left")
        assert drive.app.theme == "day"
        await drive.press("escape", "escape")
        await drive.until_on(SignInScreen)
        assert drive.app.theme == "night"
    async with desk.run() as drive:
        assert drive.app.theme == "night"
        await drive.sign_in()
        assert drive.app.theme == "day"


async def test_a_preference_goes_back_to_what_the_site_has(desk: Desk) -> None:
    services = replace(desk.services(), preferences=Preferences({"theme": "day"}))
    app = EntryAssistApp(services)
    async with app.run_test() as pilot:
        drive = desk.drive(app, pilot)
        assert app.theme == "day"
        await settings(drive)
        await drive.press("right")
        assert app.theme == "high-contrast"
        await drive.press("f8")
        assert app.theme == "day"
        await drive.until(lambda: desk.store.preferences(desk.clerk) == {})


async def test_what_an_other_version_of_the_program_kept_does_no_harm(desk: Desk) -> None:
    for name, value in (("theme", "sepia"), ("smell", "roses"), ("key:entry.gone", "f5"), ("key:entry.fix", "alt+x")):
        desk.store.prefer(desk.clerk, name, value)
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Feels unwel. ")
        await drive.press("f4", "f5")
        assert drive.editor.text == "Feels unwell. "
        assert drive.app.theme == "night"


@pytest.mark.parametrize(("bell", "rings"), [(None, 0), ("on", 1)])
async def test_the_bell_rings_only_for_who_wants_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, bell: str | None, rings: int
) -> None:
    heard: list[int] = []
    monkeypatch.setattr(App, "bell", lambda app: heard.append(1))
    desk.store.prefer(desk.clerk, "bell", bell)
    async with desk.run() as drive:
        await drive.sign_in()
        drive.app.notify("It is only said.", markup=False)
        drive.app.notify("It went wrong.", severity="error", markup=False)
        assert len(heard) == rings


@pytest.mark.parametrize(
    ("panes", "source", "findings"),
    [("fitting", True, True), ("findings", False, True), ("source", True, False), ("none", False, False)],
)
async def test_a_note_opens_with_the_panes_a_person_wants(desk: Desk, panes: str, source: bool, findings: bool) -> None:
    desk.store.prefer(desk.clerk, "panes", panes)
    async with desk.run((160, 48)) as drive:
        screen = await drive.open_note()
        assert isinstance(screen, EntryScreen)
        workspace = screen.query_one(Workspace)
        assert workspace.source is not None
        assert (workspace.source.display, workspace.panel.display) == (source, findings)


async def test_ghost_text_is_shown_only_to_who_wants_it(desk: Desk) -> None:
    for wanted, shown in (("on", True), ("off", False)):
        desk.store.prefer(desk.clerk, "ghost-text", wanted)
        async with desk.run() as drive:
            await drive.open_note()
            await drive.type("History of hyperten")
            await drive.pilot.pause(0.2)
            assert bool(drive.editor.suggestion) is shown
            await drive.press("escape")


async def test_the_keys_of_vi_are_for_who_wants_them(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "entryassist.toml"
    path.write_text('[editor]\nkeys = "vim"\n')
    site = load_settings(path)
    app = EntryAssistApp(replace(desk.services(), preferences=site.preferences, editor=site.editor))
    async with app.run_test() as pilot:
        drive = desk.drive(app, pilot)
        await drive.sign_in()
        assert str(app.editor.keys) == "vim"
        app.prefer("vim-keys", "off")
        assert str(app.editor.keys) == "plain"


async def test_what_the_site_has_set_is_shown_with_its_file_and_without_passwords(desk: Desk, tmp_path: Path) -> None:
    shared, path = tmp_path / "shared.toml", tmp_path / "entryassist.toml"
    shared.write_text('[records]\ndatabase = "postgresql+psycopg://clerk:geheim@host/records?password=geheim"\n')
    path.write_text('extend = "shared.toml"\n[check]\nignore = ["SP006"]\n[screen]\ntheme = "colour-blind"\n')
    found = load_settings(path)
    app = EntryAssistApp(replace(desk.services(), preferences=found.preferences, stated=found.stated))
    async with app.run_test(size=(120, 40)) as pilot:
        drive = desk.drive(app, pilot)
        assert app.theme == "colour-blind"
        await settings(drive)
        shown = drive.painted()
        assert '[check] ignore = ["SP006"]' in shown
        assert str(shared)[-40:] in shown
        assert str(path)[-40:] in shown
        assert "postgresql+psycopg://clerk:…@host/records" in shown
        assert "geheim" not in shown


async def test_the_palette_has_screens_and_preferences(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        titles = [command.title for command in drive.app.get_system_commands(screen)]
        assert {"Settings", "Change keys", "Colours: day", "Bell: on", "Panes", "Look up", "Quit"} <= set(titles)
        assert len(titles) == len(set(titles))
        await drive.press("ctrl+p")
        await drive.type("colours high")
        await drive.until(lambda: drive.app.screen.query_one("CommandList", OptionList).option_count)
        await drive.press("enter")
        await drive.until(lambda: drive.app.theme == "high-contrast")
        await drive.until(lambda: desk.store.preferences(desk.clerk) == {"theme": "high-contrast"})
