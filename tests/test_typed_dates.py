"""Dates typed in any common form, and how they are read back."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.typed_dates import DateError, in_words, read_date

TODAY = dt.date(2026, 11, 28)  # a Saturday
MARCH_4 = dt.date(2026, 3, 4)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        *("3/4/26", "3-4-2026", "3.4.26", "03 04 2026", "030426", "03042026", "2026-03-04", "2026/3/4", "20260304"),
        *("4 Mar 2026", "4mar26", "4-Mar-26", "mar 4, 2026", "March 4th 2026", "the 4th of March 2026", "2026 mar 4"),
        *("Wed 4 March 2026", "Wednesday, March 4, 2026", " MARCH 4 ", "3/4"),
    ],
)
def test_one_day_in_many_forms(typed: str) -> None:
    assert read_date(typed, TODAY) == MARCH_4


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", TODAY),
        ("T", TODAY),
        ("yesterday", dt.date(2026, 11, 27)),
        ("tomorrow", dt.date(2026, 11, 29)),
        ("t-3", dt.date(2026, 11, 25)),
        ("T - 3", dt.date(2026, 11, 25)),
        ("-2d", dt.date(2026, 11, 26)),
        ("+1w", dt.date(2026, 12, 5)),
        ("3 weeks ago", dt.date(2026, 11, 7)),
        ("a month ago", dt.date(2026, 10, 28)),
        ("-9mo", dt.date(2026, 2, 28)),
        ("mon", dt.date(2026, 11, 23)),
        ("sat", TODAY),
        ("last Saturday", dt.date(2026, 11, 21)),
        ("12/24", dt.date(2025, 12, 24)),
        ("29 Feb", dt.date(2024, 2, 29)),
    ],
)
def test_days_counted_from_today(typed: str, meant: dt.date) -> None:
    assert read_date(typed, TODAY) == meant


@pytest.mark.parametrize(("typed", "meant"), [("3/4/26", dt.date(2026, 4, 3)), ("030426", dt.date(2026, 4, 3))])
def test_a_site_may_have_the_day_first(typed: str, meant: dt.date) -> None:
    assert read_date(typed, TODAY, day_first=True) == meant


@pytest.mark.parametrize("day_first", [False, True])
@pytest.mark.parametrize("typed", ["25/3/26", "3/25/26"])
def test_a_date_possible_in_one_order_alone_is_read_in_that_one(typed: str, day_first: bool) -> None:
    assert read_date(typed, TODAY, day_first=day_first) == dt.date(2026, 3, 25)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3/4/62", dt.date(1962, 3, 4)),
        ("11/28/26", TODAY),
        ("11/29/26", dt.date(1926, 11, 29)),
        ("4 mar 05", dt.date(2005, 3, 4)),
        ("19620304", dt.date(1962, 3, 4)),
    ],
)
def test_a_birth_date_of_two_digits_is_never_ahead(typed: str, meant: dt.date) -> None:
    assert read_date(typed, TODAY, born=True) == meant


@pytest.mark.parametrize("typed", ["t-3", "yesterday", "3/4", "4 March", "mon"])
def test_a_birth_date_has_its_year(typed: str) -> None:
    with pytest.raises(DateError, match="4 Mar 1962"):
        read_date(typed, TODAY, born=True)


@pytest.mark.parametrize("typed", ["31/2/26", "4/31/2026", "29 feb 2025", "99/99/99", "t-9999y"])
def test_a_day_that_no_calendar_has_is_refused(typed: str) -> None:
    with pytest.raises(DateError, match="is no day of the calendar"):
        read_date(typed, TODAY)


@pytest.mark.parametrize("typed", ["soon", "4", "may", "1/2/3/4", "3/4/026", "--", "march march 4"])
def test_what_is_no_date_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(DateError, match=re.escape("type it as 3/4/2026, 4 Mar 2026, today or t-3")):
        read_date(typed, TODAY)


def test_an_empty_date_is_missing() -> None:
    with pytest.raises(DateError, match="is missing"):
        read_date("  ", TODAY)


@given(DAYS, st.booleans())
def test_a_date_read_back_is_understood_as_the_same_day(day: dt.date, day_first: bool) -> None:
    for typed in (in_words(day), day.isoformat(), f"{day:%Y%m%d}"):
        assert read_date(typed, TODAY, day_first=day_first) == day
    assert read_date(f"{day:%d%m%Y}" if day_first else f"{day:%m%d%Y}", TODAY, day_first=day_first) == day


@given(st.text(max_size=20))
def test_anything_typed_is_a_date_or_refused(typed: str) -> None:
    for born in (False, True):
        with suppress(DateError):
            assert isinstance(read_date(typed, TODAY, born=born), dt.date)


def test_a_day_is_read_back_with_nothing_that_can_be_turned() -> None:
    assert in_words(MARCH_4) == "Wed 4 March 2026"
