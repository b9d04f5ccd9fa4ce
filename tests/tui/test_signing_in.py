"""The first screen: names, passwords, tickets, and keys that come too early."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Input, OptionList

from entryassist.tui.app import EntryAssistApp
from entryassist.tui.screens.sign_in import SignInScreen
from entryassist.tui.screens.worklist import WorklistScreen
from models import Store

if TYPE_CHECKING:
    from conftest import Desk, Drive

PASSWORD = "three grey geese fly"


async def ready(drive: Drive) -> None:
    await drive.until(lambda: drive.app.screen.query_one("#users", OptionList).option_count)


async def test_a_password_is_asked_for_once_the_name_is_chosen(desk: Desk) -> None:
    desk.store.set_password(desk.clerk, PASSWORD)
    async with desk.run() as drive:
        await ready(drive)
        field = drive.app.screen.query_one("#password", Input)
        assert not field.display
        await drive.press("enter")
        await drive.until(lambda: field.display and field.has_focus)
        await drive.type("wrong, wrong and wrong")
        await drive.press("enter")
        await drive.until(lambda: "do not fit" in drive.text("#sign-in-status"))
        assert field.value == ""
        await drive.type(PASSWORD)
        assert PASSWORD not in drive.painted()
        await drive.press("enter")
        await drive.until_on(WorklistScreen)
        await drive.press("escape")
        await drive.until_on(SignInScreen)
        assert not field.display


async def test_enter_before_the_record_is_open_does_nothing(desk: Desk) -> None:
    opened = threading.Event()

    def open_late() -> Store:
        opened.wait()
        return Store.open(desk.url)

    app = EntryAssistApp(replace(desk.services(), open_store=open_late))
    async with app.run_test() as pilot:
        drive = desk.drive(app, pilot)
        await drive.type("dana")
        await drive.press("enter")
        opened.set()
        await ready(drive)
        await drive.press("enter")
        await drive.until_on(WorklistScreen)


async def test_who_has_signed_in_in_the_browser_goes_straight_to_the_worklist(desk: Desk) -> None:
    desk.store.set_password(desk.clerk, PASSWORD)
    ticket = desk.store.issue_ticket(desk.clerk)
    app = EntryAssistApp(replace(desk.services(), ticket=ticket))
    async with app.run_test() as pilot:
        drive = desk.drive(app, pilot)
        await drive.until_on(WorklistScreen)
        await drive.press("escape")
        await drive.until_on(SignInScreen)
    # Used up: the next one has to sign in.
    app = EntryAssistApp(replace(desk.services(), ticket=ticket))
    async with app.run_test() as pilot:
        drive = desk.drive(app, pilot)
        await drive.until(lambda: "no longer good" in drive.text("#sign-in-status"))
