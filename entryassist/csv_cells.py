"""Cells of a CSV file that a spreadsheet shows as text and never runs as a formula."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the full-width ones are read alike


def text_cell(text: str) -> str:
    """The text as it is put into a cell: behind an apostrophe when a spreadsheet would take it for a formula."""
    risky = text.startswith(("\t", "\r")) or text.lstrip().startswith(_STARTS)
    return f"'{text}" if risky else text
