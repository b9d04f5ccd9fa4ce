"""What is read out of text as a measurement, and what is not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology import NoteContext, extract

MARK = re.compile(r"\{(\w+)=([^}]*)\}")
# dictated lines in which every measurement is marked with its quantity: BP {systolic=138}/{diastolic=84}
LINES = (Path(__file__).parent / "measurement_lines.txt").read_text(encoding="utf-8").splitlines()


def read(text: str) -> list[tuple[str, float, float, str]]:
    return [(m.key, m.low, m.high, m.ucum) for m in extract(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BP 120/80", [("systolic", 120, 120, ""), ("diastolic", 80, 80, "")]),
        ("BP in the 110s/60s", [("systolic", 110, 119, ""), ("diastolic", 60, 69, "")]),
        ("T 98.6", [("temperature", 98.6, 98.6, "")]),
        ("afebrile at 37.2", [("temperature", 37.2, 37.2, "")]),
        ("HR 70s", [("heart_rate", 70, 79, "")]),
        ("sats 95% on 2L", [("oxygen_saturation", 95, 95, "%")]),
        ("98% on room air", [("oxygen_saturation", 98, 98, "%")]),
        ("Hgb 13.2", [("hemoglobin", 13.2, 13.2, "")]),
        ("K+ 4.1", [("potassium", 4.1, 4.1, "")]),
        ("Na 138", [("sodium", 138, 138, "")]),
        ("wt 70kg (154 lb)", [("weight", 70, 70, "kg")]),
        ("5'10\"", [("height", 70, 70, "[in_i]")]),
        ("weighs 7 pounds 8 ounces", [("weight", 7.5, 7.5, "[lb_av]")]),
        ("respiratory rate of 16-18", [("respiratory_rate", 16, 18, "")]),
        ("creatinine has ranged between 4 and 4.5", [("creatinine", 4, 4.5, "")]),
        ("creatinine of 1.2 mg/dL", [("creatinine", 1.2, 1.2, "mg/dL")]),
        ("white count 12.3 K/uL", [("white_cell_count", 12.3, 12.3, "10*3/uL")]),
        ("platelets 250,000", [("platelets", 250000, 250000, "")]),
        ("glucose was 98", [("glucose", 98, 98, "")]),
        ("AST/ALT 45/50", [("ast", 45, 45, ""), ("alt", 50, 50, "")]),
        ("Na 138, K 4.1, Cl 101", [("sodium", 138, 138, ""), ("potassium", 4.1, 4.1, ""), ("chloride", 101, 101, "")]),
        ("WBC 8.6 with 61% neutrophils", [("white_cell_count", 8.6, 8.6, ""), ("neutrophils_percent", 61, 61, "%")]),
        ("hemoglobin down from 13.2 to 10.1", [("hemoglobin", 13.2, 13.2, ""), ("hemoglobin", 10.1, 10.1, "")]),
        ("PSA in 2004 was 5.5", [("psa", 5.5, 5.5, "")]),
        ("Sodium | 138 | mmol/L", [("sodium", 138, 138, "")]),
        ("Na K Cl\n138 4.1 101", [("sodium", 138, 138, ""), ("potassium", 4.1, 4.1, ""), ("chloride", 101, 101, "")]),
        ("U/A: pH 6.0", [("urine_ph", 6.0, 6.0, "")]),
    ],
)
def test_measurements_as_clinicians_write_them(text: str, expected: list[tuple[str, float, float, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Potassium 20 mEq daily",
        "calcium 500 mg with vitamin D 1000 units",
        "weight is down 10 pounds",
        "BP goal <130/80",
        "INR 2-3 goal",
        "glucose checked 3 times daily",
        "sodium chloride 0.9% at 100 mL/hr",
        "Urinalysis: glucose 100, WBC 5-10",
        "She is G3 P 2",
        "PT 3 times a week",
        "hemoglobin 12 weeks ago was normal",
        "non-HDL cholesterol discussed on 11/02",
        "BP check on 10/12",
        "no measurements in this line",
    ],
)
def test_what_is_no_measurement(text: str) -> None:
    assert read(text) == []


def test_a_second_unit_and_a_bound_are_kept() -> None:
    (weight,) = extract("Weight 70 kg (154 lb)")
    assert weight.other is not None
    assert (weight.other.low, weight.other.ucum) == (154, "[lb_av]")
    (load,) = extract("viral load less than 50 copies/mL")
    assert load.comparator == "<"
    (rate,) = extract("heart rate about 80")
    assert rate.approximate


def test_single_letters_count_under_their_heading() -> None:
    assert read("P 72 R 16") == []
    assert [key for key, *_ in read("VITAL SIGNS: P 72 R 16")] == ["heart_rate", "respiratory_rate"]
    assert [m.key for m in extract("P 72 R 16", NoteContext(section="Vitals"))] == ["heart_rate", "respiratory_rate"]


PIECES = st.sampled_from(
    (
        *("BP 120/80", "HR 70s", "T 98.6", "K 4.1", "Na", "wt 70kg (154 lb)", "5'10\"", "98% on RA", "WBC", "12,300"),
        *(
            ",",
            "\n",
            "(",
            "/",
            "to",
            "-",
            ".",
            "|",
            "<",
            "was",
            "from",
            "between",
            "and",
            "°C",
            "mg/dL",
            "٣٤",
            "İ",
            "²",
        ),
        *("creatinine of", "1.2", "mg/dL", "pH", "7.4", "BMI", "AST/ALT 3/4", "7 lb 3 oz"),
    )
)


@given(st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=60))
def test_spans_lie_in_the_text_and_hold_the_number(text: str) -> None:
    for m in extract(text):
        assert 0 <= m.start <= m.value_start < m.value_end <= m.end <= len(text)
        assert any(map(str.isdecimal, text[m.value_start : m.value_end]))
        assert m.low <= m.high


@given(st.lists(PIECES, max_size=10).map(" ".join))
def test_offsets_count_from_the_start_of_the_text(text: str) -> None:
    before = "Nothing to read here.\n\n"
    assert extract(before + text) == [m.shifted(len(before)) for m in extract(text)]


@pytest.mark.parametrize("piece", ["Na 138 ", "BP ", "weight 5' ", "1 1 1 ", "is ", "K    ", "P 2 R 1 ", "((((1"])
def test_a_long_line_takes_time_in_proportion(piece: str) -> None:
    """With a pattern that looks back over the whole line this would not end within the hour."""
    assert isinstance(extract(piece * 20_000), list)


def test_reading_needs_neither_pint_nor_labunits() -> None:
    code = (
        "import sys, terminology; terminology.extract('Weight 70 kg (154 lb), creatinine 88 umol/L');"
        "print([name for name in ('pint', 'ucumvert', 'labunits') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_marked_lines_are_read_as_marked() -> None:
    found = wrong = expected = 0
    for line in LINES:
        marks = list(MARK.finditer(line))
        before = (sum(len(m.group()) - len(m[2]) for m in marks[:i]) for i in range(len(marks)))
        told = {(m[1], m.start() - shift) for m, shift in zip(marks, before, strict=True)}
        was_read = {(m.key, m.value_start) for m in extract(MARK.sub(r"\2", line))}
        expected, found, wrong = expected + len(told), found + len(told & was_read), wrong + len(was_read - told)
    assert expected >= 120
    assert found >= 0.95 * expected
    assert found >= 0.95 * (found + wrong)
