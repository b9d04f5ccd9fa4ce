"""Time from the command to the first frame and to an editor that takes keys, in a pseudo terminal.

python benchmarks/startup.py [--runs 5]      the vocabulary index must have been built
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from keystroke import make_record
from terminal import Terminal

MARK = "z"  # in no text on the way to the editor


def one_run(url: str) -> tuple[float, float, float]:
    """Seconds to the first frame, to the loaded vocabulary, and to the first character in the editor."""
    terminal = Terminal([sys.executable, "-m", "entryassist", "tui"], {"ENTRYASSIST_DATABASE_URL": url}, 160, 48)
    frame = terminal.wait_for("EntryAssist")
    terminal.wait_for("Record open")
    terminal.write("\r")
    terminal.wait_for("Benchmark")
    terminal.write("\r")
    terminal.wait_for("Subjective")
    terminal.write(MARK * 3)
    editor = terminal.wait_for(MARK * 3)
    terminal.close()
    loading = Terminal([sys.executable, "-m", "entryassist", "tui"], {"ENTRYASSIST_DATABASE_URL": url}, 160, 48)
    vocabulary = loading.wait_for("Vocabulary loaded")
    loading.close()
    return frame, vocabulary, editor


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        make_record(url, "The patient is well.")
        runs = [one_run(url) for _ in range(options.runs)]
    for column, name in enumerate(("first frame", "vocabulary loaded", "usable editor")):
        values = [run[column] for run in runs]
        print(f"{name:20} median {median(values):.2f} s  worst {max(values):.2f} s  ({len(values)} runs)")


if __name__ == "__main__":
    main()
