"""Build time, size, open time, resident memory and look-up times of the compiled vocabulary.

python benchmarks/vocabulary.py
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from terminology import Checker, Settings
from terminology.vocabulary import build_index, open_index


def spread(run: Callable[[str], object], inputs: list[str]) -> str:
    took = []
    for value in inputs:
        began = time.perf_counter()
        run(value)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return f"p50 {took[len(took) // 2]:.3f} ms, p99 {took[int(len(took) * 0.99)]:.3f} ms"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        manifest = build_index(None, Path(folder))
        print(f"build: {time.perf_counter() - began:.1f} s, {manifest.words} words, {manifest.forms} forms")
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(f"size: {size / 1e6:.1f} MB")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        index = open_index(Path(folder))
        print(f"open: {(time.perf_counter() - began) * 1000:.1f} ms")
        checker = Checker.load(Settings(index_dir=Path(folder)))
        words = [word.text for word in index.starting_with("h") if word.text.isalpha()][::20]
        print(f"look-up of a word: {spread(index.word, words)}")
        typos = [word[:2] + word[3:] for word in words if len(word) > 6]
        print(f"candidates of a typo: {spread(checker._language.speller.corrections, typos)}")
        print(f"completion: {spread(lambda w: checker.complete(w[:3], 3), words)}")
        checker.lookup("warm up")
        print(
            f"forgiving search: {spread(checker.lookup, ['diabetis melitus', 'alzimers diseese', 'brocken hip'] * 10)}"
        )
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"peak memory: {after / 1024:.0f} MB, of which after the build {max(0, after - before) / 1024:.0f} MB")


if __name__ == "__main__":
    main()
