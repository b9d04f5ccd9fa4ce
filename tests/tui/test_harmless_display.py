"""Text that could steer a terminal or a renderer is shown as text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.widgets import DataTable

from entryassist.tui.intake import clean
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.worklist import WorklistScreen

if TYPE_CHECKING:
    from conftest import Desk

HOSTILE = "K+ [H] 5.1 [red]not red[/red] \x1b[31mred\x1b]0;title\x07 nul\x00 \u202eturned\u202c \x9b2J"


def test_intake_keeps_words_and_shows_controls() -> None:
    assert clean("a\x1b[1mb\x00c\td") == "a␛[1mb␀c\td"


def test_every_kind_of_line_end_is_a_newline() -> None:
    assert clean("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\n") == "a\nb\nc\nd\ne\nf\ng\n"


async def test_a_hostile_note_is_shown_and_saved_harmlessly(desk: Desk) -> None:
    async with desk.run((160, 48)) as drive:
        await drive.open_note()
        await drive.paste(HOSTILE)
        await drive.checked()
        painted = drive.painted()
        assert "K+ [H] 5.1 [red]not red[/red] ␛[31mred" in painted
        assert all(character.isprintable() or character == "\n" for character in painted)
        await drive.press("f3", "f1")
        await drive.press("escape", "ctrl+s")
        await drive.until_on(WorklistScreen)
    latest = desk.note.latest
    assert latest is not None
    assert latest.sections[0].text.startswith("K+ [H] 5.1 [red]not red[/red] ␛[31mred␛]0;title␇ nul␀")


async def test_hostile_names_dictations_and_headers_are_shown_harmlessly(desk: Desk) -> None:
    patient = desk.store.register_patient(
        desk.clerk,
        mrn="X-1",
        family_name="[bold]Markup",
        given_name="[/]",
        birth_date=dt.date(1980, 1, 1),
        sex="other",
        allergies="[b]nuts\x1b[5m",
    )
    note = desk.store.start_note(
        desk.clerk,
        patient,
        note_type="[i]odd",
        author="[u]Who",
        department="[/b]",
        encounter_date=dt.date(2025, 1, 1),
        source_text=HOSTILE,
    )
    async with desk.run((160, 48)) as drive:
        await drive.sign_in()
        table = drive.app.screen.query_one("#waiting", DataTable)
        table.move_cursor(row=table.get_row_index(str(note.id)))
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        await drive.pilot.pause()
        painted = drive.painted()
        assert "[bold]Markup, [/]" in painted
        assert "[b]nuts␛[5m" in painted
        assert "K+ [H] 5.1 [red]not red[/red]" in painted
        assert all(character.isprintable() or character == "\n" for character in painted)


async def test_the_terminal_title_never_names_the_patient(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        assert (drive.app.title, drive.app.sub_title) == ("EntryAssist", "")
        assert drive.app.screen.title in (None, "EntryAssist")


async def test_ten_thousand_pasted_lines_are_taken_and_typing_goes_on(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste("The patient feels well today.\n" * 10_000)
        await drive.until(lambda: drive.editor.document.line_count == 10_001)
        await drive.type("More.")
        assert drive.editor.text.endswith("today.\nMore.")
        assert drive.editor.size.height <= 14


async def test_a_very_long_line_is_taken(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste("the patient feels well and " * 400)
        await drive.type("has diabtes ")
        assert drive.found[-1] == "diabtes"
        await drive.press("f5")
        assert drive.editor.text.endswith("and has diabetes ")


async def test_wide_and_combining_characters_keep_the_underline_in_place(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.paste("日本語 e\u0301 has diabtes today")
        await drive.checked()
        line = drive.editor.get_line(0)
        assert [line.plain[span.start : span.end] for span in line.spans][:1] == ["diabtes"]
