"""How often an expansion that --fix would make on its own is right, and how many of all it makes.

python benchmarks/expansions.py ABBREV.jsonl [--wrong]     # rows with text, start, end, golds

The house style asks for every short form to be written out; what is safe is then compared with what stood there
before it was replaced by its short form. Rows are cut in two halves by their short form's place in the alphabet:
thresholds are set on one half and hold, or do not, on the other.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from terminology import Checker, Settings
from terminology.abbreviations import expansion
from terminology.abbreviations.wordings import Wordings
from terminology.finding import Safety
from terminology.house_style import Expand, HouseStyle
from terminology.vocabulary.index import open_index

Row = dict[str, object]
SURE = (0.9, 0.95, 0.97, 0.98, 0.99)
RIVALS = (0.03, 0.06, 0.12, 0.25)


def normal(text: str) -> str:
    """Lower case without punctuation and plural endings: what counts as the same long form."""
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).split()
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word for word in words)


def halves(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of every other short form, so that no short form is in both halves."""
    shorts = sorted({str(row["abbr"]).lower() for row in rows})
    one = set(shorts[::2])
    return [r for r in rows if str(r["abbr"]).lower() in one], [r for r in rows if str(r["abbr"]).lower() not in one]


def measured(rows: list[Row], wordings: Wordings, wrong: list[str] | None = None) -> Counter[str]:
    """Counts of rows, of safe expansions, and of those that are right."""
    checker = Checker.load(Settings(select=("AB006",), house_style=HouseStyle(expand=Expand.ALWAYS)))
    counts: Counter[str] = Counter(rows=len(rows))
    for row in rows:
        span = (row["start"], row["end"])
        for finding in checker.check(str(row["text"])):
            first = finding.suggestions[0]
            if (finding.start, finding.end) == span and first.safety is Safety.SAFE:
                golds = [str(gold) for gold in row["golds"]]  # type: ignore[attr-defined]
                right = any(
                    normal(first.text) == normal(gold) or wordings.are_one_sense(first.text, gold) for gold in golds
                )
                counts["safe"] += 1
                counts["right"] += right
                if not right and wrong is not None:
                    wrong.append(f"{finding.text} -> {first.text} ({first.score}), was {golds}: {row['text']}")
    return counts


def line(name: str, counts: Counter[str]) -> str:
    safe, right = counts["safe"], counts["right"]
    precision = f"{right / safe:.2%}" if safe else "-"
    return f"{name}: {safe} of {counts['rows']} expanded ({safe / max(1, counts['rows']):.1%}), right {precision}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--source", default="reverse-mtsamples", help="which rows count")
    parser.add_argument("--wrong", action="store_true", help="print each wrong expansion")
    args = parser.parse_args()
    rows = [json.loads(row) for row in args.rows.read_text(encoding="utf-8").splitlines()]
    one, other = halves([row for row in rows if row["source"] == args.source])
    wordings = Wordings(open_index().concepts)
    chosen = expansion.SURE, expansion.RIVALS
    for expansion.RIVALS in RIVALS:
        for expansion.SURE in SURE:
            print(line(f"half to set by, sure {expansion.SURE}, rivals {expansion.RIVALS}", measured(one, wordings)))
    expansion.SURE, expansion.RIVALS = chosen
    wrong: list[str] = []
    print(line("half to set by, as set", measured(one, wordings, wrong)))
    print(line("other half, as set", measured(other, wordings, wrong)))
    if args.wrong:
        print(*wrong, sep="\n")


if __name__ == "__main__":
    main()
