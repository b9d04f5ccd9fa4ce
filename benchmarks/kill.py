"""Kills the real application with signal 9 at random moments of typing, and looks for what was typed.

python benchmarks/kill.py [--rounds 200] [--seed 1]

Each round goes on where the one before was killed: the draft must come back with its cursor, because the keys of the
next round are expected at that place. After each kill the draft must be the note as it stood after some key, the
cursor included, and the database must be sound.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from keystroke import make_record
from terminal import Terminal, percentile

from models import Store

LEFT, BACKSPACE, ENTER = "\x1b[D", "\x7f", "\r"
PACE = 0.09  # seconds between keys on average: 130 words a minute
LONGEST = 4.0  # seconds of typing in a round
KEPT_WITHIN = 2.0
WORDS = [
    "the",
    "patient",
    "reports",
    "chest",
    "pain",
    "since",
    "monday",
    "and",
    "denies",
    "fever",
    "or",
    "cough",
    "today",
]
State = tuple[str, int]  # the text of the section and the cursor in it


@dataclass
class Round:
    """What a kill left: how many keys were lost, and how old the oldest of them was, in seconds."""

    keys: int
    lost: int
    age: float
    started: float


def after(state: State, key: str) -> State:
    """The text and the cursor after a key."""
    text, at = state
    if key == LEFT:
        return text, max(0, at - 1)
    if key == BACKSPACE:
        return (text[: at - 1] + text[at:], at - 1) if at else state
    typed = "\n" if key == ENTER else key
    return text[:at] + typed + text[at:], at + 1


def keys(random: Random) -> Iterator[str]:
    """Words, now and then a line, a step back, a correction."""
    while True:
        yield from random.choice(WORDS) + " "
        chance = random.random()
        if chance < 0.05:
            yield ENTER
        elif chance < 0.15:
            yield from [LEFT] * random.randint(1, 6)
        elif chance < 0.25:
            yield from [BACKSPACE] * random.randint(1, 3)


def drafted(store: Store) -> State:
    """What the draft holds."""
    user = store.users()[0]
    draft = store.draft(user, 1)
    if draft is None:
        return "", 0
    section, row, column = draft.cursor
    if section:
        raise AssertionError(f"the cursor is in section {section}")
    text = draft.sections[0].text
    return text, sum(len(line) + 1 for line in text.split("\n")[:row]) + column


def play(url: str, random: Random, start: State) -> Round:
    """One round from ``start``: open the note, type, kill, look. AssertionError when something is amiss."""
    begun = time.perf_counter()
    terminal = Terminal([sys.executable, "-m", "entryassist", "tui"], {"ENTRYASSIST_DATABASE_URL": url}, 100, 30)
    terminal.wait_for("Bench Mark")
    terminal.write(ENTER)
    terminal.wait_for("Benchmark")
    terminal.write(ENTER)
    terminal.wait_for("brought back" if start != ("", 0) else "Subjective")
    started = time.perf_counter() - begun
    states, moments, pressed = [start], [], ""
    end = time.perf_counter() + random.uniform(0, LONGEST)
    for key in keys(random):
        pace = min(random.expovariate(1 / PACE), 0.5)
        if time.perf_counter() + pace >= end:
            break
        moments.append(time.perf_counter())
        pressed += key
        states.append(after(states[-1], key))
        terminal.press(key, pace)
    while (left := end - time.perf_counter()) > 0:
        terminal.read(left)
    terminal.kill()
    killed = time.perf_counter()
    store = Store.open(url)
    found = drafted(store)
    store.close()
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert found in states, f"not the note after any key: {found!r} from {start!r} by {pressed!r}, not {states[-1]!r}"
    kept = len(states) - 1 - states[::-1].index(found)
    lost = len(states) - 1 - kept
    return Round(len(moments), lost, killed - moments[kept] if lost else 0.0, started)


def rounds(folder: Path, count: int, random: Random) -> Iterator[Round]:
    """So many rounds on a new record in a folder."""
    url = f"sqlite:///{folder / 'kill.db'}"
    make_record(url, None)
    for _ in range(count):
        store = Store.open(url)
        start = drafted(store)
        store.close()
        yield play(url, random, start)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for result in rounds(Path(folder), options.rounds, Random(options.seed)):
            results.append(result)
            print(f"{len(results)} of {options.rounds}: {result}", file=sys.stderr)
    lost, ages = [one.lost for one in results], [one.age for one in results]
    print(f"{len(results)} kills after {sum(one.keys for one in results):,} keys; every draft whole, every cursor back")
    for name, values in (("keys lost", lost), ("age of the oldest lost key, s", ages)):
        figures = "  ".join(f"p{percent} {percentile(values, percent):.2f}" for percent in (50, 90, 99))
        print(f"{name:32} {figures}  worst {max(values):.2f}")
    print("keys lost: " + ", ".join(f"{count} rounds {keys}" for keys, count in sorted(Counter(lost).items())))
    too_old = sum(age > KEPT_WITHIN for age in ages)
    print(f"rounds that lost a key older than {KEPT_WITHIN:.0f} s: {too_old}")
    sys.exit(bool(too_old))


if __name__ == "__main__":
    main()
