"""Fits the weights of the spelling model and writes terminology/data/spelling_weights.tsv.

    python benchmarks/train_spelling.py ../shared/eval              # fit, report and write
    python benchmarks/train_spelling.py ../shared/eval --dry-run    # report only
    python benchmarks/train_spelling.py ../shared/eval --ablate     # what each signal is worth
    python benchmarks/train_spelling.py ../shared/eval --diagram docs/reliability.svg

The data are described in benchmarks/spelling_data.py. The model is a softmax over a word's candidates and the
possibility that none of them is right, fitted by maximum likelihood with an L2 penalty. All figures are of
slips that the fit has not seen: five-fold cross-validation, and for each development set a fit without it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from reliability import Reliability, diagram
from scipy.optimize import minimize
from spelling_data import Slip, in_notes, made, pairs, run_together

from terminology.data_files import DATA
from terminology.spelling.channel import KINDS
from terminology.spelling.ranking import (
    CONTEXT_FEATURES,
    FEATURES,
    NONE_FEATURES,
    context_features,
    none_features,
    split_features,
    word_features,
)
from terminology.spelling.speller import Speller
from terminology.vocabulary import open_index
from terminology.vocabulary.index import VocabularyIndex

TARGET = DATA / "spelling_weights.tsv"
NAMES = (*FEATURES, *NONE_FEATURES)
PENALTY = 1e-4
FOLDS = 5
IN_PLACE = "in notes"
# a made slip counts for less than a real one, unless it stands in a real note
WEIGHT = {"keyboard": 0.25, "ear": 0.25, "run together": 0.25, "in notes": 1.0, "expected group": 0.1}
SETS = {"ear": "made slips", "keyboard": "made slips", "run together": "made slips"}
SIGNALS: dict[str, Sequence[str]] = {
    "kind of slip": KINDS,
    "letter groups": ("group_sound", "group_ending"),
    "number of slips": ("slips_beyond_first", "slips_beyond_second"),
    "first and last letter, shared start": ("first_letter", "last_letter", "shared_start"),
    "inflection": ("other_ending", "ending_added"),
    "sound": ("same_sound", "sounds_apart"),
    "frequency, general": ("zipf", "zipf_of_far", "rare"),
    "frequency, clinical": ("clinical",),
    "kind of word": ("medical", "drug", "proper"),
    "trust in the source": ("weak_source", "built"),
    "words beside it": CONTEXT_FEATURES[:4],
    "section, dose, side, number": CONTEXT_FEATURES[4:],
}


class Row(NamedTuple):
    """A slip made numbers: one line of features for each candidate and a last one for none; which are right."""

    features: np.ndarray
    right: np.ndarray
    source: str


def row_of(slip: Slip, speller: Speller, index: VocabularyIndex) -> Row:
    texts, features = [], []
    for word in speller.candidates(slip.typed):
        texts.append(word.text)
        features.append((word_features(slip.typed, word), word.groups))
    for left, right in speller.splits(slip.typed):
        texts.append(f"{left.text} {right.text}")
        features.append((split_features(left, right, index.pairs.strength(left.text, right.text)), 0))
    matrix = np.zeros((len(texts) + 1, len(NAMES)))
    for i, (text, (values, groups)) in enumerate(zip(texts, features, strict=True)):
        first, last = text.split(" ")[0], text.split(" ")[-1]
        beside = index.pairs.strength(slip.place.left, first), index.pairs.strength(last, slip.place.right)
        matrix[i, : len(FEATURES)] = [*values, *context_features(*beside, groups, text, slip.place)]
    matrix[-1, len(FEATURES) :] = none_features(slip.typed)
    right = np.array([text in slip.golds for text in texts] + [False])
    right[-1] = not right.any()
    return Row(matrix, right, slip.source)


def fit(rows: Sequence[Row], without: Iterable[str] = ()) -> np.ndarray:
    """The weights that make the right candidates likeliest; those of the ``without`` features stay 0."""
    used = np.array([name not in without for name in NAMES])
    stacked = np.vstack([row.features for row in rows])[:, used]
    lengths = np.array([len(row.features) for row in rows])
    starts, owner = np.concatenate([[0], np.cumsum(lengths)[:-1]]), np.repeat(np.arange(len(rows)), lengths)
    right = np.concatenate([row.right for row in rows]).astype(float)
    weight = np.array([WEIGHT.get(row.source, 1.0) for row in rows])

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        z = stacked @ theta
        z -= np.maximum.reduceat(z, starts)[owner]
        e = np.exp(z)
        p = e / np.add.reduceat(e, starts)[owner]
        hit = np.maximum(np.add.reduceat(p * right, starts), 1e-12)
        q = p * right / hit[owner]
        value = -(weight * np.log(hit)).sum() / weight.sum() + PENALTY * (theta**2).sum() / 2
        return value, stacked.T @ ((p - q) * weight[owner]) / weight.sum() + PENALTY * theta

    theta = np.zeros(len(NAMES))
    theta[used] = minimize(loss, np.zeros(used.sum()), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return theta


class Result(NamedTuple):
    """The first candidate's probability, whether it is right, whether one of the first five is, and the log loss."""

    score: float
    first: bool
    five: bool
    loss: float


