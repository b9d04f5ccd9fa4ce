"""The facts behind SF001 to SF007: data/do_not_use.tsv, read once."""

from __future__ import annotations

from functools import cache

from terminology.data_files import rows

SOURCE = "The Joint Commission, official do-not-use list; data/do_not_use.tsv."


@cache
def facts() -> dict[str, dict[str, str]]:
    """The row of each rule by its code: what is meant, what it is mistaken for, what to write, the source."""
    return {row["code"]: row for row in rows("do_not_use.tsv")}
