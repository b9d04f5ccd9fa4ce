"""Counts which words clinicians write side by side and writes terminology/data/clinical_pairs.tsv.

    python benchmarks/count_pairs.py ../shared/eval/notes-dev.jsonl

Only pairs of words that the vocabulary knows are counted (so that the notes' own slips are not learnt), and
only those in at least three notes. Every fifth note is left out: on these the spelling model is fitted and
measured (benchmarks/spelling_data.py), so that it never meets pairs that were counted in its own test.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from terminology.data_files import DATA
from terminology.document import Line
from terminology.tokens import Kind
from terminology.vocabulary import open_index

TARGET = DATA / "clinical_pairs.tsv"
LEAST_NOTES = 3
LEFT_OUT = 5
SOURCE = "benchmarks/count_pairs.py over the development notes (MTS-Dialog, MTSamples)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    args = parser.parse_args()
    index = open_index()
    uses: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    total = 0
    for number, row in enumerate(args.notes.read_text(encoding="utf-8").splitlines()):
        if number % LEFT_OUT == 0:
            continue
        pairs: list[str] = []
        for line in map(Line, json.loads(row)["text"].splitlines()):
            for token in line.tokens:
                total += token.kind is Kind.WORD
                left = line.neighbours(token.start, token.end)[0] if token.kind is Kind.WORD else ""
                word = token.text.lower()
                if left and word.isalpha() and index.word(left) and index.word(word):
                    pairs.append(f"{left} {word}")
        uses.update(pairs)
        notes.update(set(pairs))
    lines = ["pair\tper_million\tsource"]
    lines += [
        f"{pair}\t{uses[pair] / total * 1e6:.0f}\t{SOURCE}" for pair in sorted(uses) if notes[pair] >= LEAST_NOTES
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} pairs from {total} words")


if __name__ == "__main__":
    main()
