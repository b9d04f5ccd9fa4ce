"""Fits the weights of SF031 and writes terminology/data/look_alike_weights.tsv.

    python benchmarks/train_look_alike.py ../shared/eval/notes-dev.jsonl

Data: made lines about every second pair (look_alike_lines.py; the other half is for benchmarks/look_alike.py),
and the uses of drugs in the development notes, each beside each of its look-alikes: half of the lines have the
right name, half the look-alike's. The model is a logistic regression on the difference between how the look-alike
fits and how the drug written fits, without a constant, fitted by gradient descent with an L2 penalty; a fit may
not weigh less than nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from look_alike_lines import Swap, made_lines, pairs, swaps_in

from terminology.document import Line, cut_lines
from terminology.drugs.facts import facts_by_name
from terminology.drugs.fit import Evidence, Named, weigh, weigh_note
from terminology.drugs.look_alikes import look_alikes
from terminology.drugs.orders import mentions, order_of
from terminology.sections import heading_of

TARGET = Path(__file__).parent.parent / "terminology" / "data" / "look_alike_weights.tsv"
SOURCE = "benchmarks/train_look_alike.py on made lines and the development notes"
# the fit that weighs nothing, for each kind of evidence
NOTHING = {"indication": "none", "dose": "far"}
# In the notes only one use of a drug is replaced at a time; who mishears a name mishears it throughout.
MOST = {("named", "yes"): 1.0}
STEPS, RATE, PENALTY, NOTES_COUNT = 4000, 0.5, 0.0005, 3.0

Row = tuple[list[Evidence], bool, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--each", type=int, default=6, help="made lines for each drug of a pair")
    args = parser.parse_args()
    notes = [json.loads(row)["text"] for row in args.notes.read_text(encoding="utf-8").splitlines()]
    rows = list(made_rows(made_lines(pairs()[::2], args.each, seed=1)))
    print(f"{len(rows)} made rows")
    real = [row for note in notes for row in note_rows(note)]
    print(f"{len(real)} rows from notes")
    weights = fitted(rows + real)
    with TARGET.open("w", encoding="utf-8") as file:
        file.write("evidence\tfit\tweight\tsource\n")
        for (kind, fit), weight in sorted(weights.items()):
            print(f"{kind:12s} {fit:10s} {weight:.2f}")
            file.write(f"{kind}\t{fit}\t{weight:.4f}\t{SOURCE}\n")


def made_rows(lines: Iterable[tuple[Swap, bool]]) -> Iterator[Row]:
    """A line as it is against the look-alike of its drug, and the swapped line against the right drug."""
    last: Swap | None = None
    for swap, swapped in lines:
        if not swapped:
            last = swap
            continue
        assert last is not None
        yield evidence(swap, swap.meant, in_note=False), True, 1.0
        yield evidence(last, swap.written, in_note=False), False, 1.0


def note_rows(note: str) -> Iterator[Row]:
    known = facts_by_name()
    for swap, swapped in swaps_in(note):
        if swapped:
            yield evidence(swap, swap.meant, in_note=True), True, NOTES_COUNT
        else:
            for other in look_alikes()[swap.written]:
                if other in known and known[other] is not known[swap.written]:
                    yield evidence(swap, other, in_note=True), False, NOTES_COUNT


def evidence(swap: Swap, rival: str, in_note: bool) -> list[Evidence]:
    """What tells the drug written from a rival."""
    known = facts_by_name()
    section = ""
    for at, text in cut_lines(swap.text):
        heading = heading_of(text)
        section = heading[0] if heading else section
        if at <= swap.start <= at + len(text):
            break
    line = Line(text)
    named = mentions(line)
    which = next((i for i, one in enumerate(named) if one.start == swap.start - at), None)
    if which is None:
        return []
    order = order_of(line, named, which)
    found = weigh(known[swap.written], known[rival], order, section)
    if in_note:
        elsewhere = f"{swap.text[: at + order.start]} {swap.text[at + order.end :]}".lower()
        found += weigh_note(Named(swap.written, known[swap.written]), Named(rival, known[rival]), elsewhere)
    return found


def fitted(rows: Sequence[Row]) -> dict[tuple[str, str], float]:
    rows = [row for row in rows if row[0]]
    keys = sorted({(one.kind, fit) for found, _, _ in rows for one in found for fit in (one.written, one.look_alike)})
    keys = [key for key in keys if key[1] != NOTHING.get(key[0], "no")]
    place = {key: number for number, key in enumerate(keys)}
    x, y, counts = np.zeros((len(rows), len(keys))), np.zeros(len(rows)), np.zeros(len(rows))
    for number, (found, swapped, count) in enumerate(rows):
        y[number], counts[number] = swapped, count
        for one in found:
            for fit, sign in ((one.look_alike, 1.0), (one.written, -1.0)):
                if (one.kind, fit) in place:
                    x[number, place[one.kind, fit]] += sign
    weights, most = np.zeros(len(keys)), np.array([MOST.get(key, np.inf) for key in keys])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (counts * (chance - y)) / counts.sum() + PENALTY * weights
        weights = np.clip(weights - RATE * gradient, 0.0, most)
    print(f"rows that tell anything: {len(rows)}; right: {np.mean(((x @ weights) > 0) == y):.1%}")
    return {key: float(weight) for key, weight in zip(keys, weights, strict=True)}


if __name__ == "__main__":
    main()
