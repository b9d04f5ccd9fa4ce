"""Fits the weights of the spelling model and writes terminology/data/spelling_weights.tsv.

    python benchmarks/train_spelling.py ../shared/eval

Data, all reproducible: the development pairs (spelling-dev.jsonl), slips made by a documented error
model (one or two random slips: neighbouring key, omission, doubling, insertion, transposition) in words
drawn from the vocabulary by frequency, and the same slips in the words of the development notes, between
their neighbours. The model is a softmax over a word's candidates and the
possibility that none is right; it is fitted by gradient ascent with an L2 penalty. Prints
five-fold cross-validated accuracy and calibration error before fitting on everything.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import NamedTuple

import numpy as np

from terminology.document import Line
from terminology.spelling.ranking import FEATURES, NONE_OF_THEM, context_features, split_features, word_features
from terminology.spelling.speller import Speller
from terminology.tokens import Kind
from terminology.vocabulary import open_index
from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.sounds import sound_key
from terminology.vocabulary.term import Tier

ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
TARGET = Path(__file__).parent.parent / "terminology" / "data" / "spelling_weights.tsv"


class Slip(NamedTuple):
    """What was typed, what may have been meant, the weight in training, and the words beside it."""

    typed: str
    golds: set[str]
    weight: float
    left: str = ""
    right: str = ""


def neighbours(letter: str) -> list[str]:
    for r, row in enumerate(ROWS):
        if letter in row:
            i = row.index(letter)
            return [
                ROWS[y][x]
                for y in (r - 1, r, r + 1)
                for x in (i - 1, i, i + 1)
                if 0 <= y < 3 and 0 <= x < len(ROWS[y]) and (y, x) != (r, i)
            ]
    return ["e"]


def slip(word: str, rng: random.Random) -> str:
    i = rng.randrange(0 if rng.random() < 0.1 else 1, len(word))
    kind = rng.choice(["near", "omit", "double", "insert", "swap"])
    if kind == "near":
        return word[:i] + rng.choice(neighbours(word[i])) + word[i + 1 :]
    if kind == "omit":
        return word[:i] + word[i + 1 :]
    if kind == "double":
        return word[:i] + word[i] + word[i:]
    if kind == "insert":
        return word[:i] + rng.choice(neighbours(word[i])) + word[i:]
    return word[:i] + word[i : i + 2][::-1] + word[i + 2 :]


def made_pairs(index, count: int, rng: random.Random):
    words = [w for w in index.starting_with("") if w.tier is Tier.SUGGEST and len(w.text) >= 5 and w.text.isalpha()]
    weights = [10 ** (w.zipf * 0.35) * (3 if w.is_medical else 1) for w in words]
    for word in rng.choices(words, weights, k=count):
        typed = slip(word.text, rng)
        if rng.random() < 0.15 and len(typed) > 5:
            typed = slip(typed, rng)
        if index.word(typed) is None:
            yield Slip(typed, {word.text}, 0.5)


def run_together(index, count: int, rng: random.Random):
    """Common word pairs typed without the space between."""
    path = package_file("symspellpy", "frequency_bigramdictionary_en_243_342.txt")
    rows = [line.split() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    weights = [float(row[2]) ** 0.4 for row in rows]
    for left, right, _ in rng.choices(rows, weights, k=count):
        typed = left + right
        if len(typed) >= 6 and typed.isalpha() and min(len(left), len(right)) >= 2 and index.word(typed) is None:
            yield Slip(typed, {f"{left} {right}"}, 0.5)


def in_notes(path: Path, index, rate: float, rng: random.Random):
    """Slips in the words of real notes, between their neighbours."""
    for row in path.read_text(encoding="utf-8").splitlines():
        for line in map(Line, json.loads(row)["text"].splitlines()):
            for token in line.tokens:
                word = token.text
                if (
                    token.kind is Kind.WORD
                    and len(word) >= 5
                    and word.islower()
                    and word.isalpha()
                    and rng.random() < rate
                ):
                    typed = slip(word, rng)
                    if index.word(word) and index.word(typed) is None:
                        yield Slip(typed, {word}, 0.5, *line.neighbours(token.start, token.end))


def read_pairs(folder: Path, index):
    for line in (folder / "spelling-dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        typed = row["text"][row["start"] : row["end"]].lower()
        if typed.isalpha() and len(typed) >= 4 and index.word(typed) is None:
            yield Slip(typed, {gold.lower() for gold in row["golds"]}, 1.0)


def examples(slips, speller: Speller, index):
    for one in slips:
        sound = sound_key(one.typed)
        texts, features = [], []
        for word in speller.candidates(one.typed):
            texts.append(word.text)
            features.append(word_features(one.typed, sound, word))
        for left, right in speller.splits(one.typed):
            texts.append(f"{left.text} {right.text}")
            features.append(split_features(left, right, index.pairs.strength(left.text, right.text)))
        for text, values in zip(texts, features, strict=True):
            first, last = text.split(" ")[0], text.split(" ")[-1]
            values += context_features(index.pairs.strength(one.left, first), index.pairs.strength(last, one.right))
        right = np.array([text in one.golds for text in texts] + [False])
        if not right.any():
            right[-1] = True
        matrix = np.zeros((len(texts) + 1, len(FEATURES) + 1))
        if texts:
            matrix[:-1, :-1] = features
        matrix[-1, -1] = 1.0
        yield matrix, right, one.weight


def fit(data, steps: int = 150, penalty: float = 2e-4) -> np.ndarray:
    stacked = np.vstack([m for m, _, _ in data])
    starts = np.cumsum([0] + [len(m) for m, _, _ in data])[:-1]
    owner = np.repeat(np.arange(len(data)), [len(m) for m, _, _ in data])
    right = np.concatenate([r for _, r, _ in data]).astype(float)
    weight = np.array([w for _, _, w in data])
    theta, m, v = np.zeros(stacked.shape[1]), 0.0, 0.0
    for step in range(1, steps * 10 + 1):
        z = stacked @ theta
        z -= np.maximum.reduceat(z, starts)[owner]
        e = np.exp(z)
        p = e / np.add.reduceat(e, starts)[owner]
        q = p * right
        q /= np.maximum(np.add.reduceat(q, starts), 1e-12)[owner]
        gradient = stacked.T @ ((q - p) * weight[owner]) / weight.sum() - penalty * theta
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        theta = theta + 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return theta


def accuracy(theta: np.ndarray, data) -> tuple[float, float, float]:
    """First and five among rows whose word is a candidate, and the calibration error of the first score."""
    first = five = n = 0
    scored = []
    for matrix, right, _ in data:
        z = matrix @ theta
        p = np.exp(z - z.max())
        p /= p.sum()
        order = [i for i in np.argsort(-z) if i != len(z) - 1]
        hit = bool(order) and bool(right[order[0]])
        if order:
            scored.append((p[order[0]], hit))
        n += 1
        first += hit
        five += any(right[i] for i in order[:5])
    scored.sort()
    bins = np.array_split(np.array(scored), 10)
    ece = sum(len(b) * abs(b[:, 0].mean() - b[:, 1].mean()) for b in bins) / len(scored)
    return first / n, five / n, float(ece)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("eval", type=Path)
    parser.add_argument("--made", type=int, default=6000)
    parser.add_argument("--dry-run", action="store_true")
    args = parser.parse_args()
    rng = random.Random(11)
    index = open_index()
    speller = Speller(index)
    real = list(examples(read_pairs(args.eval, index), speller, index))
    slips = [*made_pairs(index, args.made, rng), *run_together(index, args.made // 10, rng)]
    typed = list(examples(in_notes(args.eval / "notes-dev.jsonl", index, 0.06, rng), speller, index))
    made = list(examples(slips, speller, index))
    for part in (real, made, typed):
        rng.shuffle(part)
    results = []
    parts = {"development pairs": real, "made slips": made, "slips in notes": typed}
    for k in range(5):
        theta = fit([d for part in parts.values() for i, d in enumerate(part) if i % 5 != k])
        results.append([accuracy(theta, part[k::5]) for part in parts.values()])
    for column, name in enumerate(parts):
        a = np.mean([r[column] for r in results], axis=0)
        print(f"{name}: first {a[0]:.3f}, five {a[1]:.3f}, calibration error {a[2]:.3f} (five-fold)")
    theta = fit(real + made + typed)
    lines = ["feature\tweight\tsource"]
    for name, value in zip((*FEATURES, NONE_OF_THEM), theta, strict=True):
        print(f"  {name:20s} {value:+.3f}")
        lines.append(f"{name}\t{value:.4f}\tbenchmarks/train_spelling.py on development pairs and made slips")
    if not args.dry_run:
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
