"""How well the senses of short forms are chosen, on texts and on short forms that the model has not seen.

    python benchmarks/senses.py ../shared/eval hp.obo
    python benchmarks/senses.py ../shared/eval hp.obo --keep choices.pickle   # and again, in seconds

Prints first and first three with the majority sense beside it, each figure without one group of features
(ablation), calibration, how sure a first sense must be to be right, errors by kind, and what choosing costs.
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from sense_data import FIXED, FOLDS, SenseData
from sense_fit import Choice, figures, fit, judged, same

from terminology import Checker
from terminology.abbreviations.sense_model import FEATURES
from terminology.abbreviations.senses import SenseChooser
from terminology.abbreviations.wordings import Wordings
from terminology.vocabulary import open_index

GROUPS = {
    "all features": (),
    "prior": ("prior",),
    "case and full points": ("other_case", "other_points"),
    "section": ("section",),
    "cue words": ("cue_near", "cue_far"),
    "doses and durations": ("dosed_drug", "lasting_disorder"),
    "word pairs": ("pair_left", "pair_right", "everyday_pair_left", "everyday_pair_right"),
    "company of the long form": ("whole_left", "whole_right", "whole_near", "whole_unseen"),
    "company of its words": ("word_left", "word_right", "words_near"),
    "word vectors": ("likeness", "cue_likeness"),
}
PRIOR = FEATURES.index("prior")
Judged = list[tuple[np.ndarray, Choice]]


def held_out(rows: list[Choice], also: list[Choice], by_text: bool, dropped: tuple[str, ...] = ()) -> Judged:
    """Each row with weights that did not see its fold; made choices of its texts are left out too."""
    columns = [FEATURES.index(name) for name in dropped]
    pairs: Judged = []
    for fold in range(FOLDS):
        seen = [c for c in rows if c.fold != fold] + [c for c in also if not by_text or c.fold != fold]
        theta = fit(seen, FIXED, columns)
        pairs += [(theta, c) for c in rows if c.fold == fold]
    return pairs


def majority(rows: list[Choice], prior: bool) -> tuple[float, float]:
    """First and three when the commonest sense is always taken: by our priors, or by the other rows themselves."""
    first = three = 0
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for c in rows:
        counts[c.short].update({same(long) for long, right in zip(c.longs, c.right, strict=True) if right})
    for c in rows:
        own = {same(long) for long, right in zip(c.longs, c.right, strict=True) if right}
        value = [
            float(c.matrix[i, PRIOR]) if prior else counts[c.short][same(long)] - (same(long) in own)
            for i, long in enumerate(c.longs)
        ]
        order = np.argsort([-v for v in value], kind="stable")
        first += bool(c.right[order[0]])
        three += bool(c.right[order[:3]].any())
    return first / len(rows), three / len(rows)


def kind_of_error(choice: Choice, best: int, wordings: Wordings) -> str:
    golds = [long for long, right in zip(choice.longs, choice.right, strict=True) if right]
    if not golds:
        return "sense not in the inventory"
    got = choice.longs[best]
    if any(wordings.are_one_sense(got, gold) for gold in golds):
        return "the same meaning in another wording"
    if {word[:5] for word in same(got).split()} & {word[:5] for gold in golds for word in same(gold).split()}:
        return "a neighbouring meaning (recommend, recommended; catheter, catheterization)"
    return "another meaning"


def print_errors(name: str, pairs: Judged, wordings: Wordings) -> None:
    errors: Counter[str] = Counter()
    for theta, choice in pairs:
        _, order = judged(theta, choice)
        if not choice.right[order[0]]:
            errors[kind_of_error(choice, order[0], wordings)] += 1
    print(f"\nerrors, {name}: {sum(errors.values())} of {len(pairs)}")
    for kind, count in errors.most_common():
        print(f"  {count:4d}  {kind}")


def print_sureness(pairs: Judged) -> None:
    print("\nhow right a first sense is, by its score (texts held out)")
    scored = []
    for theta, choice in pairs:
        p, order = judged(theta, choice)
        scored.append((float(p[order[0]]), bool(choice.right[order[0]])))
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 0.99), (0.99, 1.01)):
        inside = [hit for p, hit in scored if low <= p < high]
        if inside:
            print(f"  {low:.2f}-{min(high, 1.0):.2f}  n {len(inside):4d}  right {sum(inside) / len(inside):.3f}")


def print_cost(notes: Path) -> None:
    texts = [json.loads(line)["text"] for line in notes.read_text(encoding="utf-8").splitlines()]
    checker = Checker.load()
    checker.check("MS for ten years. transient ischemic attack (TIA)")
    spent, plain = [0.0, 0], SenseChooser.ranked

    def timed(self, *args):  # type: ignore[no-untyped-def]
        began = time.perf_counter()
        found = plain(self, *args)
        spent[0] += time.perf_counter() - began
        spent[1] += 1
        return found

    SenseChooser.ranked = timed  # type: ignore[method-assign]
    began = time.perf_counter()
    for text in texts:
        checker.check(text)
    whole = time.perf_counter() - began
    SenseChooser.ranked = plain  # type: ignore[method-assign]
    share = spent[0] / whole
    print(f"\nchoosing senses: {spent[1]:.0f} calls, {spent[0]:.2f} s of {whole:.2f} s of checking ({share:.1%})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("eval", type=Path)
    parser.add_argument("definitions", type=Path)
    parser.add_argument("--keep", type=Path, help="where the choices with their features are kept between runs")
    args = parser.parse_args()
    if args.keep and args.keep.exists():
        choices, by_short = pickle.loads(args.keep.read_bytes())
    else:
        data = SenseData(args.eval, args.definitions)
        choices, by_short = data.choices(data.by_text, made=True), data.choices(data.by_short_form, made=False)
        if args.keep:
            args.keep.write_bytes(pickle.dumps((choices, by_short)))
    made = [c for c in choices if c.source == "made"]
    rows = [c for c in choices if c.source == "reverse-mtsamples"]
    by_short = [c for c in by_short if c.source == "reverse-mtsamples"]
    for name, prior in (("our priors", True), ("the rows themselves, this one left out", False)):
        first, three = majority(rows, prior)
        print(f"majority sense by {name}: first {first:.3f}  three {three:.3f}")
    print(f"\n{'without':26s} texts held out           short forms held out")
    for name, dropped in GROUPS.items():
        one = figures(held_out(rows, made, True, dropped))
        two = figures(held_out(by_short, made, False, dropped))
        print(
            f"{name:26s} {one.first:.3f} {one.three:.3f} ece {one.ece:.3f}    "
            f"{two.first:.3f} {two.three:.3f} ece {two.ece:.3f}"
        )
    texts, shorts = held_out(rows, made, True), held_out(by_short, made, False)
    wordings = Wordings(open_index().concepts)
    print_errors("texts held out", texts, wordings)
    print_errors("short forms held out", shorts, wordings)
    print_sureness(texts)
    print_cost(args.eval / "notes-dev.jsonl")


if __name__ == "__main__":
    main()
