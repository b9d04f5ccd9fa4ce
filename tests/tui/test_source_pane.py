"""The source beside the form follows the section that is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.widgets.source_pane import SourcePane

if TYPE_CHECKING:
    from conftest import Desk, Drive

SOURCE = "Clinic visit\n\n" + "\n".join(
    f"{heading}:\n" + "\n".join(f"{heading} line {number}" for number in range(12))
    for heading in ("Subjective", "Meds", "Objective", "A/P")
)


async def open_with_source(desk: Desk, drive: Drive) -> SourcePane:
    """Open a note that has a long source with headings."""
    (patient,) = desk.store.find_patients("testa")
    waiting = desk.note
    note = desk.store.start_note(
        desk.clerk,
        patient,
        note_type="progress note",
        author="Dr. Ida Sample",
        department="Internal Medicine",
        encounter_date=waiting.encounter.encounter_date,
        source_text=SOURCE,
    )
    await drive.sign_in()
    drive.app.run_worker(drive.app.open_note(note.id))
    await drive.until_on(EntryScreen)
    await drive.until(lambda: drive.form.checked_revision >= 0)
    return drive.app.screen.query_one(SourcePane)


def first_line(pane: SourcePane) -> str:
    """The part that is marked, by its first line."""
    (part,) = pane.query(".source-part.-current")
    return str(part.render()).split("\n")[0]


async def test_the_part_of_the_section_is_marked_and_scrolled_to(desk: Desk) -> None:
    async with desk.run((160, 24)) as drive:
        pane = await open_with_source(desk, drive)
        await drive.until(lambda: pane.query(".-current"))
        assert first_line(pane) == "Subjective:"
        await drive.press("tab")
        await drive.until(lambda: first_line(pane) == "Objective:")
        await drive.until(lambda: "Objective line 0" in drive.painted())
        assert pane.query_one(VerticalScroll).scroll_y > 0
        await drive.press("tab")
        await drive.until(lambda: first_line(pane) == "A/P:")
        await drive.press("shift+tab", "shift+tab")
        await drive.until(lambda: first_line(pane) == "Subjective:")


async def test_the_fields_lead_to_their_part_too(desk: Desk) -> None:
    async with desk.run((160, 24)) as drive:
        pane = await open_with_source(desk, drive)
        await drive.press("ctrl+n", *["tab"] * 8)
        await drive.until(lambda: first_line(pane) == "Meds:")


async def test_what_was_scrolled_by_hand_stays_while_the_section_is_the_same(desk: Desk) -> None:
    async with desk.run((160, 24)) as drive:
        pane = await open_with_source(desk, drive)
        await drive.until(lambda: pane.query(".-current"))
        before = pane.query_one(VerticalScroll).scroll_y
        await drive.press("ctrl+down")
        await drive.type("Feels well.")
        assert pane.query_one(VerticalScroll).scroll_y > before


async def test_the_source_can_be_hidden(desk: Desk) -> None:
    async with desk.run((160, 24)) as drive:
        pane = await open_with_source(desk, drive)
        seen = {bool(pane.display)}
        for _ in range(3):
            await drive.press("f2")
            seen.add(bool(pane.display))
        assert seen == {True, False}
