"""Whole notes with everything the checker says of them: tests/corpora/*.txt -> *.findings.txt.

After a wanted change run ``UPDATE_CORPORA=1 pytest tests/test_corpora.py`` and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from entryassist.report import CheckedNote, text_report
from terminology import Checker

NOTES = sorted(path for path in (Path(__file__).parent / "corpora").glob("*.txt") if ".findings" not in path.name)


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_findings_of_a_whole_note(checker: Checker, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    note = CheckedNote(path.name, text, tuple(checker.check(text)))
    report = "".join(text_report([note]))
    golden = path.with_suffix(".findings.txt")
    if os.environ.get("UPDATE_CORPORA"):
        golden.write_text(report, encoding="utf-8")
    assert report == golden.read_text(encoding="utf-8")
