"""Before saving: critical findings are fixed, asked, or let stand for a reason; the rest is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.message import AskScreen
from entryassist.tui.screens.queries import QueriesScreen
from entryassist.tui.screens.reason import ReasonScreen
from entryassist.tui.screens.save_gate import SaveGate
from entryassist.tui.screens.worklist import WorklistScreen
from models import AuditAction, Decision, QueryInput

if TYPE_CHECKING:
    from conftest import Desk, Drive

DOSE = "Lisinopril 10.0 mg daily. "


async def to_gate(drive: Drive, text: str = DOSE) -> None:
    """Type a text and try to save it."""
    await drive.open_note()
    await drive.type(text)
    await drive.press("ctrl+s")
    await drive.until_on(SaveGate)


async def give_reason(drive: Drive, reason: str) -> None:
    await drive.until_on(ReasonScreen)
    drive.app.screen.query_one(Input).value = reason
    await drive.press("enter")


def decided(desk: Desk) -> dict[str, tuple[Decision, str]]:
    latest = desk.note.latest
    assert latest is not None
    return {one.text: (one.decision, one.reason) for one in latest.findings}


async def test_without_anything_critical_the_note_is_saved_at_once_and_what_remains_is_said(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
        [notice] = drive.app._notifications
        assert "Remaining: 1 warning. Quality score 99 as it stands, passed." in notice.message


async def test_a_critical_finding_holds_the_note_back(desk: Desk) -> None:
    async with desk.run() as drive:
        await to_gate(drive)
        assert "1 critical finding" in drive.text("#gate-duty")
        assert "Quality score 97 as it stands, not passed" in drive.text("#gate-summary")
        await drive.press("ctrl+s")
        await drive.until(lambda: "1 critical finding is still open" in drive.painted())
        await drive.press("escape")
        await drive.until_on(EntryScreen)
    assert desk.note.latest is None


async def test_one_key_goes_back_to_the_finding_and_fixing_it_lets_the_note_pass(desk: Desk) -> None:
    async with desk.run() as drive:
        await to_gate(drive)
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert drive.editor.cursor_location == (0, len("Lisinopril "))
        await drive.press("f5")
        await drive.checked()
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    assert decided(desk) == {"10.0": (Decision.ACCEPTED, "")}


async def test_a_critical_finding_stands_for_a_reason_that_is_kept_and_audited(desk: Desk) -> None:
    async with desk.run() as drive:
        await to_gate(drive)
        await drive.press("f8")
        await give_reason(drive, "Read back by Dr. Sample")
        await drive.until_on(SaveGate)
        assert "Nothing critical is open" in drive.text("#gate-duty")
        assert "1 overridden" in drive.text("#gate-summary")
        assert "Stands: Read back" in drive.text("#explanation")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    assert decided(desk) == {"10.0": (Decision.OVERRIDDEN, "Read back by Dr. Sample")}
    assert AuditAction.OVERRIDE in [event.action for event in desk.store.audit_events()]


async def test_a_reason_must_be_given(desk: Desk) -> None:
    async with desk.run() as drive:
        await to_gate(drive)
        await drive.press("f8")
        await give_reason(drive, "   ")
        await drive.until(lambda: "Type the reason" in drive.painted())
        await drive.press("escape", "ctrl+s")
        await drive.until(lambda: "still open" in drive.painted())


async def test_a_critical_finding_that_is_asked_about_holds_nothing_back(desk: Desk) -> None:
    async with desk.run() as drive:
        await to_gate(drive)
        await drive.press("ctrl+t")
        await drive.until_on(AskScreen)
        await drive.press("ctrl+s")
        await drive.until(lambda: isinstance(drive.app.screen, SaveGate) and "1 asked" in drive.text("#gate-summary"))
        await drive.press("ctrl+t", "f8", "ctrl+s")
        await drive.until_on(WorklistScreen)
    assert decided(desk) == {"10.0": (Decision.ASKED, "")}


async def test_blanks_nobody_was_asked_about_are_shown_but_hold_nothing_back(desk: Desk) -> None:
    async with desk.run() as drive:
        await to_gate(drive, "told ____ today ")
        assert "1 blank left, nobody was asked about it." in drive.text("#gate-summary")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)


async def test_an_answer_that_waits_is_shown_and_its_place_is_one_key_away(desk: Desk) -> None:
    query = desk.store.ask_author(desk.clerk, desk.note.id, QueryInput("Which?", 0, 4, text="knee"))
    desk.store.answer_query(desk.clerk, query.id, "The left one.")
    async with desk.run() as drive:
        await to_gate(drive, "pain in the knee")
        assert "Answered by the author 1" in drive.painted()
        assert "The left one." in drive.text("#explanation")
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert drive.editor.cursor_location == (0, len("pain in the "))
        assert "The left one." in drive.status


async def test_ignoring_a_critical_finding_asks_why_and_undo_takes_it_back(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type(DOSE)
        await drive.press("f9")
        assert "not ignored by its word" in drive.status
        await drive.press("f8")
        await give_reason(drive, "As on the label")
        await drive.until_on(EntryScreen)
        assert drive.found == []
        assert "stands as it is" in drive.status
        await drive.press("ctrl+z")
        assert drive.found == ["10.0"]
        assert drive.editor.text == DOSE


async def test_an_override_survives_leaving_and_taking_up_the_draft_and_opening_the_saved_note(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type(DOSE)
        await drive.press("f8")
        await give_reason(drive, "As on the label")
        await drive.until_on(EntryScreen)
        await drive.press("escape", "2")
        await drive.until_on(WorklistScreen)
        for _ in range(2):
            drive.app.run_worker(drive.app.open_note(desk.note.id))
            await drive.until_on(EntryScreen)
            await drive.until(lambda: drive.form.checked_revision >= 0)
            assert drive.found == []
            await drive.press("ctrl+s")
            await drive.until_on(WorklistScreen)
    assert decided(desk) == {"10.0": (Decision.OVERRIDDEN, "As on the label")}


async def test_an_override_alone_is_worth_saving(desk: Desk) -> None:
    from models import SectionText

    desk.store.save_note(
        desk.clerk, desk.note.id, expected_version=0, sections=[SectionText("Plan", DOSE)], findings=[]
    )
    async with desk.run() as drive:
        await drive.sign_in()
        drive.app.run_worker(drive.app.open_note(desk.note.id))
        await drive.until_on(EntryScreen)
        await drive.until(lambda: drive.form.checked_revision >= 0)
        screen = drive.app.screen
        assert isinstance(screen, EntryScreen)
        assert not screen.unsaved
        await drive.press("f4", "f8")
        await give_reason(drive, "As on the label")
        await drive.until_on(EntryScreen)
        assert screen.unsaved
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)


async def test_the_gate_is_passed_with_several_answers(desk: Desk) -> None:
    async with desk.run((80, 24)) as drive:
        await to_gate(drive, "Lisinopril 10.0 mg daily. Warfarin 5.0 mg daily. has diabtes ")
        await drive.press("f8")
        await give_reason(drive, "seen")
        await drive.until(lambda: isinstance(drive.app.screen, SaveGate) and "1 critical" in drive.text("#gate-duty"))
        await drive.press("f8")
        await give_reason(drive, "seen too")
        await drive.until_on(SaveGate)
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    assert {text: one[1] for text, one in decided(desk).items()} == {"10.0": "seen", "5.0": "seen too", "diabtes": ""}


async def test_the_list_of_queries_is_not_reached_by_accident(desk: Desk) -> None:
    async with desk.run() as drive:
        await to_gate(drive)
        await drive.press("f8")
        await drive.until_on(ReasonScreen)
        await drive.press("escape")
        await drive.until_on(SaveGate)
        assert not any(isinstance(screen, QueriesScreen) for screen in drive.app.screen_stack)
