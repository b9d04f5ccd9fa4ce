"""Dates, times of day and ages are read as clinicians write them, and only where they are meant."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminology import Checker, NoteContext, TextChange
from terminology.dates.ages import Age, age_at, age_of, patient_ages
from terminology.dates.note import NoteDates
from terminology.dates.roles import Role
from terminology.dates.times import wrong_times
from terminology.dates.written import Order, dates_in
from terminology.document import Line, cut_lines

SEEN = NoteContext(birth_date=dt.date(1957, 2, 11), encounter_date=dt.date(2024, 3, 14))
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


def note_dates(text: str, context: NoteContext | None = None) -> NoteDates:
    cut = list(cut_lines(text))
    return NoteDates([Line(line) for _, line in cut], [start for start, _ in cut], context or NoteContext())


@pytest.mark.parametrize(
    ("text", "written", "days"),
    [
        ("Seen on 3/14/2024.", "3/14/2024", {"2024-03-14"}),
        ("Seen on 03/04/2024,", "03/04/2024", {"2024-03-04", "2024-04-03"}),
        ("Seen 14-Mar-2024 here", "14-Mar-2024", {"2024-03-14"}),
        ("On March 14th, 2024 she", "March 14th, 2024", {"2024-03-14"}),
        ("until the 3rd of July 2008 when", "3rd of July 2008", {"2008-07-03"}),
        ("CT 2024-03-14 normal", "2024-03-14", {"2024-03-14"}),
        ("on 1/13/93 he", "1/13/93", {"1993-01-13"}),
        ("on 1/13/08 he", "1/13/08", {"2008-01-13"}),
        ("February 6,2007, sodium 137", "February 6,2007", {"2007-02-06"}),
        ("in November of 2005.", "November of 2005", {"2005-11-01"}),
        ("mammogram was done on 12/99.", "12/99", {"1999-12-01"}),
        ("He quit in 1967.", "1967", {"1967-01-01"}),
    ],
)
def test_a_date_and_the_days_it_may_begin_on(text: str, written: str, days: set[str]) -> None:
    (date,) = dates_in(text)
    assert date.text == written == text[date.start : date.end]
    assert {reading.first.isoformat() for reading in date.readings if reading.first} == days


@pytest.mark.parametrize(
    "text",
    [
        "Percocet 5/325, insulin 70/30, strength 5/5",
        "2/3 of the circumference, a 7-1/2-month-old boy",
        "para 1-0-0-1, L4-5, 2-0 Vicryl and 555-31-3200",
        "injected with Marcaine 0.5% and 10 mL",
        "she may 2 days later march 5 miles",
        "infused in 2000 mL and seen at 2045 hours",
        "Month DD, YYYY",
        "00/00/0000 and 99/99/9999",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates_in(text) == ()


@given(DATES)
def test_every_day_is_read_back_from_each_way_of_writing_it(day: dt.date) -> None:
    month = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")[day.month - 1]
    for written in (
        f"{day.month}/{day.day}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        day.isoformat(),
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day:02}-{month.upper()}-{day.year}",
    ):
        (date,) = dates_in(f"Seen on {written} in clinic")
        assert date.text == written
        assert day in {reading.first for reading in date.readings}


@given(st.text(alphabet="0123456789/-. :MarchmayİJune,", max_size=40))
def test_dates_quote_their_line_and_never_overlap(text: str) -> None:
    end = 0
    for date in dates_in(text):
        assert date.text == text[date.start : date.end]
        assert date.start >= end
        end = date.end


def test_the_note_tells_the_order_of_day_and_month() -> None:
    assert note_dates("Seen 3/4/2024").order is Order.MONTH_FIRST
    assert note_dates("Seen 3/4/2024 and 13/4/2024").order is Order.DAY_FIRST
    assert note_dates("Seen 3/4/2024, 13/4/2024 and 4/14/2024").order is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("DATE OF ADMISSION: 3/14/2024", Role.ADMISSION),
        ("Admitted: 3/14/2024", Role.ADMISSION),
        ("DATE OF DISCHARGE:\n3/14/2024", Role.DISCHARGE),
        ("DOB 3/14/1957", Role.BIRTH),
        ("Date of surgery: Thursday, 3/14/2024", Role.SURGERY),
        ("She was discharged home on 3/14/2024.", None),
        ("Nipple discharge: 3/14/2024", None),
        ("Last admission: 3/14/2024", None),
        ("as per the dictation of 3/14/2024", None),
    ],
)
def test_the_label_before_a_date_says_what_it_is_the_date_of(text: str, role: Role | None) -> None:
    (date,) = note_dates(text).all
    assert (date.role if date.is_labelled else None) is role


def test_birth_and_encounter_come_from_the_record_or_else_from_the_note() -> None:
    header = "DOB: 05/01/35\nDATE OF SERVICE: 3/14/2024\n"
    assert note_dates(header).birth == dt.date(1935, 5, 1)
    assert note_dates(header).encounter == dt.date(2024, 3, 14)
    assert note_dates(header, SEEN).birth == SEEN.birth_date


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("at 25:10", ["25:10"]),
        ("at 14:30 pm and 14:30", ["14:30 pm"]),
        ("around 8:65 a.m.", ["8:65 a.m."]),
        ("at 2575 hours, at 2330 hours", ["2575 hours"]),
        ("a 50:50 mixture, ANA 1:80, epinephrine 1:100,000, fluoroscopy time 25:75", []),
        ("from 8:30 a.m. to 12:15 pm, at 00:15 am, at 24:00", []),
    ],
)
def test_times_that_no_clock_shows(text: str, wrong: list[str]) -> None:
    assert [text[time.start : time.end] for time in wrong_times(text)] == wrong


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("The patient is a pleasant 67-year-old white woman.", ["67-year-old"]),
        ("61yo M with COPD", ["61yo"]),
        ("HPI: This 44y/o RHF awoke", ["44y/o"]),
        ("Age: 67. Sex: F.", ["67"]),
        ("Her father died at age 60; her 40-year-old son is well.", []),
        ("This is a 3-week-old fracture.", []),
        ("She has a son. He is a 30-year-old man.", []),
    ],
)
def test_ages_of_the_patient_and_of_no_one_else(text: str, ages: list[str]) -> None:
    assert [text[start:end] for start, end in patient_ages(text)] == ages


def test_ages_in_any_unit_are_compared() -> None:
    assert age_of("2-1/2-year-old") == Age(2, "y")
    assert not age_of("2-1/2-year-old").contradicts(age_of("30-month-old"))
    assert not age_of("67 y/o").contradicts(age_of("68-year-old"))
    assert age_of("67 y/o").contradicts(age_of("76-year-old"))
    assert age_at(dt.date(2000, 2, 29), dt.date(2024, 2, 28), "y") == 23
    assert age_at(dt.date(2024, 3, 1), dt.date(2024, 3, 15), "w") == 2


@given(DATES, st.integers(0, 40_000))
def test_the_age_that_dates_give_is_never_off(born: dt.date, days: int) -> None:
    seen = born + dt.timedelta(days=days)
    assert Age(age_at(born, seen, "y"), "y").off_by(born, seen, seen) == 0


def test_a_day_at_the_end_of_the_calendar_stops_no_check(checker: Checker) -> None:
    for day in (dt.date.min, dt.date.max):
        checker.check("DOB: 3/14/1957. Age: 67. Seen 3/14/2024.", NoteContext(birth_date=day, encounter_date=day))


PIECES = st.sampled_from(
    ["DATE OF ADMISSION: ", "Date of discharge: ", "DOB: ", "\n", " ", "Seen on ", "Monday, ", "She had surgery in "]
    + ["3/14/2024", "13/04/2024", "04/13/2024", "2/30/2024", "June 2031", "1950", "14:30 pm", "03/12/2024", ". "]
    + ["The patient is a 67-year-old man. ", "This is a 76-year-old man. ", "mother", "follow up ", "İ"]
)
NOTES = st.lists(PIECES, max_size=14).map("".join)


@given(NOTES, st.data())
@settings(max_examples=80, deadline=None)
def test_edit_gives_what_check_gives(checker: Checker, text: str, data: st.DataObject) -> None:
    checked = checker.check_text(text, SEEN)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    checked = checker.edit(checked, TextChange(start, end, data.draw(NOTES)))
    assert list(checked.findings) == checker.check(checked.text, SEEN)
    assert all(finding.text == checked.text[finding.start : finding.end] for finding in checked.findings)


def test_an_age_one_year_off_is_advice_and_more_a_warning(checker: Checker) -> None:
    found = {
        f.text: f.severity for f in checker.check("Age: 68. This is a 76-year-old woman.", SEEN) if f.rule == "NU024"
    }
    assert found == {"68": "advice", "76-year-old": "warning"}
