"""Asking the author: about a finding, a blank or any words; the thread; making use of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import TextArea

from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.message import AskScreen, MessageScreen
from entryassist.tui.screens.queries import QueriesScreen
from entryassist.tui.screens.save_gate import SaveGate
from entryassist.tui.screens.worklist import WorklistScreen
from models import ProviderQuery, QueryInput, QueryState

if TYPE_CHECKING:
    from conftest import Desk, Drive


async def ask(drive: Drive) -> None:
    """Ask about what the cursor is at, as the form proposes."""
    await drive.press("ctrl+t")
    await drive.until_on(AskScreen)
    await drive.press("ctrl+s")
    await drive.until_on(EntryScreen)
    await drive.until(lambda: "The author is asked" in drive.status)


def queries(desk: Desk) -> list[ProviderQuery]:
    return desk.store.queries_of(desk.note)


async def test_a_finding_is_asked_about_in_neutral_words_and_shown_as_asked(desk: Desk) -> None:
    async with desk.run((160, 48)) as drive:
        await drive.open_note()
        await drive.type("told ____ today ")
        await ask(drive)
        assert drive.found == []
        assert "____  asked" in drive.painted()
        await drive.press("left", "left", "left", "left", "left", "left", "left")
        assert "Asked Dr. Ida Sample on" in drive.text("#explanation")
    [query] = queries(desk)
    assert (query.rule, query.text, query.author, query.state) == ("ST001", "____", "Dr. Ida Sample", "open")
    assert query.question == (
        'A part of the dictation could not be understood (blank) and is marked "____". Please supply the words.'
    )


async def test_selected_words_are_asked_about_rather_than_the_finding(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes in the left knee")
        await drive.press(*["shift+left"] * len("left knee"))
        await ask(drive)
        assert drive.found == ["diabtes"]
        assert drive.editor.text == "has diabtes in the left knee"
    [query] = queries(desk)
    assert (query.rule, query.text) == ("", "left knee")
    assert query.question.startswith('The note reads "left knee".')


async def test_a_question_may_be_changed_and_is_said_to_lead_when_it_does(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("ctrl+t")
        await drive.until_on(AskScreen)
        await drive.type(" Is it diabetes?")
        await drive.until(lambda: "names “diabetes”" in drive.text("#message-caution"))
        drive.app.screen.query_one(TextArea).text = "Which word is meant?"
        await drive.until(lambda: not drive.text("#message-caution"))
        await drive.press("ctrl+s")
        await drive.until(lambda: queries(desk))
    assert queries(desk)[0].question == "Which word is meant?"


async def test_leaving_the_form_asks_nobody_and_nothing_empty_is_asked(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("ctrl+t")
        await drive.until_on(AskScreen)
        drive.app.screen.query_one(TextArea).text = "  "
        await drive.press("ctrl+s")
        await drive.until(lambda: "Nothing is typed" in drive.painted())
        await drive.press("escape")
        await drive.until_on(EntryScreen)
        assert drive.found == ["diabtes"]
    assert queries(desk) == []


async def test_with_nothing_to_ask_the_queries_are_listed(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+t")
        await drive.until_on(QueriesScreen)
        assert "Nobody was asked" in drive.painted()
        await drive.press("enter", "f5", "f6", "f8", "escape")
        await drive.until_on(EntryScreen)


async def test_an_answer_is_typed_in_and_its_place_is_gone_to(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("told ____ today ")
        await ask(drive)
        await drive.press("home", "right", "right", "right", "right", "right", "ctrl+t")
        await drive.until_on(QueriesScreen)
        await drive.press("f5")
        await drive.until_on(MessageScreen)
        await drive.type("to rest")
        await drive.press("ctrl+s")
        await drive.until(lambda: isinstance(drive.app.screen, QueriesScreen) and "to rest" in drive.text("#thread"))
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert drive.editor.cursor_location == (0, 5)
        assert "Dr. Ida Sample, by phone: to rest" in drive.status
        assert drive.found == ["____"]
    assert queries(desk)[0].state is QueryState.ANSWERED


async def test_a_thread_is_asked_further_and_closed(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("told ____ today ")
        await ask(drive)
        await drive.press("left", "left", "left", "left", "left", "left", "left", "ctrl+t")
        await drive.until_on(QueriesScreen)
        await drive.press("f6")
        await drive.until_on(MessageScreen)
        await drive.type("And since when?")
        await drive.press("ctrl+s")
        await drive.until(lambda: "And since when?" in drive.painted())
        await drive.press("f8")
        await drive.until_on(MessageScreen)
        await drive.press("ctrl+s")
        await drive.until(lambda: "closed" in drive.painted())
        await drive.press("escape")
        await drive.until_on(EntryScreen)
        assert drive.found == ["____"]
    [query] = queries(desk)
    assert [str(one.kind) for one in query.messages] == ["question", "question", "closed"]


async def test_an_answer_typed_in_by_somebody_else_meanwhile_is_seen_before_saving(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("told ____ today ")
        await ask(drive)
        desk.store.answer_query(desk.clerk, queries(desk)[0].id, "to rest")
        await drive.press("ctrl+s")
        await drive.until_on(SaveGate)
        assert "Answered by the author 1" in drive.painted()
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert drive.found == ["____"]


async def test_what_is_asked_or_stands_is_not_closed_again(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("told ____ today ")
        await ask(drive)
        await drive.press("home", *["right"] * 5, "f8")
        assert "“____” is asked already" in drive.status


async def test_the_form_of_a_question_leads_to_the_list(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("ctrl+t")
        await drive.until_on(AskScreen)
        await drive.press("f2")
        await drive.until_on(QueriesScreen)


async def test_an_answer_that_came_meanwhile_is_told_when_the_note_is_opened(desk: Desk) -> None:
    query = desk.store.ask_author(desk.clerk, desk.note.id, QueryInput("What?", 0, 4, text="gone"))
    desk.store.answer_query(desk.clerk, query.id, "That.")
    async with desk.run() as drive:
        await drive.open_note()
        assert "1 query is answered" in drive.status
        await drive.press("ctrl+t")
        await drive.until_on(QueriesScreen)
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert "“gone”, no longer stands" in drive.status


async def test_a_query_is_still_known_when_the_note_is_opened_again(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("told ____ today ")
        await ask(drive)
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
        assert desk.note.latest is not None
        assert [one.decision for one in desk.note.latest.findings] == ["asked"]
        drive.app.run_worker(drive.app.open_note(desk.note.id))
        await drive.until_on(EntryScreen)
        await drive.until(lambda: drive.form.checked_revision >= 0)
        assert drive.found == []


async def test_without_the_database_nobody_is_asked_and_that_is_told(desk: Desk) -> None:
    import sqlite3

    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("ctrl+t")
        await drive.until_on(AskScreen)
        other = sqlite3.connect(desk.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await drive.press("ctrl+s")
        await drive.until(lambda: drive.app._notifications)
        other.close()
        assert drive.found == ["diabtes"]
    assert queries(desk) == []
