"""The tables are facts with sources, and are tested as code."""

from __future__ import annotations

import re

import pytest

from terminology import Checker
from terminology.data_files import DATA, rows
from terminology.rules.catalog import RULES
from terminology.sections import heading_of, section_key
from terminology.spelling.ranking import FEATURES, NONE_FEATURES

TABLES = sorted(path.name for path in DATA.glob("*.tsv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_complete_and_has_a_source(name: str) -> None:
    table = list(rows(name))
    assert table
    for row in table:
        assert None not in row, row
        assert None not in row.values(), row
        assert row["source"].strip(), row
        assert all(value == value.strip() for value in row.values()), row


def test_do_not_use_notations_are_those_of_the_rules() -> None:
    codes = {row["code"] for row in rows("do_not_use.tsv")}
    assert codes == {f"SF{number:03d}" for number in range(1, 8)}
    assert codes <= {rule.code for rule in RULES}


def test_the_spelling_model_has_a_weight_for_every_feature() -> None:
    assert [row["feature"] for row in rows("spelling_weights.tsv")] == [*FEATURES, *NONE_FEATURES]


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("HPI: chest pain", "history"),
        ("PAST MEDICAL HISTORY:", "past-medical-history"),
        ("Meds", "medications"),
        ("  Review of Systems:  negative", "review-of-systems"),
        ("3. Plan: discharge", "plan"),
        ("EUROPEAN PROTOCOL: used", ""),
    ],
)
def test_headings_as_clinicians_write_them(line: str, section: str) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert heading[0] == section


@pytest.mark.parametrize("line", ["The plan is to discharge her.", "", "She said: go home", "12345"])
def test_other_lines_are_not_headings(line: str) -> None:
    assert heading_of(line) is None


def test_headings_are_stored_in_lower_case() -> None:
    assert all(re.fullmatch(r"[a-z0-9 /&'.-]+", row["heading"]) for row in rows("sections.tsv"))
    assert section_key("Current  MEDICATIONS:") == "medications"


def test_short_slips_are_no_words_and_no_short_forms(checker: Checker) -> None:
    slips = [row["typed"] for row in rows("short_slips.tsv")]
    assert slips == sorted(set(slips))
    for typed in slips:
        assert len(typed) <= 3
        assert [f.rule for f in checker.check(f"She was seen {typed} again.")] == ["SP001"]
