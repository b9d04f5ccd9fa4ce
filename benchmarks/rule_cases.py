"""Recall and precision of each rule on the cases written for it, tests/terminology/cases/<CODE>.tsv.

    python benchmarks/rule_cases.py              # every rule that has cases
    python benchmarks/rule_cases.py NU CO003     # families or rules, with what was missed and what was too much

Columns: ``kind`` (flag or quiet), ``text`` (``\\n`` for a line break; ``[[ ]]`` marks each span that the rule
flags), ``context`` (JSON of NoteContext fields, dates as YYYY-MM-DD, or empty), ``note`` (a remark).
Only findings of the rule itself count: what other rules say about a case is theirs to test.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from terminology import Checker, NoteContext

CASES = Path(__file__).parent.parent / "tests" / "terminology" / "cases"
KINDS = ("flag", "quiet")
# the lookahead lets a marked span end in a bracket of its own: [[[blank]]]
_MARK = re.compile(r"\[\[(.*?)\]\](?!\])", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Case(NamedTuple):
    """A text, what is known beside it, and the spans that the rule flags in it (none, for a near miss)."""

    text: str
    context: NoteContext
    spans: tuple[tuple[int, int], ...]


class Score(NamedTuple):
    """What a rule did with its cases. ``missed`` and ``extra`` hold the text of each span with its case."""

    flag: int
    quiet: int
    expected: int
    missed: tuple[tuple[str, Case], ...]
    extra: tuple[tuple[str, Case], ...]

    @property
    def recall(self) -> float:
        """The share of the marked spans that were flagged."""
        return 1 - len(self.missed) / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """The share of the flagged spans that are marked."""
        hits = self.expected - len(self.missed)
        return hits / (hits + len(self.extra)) if hits or self.extra else 1.0


def codes_with_cases() -> list[str]:
    """The rules that have a table of cases."""
    return sorted(path.stem for path in CASES.glob("*.tsv"))


def read_cases(code: str) -> list[Case]:
    """The cases of a rule. Raises ValueError for a row whose kind, marks or context are not what they should be."""
    with (CASES / f"{code}.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("# "))
        return [_case(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _case(row: dict[str, str]) -> Case:
    marked = row["text"].replace("\\n", "\n")
    text = _MARK.sub(r"\1", marked)
    # each mark before a span shifts it by the four brackets of those before and its own opening two
    spans = tuple((m.start() - 4 * i, m.end() - 4 * (i + 1)) for i, m in enumerate(_MARK.finditer(marked)))
    if "[[" in text or "]]" in text:
        raise ValueError(f"unbalanced marks: {marked}")
    if row["kind"] not in KINDS or bool(spans) != (row["kind"] == "flag"):
        raise ValueError(f"a flag case has marks and a quiet one has none: {row['kind']}: {marked}")
    return Case(text, _context(row.get("context") or "{}"), spans)


def _context(written: str) -> NoteContext:
    return NoteContext(**{name: _value(value) for name, value in json.loads(written).items()})


def _value(value: object) -> object:
    """A value of a context field: dates and tuples are not known to JSON."""
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    return dt.date.fromisoformat(value) if isinstance(value, str) and _DATE.fullmatch(value) else value


def score(checker: Checker, code: str, cases: Iterable[Case]) -> Score:
    """Checks the cases of a rule and counts."""
    counts, expected, missed, extra = [0, 0], 0, list[tuple[str, Case]](), list[tuple[str, Case]]()
    for case in cases:
        found = {(f.start, f.end) for f in checker.check(case.text, case.context) if f.rule == code}
        counts[not case.spans] += 1
        expected += len(case.spans)
        missed += [(case.text[slice(*span)], case) for span in case.spans if span not in found]
        extra += [(case.text[slice(*span)], case) for span in sorted(found.difference(case.spans))]
    return Score(*counts, expected, tuple(missed), tuple(extra))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rules", nargs="*", help="codes or their beginnings; all when none is given")
    args = parser.parse_args()
    checker = Checker.load()
    for code in codes_with_cases():
        if args.rules and not code.startswith(tuple(args.rules)):
            continue
        made = score(checker, code, read_cases(code))
        if args.rules:
            for kind, spans in (("missed", made.missed), ("extra", made.extra)):
                for span, case in spans:
                    print(f"{kind:6s} {code} {span!r} in {case.text!r}")
        print(
            f"{code}: {made.flag} flag, {made.quiet} quiet; {made.expected} spans; "
            f"recall {made.recall:.3f}, precision {made.precision:.3f}"
        )


if __name__ == "__main__":
    main()
