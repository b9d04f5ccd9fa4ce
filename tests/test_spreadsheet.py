"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.spreadsheet import harmless_cell


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@x", "  =1", "＝1", " ＠x"])
def test_what_would_run_is_put_behind_an_apostrophe(text: str) -> None:
    assert harmless_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "+2.5", "120/80", "no = sign first"])
def test_numbers_and_text_stay_as_they_are(text: str) -> None:
    assert harmless_cell(text) == text


@given(st.text())
def test_no_cell_starts_a_formula_or_holds_a_control_character(text: str) -> None:
    cell = harmless_cell(text)
    assert not any(character < " " for character in cell)
    assert not cell.lstrip().startswith("=")
