"""Reads the tab-separated fact tables in ``terminology/data``."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table as dictionaries; lines that start with ``# `` are remarks. A name in .gz is unpacked.

    Raises FileNotFoundError when the installation lacks the table, ValueError when a row has not a cell a column.
    """
    lines = (line for line in _lines(DATA / name) if line and not line.startswith("# "))
    columns = next(lines).split("\t")
    # csv.DictReader takes four times as long, and tables are read while somebody waits
    for line in lines:
        yield dict(zip(columns, line.split("\t"), strict=True))


def _lines(path: Path) -> list[str]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return content.decode().replace("\r\n", "\n").split("\n")
