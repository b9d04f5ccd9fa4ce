"""The notation rules (SF001 to SF018) on lines written for them, and as a site sets them up."""

from __future__ import annotations

import notation as benchmark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology import Checker, Settings, Severity
from terminology.data_files import rows
from terminology.doses import cues
from terminology.notation import SYMBOLS, HouseNotation, table
from terminology.notation_needs import NEEDS
from terminology.rules.catalog import RULES
from terminology.rules.dose_symbols import SEARCHES

KNOWN_MISSES = {
    "purulent drainage AD, tube in place",  # nothing in the line says that the tube is in an ear
    "Prep H UD",  # the drug's name ends in a letter that no list of drugs has
}
NOTATION_RULES = tuple(f"SF{number:03d}" for number in range(1, 19))


CASES = benchmark.read_cases()


@pytest.fixture(scope="module")
def notation() -> Checker:
    return Checker.load(Settings(select=NOTATION_RULES))


def flagged(checker: Checker, text: str) -> dict[str, str]:
    """What is reported in a text, with the first suggestion."""
    return {f.text: f.suggestions[0].text if f.suggestions else "" for f in checker.check(text)}


def with_settings(*, preferred: dict[str, str] | None = None, allowed: tuple[str, ...] = ()) -> Checker:
    pairs = tuple((preferred or {}).items())
    return Checker.load(Settings(select=NOTATION_RULES, preferred_notation=pairs, allowed_notations=allowed))


def test_there_are_cases_enough_of_each_sign() -> None:
    assert sum(bool(case.marks) for case in CASES) >= 600
    assert sum(not case.marks for case in CASES) >= 600
    assert len({case.text for case in CASES}) == len(CASES)
    assert {mark.rule for case in CASES for mark in case.marks} == set(NOTATION_RULES)


def test_every_case_holds_but_the_known_misses(notation: Checker) -> None:
    wrong = {}
    for case in CASES:
        found, otherwise, extra = benchmark.judged(notation.check(case.text), case)
        if len(found) < len(case.marks) or otherwise or extra:
            wrong[case.text] = (found, otherwise, extra)
    assert {text: problem for text, problem in wrong.items() if text not in KNOWN_MISSES} == {}
    assert set(wrong) == KNOWN_MISSES


def test_rows_name_known_rules_conditions_and_cues() -> None:
    codes = {rule.code for rule in RULES}
    places = {needs for needs, _ in SEARCHES}
    for row in table():
        assert row.code in codes
        assert row.needs in (places if row.code == SYMBOLS else NEEDS)
        for group in (*row.near, *row.unless):
            assert cues(group)
        assert all(row.write)


def test_no_row_is_written_twice_and_none_writes_what_it_flags() -> None:
    keys = [(row.code, spelling, row.needs, row.near, row.write) for row in table() for spelling in row.spellings]
    assert len(keys) == len(set(keys))
    for row in table():
        assert not set(row.spellings) & set(row.write)


def test_every_group_of_cues_is_used() -> None:
    used = {group for row in table() for group in (*row.near, *row.unless)}
    in_rules = {
        "measured",
        "salt",
        "short drug name",
        "discharge thing",
        "not a dose",
        "numbered name",
        "drug and analyte",
        "stopped thing",
    }
    assert {row["group"] for row in rows("notation_cues.tsv")} == used | in_rules


def test_notation_of_style_is_reported_once_in_a_note(notation: Checker) -> None:
    note = "Saline 10 cc given, then 20 cc.\nZocor 40 mg qhs, Ambien 5 mg q.h.s.\nLasix 20mg, Zocor 40mg."
    assert flagged(notation, note) == {"cc": "mL", "qhs": "nightly", "20mg": "20 mg"}


def test_notation_that_harms_is_reported_at_each_use(notation: Checker) -> None:
    found = notation.check("fentanyl 50 µg given\nfentanyl 25 µg given")
    assert [(f.rule, f.text, f.severity) for f in found] == [("SF008", "µg", Severity.WARNING)] * 2


def test_the_same_letters_by_context(notation: Checker) -> None:
    assert flagged(notation, "latanoprost one drop OD nightly") == {"OD": "right eye"}
    assert flagged(notation, "bisoprolol 2.5 mg OD") == {"OD": "daily"}
    assert flagged(notation, "heroin OD last year") == {}
    assert flagged(notation, "D/C home with oxygen") == {"D/C": "discharge"}
    assert flagged(notation, "D/C lisinopril") == {"D/C": "discontinue"}
    assert flagged(notation, "HCT 25 mg in the morning") == {"HCT": "hydrocortisone"}
    assert flagged(notation, "HCT 38 %") == {}


def test_a_laboratory_section_keeps_its_zeros(notation: Checker) -> None:
    assert flagged(notation, "LABORATORY DATA:\nMagnesium 2.0 mg, 10.0 g of protein") == {}
    assert flagged(notation, "MEDICATIONS:\nMagnesium oxide 400.0 mg") == {"400.0": "400"}


def test_a_site_writes_its_own_forms() -> None:
    checker = with_settings(
        preferred={"mcg": "microgram", "unit": "IU", "international unit": "unit", "daily": "once daily"}
    )
    assert flagged(checker, "Synthroid 50 µg") == {"µg": "microgram"}
    assert flagged(checker, "vitamin D 800 IU and vitamin E 1 iu") == {"iu": "unit"}
    assert flagged(checker, "aspirin 81 mg QD") == {"QD": "once daily"}


def test_a_form_that_the_site_prefers_is_not_reported() -> None:
    assert flagged(with_settings(preferred={"mL": "ml"}), "amoxicillin 5 ml, then 10 cc") == {"cc": "ml"}


def test_a_site_allows_a_notation_in_all_its_spellings() -> None:
    checker = with_settings(allowed=("cc", "qhs", "QD", ">"))
    assert flagged(checker, "Saline 10 cc. Zocor 40 mg q.h.s. and aspirin 81 mg q.d., never > 2 tablets") == {}
    assert flagged(checker, "Ambien 5 mg hs") == {"hs": "at bedtime"}


def test_what_a_patient_said_is_left_alone(notation: Checker) -> None:
    assert flagged(notation, 'He said: "I take 10mg of Zocor qhs and 5 U of Lantus".') == {}


@given(form=st.sampled_from(["mcg", "mL", "units", "unit", "nightly"]), gap=st.sampled_from(["", " "]))
def test_space_around_a_form_stays(form: str, gap: str) -> None:
    house = HouseNotation((("mcg", "microgram"), ("unit", "international unit")))
    written = house.written(gap + form)
    assert written.startswith(gap)
    assert written.strip() == {"mcg": "microgram", "unit": "international unit", "units": "international units"}.get(
        form, form
    )


@given(st.text(alphabet="adDcCoOsShHtT3qQ ./&@+<>°0123456789mgµLul-'(),", max_size=80))
def test_any_text_is_judged_with_spans_that_hold(notation: Checker, text: str) -> None:
    for finding in notation.check(text):
        assert text[finding.start : finding.end] == finding.text
        assert all(suggestion.text != finding.text for suggestion in finding.suggestions)


def test_a_long_line_costs_no_more_than_its_length(notation: Checker) -> None:
    """With a look over the whole line at each use this would not end within the hour."""
    assert notation.check("Zocor 40 OD D/C 5 U, HCT 10 cc ss IN 5mg > 2 mg @ 3 mg/day " * 3_000)
