"""What each part may import: the direction of the design, and a quick start."""

from __future__ import annotations

import subprocess
import sys

import pytest


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        ("import terminology", {"spacy", "scispacy", "sklearn", "nmslib", "textual", "sqlalchemy", "numpy"}),
        (
            "from terminology import Checker; Checker.load().check('Chest pian, BP 80/120')",
            {"spacy", "textual", "numpy"},
        ),
        ("import models", {"alembic", "textual", "terminology", "entryassist"}),
        ("import entryassist.cli", {"spacy", "textual", "sqlalchemy"}),
        ("import entryassist.tui.app", {"spacy", "sqlalchemy"}),
    ],
)
def test_heavy_packages_wait_until_they_are_needed(code: str, unwanted: set[str]) -> None:
    assert not modules_after(code) & unwanted
