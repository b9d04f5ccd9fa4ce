"""Time from key press to painted frame in a long note, while typing and beside a paste; memory and idle CPU.

The real application runs in a pseudo terminal with every rule on.

python benchmarks/keystroke.py [--lines 500] [--keys 400] [--width 160] [--height 48] [--pace 0.1]
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path
from random import Random

from terminal import Frame, Terminal, report

from entryassist.training.drills import drill_notes
from entryassist.training.slips import misspelt
from models import SectionText, Store

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


def make_record(url: str, text: str) -> None:
    """A database with one clerk, one patient and one note whose draft holds the text."""
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
    sections = [
        SectionText("Subjective", text),
        *(SectionText(name, "") for name in ("Objective", "Assessment", "Plan")),
    ]
    middle = text.count("\n") // 2
    store.save_draft(user, note.id, sections=sections, cursor=(0, middle, 0))
    store.close()


def open_note(url: str, width: int, height: int) -> Terminal:
    """The application with the note open and the vocabulary loaded."""
    command = [sys.executable, "-m", "entryassist", "tui"]
    terminal = Terminal(command, {"ENTRYASSIST_DATABASE_URL": url}, width, height)
    terminal.wait_for("Vocabulary loaded")
    terminal.write("\r")
    terminal.wait_for("Benchmark")
    terminal.write("\r")
    terminal.wait_for("Subjective")
    terminal.rest(2)
    return terminal


def told(name: str, frames: list[Frame]) -> None:
    """The figures of some keys: how long the frame took, and how long the application worked for it."""
    painted = [frame for frame in frames if frame.first >= 0]
    if not painted:
        print(f"{name}: no frame came in time")
        return
    report(name, [frame.last for frame in painted])
    report("  work for it", [frame.work for frame in painted])
    if missing := len(frames) - len(painted):
        print(f"  keys without a frame of their own: {missing}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, default=500)
    arguments.add_argument("--keys", type=int, default=400)
    arguments.add_argument("--width", type=int, default=160)
    arguments.add_argument("--height", type=int, default=48)
    arguments.add_argument("--pace", type=float, default=0.1, help="seconds between keys; 0.1 is 120 words a minute")
    arguments.add_argument("--pastes", type=int, default=4, help="pasted blocks of 50 lines, each with 30 keys after")
    arguments.add_argument("--idle", type=float, default=10, help="seconds for which idle CPU is measured")
    options = arguments.parse_args()
    text = long_note(options.lines, Random(1))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        make_record(url, text)
        terminal = open_note(url, options.width, options.height)
        print(f"{options.lines} lines, {len(text):,} characters, {options.width}x{options.height}")
        keys = (TYPED * (options.keys // len(TYPED) + 1))[: options.keys]
        told("key to painted frame", [terminal.press(key, options.pace) for key in keys])
        told("Enter to painted frame", [terminal.press("\r", options.pace * 2) for _ in range(20)])
        pasted, beside = [], []
        for number in range(options.pastes):
            block = long_note(50, Random(100 + number)) + "\n"
            pasted.append(terminal.paste(block, 3 * options.pace))
            beside += [terminal.press(key, options.pace) for key in TYPED[:30]]
        told("paste of 50 lines", pasted)
        told("key beside a paste", beside)
        terminal.rest(3)
        now, most = terminal.memory()
        print(f"memory {now:.0f} MiB, at most {most:.0f} MiB; idle CPU {terminal.cpu(options.idle):.1f} %")
        terminal.close()


if __name__ == "__main__":
    main()
