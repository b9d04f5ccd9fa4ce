"""Counts which word follows which in clinical notes and writes terminology/data/continuations.tsv.gz.

    python benchmarks/train_continuations.py ../shared/eval/notes-dev.jsonl

Only common words of clinical notes (data/clinical_frequency.tsv, which holds no names) are kept, and only where they
followed the same one or two pieces in at least three notes: what one note alone says is not learnt. ``kspc.py``
counts anew without the notes that it types.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from terminology.continuations import LINE, TABLE, pieces
from terminology.data_files import DATA
from terminology.vocabulary.index import VocabularyIndex, open_index

LEAST_NOTES = 3
REMARK = (
    "# counted by benchmarks/train_continuations.py over the development notes (MTS-Dialog, MTSamples): "
    "the pieces before, how often they stood, and the words that followed them in three notes or more"
)

Rows = list[tuple[tuple[str, ...], int, dict[str, int]]]


def counted(notes: Iterable[str], index: VocabularyIndex) -> Rows:
    """For each one or two pieces before: how often they stood, and how often each word followed."""
    stood: Counter[tuple[str, ...]] = Counter()
    followed: Counter[tuple[tuple[str, ...], str]] = Counter()
    in_notes: Counter[tuple[tuple[str, ...], str]] = Counter()
    for note in notes:
        read = [LINE, LINE, *pieces(note)]
        uses = [(tuple(read[at - length : at]), read[at]) for at in range(2, len(read)) for length in (1, 2)]
        stood.update(before for before, _ in uses)
        followed.update(uses)
        in_notes.update(set(uses))
    kept: defaultdict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for (before, word), count in followed.items():
        if in_notes[before, word] >= LEAST_NOTES and word[0].isalpha() and _is_known(word, index):
            kept[before][word] = count
    return [(before, stood[before], dict(sorted(kept[before].items()))) for before in sorted(kept)]


def _is_known(word: str, index: VocabularyIndex) -> bool:
    known = index.word(word)
    return known is not None and known.clinical > 0 and not known.proper


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    texts = [json.loads(line)["text"] for line in parser.parse_args().notes.read_text(encoding="utf-8").splitlines()]
    table = counted(texts, open_index())
    lines = [REMARK, "before\ttotal\tfollowed_by"]
    for before, total, followed in table:
        words = " ".join(f"{word}:{count}" for word, count in followed.items())
        lines.append(f"{' '.join(before)}\t{total}\t{words}")
    packed = gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0)
    (DATA / TABLE).write_bytes(packed)
    print(f"{len(table)} beginnings, {sum(len(one[2]) for one in table)} continuations, {len(packed):,} bytes")


if __name__ == "__main__":
    main()
