"""Recall and precision of the measurements read out of real text, against hand-made labels.

    python benchmarks/measurements.py ../shared/eval            # the folder of the development sets
    python benchmarks/measurements.py ../shared/eval --show     # with what was missed and what was too much

The labels (measurement_labels.tsv) hold a note's id or ``abbrev-dev:ROW``, the offsets of the value, its quantity
and the number as written, and no text; a text with an empty row was read and holds none. All of notes-dev.jsonl was
searched for measurements by hand, so what is found in a note without labels counts as wrong.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from pathlib import Path

from terminology import extract

LABELS = Path(__file__).parent / "measurement_labels.tsv"
Place = tuple[str, int, str]


def labels() -> dict[str, dict[int, tuple[str, float]]]:
    found: dict[str, dict[int, tuple[str, float]]] = defaultdict(dict)
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["key"]:
                found[row["note"]][int(row["start"])] = (row["key"], float(row["value"]))
            else:
                found[row["note"]]
    return found


def texts(folder: Path, wanted: set[str]) -> dict[str, str]:
    """Every development note, and those sentences of abbrev-dev.jsonl that have labels."""
    found = {}
    for row in map(json.loads, (folder / "notes-dev.jsonl").open(encoding="utf-8")):
        found[row["id"]] = row["text"]
    for number, line in enumerate((folder / "abbrev-dev.jsonl").open(encoding="utf-8")):
        if (name := f"abbrev-dev:{number}") in wanted:
            found[name] = json.loads(line)["text"]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    wanted = labels()
    hits = missed = extra = wrong = 0
    for name, text in texts(args.folder, set(wanted)).items():
        gold = wanted.get(name, {})
        read = {m.value_start: m for m in extract(text)}
        for start, (key, value) in gold.items():
            m = read.get(start)
            ok = m is not None and m.key == key
            hits += ok
            missed += not ok
            mixed = m is not None and "," in m.unit
            wrong += bool(ok and m and not mixed and m.low != value)
            if args.show and not ok:
                print(f"missed {name} {key} {value}: {_around(text, start)}")
            elif args.show and m and not mixed and m.low != value:
                print(f"wrong value {m.low}: {_around(text, start)}")
        for start, m in read.items():
            if start not in gold or gold[start][0] != m.key:
                extra += 1
                if args.show:
                    print(f"extra  {name} {m.key} {m.low}: {_around(text, start)}")
    print(f"{hits + missed} labelled; recall {hits / (hits + missed):.4f}, precision {hits / (hits + extra):.4f}")
    print(f"values read wrong: {wrong}")


def _around(text: str, at: int) -> str:
    return repr(f"{text[max(0, at - 60) : at]}»{text[at : at + 40]}")


if __name__ == "__main__":
    main()
