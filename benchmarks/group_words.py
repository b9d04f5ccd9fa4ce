"""Groups words that are used alike and writes terminology/data/word_groups.tsv.

    python benchmarks/group_words.py NOTES.jsonl --wordnet DIR --hpo hp.obo

Every word is described by its neighbours one and two places away, in the texts of training_texts.py and in
symspellpy's English word pairs; positive mutual information, 100 singular vectors and k-means make the
groups. The most frequent words and all punctuation are groups of their own. Needs scipy and scikit-learn,
which scispaCy brings.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import training_texts as texts
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds
from sklearn.cluster import MiniBatchKMeans

from terminology.document import Line
from terminology.spelling.contexts import END, START, neighbour
from terminology.vocabulary import open_index
from terminology.vocabulary.package_files import package_file

TARGET = Path(__file__).parent.parent / "terminology" / "data" / "word_groups.tsv"
SOURCE = "benchmarks/group_words.py"
GROUPS, WORDS, LEAST, NEIGHBOURS = 400, 14_000, 4.0, 2_500
OWN_IN_NOTES, OWN_IN_ENGLISH = 250, 150
# what a use counts, by text: clinical notes are what is to be judged
WEIGHT = {"notes": 2.0, "radiology": 1.0, "hpo": 1.0, "wordnet": 0.3, "phrases": 0.5}

Sequences = dict[str, list[list[str]]]


def cut(lines) -> list[list[str]]:
    cut_lines = [Line(line) for line in lines]
    return [[neighbour(line, i) for i in range(len(line.tokens))] for line in cut_lines]


def read(args: argparse.Namespace, index) -> Sequences:
    return {
        "notes": cut(line for note in texts.notes(args.notes) for line in note),
        "radiology": cut(texts.radiology()),
        "hpo": cut(texts.phenotypes(args.hpo)),
        "wordnet": cut(texts.wordnet(args.wordnet)),
        "phrases": cut(texts.phrases(index)),
    }


def usable(word: str, index) -> bool:
    """Marks, and words of the vocabulary that are not names: nothing personal enters the table."""
    if not word[:1].isalpha():
        return True
    known = index.word(word)
    return bool(known and not known.proper) or len(word) == 1


def described(words: list[str], sequences: Sequences) -> csr_matrix:
    number = {word: i for i, word in enumerate(words)}
    counts: Counter[tuple[int, int]] = Counter()

    def add(left: str, right: str, block: int, weight: float) -> None:
        a, b = number.get(left), number.get(right)
        if a is not None and b is not None:
            if b < NEIGHBOURS:
                counts[a, block * NEIGHBOURS + b] += weight
            if a < NEIGHBOURS:
                counts[b, (block + 1) * NEIGHBOURS + a] += weight

    for name, rows in sequences.items():
        for row in rows:
            row = [START, *row, END]
            for left, right in pairwise(row):
                add(left, right, 0, WEIGHT[name])
            for left, right in zip(row, row[2:], strict=False):
                add(left, right, 2, WEIGHT[name] / 2)
    path = package_file("symspellpy", "frequency_bigramdictionary_en_243_342.txt")
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        left, right, count = line.split()
        add(left, right, 0, 0.3 * (int(count) / 1e5) ** 0.5)
    at = np.array(list(counts)).T
    return csr_matrix((np.array(list(counts.values())), at), shape=(len(words), 4 * NEIGHBOURS))


def grouped(words: list[str], sequences: Sequences) -> dict[str, int]:
    counts = described(words, sequences)
    by_word = np.asarray(counts.sum(1)).ravel()
    by_neighbour = np.asarray(counts.sum(0)).ravel() ** 0.75
    cells = counts.tocoo()
    information = np.log(cells.data * by_neighbour.sum() / (by_word[cells.row] * by_neighbour[cells.col]))
    kept = information > 0
    positive = csr_matrix((information[kept], (cells.row[kept], cells.col[kept])), shape=counts.shape)
    vectors, sizes, _ = svds(positive, k=100, v0=np.ones(min(positive.shape)))
    place = vectors * sizes**0.5
    place /= np.linalg.norm(place, axis=1, keepdims=True) + 1e-9
    means = MiniBatchKMeans(GROUPS, random_state=0, n_init=3, batch_size=4096, max_iter=200).fit(place)
    return {word: int(label) for word, label in zip(words, means.labels_, strict=True)}


def frequent(sequences: Sequences) -> set[str]:
    own = set()
    for name, most in (("notes", OWN_IN_NOTES), ("wordnet", OWN_IN_ENGLISH)):
        uses = Counter(word for row in sequences[name] for word in row)
        own |= {word for word, _ in sorted(uses.items(), key=lambda item: (-item[1], item[0]))[:most]}
    return own


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--hpo", type=Path, required=True)
    args = parser.parse_args()
    index = open_index()
    sequences = read(args, index)
    uses: Counter[str] = Counter()
    for name, rows in sequences.items():
        for row in rows:
            for word in (START, *row, END):
                uses[word] += WEIGHT[name]
    ranked = sorted(uses, key=lambda word: (-uses[word], word))
    words = [word for word in ranked if uses[word] >= LEAST and usable(word, index)][:WORDS]
    label, own = grouped(words, sequences), frequent(sequences)
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        alone = word in own or not word[:1].isalpha()
        groups[word if alone else f"@{label[word]}"].append(word)
    total = sum(uses.values())
    lines = ["group\tper_million\twords\tsource"]
    for group in sorted(groups):
        share = sum(uses[word] for word in groups[group]) / total * 1e6
        lines.append(f"{group}\t{share:.1f}\t{' '.join(sorted(groups[group]))}\t{SOURCE}")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(groups)} groups of {len(words)} words")


if __name__ == "__main__":
    main()
