"""Cells of the tables that people open in a spreadsheet."""

from __future__ import annotations

import re

from entryassist.display import visible

_STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the full-width ones are read alike
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def harmless_cell(text: str, keep: str = "") -> str:
    """A cell that no spreadsheet takes for a formula, without control characters but those to ``keep``.

    A number stays a number; what would be a formula is put behind an apostrophe.
    """
    cell = visible(text, keep)
    is_formula = cell.lstrip().startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell
