"""Recall and false alarms of SP005 on the development notes.

    python benchmarks/word_boundaries.py ../shared/eval/notes-dev.jsonl

Words of six letters and more are cut in two at random, and spaces between words moved by a letter, a few in
each note (seeded). Right: the finding is there and its first suggestion is the text as it was.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path

from terminology import Checker, Settings
from terminology.tokens import tokenize

_WORD = re.compile(r"\b[a-z]{6,}\b")
_PAIR = re.compile(r"\b[a-z]{3,} [a-z]{3,}\b")


def cut(word: str, rng: random.Random) -> str:
    at = rng.randrange(2, len(word) - 1)
    return f"{word[:at]} {word[at:]}"


def moved(pair: str, rng: random.Random) -> str:
    left, right = pair.split(" ")
    return rng.choice((f"{left}{right[0]} {right[1:]}", f"{left[:-1]} {left[-1]}{right}"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--each", type=int, default=3, help="slips of each kind in one note")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    checker = Checker.load(Settings(select=("SP005",)))
    notes = [json.loads(row)["text"] for row in args.notes.read_text(encoding="utf-8").splitlines()]
    tokens = sum(len(tokenize(note)) for note in notes)
    alarms = sum(len(checker.check(note)) for note in notes)
    print(f"clean notes: {alarms} findings in {tokens} tokens ({1000 * alarms / tokens:.3f} per 1,000)")
    rng = random.Random(args.seed)
    for name, pattern, slip in (("word cut in two", _WORD, cut), ("space moved", _PAIR, moved)):
        tried = found = right = 0
        for note in notes:
            matches = list(pattern.finditer(note))
            for m in rng.sample(matches, min(args.each, len(matches))):
                tried += 1
                text = note[: m.start()] + slip(m[0], rng) + note[m.end() :]
                hit = next((f for f in checker.check(text) if f.start == m.start()), None)
                found += hit is not None
                right += bool(hit and hit.suggestions[0].text == m[0])
        print(f"{name}: {tried} slips, found {found / tried:.1%}, right first {right / tried:.1%}")


if __name__ == "__main__":
    main()
