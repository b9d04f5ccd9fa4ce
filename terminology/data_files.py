"""Reads the tab-separated fact tables in ``terminology/data``."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table as dictionaries; lines that start with ``# `` are remarks. A name in .gz is unpacked.

    Raises FileNotFoundError when the installation lacks the table.
    """
    lines = (line for line in _lines(DATA / name) if not line.startswith("# "))
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".gz":
        yield from gzip.decompress(path.read_bytes()).decode().splitlines()
    else:
        with path.open(encoding="utf-8", newline="") as file:
            yield from file
