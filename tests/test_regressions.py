"""Every mistake ever found stays mended: tests/regressions/findings.tsv, one row a mistake."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from terminology import Checker

TABLE = Path(__file__).parent / "regressions" / "findings.tsv"
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['rule']}:{row['text']}" for row in ROWS])
def test_mistake_stays_mended(checker: Checker, row: dict[str, str]) -> None:
    flagged = [finding.text for finding in checker.check(row["text"]) if finding.rule == row["rule"]]
    assert flagged == ([row["flagged"]] if row["flagged"] else [])
