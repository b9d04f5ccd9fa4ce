"""Two people and one note: the second reads; a stale save is compared, never overwritten."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from textual.widgets import Input, OptionList, TextArea

from entryassist.tui.screens.compare import CompareScreen
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.reading import ReadingScreen
from entryassist.tui.screens.worklist import WorklistScreen
from models import EncounterFields, SectionText, User, Workplace

if TYPE_CHECKING:
    from conftest import Desk, Drive

SECTIONS = ("Subjective", "Objective", "Assessment", "Plan")
THERE = Workplace("desk-2", 4711)


def sections(*texts: str) -> list[SectionText]:
    """The sections of a progress note with these texts."""
    return [SectionText(name, body) for name, body in zip(SECTIONS, texts, strict=True)]


@pytest.fixture
def sam(desk: Desk) -> User:
    """Somebody else, after Dana in the list."""
    return desk.store.add_user("sam", "Sam Reviewer")


def save(desk: Desk, user: User, *texts: str, author: str | None = None) -> None:
    """Save the note from elsewhere."""
    note = desk.note
    fields = EncounterFields(
        note.encounter.encounter_date,
        note.encounter.encounter_kind,
        author or note.author,
        note.encounter.department,
    )
    desk.store.save_note(
        user,
        note.id,
        expected_version=note.latest_version,
        sections=sections(*texts),
        findings=[],
        encounter=fields,
    )


def grow_idle(desk: Desk, **since: int) -> None:
    """Put the last key of whoever holds the note back in time."""
    with desk.store.engine.begin() as connection:
        past = dt.datetime.now(dt.UTC).replace(tzinfo=None) - dt.timedelta(**since)
        connection.execute(text("UPDATE holding SET typed_at = :past"), {"past": str(past)})


async def open_held(drive: Drive) -> ReadingScreen:
    """Sign in and open the note, which somebody else has."""
    await drive.sign_in()
    await drive.press("enter")
    await drive.until_on(ReadingScreen)
    assert isinstance(drive.app.screen, ReadingScreen)
    return drive.app.screen


async def test_the_second_is_told_who_has_the_note_and_reads_what_was_saved(desk: Desk, sam: User) -> None:
    save(desk, sam, "Feels well.", "", "", "Recheck [H].")
    desk.store.hold_note(sam, desk.note.id, THERE)
    async with desk.run() as drive:
        screen = await open_first_entered(drive)
        painted = drive.painted()
        assert "READ ONLY" in painted
        assert "Sam Reviewer has this note open since" in painted
        assert "desk-2" in painted
        assert "Feels well." in painted
        assert "Recheck [H]." in painted
        await drive.press("enter", "f5")
        assert drive.app.screen is screen


async def open_first_entered(drive: Drive) -> ReadingScreen:
    """Open the note through its patient: it waits no longer."""
    await drive.sign_in()
    drive.app.go_to_note(1)
    await drive.until_on(ReadingScreen)
    assert isinstance(drive.app.screen, ReadingScreen)
    return drive.app.screen


async def test_when_the_first_leaves_enter_opens_the_note(desk: Desk, sam: User) -> None:
    desk.store.hold_note(sam, desk.note.id, THERE)
    async with desk.run() as drive:
        screen = await open_held(drive)
        desk.store.release_note(sam, desk.note.id, THERE)
        await screen.look()
        assert "has left this note" in drive.painted()
        await drive.press("enter")
        await drive.until_on(EntryScreen)


async def test_an_idle_holder_can_be_taken_over_and_is_told(desk: Desk, sam: User) -> None:
    async with desk.run() as first:
        entry = await first.open_note()
        await first.type("Mine.")
        grow_idle(desk, minutes=6)
        at = THERE
        assert not desk.store.hold_note(sam, desk.note.id, at).mine
        assert desk.store.hold_note(sam, desk.note.id, at, take_over=True).mine
        await entry.renew_hold()
        assert "Sam Reviewer took this note over" in first.status
        await first.type(" More.")
        await entry.keep_draft()
        draft = desk.store.draft(desk.clerk, desk.note.id)
        assert draft is not None
        assert draft.sections[0].text == "Mine. More."


async def test_f5_takes_a_note_over_once_nothing_is_typed(desk: Desk, sam: User) -> None:
    desk.store.hold_note(sam, desk.note.id, THERE)
    async with desk.run() as drive:
        screen = await open_held(drive)
        grow_idle(desk, minutes=6)
        await screen.look()
        assert "typed 6 min ago" in drive.painted()
        await drive.press("f5")
        await drive.until_on(EntryScreen)
    assert "take over note" in [event.action for event in desk.store.audit_events(10)]


async def test_a_second_window_of_the_same_person_ends_the_first(desk: Desk) -> None:
    async with desk.run() as drive:
        entry = await drive.open_note()
        await drive.type("First.")
        await entry.keep_draft()
        assert desk.store.hold_note(desk.clerk, desk.note.id, THERE, take_over=True).mine
        desk.store.save_draft(
            desk.clerk, desk.note.id, sections=sections("Second.", "", "", ""), cursor=(0, 0, 0), at=THERE
        )
        await drive.type("!")
        await drive.until(lambda: "in another window" in drive.status)
        await drive.press("x")
        assert "x" not in drive.editor.text
    draft = desk.store.draft(desk.clerk, desk.note.id)
    assert draft is not None
    assert draft.sections[0].text == "Second."


async def test_leaving_the_note_lets_go_of_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        assert desk.store.holder_of(desk.clerk, desk.note.id, THERE) is not None
        await drive.press("escape")
        await drive.until_on(WorklistScreen)
        await drive.until(lambda: desk.store.holder_of(desk.clerk, desk.note.id, THERE) is None)


async def start_stale(drive: Drive, desk: Desk, sam: User) -> CompareScreen:
    """Type into three sections while Sam saves two of them, and save."""
    save(desk, sam, "Feels well. No pain.", "", "", "Take 5 mg daily.")
    await drive.sign_in()
    drive.app.go_to_note(1)
    await drive.until_on(EntryScreen)
    await drive.until(lambda: drive.form.checked_revision >= 0)
    save(desk, sam, "Feels well. No pain. No fever.", "", "Stable.", "Take 5 mcg daily.", author="Dr. Sam Other")
    drive.form.replace_texts(["Feels better. No pain.", "Lungs clear.", "", "Take 10 mg daily."])
    await drive.press("ctrl+s")
    await drive.until_on(CompareScreen)
    assert isinstance(drive.app.screen, CompareScreen)
    await drive.pilot.pause()
    return drive.app.screen


async def test_a_stale_save_shows_three_versions_and_saves_on_top_of_theirs(desk: Desk, sam: User) -> None:
    async with desk.run(size=(160, 48)) as drive:
        screen = await start_stale(drive, desk, sam)
        painted = drive.painted()
        assert "Sam Reviewer saved this note" in painted
        assert "! Plan  both changed the same place: choose" in painted
        assert "Take [-5-][+10+] mg daily." in painted
        assert "Take 5 [-mg-][+mcg+] daily." in painted
        await drive.press("ctrl+s")
        assert "1 part still to be decided" in drive.painted()
        await drive.press("f6", "tab")
        assert screen.query_one("#part-result", TextArea).text == "Take 5 mcg daily."
        for key in ("space", "O", "n", "c", "e", "full_stop"):
            await drive.press(key)
        await drive.press("ctrl+s")
        await drive.until(lambda: not isinstance(drive.app.screen, CompareScreen))
        await drive.until(lambda: len(desk.note.versions) == 3)
    versions = desk.note.versions
    assert [one.text for one in versions[1].sections] == [
        "Feels well. No pain. No fever.",
        "",
        "Stable.",
        "Take 5 mcg daily.",
    ]
    assert [one.text for one in versions[2].sections] == [
        "Feels better. No pain. No fever.",
        "Lungs clear.",
        "Stable.",
        "Take 5 mcg daily. Once.",
    ]
    assert versions[2].author == "Dr. Sam Other"
    assert desk.store.draft(desk.clerk, desk.note.id) is None


async def test_going_back_keeps_the_draft_and_saving_shows_both_again(desk: Desk, sam: User) -> None:
    async with desk.run() as drive:
        await start_stale(drive, desk, sam)
        await drive.press("escape")
        await drive.until_on(EntryScreen)
        assert "Your draft is kept" in drive.status
        await drive.press("ctrl+s")
        await drive.until_on(CompareScreen)
    draft = desk.store.draft(desk.clerk, desk.note.id)
    assert draft is not None
    assert (draft.sections[1].text, draft.based_on) == ("Lungs clear.", 1)
    assert len(desk.note.versions) == 2


async def test_f4_goes_to_what_differs(desk: Desk, sam: User) -> None:
    async with desk.run() as drive:
        screen = await start_stale(drive, desk, sam)
        listed = screen.query_one(OptionList)
        assert listed.option_count == 5
        await drive.press("f5")
        places = []
        for _ in range(5):
            await drive.press("f4")
            places.append(listed.highlighted)
        assert sorted(places) == [0, 1, 2, 3, 4]


async def test_a_draft_that_somebody_overtook_says_so_when_it_is_opened(desk: Desk, sam: User) -> None:
    desk.store.save_draft(desk.clerk, desk.note.id, sections=sections("Mine.", "", "", ""), cursor=(0, 0, 5))
    save(desk, sam, "Theirs.", "", "", "")
    async with desk.run() as drive:
        await drive.sign_in()
        drive.app.go_to_note(1)
        await drive.until_on(EntryScreen)
        assert "Somebody saved this note after you began" in drive.status


async def test_the_header_comes_back_as_typed_with_the_cursor_in_its_field(desk: Desk) -> None:
    async with desk.run() as drive:
        entry = await drive.open_note()
        await drive.press("shift+tab", "home", "right", "x")
        await entry.keep_draft()
    async with desk.run() as drive:
        await drive.open_note()
        field = drive.app.screen.focused
        assert isinstance(field, Input)
        assert (field.id, field.value, field.cursor_position) == ("department", "Ixnternal Medicine", 2)
