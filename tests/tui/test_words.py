"""Small things in words: ages, waiting times, keys, and the abbreviation at the cursor."""

from __future__ import annotations

import datetime as dt

import pytest

from entryassist.note_types import note_type, note_types
from entryassist.tui.widgets.form import FieldError, read_choice, read_date
from entryassist.tui.widgets.key_bar import key_name
from entryassist.tui.wording import age, one_line, shortened, waiting_time
from entryassist.tui.words import abbreviation_spans

NOW = dt.datetime(2025, 6, 2, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("denies SOB|", ["SOB"]),
        ("denies S|OB today", ["SOB"]),
        ("denies SOB |", ["SOB"]),
        ("denies SOB.|", ["SOB.", "SOB"]),
        ("takes it b.i.d.|", ["b.i.d.", "b.i.d"]),
        ("no N/V|", ["N/V", "V"]),
        ("no |N/V", ["N/V", "N"]),
        ("(SOB|)", ["SOB"]),
        ("HTN, |", ["HTN"]),
        ("HTN\n|", []),
        ("|", []),
    ],
)
def test_the_abbreviation_at_the_cursor(text: str, words: list[str]) -> None:
    offset = text.index("|")
    plain = text.replace("|", "")
    assert [plain[start:end] for start, end in abbreviation_spans(plain, offset)] == words


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2025-05-30", "3 d"),
        ("2025-05-01", "4 wk"),
        ("2024-06-03", "11 mo"),
        ("2023-05-02", "2 y"),
        ("1955-06-03", "69 y"),
        ("1955-06-02", "70 y"),
    ],
)
def test_ages_are_given_as_clinicians_give_them(born: str, expected: str) -> None:
    assert age(dt.date.fromisoformat(born), NOW.date()) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-5, "0 min"), (59, "59 min"), (61, "1 h"), (2 * 1440, "2 d"), (9 * 1440, "9 d")]
)
def test_waiting_times_are_given_in_their_largest_unit(minutes: int, expected: str) -> None:
    assert waiting_time(NOW - dt.timedelta(minutes=minutes), NOW) == expected


@pytest.mark.parametrize(
    ("key", "name"),
    [("f4", "F4"), ("shift+f4", "Shift+F4"), ("ctrl+s", "^S"), ("escape", "Esc"), ("f3,shift+f4", "F3"), ("n", "n")],
)
def test_keys_are_written_as_they_are_on_the_keyboard(key: str, name: str) -> None:
    assert key_name(key) == name


@pytest.mark.parametrize("typed", ["1955-03-09", " 1955/03/09 ", "1955.03.09", "19550309"])
def test_dates_may_be_separated_in_any_way(typed: str) -> None:
    assert read_date(typed, "birth date", "birth-date") == dt.date(1955, 3, 9)


@pytest.mark.parametrize("typed", ["", "9 March", "1955-13-01", "1955-02-30"])
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(FieldError, match="The birth date is not a date: type it as"):
        read_date(typed, "birth date", "birth-date")


def test_the_start_of_a_choice_is_enough_when_it_is_the_only_one() -> None:
    choices = ("outpatient", "observation", "inpatient")
    assert read_choice("In", choices, "kind", "kind") == "inpatient"
    for typed in ("o", "", "x"):
        with pytest.raises(FieldError, match="is one of outpatient, observation, inpatient"):
            read_choice(typed, choices, "kind", "kind")


def test_text_on_one_line_has_no_line_ends_and_no_controls() -> None:
    assert one_line("a\n b\tc\x1b") == "a b c␛"
    assert shortened("diabetes", 5) == "diab…"


def test_every_note_type_names_its_source_and_its_sections() -> None:
    assert {kind.name for kind in note_types()} >= {"progress note", "history and physical", "discharge summary"}
    for kind in note_types():
        assert kind.source
        assert len(set(kind.sections)) == len(kind.sections) > 0


def test_a_note_type_is_known_by_any_writing_of_its_name() -> None:
    assert note_type("Progress_Note").sections == ("Subjective", "Objective", "Assessment", "Plan")
    assert note_type("operative report").name == "other note"
