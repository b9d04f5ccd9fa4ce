"""Every command runs in an empty folder, on the compiled vocabulary, with no settings from outside."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from terminology import Checker
from terminology.vocabulary.index import default_index_dir


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checker: Checker) -> Path:
    """The current folder of the command. Asking for ``checker`` makes sure that the index is there."""
    monkeypatch.setenv("ENTRYASSIST_INDEX_DIR", str(default_index_dir()))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("ENTRYASSIST_DATABASE_URL", "ENTRYASSIST_CONFIG", "NO_COLOR", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs ``entryassist`` as a process of its own, as a shell would.

    ``piped`` is what comes on standard input; outputs are caught unless ``streams`` sends them elsewhere.
    """

    def run_command(*arguments: str, piped: bytes = b"", **streams: Any) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "entryassist", *arguments]
        caught = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.run(command, check=False, input=piped, **(caught | streams))

    return run_command
