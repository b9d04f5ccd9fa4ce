"""Time from key press to painted frame in a long note, in the real application in a pseudo terminal.

python benchmarks/keystroke.py [--lines 500] [--keys 400] [--width 160] [--height 48] [--pace 0.1]
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path
from random import Random

from terminal import Terminal, report

from entryassist.training.drills import drill_notes
from entryassist.training.slips import misspelt
from models import Note, SectionText, Store, User

TYPED = "The patient reports diabtes and chest pain. Take lisinopril 10.0 mg QD. BP 120/80, denies SOB. "


def long_note(lines: int, random: Random) -> str:
    """Clinical prose with a misspelling in every third line."""
    sentences = [line for note in drill_notes() for line in note.text.splitlines()]
    text = []
    for number in range(lines):
        words = random.choice(sentences).split()
        if number % 3 == 0:
            place = next((at for at, word in enumerate(words) if word.isalpha() and len(word) > 6), None)
            if place is not None:
                words[place] = misspelt(words[place], random)
        text.append(" ".join(words))
    return "\n".join(text)


def make_record(url: str, text: str | None) -> None:
    """A database with one clerk, one patient and one note; its draft holds the text, if any."""
    store = Store.open(url)
    user = store.add_user("bench", "Bench Mark")
    patient = store.register_patient(
        user, mrn="B-1", family_name="Benchmark", given_name="Ada", birth_date=dt.date(1980, 1, 2), sex="female"
    )
    note = store.start_note(
        user,
        patient,
        note_type="progress note",
        author="Dr. Measure",
        department="Clinic",
        encounter_date=dt.date(2025, 1, 2),
    )
    if text is not None:
        _write_draft(store, user, note, text)
    store.close()


def _write_draft(store: Store, user: User, note: Note, text: str) -> None:
    sections = [
        SectionText("Subjective", text),
        *(SectionText(name, "") for name in ("Objective", "Assessment", "Plan")),
    ]
    middle = text.count("\n") // 2
    store.save_draft(user, note.id, sections=sections, cursor=(0, middle, 0))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, default=500)
    arguments.add_argument("--keys", type=int, default=400)
    arguments.add_argument("--width", type=int, default=160)
    arguments.add_argument("--height", type=int, default=48)
    arguments.add_argument("--pace", type=float, default=0.1, help="seconds between keys; 0.1 is 120 words a minute")
    options = arguments.parse_args()
    text = long_note(options.lines, Random(1))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        make_record(url, text)
        command = [sys.executable, "-m", "entryassist", "tui"]
        terminal = Terminal(command, {"ENTRYASSIST_DATABASE_URL": url}, options.width, options.height)
        terminal.wait_for("Vocabulary loaded")
        terminal.write("\r")
        terminal.wait_for("Benchmark")
        terminal.write("\r")
        terminal.wait_for("Subjective")
        terminal.rest(2)
        keys = (TYPED * (options.keys // len(TYPED) + 1))[: options.keys]
        frames = [terminal.press(key, options.pace) for key in keys]
        missing = sum(1 for first, _ in frames if first < 0)
        frames = [frame for frame in frames if frame[0] >= 0]
        print(f"{options.lines} lines, {len(text):,} characters, {options.width}x{options.height}")
        report("key to first byte of frame", [first for first, _ in frames])
        report("key to last byte of frame", [last for _, last in frames])
        lines = [terminal.press("\r", options.pace * 2) for _ in range(20)]
        report("Enter, last byte of frame", [last for _, last in lines])
        print(f"keys without a frame of their own: {missing}")
        print(f"memory {terminal.memory():.0f} MiB, idle CPU {terminal.cpu(5):.1f} %")
        terminal.close()


if __name__ == "__main__":
    main()
