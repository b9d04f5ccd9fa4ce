"""Recall and precision of the notation rules SF001 to SF018 on the lines written for them, and their findings on notes.

    python benchmarks/notation.py                                # tests/terminology/notation_cases.tsv
    python benchmarks/notation.py --notes ../shared/eval/notes-dev.jsonl --show 200

On the lines a finding of any of these rules that the line does not expect is a false alarm. On notes (rows with
a "text") nothing is known to be right: the rates per 1,000 tokens are printed, and findings to read.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from terminology import Checker, Finding, Settings
from terminology.tokens import tokenize

CASES = Path(__file__).parent.parent / "tests" / "terminology" / "notation_cases.tsv"
RULES = tuple(f"SF{number:03d}" for number in range(1, 19))


class Mark(NamedTuple):
    """A span, the rule that reports it and what the first suggestion reads (empty: none)."""

    rule: str
    start: int
    end: int
    becomes: str


class Case(NamedTuple):
    """A line (or several), the rule it is about and what is expected of it; nothing, for a near miss."""

    rule: str
    text: str
    marks: tuple[Mark, ...]


def read_cases(path: Path = CASES) -> list[Case]:
    """The cases of the table. Raises ValueError for one whose marks and columns do not agree."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("# "))
        return [_case(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _case(row: dict[str, str]) -> Case:
    marked = row["line"].replace("\\n", "\n")
    text, spans = "", []
    for i, piece in enumerate(marked.split("[[")):
        inner, closed, rest = piece.partition("]]")
        if bool(i) != bool(closed):
            raise ValueError(f"unbalanced marks: {marked}")
        if i:
            spans.append((len(text), len(text) + len(inner)))
        text += inner + rest
    if bool(spans) != (row["sign"] == "+"):
        raise ValueError(f"a near miss has no marks, and any other line has: {marked}")
    rules, becomes = row["rule"].split(";"), row["becomes"].split(";")
    marks = tuple(
        Mark(rules[min(i, len(rules) - 1)], *span, becomes[min(i, len(becomes) - 1)]) for i, span in enumerate(spans)
    )
    return Case(rules[0], text, marks)


def judged(findings: list[Finding], case: Case) -> tuple[list[Mark], list[Mark], list[Finding]]:
    """The marks found, those found with another first suggestion than expected, and the findings without a mark."""
    at = {(f.rule, f.start, f.end): f for f in findings if f.rule in RULES}
    found = [mark for mark in case.marks if mark[:3] in at]
    other = [mark for mark in found if mark.becomes != _first(at[mark[:3]])]
    expected = {mark[:3] for mark in case.marks}
    return found, other, [f for key, f in at.items() if key not in expected]


def _first(finding: Finding) -> str:
    return finding.suggestions[0].text if finding.suggestions else ""


def on_cases(checker: Checker, cases: list[Case]) -> None:
    expected, found, other, alarms = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for case in cases:
        hits, changed, extra = judged(checker.check(case.text), case)
        for mark in case.marks:
            expected[mark.rule] += 1
        found.update(mark.rule for mark in hits)
        other.update(mark.rule for mark in changed)
        alarms.update(f.rule for f in extra)
        for mark in set(case.marks) - set(hits):
            print(f"missed   {mark.rule} {case.text[mark.start : mark.end]!r}: {case.text!r}")
        for mark in changed:
            print(f"suggests {mark.rule} not {mark.becomes!r}: {case.text!r}")
        for finding in extra:
            print(f"alarm    {finding.rule} {finding.text!r}: {case.text!r}")
    for rule in RULES:
        if expected[rule]:
            counts = f"{expected[rule]} expected, {found[rule]} found, {other[rule]} suggestions wrong"
            print(f"{rule}: {counts}, {alarms[rule]} alarms")
    positive, near = sum(bool(case.marks) for case in cases), sum(not case.marks for case in cases)
    hits, wrong = found.total(), alarms.total()
    print(f"{positive} positive lines, {near} near misses")
    print(f"recall {hits / expected.total():.4f}, precision {hits / (hits + wrong):.4f}")
    print(f"first suggestion right {1 - other.total() / hits:.4f}")


def on_notes(checker: Checker, path: Path, show: int) -> None:
    tokens, rates, shown = 0, Counter[tuple[str, str]](), []
    for text in _texts(path):
        tokens += len(tokenize(text))
        for f in checker.check(text):
            rates[f.rule, f.severity.value] += 1
            around = text[max(0, f.start - 50) : f.end + 35].replace("\n", " | ")
            shown.append(f"{f.rule} {f.severity:8s} {f.text!r} -> {_first(f)!r}: ...{around}...")
    if show:
        print(*shown[:: max(1, len(shown) // show)], sep="\n")
    for (rule, severity), n in sorted(rates.items()):
        print(f"{rule} {severity:8s} {n:5d}  {1000 * n / tokens:.3f} per 1,000 tokens")
    loud = sum(n for (_, severity), n in rates.items() if severity != "advice")
    print(
        f"{tokens} tokens: warning or worse {1000 * loud / tokens:.3f}, "
        f"all {1000 * rates.total() / tokens:.3f} per 1,000"
    )


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(row)["text"] for row in file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, help="JSON lines with a text instead of the written lines")
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    checker = Checker.load(Settings(select=RULES))
    if args.notes:
        on_notes(checker, args.notes, args.show)
    else:
        on_cases(checker, read_cases())


if __name__ == "__main__":
    main()
