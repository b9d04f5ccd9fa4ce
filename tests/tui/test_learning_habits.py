"""What a clerk keeps choosing comes first next time, until it is forgotten."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.worklist import WorklistScreen
from terminology import Checker, NoteContext
from terminology.habits import HabitKind

if TYPE_CHECKING:
    from conftest import Desk, Drive

# slips between two words; which is likelier is for the ranking to say
SLIPS = ("statf", "defet", "musclse", "scalpe", "arter")
LEAD = 3.0


@pytest.fixture
def close_call(checker: Checker) -> str:
    """A misspelling for which the second suggestion is not much less likely than the first."""
    for slip in SLIPS:
        for one in checker.check(f"saw the {slip} "):
            if one.rule == "SP001" and one.suggestions[0].score < LEAD * one.suggestions[1].score:
                return slip
    raise AssertionError("every slip is clear")


def wait_for_notes(desk: Desk, count: int) -> None:
    """Put more notes of the patient on the worklist."""
    (patient,) = desk.store.find_patients("testa")
    for _ in range(count):
        desk.store.start_note(
            desk.clerk,
            patient,
            note_type="progress note",
            author="Dr. Ida Sample",
            department="Internal Medicine",
            encounter_date=dt.date(2025, 5, 30),
        )


def ranking(drive: Drive, word: str) -> list[str]:
    """The suggestions for a word, in the order in which they are shown."""
    (found,) = (one.finding for one in drive.form.session.open_findings if one.finding.text == word)
    return [one.text for one in found.suggestions]


async def choose_second(drive: Drive) -> None:
    await drive.press("f7")
    await drive.until_on(ChoiceScreen)
    await drive.press("2")
    await drive.checked()


async def save(drive: Drive) -> None:
    await drive.press("ctrl+s")
    await drive.until_on(WorklistScreen)


async def test_the_second_suggestion_chosen_in_three_notes_comes_first_until_it_is_forgotten(
    desk: Desk, close_call: str
) -> None:
    wait_for_notes(desk, 4)
    shown: list[list[str]] = []
    for _ in range(3):
        async with desk.run() as drive:
            await drive.open_note()
            await drive.type(f"saw the {close_call} ")
            shown.append(ranking(drive, close_call))
            second = shown[0][1]
            await drive.press("f7")
            await drive.until_on(ChoiceScreen)
            await drive.press(str(shown[-1].index(second) + 1))
            await drive.checked()
            assert drive.editor.text == f"saw the {second} "
            await save(drive)
    (counted,) = desk.store.habits(desk.clerk).own
    assert (counted.written, counted.meant, counted.accepted) == (close_call, second, 3)

    async with desk.run() as drive:
        await drive.open_note()
        await drive.type(f"saw the {close_call} ")
        assert ranking(drive, close_call)[0] == second
        await save(drive)

    desk.store.forget_habits()
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type(f"saw the {close_call} ")
        assert ranking(drive, close_call) == shown[0]


async def test_what_was_chosen_counts_at_once_in_the_same_note(desk: Desk, close_call: str) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type(f"saw the {close_call} ")
        first, second = ranking(drive, close_call)[:2]
        await choose_second(drive)

        def boost(meant: str) -> float:
            habits = drive.form.context.habits if drive.form.context else None
            return habits.correction_boost(close_call, meant) if habits else 0.0

        await drive.until(lambda: boost(second) > 0 == boost(first))
        await drive.press("ctrl+z")
        await drive.until(lambda: boost(second) < 0)
        await drive.press("ctrl+y")
        await drive.until(lambda: boost(second) > 0)


async def test_undoing_a_fix_and_ignoring_count_against_what_was_suggested(desk: Desk, close_call: str) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type(f"saw the {close_call} ")
        first = ranking(drive, close_call)[0]
        await drive.press("f5", "ctrl+z")
        await drive.checked()
        await drive.until(lambda: close_call in drive.found)
        ignored = ranking(drive, close_call)[0]
        await drive.press("f8")
        await drive.until(lambda: close_call not in drive.found)
        await save(drive)
    counted = {one.meant: (one.accepted, one.rejected) for one in desk.store.habits(desk.clerk).own}
    assert counted == ({first: (0, 2)} if ignored == first else {first: (0, 1), ignored: (0, 1)})


async def test_an_ignore_that_is_taken_back_teaches_nothing(desk: Desk, close_call: str) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type(f"saw the {close_call} ")
        await drive.press("f8")
        await drive.until(lambda: drive.found == [])
        await drive.press("ctrl+z")
        await drive.until(lambda: drive.found == [close_call])
        await save(drive)
    assert desk.store.habits(desk.clerk).own == ()


async def test_a_chosen_expansion_is_learned_for_the_next_note(desk: Desk, checker: Checker) -> None:
    wait_for_notes(desk, 1)
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("history of MS ")
        await drive.press("f6")
        await drive.until_on(ChoiceScreen)
        await drive.press("2")
        await drive.until(lambda: "MS" not in drive.editor.text)
        await save(drive)
    (counted,) = desk.store.habits(desk.clerk).own
    assert (counted.kind, counted.written, counted.accepted) == (HabitKind.SENSE.value, "ms", 1)
    async with desk.run() as drive:
        await drive.open_note()
        context = drive.form.context or NoteContext()
        assert context.habits is not None
        assert context.habits.sense_boost("MS", counted.meant) > 0


async def test_a_draft_that_is_thrown_away_teaches_nothing(desk: Desk, close_call: str) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type(f"saw the {close_call} ")
        await drive.press("f5", "escape")
        await drive.until_on(ChoiceScreen)
        await drive.press("3")
        await drive.until_on(WorklistScreen)
    assert desk.store.habits(desk.clerk).own == ()


async def test_the_name_of_the_patient_is_no_misspelling(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("We told Testa and Tessta today ")
        assert "Testa" not in drive.found
