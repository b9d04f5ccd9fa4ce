"""Makes terminology/data/word_vectors.tsv.gz: GloVe vectors of the words the sense model meets, in 32 signed bytes.

    python benchmarks/sense_vectors.py glove.6B.50d.txt hp.obo ../shared/eval

The words are those of the inventory's long forms and cues, and those of the open text (notes, definitions).
The common direction and the two strongest are taken out, the rest is turned to its 32 strongest; words that
are found everywhere become short vectors, so that a sum of vectors leans on the telling words.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import math
from collections import Counter
from pathlib import Path

import numpy as np
from sense_text import read_definitions, read_notes

from terminology.abbreviations.surroundings import stem
from terminology.data_files import rows
from terminology.vocabulary import open_index
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_phrase

SIZE, COMMON_DIRECTIONS, MOST = 32, 2, 13500
EVERYDAY, STEEPNESS, LEAST_WEIGHT = 4.8, 1.5, 0.1
TARGET = Path(__file__).parent.parent / "terminology" / "data" / "word_vectors.tsv.gz"
REMARK = (
    "# GloVe vectors of 6 thousand million words (Pennington, Socher and Manning 2014; PDDL 1.0), reduced to 32 signed "
    "bytes by benchmarks/sense_vectors.py\n"
)


def wanted_words(index: VocabularyIndex, eval_folder: Path, definitions: Path) -> list[str]:
    """Words of the inventory first, then those of the open text by their number of uses."""
    own = Counter(
        word
        for row in rows("abbreviations.tsv")
        for word in (*normal_phrase(row["long"]).split(), *row["cues"].split("|"))
    )
    text = Counter(
        word
        for document in (*read_notes(eval_folder / "notes-dev.jsonl"), *read_definitions(definitions))
        for line in document.lines
        for word in normal_phrase(line).split()
    )
    ranked = [*own, *(word for word, count in text.most_common() if count >= 3)]
    found = dict.fromkeys(stem(w) for w in ranked)
    found.update(dict.fromkeys(own))
    return [w for w in found if len(w) > 1 and (word := index.word(w)) and (word.is_medical or not index.is_name(w))]


def weight(index: VocabularyIndex, text: str) -> float:
    word = index.word(text)
    return LEAST_WEIGHT + 1 / (1 + math.exp((word.zipf - EVERYDAY) * STEEPNESS)) if word else 1.0


def reduced(vectors: np.ndarray) -> np.ndarray:
    """Unit vectors without the common directions, turned to the SIZE strongest."""
    centred = vectors - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ directions[COMMON_DIRECTIONS : COMMON_DIRECTIONS + SIZE].T
    return turned / np.linalg.norm(turned, axis=1, keepdims=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("glove", type=Path)
    parser.add_argument("definitions", type=Path)
    parser.add_argument("eval", type=Path)
    args = parser.parse_args()
    index = open_index()
    wanted = dict.fromkeys(wanted_words(index, args.eval, args.definitions))
    vectors: dict[str, np.ndarray] = {}
    with args.glove.open(encoding="utf-8") as file:
        for line in file:
            word, _, numbers = line.partition(" ")
            if word in wanted:
                vectors[word] = np.array(numbers.split(), dtype=float)
    words = [word for word in wanted if word in vectors][:MOST]
    turned = reduced(np.array([vectors[word] for word in words]))
    scaled = turned * np.array([[weight(index, word)] for word in words])
    whole = np.rint(scaled / np.abs(scaled).max() * 127).astype(np.int8)
    packed = {word: base64.b64encode(row.tobytes()).decode() for word, row in zip(words, whole, strict=True)}
    lines = [f"{word}\t{packed[word]}" for word in sorted(packed)]
    table = REMARK + "word\tvector\n" + "\n".join(lines) + "\n"
    # no time stamp, so that the same vectors give the same file
    TARGET.write_bytes(gzip.compress(table.encode(), mtime=0))
    print(f"{len(lines)} words, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
