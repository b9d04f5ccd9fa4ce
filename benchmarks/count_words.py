"""Counts how often clinicians use each word and writes terminology/data/clinical_frequency.tsv.

    python benchmarks/count_words.py ../shared/eval/notes-dev.jsonl

Only words that the vocabulary already knows are counted (so that the notes' own slips are not
learnt), and only those in at least three notes.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from terminology.tokens import Kind, tokenize
from terminology.vocabulary import open_index
from terminology.vocabulary.normal import words_of

TARGET = Path(__file__).parent.parent / "terminology" / "data" / "clinical_frequency.tsv"
LEAST_NOTES = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--part", help="k/n: only every n-th note from the k-th, to measure on the others")
    args = parser.parse_args()
    index = open_index()
    uses: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    rows = args.notes.read_text(encoding="utf-8").splitlines()
    if args.part:
        k, n = map(int, args.part.split("/"))
        rows = rows[k::n]
    total = 0
    for row in rows:
        text = json.loads(row)["text"]
        words = [w.lower() for t in tokenize(text) if t.kind is Kind.WORD for w in words_of(t.text) if not w.isupper()]
        total += len(words)
        uses.update(words)
        notes.update(set(words))
    source = "benchmarks/count_words.py over the development notes (MTS-Dialog, MTSamples)"
    lines = ["word\tper_million\tsource"]
    for word in sorted(uses):
        if notes[word] >= LEAST_NOTES and index.word(word):
            lines.append(f"{word}\t{uses[word] / total * 1e6:.0f}\t{source}")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} words from {total} uses")


if __name__ == "__main__":
    main()
