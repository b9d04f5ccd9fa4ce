"""How the vocabulary index behaves as it grows: 200,000, 1 million and 3 million forms.

    python benchmarks/vocabulary_scale.py [--forms 200000 1000000 3000000]

A synthetic source adds phrases of invented and real words until the index holds that many forms. Each
index is then opened by a fresh process, which reports open time, resident memory and look-up times.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from terminology import Group
from terminology.vocabulary import build, manifest
from terminology.vocabulary.sources.catalog import all_sources
from terminology.vocabulary.term import Source, Term, Tier

SYLLABLES = (
    "car",
    "di",
    "my",
    "pa",
    "thy",
    "neu",
    "ro",
    "gas",
    "tr",
    "en",
    "ter",
    "he",
    "mo",
    "ly",
    "sis",
    "fi",
    "bro",
)
FOCUS = ("acute", "chronic", "left", "right", "upper", "lower", "anterior", "posterior", "primary", "recurrent")

MEASURE = """
import random, resource, sys, time
from pathlib import Path
def now(): return time.perf_counter()
def resident():
    return int(next(l for l in open('/proc/self/status') if l.startswith('VmRSS')).split()[1]) / 1024
from terminology import Checker, Settings
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.manifest import Manifest
folder = Path(sys.argv[1])
before, t = resident(), now()
index = VocabularyIndex(folder, Manifest.load(folder))
opened = (now() - t) * 1000
checker = Checker(index, Settings())
rng = random.Random(3)
words = [w.text for letter in 'abcdhmprs' for _, w in zip(range(9000), index.starting_with(letter))]
words = [w for w in rng.sample(words, 3000) if len(w) > 5 and w.isalpha()]
def spread(run, values):
    took = []
    for v in values:
        t = now(); run(v); took.append((now() - t) * 1000)
    took.sort()
    return f'{took[len(took)//2]:.3f} / {took[int(len(took)*.99)]:.3f}'
phrases = [w[:rng.randint(2, 5)] for w in words] + ['congestive he', 'type 2 diab', 'chronic kid', 'acute myo'] * 9
searches = ['alzimers diseese', 'diabetis melitus', 'fracture femur neck left', 'heart failure congestive', 'E11.9',
            'CHF', 'pnemonia due to pseudomonas', 'hypert', 'cronic kidny disease', 'pain'] * 20
typos = [w[:3] + w[4:] for w in words]
print('|', f'{opened:.1f}', '|', spread(index._word, words), '|', spread(checker._language.speller.corrections, typos),
      '|', spread(lambda q: checker.complete(q, len(q)), phrases), '|', spread(checker.lookup, searches),
      '|', f'{resident() - before:.0f}', '|')
"""


def synthetic(count: int) -> Iterator[Term]:
    """Distinct phrases of three words; one word in three is invented."""
    rng = random.Random(7)
    invented = sorted({"".join(rng.choices(SYLLABLES, k=rng.randint(3, 5))) for _ in range(max(1000, count // 6))})
    for number in range(count):
        words = (rng.choice(FOCUS), invented[number % len(invented)], rng.choice(invented))
        yield Term(f"{' '.join(words)} {number // 10}", Tier.SUGGEST, Group.DISORDER, f"SYN:{number}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", type=int, nargs="+", default=[200_000, 1_000_000, 3_000_000])
    args = parser.parse_args()
    print("Times of look-ups are p50 / p99 in ms.")
    print("| forms | words | build s | size MB | open ms | word | typo | completion | search | resident MB |")
    print("|---" * 10 + "|")
    sources = all_sources()
    for forms in args.forms:
        extra = max(0, forms - 205_000)
        source = Source("synthetic", "", "MIT", "made for this measurement", lambda extra=extra: synthetic(extra))
        build.all_sources = lambda source=source, extra=extra: (*sources, source) if extra else sources
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "index"
            began = time.perf_counter()
            made = build.build(target, manifest.wanted_key())
            took = time.perf_counter() - began
            size = sum(path.stat().st_size for path in target.iterdir()) / 1e6
            print(f"| {made.forms} | {made.words} | {took:.1f} | {size:.0f} ", end="", flush=True)
            subprocess.run([sys.executable, "-c", MEASURE, str(target)], check=True)


if __name__ == "__main__":
    main()
