"""After a while without a key nothing is shown; the same person goes on, another signs in, no draft is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from entryassist.settings import SettingsError, load_settings
from entryassist.tui import drafts
from entryassist.tui.app import EntryAssistApp
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.lock import LockScreen
from entryassist.tui.screens.sign_in import SignInScreen
from entryassist.tui.screens.worklist import WorklistScreen

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

PASSWORD = "a long way from home"


def drafted(desk: Desk) -> str:
    """The first section of the draft on record."""
    draft = desk.store.draft(desk.clerk, desk.note.id)
    return draft.sections[0].text if draft is not None else ""


@pytest.fixture(autouse=True)
def _late_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are not written while typing, so that it is the lock that keeps them."""
    monkeypatch.setattr(drafts, "DELAY_SECONDS", 600)


async def test_the_locked_screen_shows_nothing_and_enter_goes_on(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.type("Secret.")
        assert await drive.app.idle_lock.lock()
        await drive.until_on(LockScreen)
        painted = drive.painted()
        assert "Dana Clerk" in painted
        for shown in ("Secret", "Testa", "T-100", "PENICILLIN"):
            assert shown not in painted
        assert drafted(desk) == "Secret."
        await drive.press("x", "escape", "enter")
        await drive.until(lambda: drive.app.screen is screen)
        await drive.type(" More.")
        assert drive.editor.text == "Secret. More."


async def test_a_password_is_asked_for(desk: Desk) -> None:
    desk.store.set_password(desk.clerk, PASSWORD)
    async with desk.run() as drive:
        drive.app.user = desk.clerk
        await drive.until(lambda: drive.app.record_is_open)
        await drive.app.open_note(desk.note.id)
        assert await drive.app.idle_lock.lock()
        await drive.press("enter")
        await drive.until(lambda: drive.app.screen.query_one("#password").display)
        field = drive.app.screen.query_one("#password", Input)
        field.value = "something else entirely"
        await drive.press("enter")
        await drive.until(lambda: "do not fit" in drive.text("#sign-in-status"))
        field.value = PASSWORD
        await drive.press("enter")
        await drive.until_on(EntryScreen)


async def test_another_person_signs_in_and_the_first_finds_the_draft_again(desk: Desk) -> None:
    desk.store.add_user("sam", "Sam Reviewer")
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Mine.")
        await drive.app.idle_lock.lock()
        await drive.press("f2")
        await drive.until_on(SignInScreen)
        await drive.press("down", "enter")
        await drive.until_on(WorklistScreen)
        assert drive.app.clerk.username == "sam"
        drive.app.go_to_note(desk.note.id)
        await drive.until_on(EntryScreen)
        assert drive.editor.text == ""
    assert drafted(desk) == "Mine."


async def test_the_lock_comes_when_no_key_did(desk: Desk) -> None:
    app = EntryAssistApp(replace(desk.services(), lock_after=dt.timedelta(milliseconds=50)))
    async with app.run_test() as pilot:
        drive = desk.drive(app, pilot)
        await pilot.pause(0.1)
        assert isinstance(app.screen, SignInScreen)
        await drive.until(lambda: app.record_is_open)
        app.user = desk.clerk
        await drive.until_on(LockScreen)
        await pilot.pause(0.1)
        assert [type(screen) for screen in app.screen_stack].count(LockScreen) == 1


async def test_nothing_is_locked_while_a_note_is_being_saved(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        screen.drafts.stop()
        assert not await drive.app.idle_lock.lock()
        assert drive.app.screen is screen


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("", 10), ("lock-after-minutes = 0", 0), ("lock-after-minutes = 2.5", 2.5)],
    ids=["not set", "never", "set"],
)
def test_the_time_is_configured(tmp_path: Path, written: str, minutes: float) -> None:
    config = tmp_path / "entryassist.toml"
    config.write_text(f"[records]\n{written}\n", encoding="utf-8")
    assert load_settings(config).lock_after == dt.timedelta(minutes=minutes)


def test_a_time_that_is_none_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "entryassist.toml"
    config.write_text('[records]\nlock-after-minutes = "soon"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="a number of minutes such as 10, or 0 for never"):
        load_settings(config)
