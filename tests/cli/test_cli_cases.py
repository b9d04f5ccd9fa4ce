"""The command line, case by case: each folder in ``cases`` holds a command and all it must print.

A case has ``cmd`` (the arguments), ``in`` (files in the current folder), ``stdin`` when something is piped
in, and what is expected: ``stdout``, ``stderr`` and ``exit``, and in ``out`` the files as the command leaves
them. After a wanted change of wording, run with ``UPDATE_CASES=1`` and read the difference before committing it.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[bytes]]

CASES = sorted((Path(__file__).parent / "cases").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_command(case: Path, folder: Path, run: Run) -> None:
    if (case / "in").is_dir():
        shutil.copytree(case / "in", folder, dirs_exist_ok=True)
    piped = case / "stdin"
    done = run(*shlex.split((case / "cmd").read_text()), piped=piped.read_bytes() if piped.exists() else b"")
    actual = {
        "stdout": done.stdout.decode(),
        "stderr": done.stderr.decode().replace(str(folder), "FOLDER"),
        "exit": f"{done.returncode}\n",
    }
    if os.environ.get("UPDATE_CASES"):
        for name, content in actual.items():
            (case / name).write_text(content, encoding="utf-8")
    assert actual == {name: (case / name).read_text(encoding="utf-8") for name in actual}
    for changed in (path for path in (case / "out").rglob("*") if path.is_file()):
        assert (folder / changed.relative_to(case / "out")).read_bytes() == changed.read_bytes()
