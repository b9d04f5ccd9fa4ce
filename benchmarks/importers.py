"""Rows a second and peak memory of adding a terminology: a synthetic MRCONSO.RRF with the files beside it.

    python benchmarks/importers.py [ROWS]

ROWS is a million unless given; the names are invented. Three rows in four are English, a concept has four of
those, one row in a hundred is suppressed. Nothing is kept.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

ONSETS = ("zor", "bal", "thym", "glan", "per", "lip", "chol", "ost", "neph", "derm", "pylo", "rhin")
MIDDLES = ("bo", "ti", "ra", "mel", "cu", "sar", "ven", "do", "lin", "xa")
ENDS = ("itis", "oma", "osis", "emia", "ectomy", "pathy", "algia", "gram", "cyte", "plasty")
ROWS_PER_CONCEPT = 4


def name(rng: random.Random) -> str:
    words = (rng.choice(ONSETS) + rng.choice(MIDDLES) + rng.choice(MIDDLES) + rng.choice(ENDS) for _ in range(3))
    return " ".join(words)


def write_files(folder: Path, rows: int) -> Path:
    """MRCONSO.RRF, MRSTY.RRF, MRDEF.RRF and MRREL.RRF of a made-up Metathesaurus."""
    rng = random.Random(3)
    concepts = rows // ROWS_PER_CONCEPT
    with (folder / "MRCONSO.RRF").open("w", encoding="utf-8") as file:
        for number in range(rows):
            cui = f"C{number // ROWS_PER_CONCEPT:07}"
            language = "ENG" if number % 4 else "SPA"
            status = "P|L0000001|PF|S0000001|Y" if number % 4 == 1 else "S|L0000001|VO|S0000001|N"
            suppressed = "O" if number % 100 == 7 else "N"
            atom = f"A{number:07}||M0000001|D0000001|ZORB|PT|Z{number}"
            file.write(f"{cui}|{language}|{status}|{atom}|{name(rng)}|0|{suppressed}||\n")
    with (folder / "MRSTY.RRF").open("w", encoding="utf-8") as file:
        file.writelines(f"C{n:07}|T047|B2.2.1.2.1|Disease or Syndrome|AT{n:07}|256|\n" for n in range(concepts))
    with (folder / "MRDEF.RRF").open("w", encoding="utf-8") as file:
        file.writelines(
            f"C{n:07}|A{n:07}|AT{n:07}||ZORB|{name(rng)} of the {name(rng)}.|N||\n" for n in range(0, concepts, 10)
        )
    with (folder / "MRREL.RRF").open("w", encoding="utf-8") as file:
        for n in range(1, concepts):
            file.write(f"C{n:07}|A1|AUI|PAR|C{n // 8:07}|A2|AUI|isa|R{n}||ZORB|ZORB|||N||\n")
            file.write(f"C{n:07}|A1|AUI|RO|C{n // 3:07}|A2|AUI||R{n}||ZORB|ZORB|||N||\n")
    return folder / "MRCONSO.RRF"


def measure(path: Path) -> None:
    """Adds the file in this process and prints what it took."""
    from terminology.vocabulary.importers import add, catalog

    marks: dict[str, float] = {}

    def progress(what: str, done: int, total: int) -> None:
        marks.setdefault(what.split()[0], time.perf_counter())

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    found = catalog.find(path)
    added = add.add(found, add.record_of(found), progress=progress)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{added.rows:,} rows, {added.terms:,} terms, {added.concepts:,} concepts, {added.cycles} circles")
    print(f"in all {took:.1f} s, {added.rows / took:,.0f} rows/s")
    steps = {"MRSTY, MRDEF, MRREL": began, "MRCONSO": marks["adding"], "repeated codes and circles": marks["looking"]}
    ends = [*list(steps.values())[1:], began + took]
    for (step, start), end in zip(steps.items(), ends, strict=True):
        print(f"  {step}: {end - start:.1f} s")
    print(f"peak memory {peak:.0f} MB, {before:.0f} MB before it began")
    print(f"staged: {staged_size() / 1e6:.0f} MB")


def staged_size() -> int:
    from terminology.vocabulary.sources.brought import sources_dir

    return sum(path.stat().st_size for path in sources_dir().rglob("*") if path.is_file())


def main() -> None:
    rows = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "2026AA", "META")
        path.mkdir(parents=True)
        began = time.perf_counter()
        file = write_files(path, rows)
        print(f"{file.stat().st_size / 1e6:.0f} MB of MRCONSO.RRF written in {time.perf_counter() - began:.0f} s")
        os.environ["ENTRYASSIST_SOURCES_DIR"] = str(Path(folder, "sources"))
        measure(file)


if __name__ == "__main__":
    main()
