"""Unit symbols as clinicians write them (data/units.tsv)."""

from __future__ import annotations

from functools import cache

from terminology.data_files import rows


@cache
def unit_symbols() -> frozenset[str]:
    """All unit symbols, in the case they are written."""
    return frozenset(row["unit"] for row in rows("units.tsv"))
