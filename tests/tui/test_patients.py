"""Finding a patient in spite of slips, being told of possible duplicates, and what the banner says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from textual.widgets import DataTable

from entryassist.patient_query import PatientQuery, read_query
from entryassist.tui.screens.alerts import AlertsScreen
from entryassist.tui.screens.chart import ChartScreen
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.screens.patient_card import PatientCard
from entryassist.tui.screens.register import RegisterScreen
from entryassist.tui.screens.start_note import StartNoteScreen
from models import Patient

if TYPE_CHECKING:
    from conftest import Desk, Drive

TODAY = dt.date(2026, 11, 28)
MARCH_4, APRIL_3 = dt.date(1962, 3, 4), dt.date(1962, 4, 3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        ("smith, jo", [PatientQuery("smith jo")]),
        ("3/4/1962 smith", [PatientQuery("smith", frozenset({MARCH_4, APRIL_3}))]),
        ("smith 4 mar 1962 jo", [PatientQuery("smith jo", frozenset({MARCH_4}))]),
        ("1962-03-04", [PatientQuery("1962-03-04"), PatientQuery("", frozenset({MARCH_4}))]),
        ("030462", [PatientQuery("030462"), PatientQuery("", frozenset({MARCH_4, APRIL_3}))]),
        ("smith 2 jones", [PatientQuery("smith 2 jones")]),
        ("31/31/1962", [PatientQuery("31/31/1962")]),
    ],
)
def test_what_was_typed_is_read_as_words_and_birth_date(typed: str, meant: list[PatientQuery]) -> None:
    assert read_query(typed, TODAY) == meant


def register(desk: Desk, mrn: str, family: str, given: str, born: str, sex: str = "female") -> Patient:
    return desk.store.register_patient(
        desk.clerk,
        mrn=mrn,
        family_name=family,
        given_name=given,
        birth_date=dt.date.fromisoformat(born),
        sex=sex,
    )


async def search(drive: Drive, typed: str, rows: int) -> None:
    await drive.press("f2")
    await drive.type(typed)
    await drive.until(lambda: drive.app.screen.query_one(DataTable).row_count == rows)


@pytest.mark.parametrize("typed", ["testa 9 mar 1955", "09/03/55", "3/9/1955 ver", "tseta", "vera tessta", "t-100"])
async def test_a_patient_is_found_by_name_number_and_birth_date_in_any_form(desk: Desk, typed: str) -> None:
    async with desk.run((80, 24)) as drive:
        await drive.sign_in()
        await search(drive, typed, 1)
        assert "Testa, Vera" in drive.painted()


async def test_a_name_that_is_only_alike_is_marked_and_follows_those_typed(desk: Desk) -> None:
    register(desk, "T-101", "Teste", "Viola", "1990-01-01")
    async with desk.run() as drive:
        await drive.sign_in()
        await search(drive, "testa", 2)
        assert "1 patient found, 1 with a name spelt or sounding alike (≈)" in drive.text("#search-status")
        rows = drive.painted()
        assert rows.index("Testa, Vera") < rows.index("≈  Teste, Viola")


async def test_a_possible_match_is_shown_while_registering_and_taken_by_one_key(desk: Desk) -> None:
    async with desk.run((80, 24)) as drive:
        await drive.sign_in()
        await drive.press("f2", "f2")
        await drive.until_on(RegisterScreen)
        assert "Take the patient" not in drive.painted()
        for text in ("n-7", "Testo", "Vera", "9 mar 55"):
            await drive.type(text + "\n")
        await drive.until(lambda: "Possible match: same birth date, family name one letter apart." in drive.painted())
        assert "Wed 9 March 1955" in drive.painted()
        await drive.press("f3")
        await drive.until_on(StartNoteScreen)
        assert "Testa, Vera" in drive.painted()


async def test_a_twin_is_mentioned_and_registered_all_the_same(desk: Desk) -> None:
    async with desk.run((160, 48)) as drive:
        await drive.sign_in()
        await drive.press("f2", "f2")
        await drive.until_on(RegisterScreen)
        for text in ("n-7", "Testa", "Bruno", "9 mar 55", "m"):
            await drive.type(text + "\n")
        await drive.until(lambda: "Possible twin" in drive.painted())
        assert "Possible match" not in drive.painted()
        await drive.press("ctrl+s")
        await drive.until_on(StartNoteScreen)
    assert len(desk.store.find_patients("testa")) == 2


async def test_of_several_who_are_alike_one_is_chosen(desk: Desk) -> None:
    register(desk, "T-101", "Testa", "Bruno", "1955-03-09", "male")
    async with desk.run() as drive:
        await drive.sign_in()
        await drive.press("f2", "f2")
        await drive.until_on(RegisterScreen)
        for text in ("t-100", "Testa", "Vera", "9 mar 55"):
            await drive.type(text + "\n")
        await drive.until(lambda: "same MRN" in drive.painted())
        await drive.press("f3")
        await drive.until_on(ChoiceScreen)
        await drive.press("2")
        await drive.until_on(StartNoteScreen)
        assert "Testa, Bruno" in drive.painted()


async def test_allergies_and_alerts_stay_in_sight_while_a_note_is_typed(desk: Desk) -> None:
    desk.store.add_alert(desk.clerk, desk.note.patient, "fall risk [left] side")
    register(desk, "T-101", "Testa", "Bruno", "1955-03-09", "male")
    for size in ((80, 24), (160, 48)):
        async with desk.run(size) as drive:
            await drive.open_note()
            await drive.until(lambda: "NAME ALERT" in drive.painted())
            await drive.type("Feels well.\n" * 30)
            seen = drive.painted()
            assert "⚠ ALLERGIES: PENICILLIN" in seen
            assert "NAME ALERT" in seen
            assert "fall risk [left] side" in seen
            assert "MRN T-100" in seen


async def test_what_the_banner_has_no_room_for_is_shown_by_a_key(desk: Desk) -> None:
    patient = desk.note.patient
    for text in ("fall risk", "interpreter needed: Portuguese", "same name as another patient", "isolation"):
        desk.store.add_alert(desk.clerk, patient, text)
    async with desk.run((80, 24)) as drive:
        screen = await drive.open_note()
        assert "^U all" in drive.painted()
        assert "isolation" not in drive.painted()
        await drive.press("ctrl+u")
        await drive.until_on(PatientCard)
        assert "isolation" in drive.painted()
        await drive.press("escape")
        await drive.until(lambda: drive.app.screen is screen)
        assert isinstance(screen, EntryScreen)


async def test_alerts_are_added_and_ended_from_the_chart(desk: Desk) -> None:
    async with desk.run((80, 24)) as drive:
        await drive.sign_in()
        await search(drive, "testa", 1)
        await drive.press("f3")
        await drive.until_on(ChartScreen)
        await drive.press("f4")
        await drive.until_on(AlertsScreen)
        for text in ("fall risk", "hard of hearing"):
            await drive.type(text)
            await drive.press("enter")
            await drive.until(lambda text=text: text in drive.text(".alerts"))
        await drive.press("up", "f8")
        await drive.until(lambda: "fall risk" not in drive.text(".alerts"))
        await drive.press("escape")
        await drive.until_on(ChartScreen)
        assert "hard of hearing" in drive.text(".alerts")
    assert [alert.text for alert in desk.note.patient.alerts] == ["hard of hearing"]
