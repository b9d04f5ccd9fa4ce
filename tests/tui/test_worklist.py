"""The worklist at work: groups, filters, search, order, pages, the next note by one key, figures of the day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from entryassist.shorthands.effort import PAUSE_SECONDS, Effort
from entryassist.tui.app import EntryAssistApp
from entryassist.tui.browsing import PAGE
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.pick import PickScreen
from entryassist.tui.screens.sign_in import SignInScreen
from entryassist.tui.screens.worklist import WorklistScreen
from entryassist.tui.widgets.day_figures import NO_BAR, bars
from entryassist.tui.widgets.work_table import WorkTable
from models import QueryInput, SectionText, TypingInput

if TYPE_CHECKING:
    from conftest import Desk, Drive

TEXT = [SectionText("Plan", "Rest.")]


def start(desk: Desk, count: int = 1, **fields: str) -> list[int]:
    """Put more notes of the patient on the worklist."""
    header = {"note_type": "progress note", "author": "Dr. Ida Sample", "department": "Internal Medicine"} | fields
    patient, visit = desk.note.patient, dt.date(2025, 5, 31)
    return [desk.store.start_note(desk.clerk, patient, encounter_date=visit, **header).id for _ in range(count)]


def table(drive: Drive) -> WorkTable:
    return drive.app.screen.query_one(WorkTable)


def ids(drive: Drive) -> list[int]:
    return [int(key.value or 0) for key in table(drive).rows]


async def test_the_groups_are_counted_and_gone_through_by_the_arrow_keys(desk: Desk) -> None:
    draft, returned, answered = start(desk, 3)
    desk.store.save_draft(desk.clerk, draft, sections=TEXT, cursor=(0, 0, 0))
    for note_id in (returned, answered):
        desk.store.save_note(desk.clerk, note_id, expected_version=0, sections=TEXT, findings=[])
    desk.store.return_note(desk.clerk, returned)
    query = desk.store.ask_author(desk.clerk, answered, QueryInput("Which side?", 0, 4))
    desk.store.answer_query(desk.clerk, query.id, "The left.")
    async with desk.run((80, 24)) as drive:
        await drive.sign_in()
        assert "4 notes waiting" in drive.text("#worklist-title")
        groups = "[All 4] Answered 1 Returned 1 Drafts 1 To enter 1 Entered by you"
        assert " ".join(drive.text("#groups").split()) == groups
        for name, note_id in (("Answered 1", answered), ("Returned 1", returned), ("Drafts 1", draft)):
            await drive.press("right")
            await drive.until(lambda name=name: f"[{name}]" in drive.text("#groups"))
            assert ids(drive) == [note_id]
        await drive.press("left", "left", "left", "left")
        await drive.until(lambda: "[Entered by you]" in drive.text("#groups"))
        assert ids(drive) == [answered, returned]


async def test_the_list_is_narrowed_by_one_key_and_cleared_by_another(desk: Desk) -> None:
    [other] = start(desk, author="Dr. Otto Imaginary", department="Surgery", note_type="discharge summary")
    async with desk.run() as drive:
        await drive.sign_in()
        for key, typed, said in (
            ("a", "otto", "author: Dr. Otto"),
            ("d", "surg", "department"),
            ("t", "dis", "note type"),
        ):
            await drive.press(key)
            await drive.until_on(PickScreen)
            await drive.type(typed)
            await drive.press("enter")
            await drive.until_on(WorklistScreen)
            await drive.until(lambda said=said: said in drive.text("#view-line"))
            assert ids(drive) == [other]
        await drive.press("c")
        await drive.until(lambda: len(ids(drive)) == 2)
        await drive.press("a")
        await drive.until_on(PickScreen)
        await drive.press("escape")
        await drive.until_on(WorklistScreen)
        assert len(ids(drive)) == 2


async def test_search_narrows_as_typed_and_esc_closes_it(desk: Desk) -> None:
    [other] = start(desk, author="Dr. Otto Imaginary")
    async with desk.run((80, 24)) as drive:
        await drive.sign_in()
        await drive.press("slash")
        await drive.type("otto tes")
        await drive.until(lambda: ids(drive) == [other])
        assert "Close search" in drive.painted()
        await drive.type("zz")
        await drive.until(lambda: "Nothing fits" in drive.painted())
        await drive.press("escape")
        await drive.until(lambda: len(ids(drive)) == 2)
        await drive.press("escape")
        await drive.until_on(SignInScreen)


async def test_the_order_is_said_and_changed_by_one_key(desk: Desk) -> None:
    [other] = start(desk, note_type="discharge summary")
    async with desk.run() as drive:
        await drive.sign_in()
        first = ids(drive)[0]
        assert "longest waiting first" in drive.text("#view-line")
        await drive.press("s", "s")
        await drive.until(lambda: "by note type" in drive.text("#view-line"))
        assert ids(drive) == [other, first]


async def test_a_long_list_is_turned_page_by_page(desk: Desk) -> None:
    last = start(desk, PAGE + 4)[-1]
    async with desk.run() as drive:
        await drive.sign_in()
        assert f"1–{PAGE} of {PAGE + 5}" in drive.text("#view-line")
        await drive.press("up")  # there is no page before the first
        await drive.press(*["pagedown"] * 6)
        await drive.until(lambda: f"{PAGE + 1}–{PAGE + 5} of" in drive.text("#view-line"))
        assert ids(drive)[-1] == last
        table(drive).move_cursor(row=0)
        await drive.press("up")
        await drive.until(lambda: len(ids(drive)) == PAGE)
        await drive.until(lambda: table(drive).cursor_row == PAGE - 1)


async def test_space_opens_the_next_note_whether_or_not_the_last_one_was_saved(desk: Desk) -> None:
    first, (second, third) = desk.note.id, start(desk, 2)
    async with desk.run() as drive:
        await drive.sign_in()
        for note_id in (first, second):
            await drive.press("space")
            await drive.until_on(EntryScreen)
            assert opened(drive) == note_id
            await drive.press("escape")
            await drive.until_on(WorklistScreen)
            await drive.until(lambda: len(ids(drive)) == 3)
        await drive.press("space")
        await drive.until_on(EntryScreen)
        await drive.until(lambda: drive.form.checked_revision >= 0)
        await drive.type("Rest.")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
        await drive.until(lambda: third not in ids(drive))


async def test_save_and_next_is_one_key(desk: Desk) -> None:
    first, (second,) = desk.note.id, start(desk)
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Rest.")
        await drive.press("ctrl+e")
        await drive.until(lambda: isinstance(drive.app.screen, EntryScreen) and opened(drive) == second)
        await drive.until(lambda: drive.form.checked_revision >= 0)
        await drive.type("Rest.")
        await drive.press("ctrl+e")
        await drive.until_on(WorklistScreen)
        await drive.until(lambda: "Nothing waits" in drive.painted())
    assert {desk.store.note(desk.clerk, one).state.value for one in (first, second)} == {"entered"}


async def test_a_save_that_is_refused_goes_nowhere_and_the_next_plain_save_goes_back(desk: Desk) -> None:
    start(desk)
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+e")
        await drive.until(lambda: "The note is empty" in drive.status)
        await drive.type("Rest.")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
        await drive.pilot.pause(0.1)
        assert isinstance(drive.app.screen, WorklistScreen)


def opened(drive: Drive) -> int:
    screen = drive.app.screen
    assert isinstance(screen, EntryScreen)
    return screen.note.id


@pytest.mark.parametrize(
    ("size", "shown", "hidden"), [((80, 24), "#day-line", "#day-panel"), ((160, 48), "#day-panel", "#day-line")]
)
async def test_the_figures_of_the_day_stand_in_a_line_or_beside_the_list(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], shown: str, hidden: str
) -> None:
    monkeypatch.setattr(EntryAssistApp, "now", lambda app: dt.datetime.now(dt.UTC))  # as the record's own clock
    desk.store.save_note(desk.clerk, desk.note.id, expected_version=0, sections=TEXT, findings=[])
    desk.store.record_typing(desk.clerk, TypingInput(400, 600, 150, active_seconds=60))
    async with desk.run(size) as drive:
        await drive.sign_in()
        await drive.until(lambda: "120" in drive.text(shown))
        assert "150" in drive.text(shown)
        assert drive.app.screen.query_one(shown).display
        assert drive.app.screen.query_one(hidden).styles.display == "none"


def test_bars_are_as_high_as_their_share_of_the_greatest() -> None:
    assert bars([0, 1, 4, 8]) == NO_BAR + "▁▄█"
    assert bars([1]) == "█"
    assert bars([1000, 1]) == "█▁"
    assert bars([]) == ""


def test_typing_time_is_the_time_between_keys_without_pauses() -> None:
    effort = Effort()
    for at in (10.0, 10.25, 10.5, 10.5 + PAUSE_SECONDS, 100.0, 100.5):
        effort.press(at)
    assert (effort.keystrokes, effort.active_seconds) == (6, 1.0)
    effort.begin_anew()
    effort.press(101.0)
    assert (effort.keystrokes, effort.active_seconds) == (1, 0.5)
