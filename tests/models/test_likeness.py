"""How alike names and birth dates are, and what two people may be to each other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Identity, Likeness
from models.likeness import slipped_dates, slips_between, sound
from models.patient import name_words
from models.resemblance import resemblance

BORN = dt.date(1961, 4, 23)
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2026, 12, 31))
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("catherine", "kathryn"),
        ("stephen", "steven"),
        ("smith", "smyth"),
        ("meyer", "maier"),
        ("geoffrey", "jeffrey"),
        ("johnson", "jonson"),
        ("wright", "right"),
        ("mcdonald", "macdonald"),
        ("lee", "leigh"),
        ("testwell", "testwel"),
        ("samplesby", "smaplesby"),
    ],
)
def test_names_that_are_misheard_or_mistyped_are_alike(one: str, other: str) -> None:
    assert slips_between(one, other) is not None
    assert slips_between(other, one) == slips_between(one, other)


@pytest.mark.parametrize(("one", "other"), [("lopez", "ortiz"), ("meyer", "moro"), ("ng", "wu"), ("ann", "amy")])
def test_names_that_only_share_a_few_letters_are_not(one: str, other: str) -> None:
    assert slips_between(one, other) is None


@given(WORDS)
def test_a_name_is_like_itself_and_its_sound_is_a_part_of_no_other_alphabet(word: str) -> None:
    assert slips_between(word, word) == 0
    assert sound(word).isascii()


@given(DATES)
def test_a_slipped_date_can_slip_back(day: dt.date) -> None:
    near = slipped_dates(day)
    assert day not in near
    for other in near:
        assert day in slipped_dates(other) or abs(other - day) > dt.timedelta(300)


def test_a_date_slips_by_a_digit_by_turning_day_and_month_and_to_its_neighbours() -> None:
    near = slipped_dates(dt.date(1961, 4, 3))
    for other in ("1961-03-04", "1967-04-03", "1961-04-08", "1961-04-02", "1962-04-03", "1961-05-03"):
        assert dt.date.fromisoformat(other) in near
    assert dt.date(1962, 4, 4) not in near


PERSON = Identity("Testwell", "Abigail", BORN, "female")


@pytest.mark.parametrize(
    ("other", "likeness", "reasons"),
    [
        (Identity("Testwell", "Abigail", BORN), Likeness.MATCH, ("same birth date", "same name")),
        (Identity("Testwel", "Abigail", BORN), Likeness.MATCH, ("same birth date", "family name one letter apart")),
        (Identity("Testwell", "Abbigale", BORN), Likeness.MATCH, ("same birth date", "given name sounding the same")),
        (Identity("Abigail", "Testwell", BORN), Likeness.MATCH, ("same birth date", "names swapped")),
        (
            Identity("Testwell", "Abigail Rose", BORN),
            Likeness.MATCH,
            ("same birth date", "given name in part the same"),
        ),
        (Identity("Testwell", "A", BORN), Likeness.MATCH, ("same birth date", "given name the same initial")),
        (
            Identity("Testwell", "Abigail", dt.date(1961, 4, 28)),
            Likeness.MATCH,
            ("birth date one slip apart", "same name"),
        ),
        (Identity("Testwell", "Bertha", BORN), Likeness.TWIN, ("same birth date and family name, other given name",)),
        (
            Identity("Testwell", "Abigael", BORN, "male"),
            Likeness.TWIN,
            ("same birth date", "given name one letter apart"),
        ),
        (Identity("Testwell", "Abigail", dt.date(1990, 1, 1)), Likeness.NAMESAKE, ("another birth date",)),
        (
            Identity("Testwel", "Abigail", dt.date(1990, 1, 1)),
            Likeness.SIMILAR,
            ("another birth date", "family name one letter apart"),
        ),
    ],
)
def test_what_two_people_may_be_is_said_with_its_reasons(
    other: Identity, likeness: Likeness, reasons: tuple[str, ...]
) -> None:
    assert resemblance(PERSON, other) == (likeness, reasons)


@pytest.mark.parametrize(
    "other",
    [Identity("Samplesby", "Horace", BORN), Identity("Samplesby", "Abigail", BORN), Identity("", "", BORN)],
)
def test_people_who_share_a_birth_date_alone_are_not_mentioned(other: Identity) -> None:
    assert resemblance(PERSON, other) is None


@given(WORDS, WORDS, DATES)
def test_likeness_is_the_same_from_both_sides(family: str, given_name: str, day: dt.date) -> None:
    one, other = Identity(family, given_name, day), Identity(given_name, family, day)
    assert (resemblance(one, other) or (None,))[0] is (resemblance(other, one) or (None,))[0]
    assert name_words(family) == [family]
