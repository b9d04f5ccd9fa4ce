"""Cells that a spreadsheet shows as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.csv_cells import text_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =1", "＝1", " ＠x"])
def test_what_would_run_is_put_behind_an_apostrophe(text: str) -> None:
    assert text_cell(text) == f"'{text}"


@given(st.text())
def test_nothing_else_is_changed(text: str) -> None:
    cell = text_cell(text)
    assert cell in (text, f"'{text}")
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
