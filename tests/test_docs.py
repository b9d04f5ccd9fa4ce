"""What the documentation says is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run([sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_batch_example_prints_what_the_readme_shows() -> None:
    note = re.search(r'echo "([^"]+)" \| \.venv/bin/entryassist check -', README)
    assert note is not None
    command = [sys.executable, "-m", "entryassist", "check", "-"]
    done = subprocess.run(command, input=note[1] + "\n", capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    found = '<stdin>:1:14: SP001 warning   "pnuemonia" is not a known word; did you mean "pneumonia"?'
    for line in (found, "pneumonia (1.00)"):
        assert line in README
        assert line in done.stdout


@pytest.mark.parametrize("page", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_every_page_can_be_reached_from_the_readme(page: str) -> None:
    assert f"docs/{page}" in README


def test_links_of_the_documentation_lead_somewhere() -> None:
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("command", ["tui", "check", "rule", "rules", "vocab", "train"])
def test_the_readme_shows_every_main_command(command: str) -> None:
    assert f"entryassist {command}" in README


def test_benchmarks_are_listed() -> None:
    listed = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    shared = {"terminal.py"}
    for path in (ROOT / "benchmarks").glob("*.py"):
        assert path.name in shared or path.name in listed
