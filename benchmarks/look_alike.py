"""Recall and false alarms of SF031, the swapped look-alike drug.

    python benchmarks/look_alike.py ../shared/eval/notes-dev.jsonl

Measured on made lines about the half of the pairs that train_look_alike.py does not see, and on the development
notes: each drug with look-alikes is replaced by each of them in turn, and the finding must be there with the
right drug first. A finding in a note as it stands is taken for a false alarm. "told apart": something in the
line fits one of the two drugs better, so that a reader could tell. The made lines are filled from the same facts
that the rule reads, so their recall says how the weighing works, not how complete the facts are.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from look_alike_lines import Swap, made_lines, pairs, swaps_in

from terminology import Checker, Finding, Settings
from terminology.document import Line, cut_lines
from terminology.drugs import fit
from terminology.drugs.facts import facts_by_name
from terminology.drugs.orders import mentions, order_of
from terminology.tokens import tokenize

KINDS = ("indication", "dose", "route", "form", "frequency", "section", "note", "named")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--each", type=int, default=4, help="made lines for each drug of a pair")
    parser.add_argument("--show", type=int, default=0, help="missed swaps to print")
    parser.add_argument("--ablation", action="store_true", help="leave out each kind of evidence in turn")
    args = parser.parse_args()
    notes = [json.loads(row)["text"] for row in args.notes.read_text(encoding="utf-8").splitlines()]
    held_out = list(made_lines(pairs()[1::2], args.each, seed=2))
    real = [swap for note in notes for swap in swaps_in(note)]
    checker = Checker.load(Settings(select=("SF031",)))
    report(checker, held_out, real, notes, args.show)
    if args.ablation:
        weights = dict(fit.fit_weights())
        for kind in KINDS:
            fit.fit_weights = lambda kind=kind: {key: w for key, w in weights.items() if key[0] != kind}
            print(f"without {kind}:")
            report(Checker.load(Settings(select=("SF031",))), held_out, real, notes, 0)


def report(
    checker: Checker,
    made: Sequence[tuple[Swap, bool]],
    real: Sequence[tuple[Swap, bool]],
    notes: Sequence[str],
    show: int,
) -> None:
    for name, lines in (("made lines, pairs not trained on", made), ("development notes", real)):
        recall(checker, name, [swap for swap, swapped in lines if swapped], show)
    clean = [swap for swap, swapped in made if not swapped]
    alarms = sum(bool(found(checker, swap)) for swap in clean)
    print(f"  made lines unswapped: {alarms} of {len(clean)} flagged ({alarms / len(clean):.2%})")
    tokens = sum(len(tokenize(note)) for note in notes)
    findings = [(note, finding) for note in notes for finding in checker.check(note)]
    drugs = sum(not swapped for _, swapped in real)
    print(
        f"  notes as they stand: {len(findings)} findings in {tokens} tokens ({1000 * len(findings) / tokens:.3f} "
        f"per 1,000), {drugs} uses of a drug with look-alikes"
    )
    for note, finding in findings[:show]:
        print("   ", note[max(0, finding.start - 60) : finding.end + 60].replace("\n", " | "), finding.evidence)


def recall(checker: Checker, name: str, swaps: Sequence[Swap], show: int) -> None:
    counts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for swap in swaps:
        said = told_apart(swap)
        first = any(is_right(one.suggestions[0].text, swap) for one in found(checker, swap))
        counts["all"] += 1
        counts["found"] += first
        if said:
            counts["told apart"] += 1
            counts["told apart, found"] += first
            if not first:
                missed[", ".join(sorted(said))] += 1
                if show > 0:
                    show -= 1
                    print(
                        "   ",
                        swap.meant,
                        "->",
                        swap.text[max(0, swap.start - 50) : swap.start + 90].replace("\n", " | "),
                    )
    print(
        f"  {name}: {counts['found']} of {counts['all']} swaps ({counts['found'] / counts['all']:.1%}); "
        f"told apart: {counts['told apart, found']} of {counts['told apart']} "
        f"({counts['told apart, found'] / max(1, counts['told apart']):.1%})"
    )
    print("    missed, by what speaks for the right drug:", dict(missed.most_common(8)))


def found(checker: Checker, swap: Swap) -> list[Finding]:
    return [finding for finding in checker.check(swap.text) if finding.start == swap.start]


def is_right(suggested: str, swap: Swap) -> bool:
    """Another name of the same drug is right too."""
    known = facts_by_name()
    return known.get(suggested.lower()) is known[swap.meant]


def told_apart(swap: Swap) -> set[str]:
    """The kinds of evidence in the line that fit the right drug and not the one written."""
    offset, text = next((at, one) for at, one in cut_lines(swap.text) if at <= swap.start <= at + len(one))
    line = Line(text)
    named = mentions(line)
    which = next((i for i, one in enumerate(named) if one.start == swap.start - offset), None)
    if which is None:
        return set()
    known = facts_by_name()
    evidence = fit.weigh(known[swap.written], known[swap.meant], order_of(line, named, which), "")
    return {one.kind for one in speaking(evidence)}


def speaking(evidence: Iterable[fit.Evidence]) -> Iterable[fit.Evidence]:
    better = ("far", "unit", "close", "usual", "strength")
    for one in evidence:
        if one.kind == "dose":
            if better.index(one.look_alike) > better.index(one.written):
                yield one
        elif one.look_alike in ("yes", "purpose") or (one.look_alike == "near" and one.written == "none"):
            yield one


if __name__ == "__main__":
    main()
