"""Cells of the tables that people open in a spreadsheet."""

from __future__ import annotations

import re

from entryassist.display import visible

_STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def harmless_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, without control characters; a number stays a number."""
    cell = visible(text, keep="")
    is_formula = cell.lstrip().startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell
