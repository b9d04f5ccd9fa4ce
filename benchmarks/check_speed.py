"""Tokens per second of the checker, and what a re-check after a key press costs in a 500-line note.

python benchmarks/check_speed.py NOTES.jsonl                # rows with a "text"
python benchmarks/check_speed.py NOTES.jsonl --select SP    # one family
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path

from terminology import Checker, Settings, TextChange
from terminology.tokens import tokenize

LINES = 500
KEYS = 400


def per_second(checker: Checker, notes: list[str], tokens: int) -> float:
    began = time.perf_counter()
    for note in notes:
        checker.check(note)
    return tokens / (time.perf_counter() - began)


def keys(checker: Checker, notes: list[str]) -> list[float]:
    """Milliseconds for each key of a sentence typed into the middle of a 500-line note."""
    lines = [line[:300] for note in notes for line in note.splitlines() if line.strip()][:LINES]
    checked = checker.check_text("\n".join(lines))
    at = sum(len(line) + 1 for line in lines[: LINES // 2])
    typed = ("The patient denies chest pian, shortness of breath and diziness. Lisinopril 10.0 mg QD. " * 9)[:KEYS]
    took = []
    for i, letter in enumerate(typed):
        began = time.perf_counter()
        checked = checker.edit(checked, TextChange(at + i, at + i, letter))
        took.append((time.perf_counter() - began) * 1000)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--select", default="", help="rule codes or their beginnings, with commas between")
    args = parser.parse_args()
    notes = [json.loads(row)["text"] for row in args.notes.read_text(encoding="utf-8").splitlines()]
    tokens = sum(len(tokenize(note)) for note in notes)
    checker = Checker.load(Settings(select=tuple(filter(None, args.select.split(",")))))
    checker.check("transient ischemic attack (TIA)")
    print(f"tokens: {tokens} in {len(notes)} notes")
    print(f"cold: {per_second(checker, notes, tokens):,.0f} tokens/s")
    print(f"warm: {per_second(checker, notes, tokens):,.0f} tokens/s (every line seen before)")
    took = sorted(keys(checker, notes))
    p99 = took[int(len(took) * 0.99)]
    print(f"re-check after a key: p50 {statistics.median(took):.2f} ms, p99 {p99:.2f} ms, worst {took[-1]:.2f} ms")


if __name__ == "__main__":
    main()
