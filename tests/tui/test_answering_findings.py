"""Next, fix, choose, expand, ignore, undo: each one key, each recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.worklist import WorklistScreen
from entryassist.tui.widgets.findings_panel import FindingsPanel
from models import Decision

if TYPE_CHECKING:
    from conftest import Desk, Drive


async def decisions(desk: Desk, drive: Drive) -> dict[str, Decision]:
    """Save the note; the decision on each finding, by its text."""
    await drive.press("ctrl+s")
    await drive.until_on(WorklistScreen)
    latest = desk.note.latest
    assert latest is not None
    return {one.text: one.decision for one in latest.findings}


async def test_a_word_is_flagged_when_it_is_finished_not_while_it_is_typed(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes")
        assert drive.found == []
        await drive.press("space")
        assert drive.found == ["diabtes"]


async def test_next_and_previous_finding_move_the_cursor(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes and hypertensoin today ")
        await drive.press("f4")
        assert drive.editor.cursor_location == (0, 4)
        await drive.press("f4")
        assert drive.editor.cursor_location == (0, 16)
        await drive.press("f3")
        assert drive.editor.cursor_location == (0, 4)
        await drive.press("shift+f4")
        assert drive.editor.cursor_location == (0, 16)


async def test_the_finding_just_typed_is_fixed_without_leaving_the_end_of_the_line(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("f5")
        await drive.type("now")
        assert drive.editor.text == "has diabetes now"
        assert await decisions(desk, drive) == {"diabtes": Decision.ACCEPTED}


async def test_undo_takes_back_a_fix_with_its_decision_and_redo_brings_both_back(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("f5", "ctrl+z")
        assert drive.editor.text == "has diabtes "
        await drive.checked()
        assert drive.found == ["diabtes"]
        await drive.press("ctrl+y")
        await drive.checked()
        assert drive.editor.text == "has diabetes "
        await drive.press("ctrl+z")
        await drive.checked()
        assert await decisions(desk, drive) == {"diabtes": Decision.OPEN}


async def test_undo_takes_back_one_fix_at_a_time(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes and hypertensoin ")
        await drive.press("f5")
        await drive.checked()
        await drive.press("f5", "ctrl+z")
        assert drive.editor.text == "has diabtes and hypertension "


async def test_any_suggestion_is_chosen_by_its_digit(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        second = drive.form.session.open_findings[0].finding.suggestions[1].text
        await drive.press("f7")
        await drive.until_on(ChoiceScreen)
        await drive.press("2")
        assert drive.editor.text == f"has {second} "


async def test_leaving_the_choice_changes_nothing(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("f7", "escape")
        assert drive.editor.text == "has diabtes "


async def test_a_digit_in_the_panel_takes_a_suggestion_and_enter_goes_to_the_finding(desk: Desk) -> None:
    async with desk.run() as drive:
        screen = await drive.open_note()
        await drive.type("has diabtes and hypertensoin today ")
        listed = screen.query_one("#finding-list", OptionList)
        listed.focus()
        await drive.press("home", "enter")
        await drive.until(lambda: drive.editor.cursor_location == (0, 4))
        listed.focus()
        await drive.press("1")
        assert drive.editor.text == "has diabetes and hypertensoin today "


async def test_an_abbreviation_with_one_meaning_is_expanded_at_once(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("known HTN ")
        await drive.press("f6")
        await drive.until(lambda: drive.editor.text == "known hypertension ")
        await drive.checked()
        assert await decisions(desk, drive) == {"HTN": Decision.EXPANDED}


async def test_an_abbreviation_with_several_meanings_asks_which(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("history of MS ")
        await drive.press("f6")
        await drive.until_on(ChoiceScreen)
        await drive.press("escape")
        assert drive.editor.text == "history of MS "
        await drive.press("f6")
        await drive.until_on(ChoiceScreen)
        await drive.press("1")
        assert drive.editor.text == "history of multiple sclerosis "
        await drive.press("ctrl+z")
        assert drive.editor.text == "history of MS "


async def test_expanding_what_is_no_abbreviation_says_so(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("patient ")
        await drive.press("f6")
        await drive.until(lambda: "No expansion of “patient”" in drive.status)


async def test_ignoring_here_closes_this_one_and_undo_opens_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes today and diabtes before ")
        await drive.press("f4", "f8")
        await drive.until(lambda: drive.found == ["diabtes"])
        assert "ignored here" in drive.status
        await drive.press("ctrl+z")
        await drive.until(lambda: drive.found == ["diabtes", "diabtes"])
        assert drive.editor.text == "has diabtes today and diabtes before "


async def test_ignoring_a_word_holds_in_other_notes_of_the_author(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes today and diabtes before ")
        await drive.press("f9", "3")
        await drive.until(lambda: drive.found == [])
        assert await decisions(desk, drive) == {"diabtes": Decision.IGNORED}
    assert [one.scope for one in desk.store.dismissals(desk.clerk)] == ["author"]


async def test_undo_takes_back_what_came_last_a_fix_or_an_ignore(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes and hypertensoin ")
        await drive.press("f5")
        await drive.checked()
        await drive.press("f8")
        await drive.until(lambda: drive.found == [])
        await drive.press("ctrl+z")
        await drive.until(lambda: drive.found == ["diabtes"])
        assert drive.editor.text == "has diabtes and hypertension "
        await drive.press("ctrl+z")
        assert drive.editor.text == "has diabtes and hypertensoin "


async def test_typing_after_an_ignore_is_undone_before_it(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("f8")
        await drive.until(lambda: drive.found == [])
        await drive.type("now ")
        await drive.press("ctrl+z")
        assert drive.editor.text == "has diabtes "
        assert drive.found == []


async def test_without_findings_the_keys_say_so(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        for key in ("f4", "f5", "f7", "f8"):
            await drive.press(key)
            assert "no finding" in drive.status


async def test_a_finding_without_suggestion_is_explained_not_replaced(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("told ____ today ")
        await drive.press("f5")
        assert "There is no suggestion" in drive.status
        assert drive.editor.text == "told ____ today "


async def test_the_panel_lists_worst_first_and_explains_the_current_finding(desk: Desk) -> None:
    async with desk.run((160, 48)) as drive:
        screen = await drive.open_note()
        await drive.type("Lisinopril 10.0 mg for hypertensoin ")
        panel = screen.query_one(FindingsPanel)
        rows = [str(row) for row in panel.rows]
        assert rows == ["Critical 1", "■ SF005 10.0", "Warning 1", "▲ SP001 hypertensoin"]
        assert "hypertension" in drive.text("#explanation")


async def test_findings_are_told_apart_without_colour(desk: Desk) -> None:
    async with desk.run((160, 48)) as drive:
        await drive.open_note()
        await drive.type("Lisinopril 10.0 mg for hypertensoin, HTN ")
        await drive.press("home")
        line = drive.editor.get_line(0)
        attributes = {
            line.plain[span.start : span.end]: [
                name for name in ("bold", "underline", "reverse") if getattr(span.style, name)
            ]
            for span in line.spans
            if span.style.underline
        }
    assert attributes == {
        "10.0": ["bold", "underline", "reverse"],
        "hypertensoin": ["bold", "underline"],
        "HTN": ["underline"],
    }


async def test_findings_in_other_sections_stay_in_place(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.press("tab")
        await drive.type("has diabtes ")
        await drive.press("shift+tab")
        await drive.type("The patient is here. ")
        (finding,) = drive.form.session.open_findings
        assert (finding.section, finding.start) == (1, 4)
        await drive.press("f4", "f5")
        assert drive.form.session.text_of(1) == "has diabetes "


@pytest.mark.parametrize(
    ("digit", "scope", "where"),
    [("1", "note", "in this note"), ("2", "user", "you enter"), ("3", "author", "author"), ("4", "site", "the site")],
)
async def test_a_word_is_ignored_as_far_as_is_chosen_and_undo_takes_it_back(
    desk: Desk, digit: str, scope: str, where: str
) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes today and diabtes before ")
        await drive.press("f9")
        await drive.until_on(ChoiceScreen)
        assert "for Dr. Ida Sample" in drive.painted()
        await drive.press(digit)
        await drive.until_on(EntryScreen)
        assert drive.found == []
        assert where in drive.status
        await drive.until(lambda: [one.scope for one in desk.store.dismissals(desk.clerk)] == [scope])
        await drive.press("ctrl+z")
        assert drive.found == ["diabtes", "diabtes"]
        await drive.until(lambda: desk.store.dismissals(desk.clerk) == [])


async def test_leaving_the_choice_of_scope_ignores_nothing(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("has diabtes ")
        await drive.press("f9", "escape")
        await drive.until_on(EntryScreen)
        assert drive.found == ["diabtes"]


async def test_the_panel_says_the_score_the_rule_and_the_keys(desk: Desk) -> None:
    async with desk.run((160, 48)) as drive:
        await drive.open_note()
        await drive.type("Lisinopril 10.0 mg for hypertensoin ")
        assert "QA 96, not passed" in drive.painted()
        explained = drive.text("#explanation")
        assert "SP001: likely misspelling." in explained
        assert "F8 ignore · F9 ignore the word · ^T ask the author · F1 the rule in full" in explained
        await drive.press("f3", "f3")
        assert "F8 let it stand · ^T ask the author" in drive.text("#explanation")


async def test_the_score_is_said_in_words_where_there_is_no_panel(desk: Desk) -> None:
    async with desk.run((80, 24)) as drive:
        await drive.open_note()
        await drive.type("Rest. ")
        assert "No open findings.  QA 100, passed" in drive.status
        await drive.type("Lisinopril 10.0 mg ")
        assert "QA 97, not passed" in drive.status


async def test_the_panel_is_reached_and_left_by_keys(desk: Desk) -> None:
    async with desk.run((160, 48)) as drive:
        screen = await drive.open_note()
        await drive.type("has diabtes ")
        while screen.focused is not screen.query_one("#finding-list"):
            await drive.press("tab")
        await drive.press("escape")
        assert screen.focused is drive.editor
        assert isinstance(drive.app.screen, EntryScreen)
