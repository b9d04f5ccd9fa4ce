"""A source is cut at its headings, however they are written, and its parts are found for the sections of a note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.source_parts import part_for, source_parts
from terminology.data_files import rows
from terminology.sections import section_key

SOURCE = """Clinic note

CC: f/u DM2
HPI. Doing well.
PMH asthma, eczema
Meds - metformin
Vitals: BP 120/80
PE: NAD
A/P:
1. DM2 - continue.
Follow up 3 months
"""


def test_headings_are_found_with_a_colon_a_full_stop_a_dash_or_in_capitals() -> None:
    parts = source_parts(SOURCE)
    assert [part.heading for part in parts] == ["", "CC", "HPI", "PMH", "Meds", "Vitals", "PE", "A/P"]
    assert parts[2].text == "HPI. Doing well.\n"


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Chief Complaint", "CC"),
        ("History of Present Illness", "HPI"),
        ("Past Medical History", "PMH"),
        ("Medications", "Meds"),
        ("Subjective", "CC"),
        ("Objective", "Vitals"),
        ("Physical Exam", "PE"),
        ("Assessment", "A/P"),
        ("Plan", "A/P"),
    ],
)
def test_a_section_finds_its_part(heading: str, part: str) -> None:
    parts = source_parts(SOURCE)
    place = part_for(heading, parts)
    assert place is not None
    assert parts[place].heading == part


@pytest.mark.parametrize("heading", ["Allergies", "Something Else", ""])
def test_a_section_that_the_source_lacks_finds_nothing(heading: str) -> None:
    assert part_for(heading, source_parts(SOURCE)) is None


@given(st.text(alphabet="HPI: .\nMedsPlan-PE", max_size=80) | st.text(max_size=40))
def test_the_parts_are_the_whole_source(text: str) -> None:
    assert "".join(part.text for part in source_parts(text)) == text


def test_the_table_names_sections_that_headings_open() -> None:
    known = {row["section"] for row in rows("sections.tsv")}
    table = list(rows("section_parts.tsv"))
    assert [row["section"] for row in table] == sorted({row["section"] for row in table})
    assert {section for row in table for section in (row["section"], *row["parts"].split("|"))} <= known
    assert all(row["source"] for row in table)
    assert section_key("Plan") == "plan"
