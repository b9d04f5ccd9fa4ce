"""The notation of expansions, and what it puts into a note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.shorthands.template import BLANK, Case, TemplateError, escaped, filled, is_plain, parsed


def test_a_stop_is_a_blank_until_it_is_filled_and_never_its_label() -> None:
    put_in = filled("Pain for ${1:duration}, ${2|dull,sharp|}.", {})
    assert put_in.text == "Pain for ____, ____."
    assert [(put_in.text[one.start : one.end], one.label, one.choices) for one in put_in.blanks] == [
        (BLANK, "duration", ()),
        (BLANK, "", ("dull", "sharp")),
    ]


def test_a_known_variable_is_put_in_and_an_unknown_one_is_a_stop() -> None:
    source = "$PATIENT_AGE ${PATIENT_SEX} seen on ${TODAY:day of visit}"
    put_in = filled(source, {"PATIENT_AGE": "70-year-old", "PATIENT_SEX": "female"})
    assert put_in.text == "70-year-old female seen on ____"
    assert [one.label for one in put_in.blanks] == ["day of visit"]


def test_stops_are_walked_by_number_and_unknown_variables_before_the_stop_that_follows() -> None:
    put_in = filled("${2:b} $TODAY ${1:a} $PATIENT_AGE ${3:c}", {})
    assert [one.label for one in put_in.blanks] == ["date", "a", "b", "patient age", "c"]


def test_the_cursor_goes_to_stop_0_or_to_the_end() -> None:
    assert filled("Dear $0, thank you", {}).end == 5
    assert filled("thank you", {}).end == 9


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"costs \$5", "costs $5"),
        (r"a \} and a \\", "a } and a \\"),
        ("a lone $ is a dollar", "a lone $ is a dollar"),
        ("braces {alone} too", "braces {alone} too"),
        (r"a backslash \n is kept", r"a backslash \n is kept"),
    ],
)
def test_what_stands_for_itself(source: str, text: str) -> None:
    assert filled(source, {}).text == text
    assert is_plain(source)


def test_choices_may_hold_commas_and_bars() -> None:
    (blank,) = filled(r"${1|none,mild\, at night,a \| b|}", {}).blanks
    assert blank.choices == ("none", "mild, at night", "a | b")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("${1:a ${2:b}}", "not closed, or stops stand inside one another"),
        ("an open ${", "not closed"),
        ("$NAME", "is not a variable"),
        ("$1 and $1", "stands there twice"),
        ("$100", "is not a stop"),
        ("${1|only|}", "two or more choices"),
        ("${1|a,,b|}", "none of them empty"),
        ("${1/up/down/}", "neither a stop"),
    ],
)
def test_what_the_notation_does_not_have_is_named(source: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        parsed(source)


@pytest.mark.parametrize(
    ("case", "text"), [(Case.AS_WRITTEN, "chest pain"), (Case.CAPITALISED, "Chest pain"), (Case.UPPER, "CHEST PAIN")]
)
def test_the_case_of_the_trigger_is_that_of_the_phrase(case: Case, text: str) -> None:
    assert filled("chest pain", {}, case).text == text


def test_a_template_never_shouts() -> None:
    assert filled("took 5 mg for ${1:duration}", {}, Case.UPPER).text == "took 5 mg for ____"
    assert filled("took 5 mg for ${1:duration}", {}, Case.CAPITALISED).text == "Took 5 mg for ____"


@given(st.text(max_size=80))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    put_in = filled(escaped(text), {})
    assert put_in.text == text
    assert not put_in.blanks


@given(st.text(alphabet="ab $0123{}|:,\\_TODAY\n", max_size=60))
def test_any_text_is_a_template_or_is_refused(source: str) -> None:
    try:
        put_in = filled(source, {"TODAY": "2025-01-02"})
    except TemplateError:
        return
    assert 0 <= put_in.end <= len(put_in.text)
    for blank in put_in.blanks:
        assert put_in.text[blank.start : blank.end] == BLANK