def judged(theta: np.ndarray, row: Row) -> Result:
    z = row.features @ theta
    p = np.exp(z - z.max())
    p /= p.sum()
    order = np.argsort(-z[:-1], kind="stable")[:5]
    loss = -float(np.log(max(1e-12, p[row.right].sum())))
    if not len(order):
        return Result(0.0, first=False, five=False, loss=loss)
    return Result(float(p[order[0]]), bool(row.right[order[0]]), bool(row.right[order].any()), loss)


def cross_validated(rows: Sequence[Row], without: Iterable[str] = ()) -> dict[str, list[Result]]:
    """Results by set, each row judged by a fit on the other folds."""
    found: dict[str, list[Result]] = {}
    for fold in range(FOLDS):
        theta = fit([row for i, row in enumerate(rows) if i % FOLDS != fold], without)
        for row in rows[fold::FOLDS]:
            found.setdefault(SETS.get(row.source, row.source), []).append(judged(theta, row))
    return found


def share(results: Sequence[Result], what: str) -> float:
    return 100 * sum(getattr(result, what) for result in results) / len(results)


def loss(results: Sequence[Result]) -> float:
    return sum(result.loss for result in results) / len(results)


def error(results: Iterable[Result]) -> float:
    return Reliability.of([(r.score, r.first) for r in results if r.score]).error


def report(rows: Sequence[Row]) -> dict[str, list[Result]]:
    found = cross_validated(rows)
    print("| set | slips | first % | first five % | calibration error | first %, fitted without the set |")
    print("|---" * 6 + "|")
    for name in sorted(found):
        of_set = [row for row in rows if SETS.get(row.source, row.source) == name]
        theta = fit([row for row in rows if SETS.get(row.source, row.source) != name])
        apart = share([judged(theta, row) for row in of_set], "first")
        results = found[name]
        print(
            f"| {name} | {len(results)} | {share(results, 'first'):.1f} | {share(results, 'five'):.1f} "
            f"| {error(results):.3f} | {apart:.1f} |"
        )
    return found


def ablate(rows: Sequence[Row]) -> None:
    base = cross_validated(rows)
    names = sorted(base)
    print("| without | " + " | ".join(names) + f" | log loss, {IN_PLACE} |")
    print("|---" * (len(names) + 2) + "|")
    firsts = [f"{share(base[name], 'first'):.1f}" for name in names]
    print(f"| (nothing left out) | {' | '.join(firsts)} | {loss(base[IN_PLACE]):.4f} |")
    for signal, features in SIGNALS.items():
        found = cross_validated(rows, set(features))
        changes = [share(found[name], "first") - share(base[name], "first") for name in names]
        more = loss(found[IN_PLACE]) / loss(base[IN_PLACE]) - 1
        print(f"| {signal} | " + " | ".join(f"{c:+.1f}" for c in changes) + f" | {more:+.0%} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("eval", type=Path)
    parser.add_argument("--made", type=int, default=6000)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--diagram", type=Path)
    args = parser.parse_args()
    index = open_index()
    speller = Speller(index)
    slips = [
        *pairs(args.eval / "spelling-dev.jsonl", speller),
        *made(index, args.made, 11),
        *run_together(index, args.made // 10, 12),
        *in_notes(args.eval / "notes-dev.jsonl", index, 13),
    ]
    rows = [row_of(slip, speller, index) for slip in slips]
    random.Random(14).shuffle(rows)
    if args.ablate:
        ablate(rows)
        return
    found = report(rows)
    reliability = Reliability.of([(r.score, r.first) for results in found.values() for r in results if r.score])
    print(f"\n{reliability.table()}\n\ncalibration error of the first suggestion, all sets: {reliability.error:.3f}")
    if args.diagram:
        args.diagram.write_text(diagram(reliability), encoding="utf-8")
    theta = fit(rows)
    lines = ["feature\tweight\tsource"]
    lines += [
        f"{name}\t{value:.4f}\tbenchmarks/train_spelling.py on development pairs and made slips"
        for name, value in zip(NAMES, theta, strict=True)
    ]
    print("\n".join(line.rpartition("\t")[0] for line in lines))
    if not args.dry_run:
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
