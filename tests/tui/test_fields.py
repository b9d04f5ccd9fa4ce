"""The structured fields of the entry form, by keys alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from entryassist.tui.fielding import Fielding
from entryassist.tui.screens.from_text import FromTextScreen
from entryassist.tui.screens.worklist import WorklistScreen
from entryassist.tui.widgets.fields.choices import Choices
from entryassist.tui.widgets.fields.panel import FieldsPanel
from models import FieldCursor, FieldGroup

if TYPE_CHECKING:
    from conftest import Desk, Drive

SIZES = [(80, 24), (160, 48)]


async def type_keys(drive: Drive, text: str) -> None:
    """Type like a burst, line ends as Enter, tabs as Tab."""
    for piece in text.replace("\t", "\v\t\v").split("\v"):
        if piece == "\t":
            await drive.press("tab")
        else:
            await drive.type(piece)


def panel(drive: Drive) -> FieldsPanel:
    """The fields of the open note."""
    return drive.app.screen.query_one(FieldsPanel)


def where(drive: Drive) -> tuple[str, int] | None:
    """The group and row with the cursor; None in the text."""
    field = panel(drive).field
    return None if field is None else (field.cell.group.value, field.cell.row)


def rows(drive: Drive, group: FieldGroup) -> tuple[str, ...]:
    """What is typed in a group."""
    return panel(drive).sheet.texts[group]


async def offered(drive: Drive) -> list[str]:
    """What the list under the field offers, once it is there."""
    choices = drive.app.screen.query_one(Choices)
    await drive.until(lambda: choices.display)
    return [one.shown for one in choices.offered]


@pytest.mark.parametrize("size", SIZES)
async def test_a_form_is_filled_saved_and_comes_back(desk: Desk, size: tuple[int, int]) -> None:
    async with desk.run(size) as drive:
        await drive.open_note()
        await drive.press("ctrl+n")
        await type_keys(drive, "120/80\t72\t16\t101.2 F\t98%\t154 lb\t5 11\t3\t")
        await type_keys(drive, "metformin 500 mg PO BID\nlisinopril 10 mg daily\n\n")
        await type_keys(drive, "latex - rash\n\n")
        assert where(drive) == ("diagnoses", 0)
        await drive.press("ctrl+n")
        await drive.type("Feels well.")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)

        latest = desk.note.latest
        assert latest is not None
        assert latest.text.startswith("Subjective:\nFeels well.")
        kept = {(one.group.value, one.position, one.name): (one.value, one.unit) for one in latest.fields}
        assert kept["vitals", 3, "Temp"] == ("101.2 F", "[degF]")
        assert kept["vitals", 8, "BMI"] == ("21.5", "kg/m2")
        assert kept["medications", 1, "frequency"] == ("daily", "")
        assert kept["allergies", 0, "reaction"] == ("rash", "")
        concepts = {one.value: one.concept for one in latest.fields if one.concept}
        assert concepts["metformin"] == "DRUGBANK:DB00331"

    async with desk.run(size) as drive:
        await drive.sign_in()
        drive.app.run_worker(drive.app.open_note(desk.note.id))
        await drive.until_on(Fielding)
        assert rows(drive, FieldGroup.MEDICATIONS) == ("metformin 500 mg PO BID", "lisinopril 10 mg daily")
        assert "BP 120/80" in drive.painted()
        screen = drive.app.screen
        assert isinstance(screen, Fielding)
        assert not screen.unsaved


async def test_the_fields_are_folded_while_the_text_is_typed(desk: Desk) -> None:
    async with desk.run((80, 24)) as drive:
        await drive.open_note()
        assert "^N  vitals, medications, allergies, diagnoses" in drive.painted()
        await drive.press("ctrl+n")
        assert "120/80" in drive.painted()  # what to type stands in the empty field
        await drive.press("ctrl+n")
        await drive.pilot.pause()
        assert "120/80" not in drive.painted()


async def test_going_there_and_back_puts_the_cursor_where_it_was(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("tab")
        await drive.type("Lungs clear.")
        await drive.press("left", "left", "ctrl+n")
        await type_keys(drive, "120/80\t72")
        await drive.press("left", "ctrl+n")
        assert drive.form.cursor == (1, 0, 10)
        assert drive.editor.has_focus
        await drive.press("ctrl+n")
        field = panel(drive).field
        assert field is not None
        assert (where(drive), field.cursor_position) == (("vitals", 1), 1)


async def test_tab_walks_every_field_and_on_into_the_text(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n")
        visited = []
        while (place := where(drive)) is not None:
            visited.append(place)
            await drive.press("tab")
        assert visited == [
            *(("vitals", row) for row in range(8)),
            *((group, 0) for group in ("medications", "allergies", "diagnoses")),
        ]
        assert drive.editor.has_focus
        await drive.press("ctrl+n", "shift+tab")
        assert where(drive) == ("allergies", 0)


async def test_a_burst_of_keys_ends_up_in_the_right_fields(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n", "shift+tab")
        await drive.press("ctrl+n", "ctrl+n")
        panel(drive).go_to()
        await drive.press(*["tab"] * 8)
        drugs = ("aspirin", "warfarin", "metformin", "lisinopril", "atorvastatin", "furosemide", "gabapentin")
        await drive.type("\n".join(drugs) + "\n\nlatex\npeanuts\n")
        await drive.until(lambda: where(drive) == ("allergies", 2))
        assert rows(drive, FieldGroup.MEDICATIONS) == drugs
        assert rows(drive, FieldGroup.ALLERGIES) == ("latex", "peanuts")


async def test_what_cannot_be_read_is_said_on_leaving_and_never_keeps_the_cursor(desk: Desk) -> None:
    async with desk.run((80, 24)) as drive:
        await drive.open_note()
        await drive.press("ctrl+n")
        await type_keys(drive, "12\t")
        assert where(drive) == ("vitals", 1)
        assert "The blood pressure cannot be read: type it as 120/80." in drive.status
        await drive.press("shift+tab", "end")
        await type_keys(drive, "0/80\t")
        assert "cannot be read" not in drive.painted()


async def test_what_the_engine_finds_is_said_on_leaving(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n", *["tab"] * 8)
        await drive.type("amoxicillin 500 mg three times daily\n")
        await drive.until(lambda: "allergy to penicillin" in drive.status)
        await drive.until(lambda: "■ amoxicillin" in drive.painted())


async def test_a_completion_is_taken_only_when_an_arrow_key_chose_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n", *["tab"] * 8)
        await drive.type("metf")
        assert await offered(drive) == ["metformin"]
        await drive.press("enter")
        assert rows(drive, FieldGroup.MEDICATIONS) == ("metf",)
        assert where(drive) == ("medications", 1)
        await drive.type("lisin")
        await offered(drive)
        await drive.press("down", "enter")
        assert "10 mg" in await offered(drive)
        await drive.press("down", "down", "down", "up", "enter")
        assert rows(drive, FieldGroup.MEDICATIONS)[1] == "lisinopril 5 mg "
        assert where(drive) == ("medications", 1)
        await offered(drive)
        await drive.press("escape")
        assert not drive.app.screen.query_one(Choices).display


async def test_a_row_is_removed_by_one_key_and_comes_back_with_undo(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n", *["tab"] * 8)
        await drive.type("aspirin 81 mg\nwarfarin 5 mg\n")
        await drive.press("up", "up", "ctrl+k")
        await drive.until(lambda: "^Z takes that back" in drive.status)
        assert rows(drive, FieldGroup.MEDICATIONS) == ("warfarin 5 mg",)
        await drive.press("ctrl+z")
        await drive.until(lambda: rows(drive, FieldGroup.MEDICATIONS) == ("aspirin 81 mg", "warfarin 5 mg"))
        assert where(drive) == ("medications", 0)
        await drive.press("ctrl+y")
        await drive.until(lambda: rows(drive, FieldGroup.MEDICATIONS) == ("warfarin 5 mg",))
        assert drive.form.session.note_text.strip().endswith("Plan:")


async def test_enter_in_a_list_makes_room_between_rows(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n", *["tab"] * 8)
        await drive.type("aspirin\nwarfarin\n")
        await drive.press("up", "up")
        await drive.type("\nmetformin")
        assert rows(drive, FieldGroup.MEDICATIONS) == ("aspirin", "metformin", "warfarin")


async def test_pasted_lines_become_rows(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n", *["tab"] * 8)
        await drive.paste("aspirin 81 mg daily\n\nwarfarin 5 mg daily\nmetformin\x1b 500 mg")
        await drive.until(lambda: len(rows(drive, FieldGroup.MEDICATIONS)) == 3)
        assert rows(drive, FieldGroup.MEDICATIONS)[2] == "metformin␛ 500 mg"
        await drive.press("tab")
        assert where(drive) == ("medications", 3)


async def test_a_draft_brings_back_fields_and_the_cursor_among_them(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.press("ctrl+n")
        await type_keys(drive, "120/80\t")
        await drive.press(*["tab"] * 7)
        await drive.type("aspirin 81 mg daily\nwarf")
        await drive.press("left")
        await screen.keep_draft()
    draft = desk.note.draft_of(desk.clerk)
    assert draft is not None
    assert draft.field_cursor == FieldCursor(FieldGroup.MEDICATIONS, 1, 3)
    async with desk.run() as drive:
        await drive.open_note()
        await drive.until(lambda: where(drive) == ("medications", 1))
        await drive.press("end")
        await drive.type("arin")
        assert rows(drive, FieldGroup.MEDICATIONS) == ("aspirin 81 mg daily", "warfarin")
        assert rows(drive, FieldGroup.VITALS)[0] == "120/80"


async def test_a_note_with_only_a_field_typed_is_unsaved_and_asks_before_it_is_left(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        assert not screen.unsaved
        await drive.press("ctrl+n")
        await drive.type("1")
        assert screen.unsaved
        await drive.press("backspace")
        await drive.until(lambda: not screen.unsaved)


async def test_the_rules_know_what_the_fields_say(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n")
        await type_keys(drive, "120/80\t")
        await drive.press(*["tab"] * 7)
        await type_keys(drive, "metformin 500 mg BID\n\nlisinopril - cough\n")
        await drive.press("ctrl+n", *["tab"] * 3)
        await drive.until(lambda: drive.form.context and "lisinopril" in drive.form.context.allergies)
        context = drive.form.context
        assert context is not None
        assert context.allergies == ("PENICILLIN", "lisinopril")
        assert context.medications == ("metformin 500 mg BID",)
        assert context.form_values == (("BP", "120/80"), ("metformin", "500 mg BID"))
        await drive.type("Start Zestril 10 mg daily. ")
        assert "Zestril" in [one.finding.text for one in drive.form.session.open_findings]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("5/4/25", "Sun 4 May 2025"), ("t-3", "Fri 30 May 2025"), ("yesterday", "Sun 1 June 2025")],
)
async def test_the_date_of_the_visit_is_typed_any_way_and_read_back(desk: Desk, typed: str, words: str) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        field = screen.query_one("#encounter-date", Input)
        field.focus()
        field.value = typed
        await drive.press("tab")
        await drive.until(lambda: field.value == words)


async def test_a_site_may_read_the_day_first(desk: Desk) -> None:
    services = replace(desk.services(), day_first=True)
    desk.services = lambda: services  # type: ignore[method-assign]
    async with desk.run() as drive:
        screen = await drive.open_note()
        screen.query_one("#encounter-date", Input).value = "4/5/25"
        assert screen.query_one("#encounter-date", Input).value == "4/5/25"
        await drive.type("Well.")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    assert desk.note.encounter.encounter_date == dt.date(2025, 5, 4)


async def test_keys_of_the_text_neither_show_nor_act_in_a_field(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Pt has diabtes. ")
        await drive.press("ctrl+n", "f5", "f8")
        assert "diabtes" in drive.editor.text
        assert "diabtes" in drive.found
        assert "F5 Fix" not in drive.painted()
        assert "^K Remove row" in drive.painted()


async def test_what_is_in_the_fields_is_shown_as_text_and_steers_nothing(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n", *["tab"] * 8)
        await drive.paste("[red]aspirin[/red] \u202e 81 mg\nK+ [H] 5.1")
        await drive.press("ctrl+n")
        await drive.pilot.pause()
        painted = drive.painted()
        assert "[red]aspirin[/red]" in painted
        assert "K+ [H] 5.1" in painted
        assert "\u202e" not in painted


async def test_values_of_the_text_are_proposed_and_only_those_marked_are_taken(desk: Desk) -> None:
    async with desk.run((80, 24)) as drive:
        screen = await drive.open_note()
        await drive.type(
            "Takes metformin 500 mg PO BID. Allergic to peanuts. Denies chest pain. BP 142/86, HR 78. HTN."
        )
        await drive.press("ctrl+n")
        await type_keys(drive, "\t80\t")
        await drive.press("f7")
        await drive.until_on(FromTextScreen)
        await drive.until(lambda: "142/86" in drive.painted())
        painted = drive.painted()
        assert "metformin 500 mg" in painted
        assert "HR" not in painted.split("The text tells")[1].split("Enter Take")[0]  # is filled already
        assert "chest pain" not in painted.split("The text tells")[1].split("Enter Take")[0]
        await drive.press("space", "enter")
        await drive.until(lambda: "1 value taken" in drive.status)
        assert rows(drive, FieldGroup.VITALS)[:2] == ("142/86", "80")
        assert rows(drive, FieldGroup.MEDICATIONS) == ()
        await drive.press("f7")
        await drive.until_on(FromTextScreen)
        await drive.press("escape")
        await drive.until(lambda: drive.app.screen is screen)
        assert rows(drive, FieldGroup.MEDICATIONS) == ()


async def test_a_text_that_tells_nothing_says_so(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Feels well.")
        await drive.press("ctrl+n", "f7")
        await drive.until(lambda: "tells nothing" in drive.status)


async def test_undo_works_among_the_vital_signs(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("ctrl+n")
        await type_keys(drive, "120/80\t72")
        await drive.press("ctrl+z")
        await drive.until(lambda: rows(drive, FieldGroup.VITALS)[:2] == ("120/80", ""))
        await drive.press("shift+tab", "ctrl+k")
        await drive.until(lambda: rows(drive, FieldGroup.VITALS)[0] == "")


async def test_a_critical_field_is_asked_about_before_the_note_is_saved(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.type("Feels well.")
        await drive.press("ctrl+n", *["tab"] * 8)
        await drive.type("amoxicillin 500 mg three times daily")
        await drive.press("ctrl+n", "ctrl+s")
        await drive.until(lambda: "Go to the field" in drive.painted())
        await drive.press("enter")
        await drive.until(lambda: drive.app.screen is screen and where(drive) == ("medications", 0))
        assert desk.note.latest is None
        await drive.press("ctrl+s")
        await drive.until(lambda: "Save it as it stands" in drive.painted())
        await drive.press("2")
        await drive.until_on(WorklistScreen)
    assert desk.note.latest is not None
