"""The main job from end to end: sign in, open, type, fix, save, open again."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from textual.widgets import DataTable, Input, ProgressBar

from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.patient import PatientScreen
from entryassist.tui.screens.register import RegisterScreen
from entryassist.tui.screens.start_note import StartNoteScreen
from entryassist.tui.screens.worklist import WorklistScreen
from models import Decision, NoteState, SectionText, Store, StoreError
from terminology import Checker
from terminology.errors import VocabularyError

if TYPE_CHECKING:
    from conftest import Desk


async def test_a_note_is_typed_fixed_saved_and_opened_again(desk: Desk) -> None:
    async with desk.run((160, 48)) as drive:
        await drive.open_note()
        await drive.type("Pt has diabtes. ")
        assert "diabtes" in drive.found
        await drive.press("f3", "f5")
        await drive.press("tab")
        await drive.type("Stable.")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)

        note = desk.note
        assert note.state is NoteState.ENTERED
        assert note.latest is not None
        assert note.latest.text.startswith("Subjective:\nPt has diabetes. \n\nObjective:\nStable.")
        decisions = {one.text: one.decision for one in note.latest.findings}
        assert decisions["diabtes"] is Decision.ACCEPTED
        assert decisions["Pt"] is Decision.OPEN

        await drive.press("left")
        await drive.until(lambda: "[Entered by you]" in drive.text("#groups"))
        await drive.until(lambda: drive.app.screen.query_one("#waiting", DataTable).row_count == 1)
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert drive.editor.text == "Pt has diabetes. "


async def test_a_saved_note_is_found_through_its_patient(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Well.")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    async with desk.run() as drive:
        await drive.sign_in()
        await drive.press("f2", *"testa")
        await drive.until(lambda: drive.app.screen.query_one(DataTable).row_count == 1)
        await drive.press("f3")
        await drive.until(lambda: drive.app.screen.query("#chart"))
        await drive.until(lambda: drive.app.screen.query_one("#chart", DataTable).row_count == 1)
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert drive.editor.text == "Well."


async def test_a_new_patient_is_registered_and_a_note_started(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await drive.press("f2", "f2")
        await drive.until_on(RegisterScreen)
        for text in ("n-7", "Newman", "Ida", "3 Feb 1990", "f", "", "fall risk, hard of hearing"):
            await drive.type(text + "\n")
        await drive.until_on(StartNoteScreen)
        for text in ("h", "Dr.", "Ward", "", ""):
            await drive.type(text + "\n")
        await drive.until_on(EntryScreen)
        headings = [section.heading for section in drive.form.session.sections]
        assert headings[:2] == ["Chief Complaint", "History of Present Illness"]
        (patient,) = desk.store.find_patients("newman ida")
        assert (patient.mrn, patient.sex, patient.birth_date) == ("N-7", "female", dt.date(1990, 2, 3))
        assert [alert.text for alert in patient.alerts] == ["fall risk", "hard of hearing"]


async def test_what_is_wrong_with_a_form_is_said_and_the_field_is_ready(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await drive.press("f2", "f2")
        await drive.until_on(RegisterScreen)
        await drive.press("ctrl+s")
        await drive.until(lambda: "The MRN is missing" in drive.text(".form-status"))
        assert drive.app.focused is drive.app.screen.query_one("#mrn")
        for text in ("n-7", "Newman", "Ida", "31.13.1990", "f"):
            await drive.type(text + "\n")
        await drive.press("ctrl+s")
        await drive.until(lambda: "birth date is no day of the calendar" in drive.text(".form-status"))
        assert drive.app.focused is drive.app.screen.query_one("#birth-date")


async def test_searching_for_nobody_says_what_to_do(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.sign_in()
        await drive.press("f2", *"zzz")
        await drive.until(lambda: "Nobody found" in drive.text("#search-status"))
        await drive.press("enter")
        assert isinstance(drive.app.screen, PatientScreen)


async def test_an_unknown_user_name_is_refused_in_one_sentence(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.until(lambda: drive.app.checker is not None)
        await drive.press(*"nobody", "enter")
        await drive.until(lambda: drive.text("#sign-in-status"))
        assert "Nobody of that username" in drive.text("#sign-in-status")


async def test_a_record_that_cannot_be_opened_is_explained_and_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    healthy = Store.open

    def refuse(*args: object, **options: object) -> Store:
        monkeypatch.setattr(Store, "open", healthy)
        raise StoreError("The database is in use by another program.")

    monkeypatch.setattr(Store, "open", refuse)
    async with desk.run() as drive:
        await drive.until(lambda: "in use" in drive.text("#record-state"))
        await drive.press("f5")
        await drive.until(lambda: "Record open" in drive.text("#record-state"))


async def test_the_encounter_header_is_saved_with_the_note(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.type("Well.")
        screen.query_one("#department", Input).value = "Cardiology"
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
        assert desk.note.encounter.department == "Cardiology"


async def test_a_date_that_is_none_stops_the_save_and_keeps_the_text(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.type("Well.")
        screen.query_one("#encounter-date", Input).value = "June"
        await drive.press("ctrl+s")
        await drive.until(lambda: "date cannot be read" in drive.status)
        assert drive.app.focused is screen.query_one("#encounter-date")
        assert drive.form.session.text_of(0) == "Well."


@pytest.mark.parametrize("size", [(80, 24), (160, 48), (250, 70)])
async def test_the_form_works_at_every_size(desk: Desk, size: tuple[int, int]) -> None:
    async with desk.run(size) as drive:
        await drive.open_note()
        await drive.type("Pt has diabtes. ")
        assert drive.editor.region.width > 30
        assert drive.editor.cursor_screen_offset.y < size[1]
        await drive.press("f3", "f5")
        await drive.checked()
        assert drive.editor.text == "Pt has diabetes. "


async def test_the_panes_beside_the_form_can_be_hidden(desk: Desk) -> None:
    async with desk.run((80, 24)) as drive:
        screen = await drive.open_note()
        source, panel = screen.workspace.source, screen.workspace.panel
        assert source is not None
        shown = []
        for _ in range(3):
            shown.append((source.display, panel.display))
            await drive.press("f2")
        assert shown == [(False, False), (False, True), (True, False)]


async def test_the_arrow_keys_go_on_to_the_next_section_and_back(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("down")
        await drive.until(lambda: drive.editor.section == 1)
        await drive.press("up")
        await drive.until(lambda: drive.editor.section == 0)


async def test_every_key_of_the_entry_screen_is_a_command_too(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        commands = {command.title for command in drive.app.get_system_commands(screen)}
        assert commands >= {"Next", "Prev", "Fix", "Expand", "Ignore", "Undo", "Save", "Back", "Quit"}


async def test_help_explains_the_rule_of_the_current_finding(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.type("Pt has diabtes. ")
        assert "SP001" in screen.help_text()
        await drive.press("f1", "escape")
        assert drive.app.screen is screen


async def test_signing_in_shows_how_far_the_index_is_built_and_does_not_wait_for_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    building, go = threading.Event(), threading.Event()

    def build(settings: object, progress: Callable[[str, int, int], None]) -> Checker:
        progress("reading ICD-10-CM", 3, 12)
        building.set()
        go.wait(5)
        return desk.checker

    monkeypatch.setattr(Checker, "load", build)
    async with desk.run_configured() as drive:
        await drive.until(building.is_set)
        await drive.until(lambda: "reading ICD-10-CM" in drive.text("#vocabulary-state"))
        assert drive.app.screen.query_one("#progress", ProgressBar).percentage == 0.25
        await drive.press("enter")
        await drive.until_on(WorklistScreen)
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        await drive.press("x")
        assert drive.editor.text == "x"
        assert "still loading" in drive.text("#explanation")
        go.set()
        await drive.checked()


async def test_a_vocabulary_that_cannot_be_loaded_is_explained_and_notes_can_be_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(settings: object, progress: object) -> Checker:
        raise VocabularyError("The vocabulary index cannot be written: free some space.")

    monkeypatch.setattr(Checker, "load", fail)
    async with desk.run_configured() as drive:
        await drive.until(lambda: "cannot be written" in drive.text("#vocabulary-state"))
        await drive.press("enter")
        await drive.until_on(WorklistScreen)
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert "cannot be written" in drive.text("#explanation")
        await drive.press("x", "ctrl+s")
        await drive.until_on(WorklistScreen)


async def test_the_notes_i_entered_are_a_group_of_the_worklist_also_after_a_new_start(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Feels well.")
        await drive.press("ctrl+s")
        await drive.until_on(WorklistScreen)
    async with desk.run() as drive:
        await drive.sign_in()
        await drive.press("left")
        await drive.until(lambda: "Testa, Vera" in drive.painted())
        assert desk.note.state == "entered"
        await drive.press("enter")
        await drive.until_on(EntryScreen)
        assert drive.editor.text == "Feels well."


async def test_keys_go_to_the_waiting_notes_although_others_were_entered_before(desk: Desk) -> None:
    desk.store.save_note(
        desk.clerk, desk.note.id, expected_version=0, sections=[SectionText("Plan", "Rest.")], findings=[]
    )
    (patient,) = desk.store.find_patients("testa")
    waiting = desk.store.start_note(
        desk.clerk,
        patient,
        note_type="progress note",
        author="Dr. Ida Sample",
        department="Internal Medicine",
        encounter_date=dt.date(2025, 5, 31),
    )
    async with desk.run() as drive:
        assert (await drive.open_note()).note.id == waiting.id
