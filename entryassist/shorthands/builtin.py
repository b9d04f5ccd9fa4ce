"""The shorthands that come with the program: data/shorthands.tsv, each row with its source."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from entryassist.shorthands.shorthand import Owner, Shorthand

_DATA = "data/shorthands.tsv"
LINE_END = r"\n"


@cache
def built_in() -> tuple[Shorthand, ...]:
    r"""Every built-in shorthand in the order of the table, where a line end is written ``\n``."""
    table = files("entryassist").joinpath(_DATA).read_text("utf-8").splitlines()
    rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(
        Shorthand(row["trigger"], row["text"].replace(LINE_END, "\n"), Owner.BUILT_IN, row["description"])
        for row in rows
    )
