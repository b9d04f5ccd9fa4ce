"""Trouble while a note is entered: one sentence, the text stays, work goes on."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from entryassist.tui import drafts
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.worklist import WorklistScreen
from models import Decision, NoteState, SectionText
from terminology import Checker
from terminology.errors import RuleError

if TYPE_CHECKING:
    from conftest import Desk, Drive


@pytest.fixture(autouse=True)
def _quick_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write drafts at once and retry soon, so that no test waits."""
    monkeypatch.setattr(drafts, "DELAY_SECONDS", 0.01)
    monkeypatch.setattr(drafts, "RETRY_SECONDS", 0.01)


def locked(desk: Desk) -> sqlite3.Connection:
    """Another program that holds the database until it is closed."""
    other = sqlite3.connect(desk.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def draft_text(desk: Desk) -> str:
    """The first section of the draft on record."""
    draft = desk.store.draft(desk.clerk, desk.note.id)
    return draft.sections[0].text if draft is not None else ""


async def test_a_locked_database_keeps_the_text_and_the_next_save_works(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Feels well.")
        other = locked(desk)
        await drive.press("ctrl+s")
        await drive.until(lambda: "in use by another program" in drive.status)
        other.close()
        await drive.type(" No pain.")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    assert desk.note.latest is not None
    assert desk.note.latest.sections[0].text == "Feels well. No pain."


async def test_a_full_disk_keeps_the_text(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste("The patient feels well. " * 20_000)
        await drive.app.desk.ask(_fill_disk)
        await drive.press("ctrl+s")
        await drive.until(lambda: "is full" in drive.status)
        assert drive.editor.text.startswith("The patient feels well.")
        assert isinstance(drive.app.screen, EntryScreen)


def _fill_disk(store: object) -> None:
    """Let the database not grow by a page, which SQLite reports as it reports a full disk."""
    with store.engine.connect() as connection:  # type: ignore[attr-defined]
        connection.exec_driver_sql("PRAGMA max_page_count = 1")


async def test_a_note_saved_by_somebody_else_meanwhile_is_not_overwritten(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("My text.")
        desk.store.save_note(
            desk.clerk, desk.note.id, expected_version=0, sections=[SectionText("Plan", "Theirs.")], findings=[]
        )
        await drive.press("ctrl+s")
        await drive.until(lambda: "Somebody else saved" in drive.status)
        await drive.until(lambda: draft_text(desk) == "My text.")
    assert desk.note.latest is not None
    assert desk.note.latest.sections[0].text == "Theirs."


async def test_an_empty_note_is_not_saved(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+s")
        await drive.until(lambda: "The note is empty" in drive.status)


async def test_what_was_typed_comes_back_with_the_cursor_after_a_crash(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("tab")
        await drive.type("One line.\nAnother.")
        await drive.press("left", "left")
        await drive.type("!")
        await drive.until(lambda: (d := desk.store.draft(desk.clerk, desk.note.id)) and "!" in d.sections[1].text)
    async with desk.run() as drive:
        await drive.sign_in()
        assert "draft" in drive.painted()
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert drive.form.cursor == (1, 1, 7)
        assert drive.editor.text == "One line.\nAnothe!r."
        assert "draft was brought back" in drive.status


async def test_decisions_come_back_with_the_draft(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Has pnuemonia today.")
        await drive.press("f4", "f5")
        await drive.until(lambda: draft_text(desk) == "Has pneumonia today.")
        await drive.until(lambda: (d := desk.store.draft(desk.clerk, desk.note.id)) and d.answers)
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Also fever. ")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    version = desk.note.latest
    assert version is not None
    (accepted,) = [finding for finding in version.findings if finding.decision is Decision.ACCEPTED]
    assert (accepted.text, accepted.replacement) == ("pnuemonia", "pneumonia")
    assert version.text[accepted.start : accepted.end] == "pneumonia"


async def test_a_draft_that_cannot_be_kept_is_tried_again(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        other = locked(desk)
        await drive.type("Feels well.")
        await drive.until(lambda: "draft is not kept yet" in drive.status)
        other.close()
        await drive.until(lambda: draft_text(desk) == "Feels well.")


async def test_leaving_without_changes_asks_nothing(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("escape")
        await drive.until_on(WorklistScreen)
        assert desk.store.draft(desk.clerk, desk.note.id) is None


@pytest.mark.parametrize(
    ("key", "state", "kept"),
    [("1", NoteState.ENTERED, ""), ("2", NoteState.DRAFT, "Well."), ("3", NoteState.DRAFT, "")],
    ids=["save", "leave", "throw away"],
)
async def test_leaving_with_changes_asks(desk: Desk, key: str, state: NoteState, kept: str) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Well.")
        await drive.press("escape")
        await drive.until_on(ChoiceScreen)
        await drive.press("escape")
        await drive.until_on(EntryScreen)
        await drive.press("escape")
        await drive.until_on(ChoiceScreen)
        await drive.press(key)
        await drive.until_on(WorklistScreen)
        assert (desk.note.state, draft_text(desk)) == (state, kept)


async def test_quitting_keeps_the_draft(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "DELAY_SECONDS", 60)
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Feels well.")
        await drive.press("ctrl+q")
    assert draft_text(desk) == "Feels well."


async def test_text_typed_while_the_note_is_saved_is_not_dropped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.type("Feels well.")
        asked, works = screen.ask, 0

        async def ask_while_typing(work: object) -> object:
            nonlocal works
            works += 1
            if works == 2:  # the queries are read first, then the note is saved
                monkeypatch.undo()
                drive.editor.insert(" More.")
            return await asked(work)  # type: ignore[arg-type]

        monkeypatch.setattr(screen, "ask", ask_while_typing)
        await drive.press("ctrl+s")
        await drive.until(lambda: "not saved yet" in drive.status)
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    assert [version.sections[0].text for version in desk.note.versions] == ["Feels well.", "Feels well. More."]


async def test_a_rule_that_fails_is_named_and_the_note_can_be_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk.run() as drive:
        await drive.open_note()

        def fail(self: Checker, text: str, context: object = None) -> object:
            raise RuleError("Rule SP001 failed, so the note is not fully checked.")

        monkeypatch.setattr(Checker, "check_text", fail)
        drive.app.post_message(_key("x"))
        await drive.until(lambda: "Rule SP001 failed" in drive.status)
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    assert desk.note.state is NoteState.ENTERED


def _key(character: str) -> object:
    from textual import events

    return events.Key(character, character)


async def test_a_note_is_not_saved_unchecked_while_the_vocabulary_loads(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        drive.app.checker = None
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        await drive.press("x", "ctrl+s")
        await drive.until(lambda: "still loading" in drive.status)
        assert desk.note.state is NoteState.DRAFT


async def test_a_crash_report_holds_nothing_of_the_note(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    async def crash() -> None:
        async with desk.run() as drive:
            await drive.open_note()
            await drive.type("Secret diagnosis.")
            drive.app.call_later(_fail_with, drive)
            await drive.pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await crash()
    printed = capsys.readouterr()
    assert "ZeroDivisionError" in printed.err
    assert "Secret" not in printed.err + printed.out


def _fail_with(drive: Drive) -> None:
    note_text = drive.form.session.note_text
    assert note_text
    1 / 0  # noqa: B018
