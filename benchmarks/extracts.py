"""Recall and precision of drugs and problems read out of real notes, and how often their certainty is right.

    python benchmarks/extracts.py notes-dev.jsonl            # the development notes
    python benchmarks/extracts.py notes-dev.jsonl --show     # with what was missed, too much, or judged wrongly

The labels (extract_labels.tsv) hold a note's id, the offsets of the words that name a drug or problem, its kind and
its certainty, and no text. A note with an empty row of a kind was read for it and holds none; only kinds that a note
has rows of were read for. What is ``ignored`` (the keywords at the end of some notes, salines) counts neither way.
A label is found when an extract of its kind shares a letter with it; two labels need two extracts, and the spans'
ends are not judged. The ``first`` set was chosen and labelled before the extractor was written, and what was missed
there was mended: 24 notes at random (seed 6), 14 at random of those that tell of drugs or allergies (seed 7, mostly
read for drugs only), and five for their orders and allergies. The ``fresh`` set, 14 other notes at random (seed 8),
was labelled afterwards, and nothing was mended by it.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from terminology import Checker, Extract

LABELS = Path(__file__).parent / "extract_labels.tsv"
KINDS = ("drug", "problem")


class Label(NamedTuple):
    """A labelled span; ``start`` is -1 where a note only is said to hold none of a kind."""

    start: int
    end: int
    kind: str
    certainty: str


def labels(which: str) -> dict[str, list[Label]]:
    """The labels of a set by note."""
    found: dict[str, list[Label]] = defaultdict(list)
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            span = (int(row["start"]), int(row["end"])) if row["start"] else (-1, -1)
            if row["set"] == which:
                found[row["note"]].append(Label(*span, row["kind"], row["certainty"]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    checker = Checker.load()
    notes = {row["id"]: row["text"] for row in map(json.loads, args.notes.open(encoding="utf-8"))}
    for which in ("first", "fresh"):
        print(f"{which} set")
        tally: Counter[tuple[str, str]] = Counter()
        confused: Counter[tuple[str, str]] = Counter()
        for note, gold in labels(which).items():
            for line in judge(gold, checker.extracts(notes[note]), tally, confused, notes[note]):
                if args.show:
                    print(note, line)
        report(tally, confused)


def judge(
    gold: Sequence[Label],
    found: Iterable[Extract],
    tally: Counter[tuple[str, str]],
    confused: Counter[tuple[str, str]],
    text: str,
) -> Iterable[str]:
    """Counts what was found of the labels of a note, and says what was not."""
    found = list(found)
    for kind in KINDS:
        open_labels = [label for label in gold if label.kind == kind and label.start >= 0]
        if not any(label.kind == kind for label in gold):
            continue
        for one in (one for one in found if one.kind == kind):
            label = next((label for label in open_labels if _meet(label, one)), None)
            if label is None:
                if not any(label.kind == "ignored" and _meet(label, one) for label in gold):
                    tally[kind, "extra"] += 1
                    yield f"extra {kind}: {_around(text, one.start, one.end)}"
                continue
            open_labels.remove(label)
            tally[kind, "hits"] += 1
            confused[label.certainty, one.certainty] += 1
            tally[kind, "certain"] += label.certainty == one.certainty
            if label.certainty != one.certainty:
                yield f"{kind} {one.certainty} for {label.certainty}: {_around(text, one.start, one.end)}"
        tally[kind, "missed"] += len(open_labels)
        for label in open_labels:
            yield f"missed {kind}: {_around(text, label.start, label.end)}"


def _meet(label: Label, one: Extract) -> bool:
    return label.start < one.end and one.start < label.end


def report(tally: Counter[tuple[str, str]], confused: Counter[tuple[str, str]]) -> None:
    for kind in KINDS:
        hits, missed, extra = (tally[kind, name] for name in ("hits", "missed", "extra"))
        print(
            f"{kind:8} {hits + missed} labelled; recall {hits / (hits + missed):.3f}, precision "
            f"{hits / (hits + extra):.3f}; certainty right {tally[kind, 'certain'] / hits:.3f}"
        )
    for certainty in dict.fromkeys(label for label, _ in sorted(confused)):
        of = {str(read): count for (label, read), count in sorted(confused.items()) if label == certainty}
        print(f"{certainty:11} {of.get(certainty, 0)} of {sum(of.values())} right; read as {of}")


def _around(text: str, start: int, end: int) -> str:
    return repr(f"{text[max(0, start - 50) : start]}»{text[start:end]}«{text[end : end + 30]}")


if __name__ == "__main__":
    main()
