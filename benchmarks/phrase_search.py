"""The phrase index: build time, size, load time, memory, query times, and how often the right concept comes first.

    python benchmarks/phrase_search.py [--nmslib]

200 names of concepts are misspelt (one or two slips) or reworded (function words dropped, the rest shuffled, one
word left out of long names, a slip in every second) from a fixed seed. ``--nmslib`` also builds the graph index
that scispaCy would use over the same vectors.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from terminology.spelling.speller import Speller
from terminology.vocabulary import VocabularyIndex, open_index
from terminology.vocabulary.normal import normal_phrase
from terminology.vocabulary.phrase_index import PhraseIndex, build_phrase_index
from terminology.vocabulary.search import ConceptSearch

QUERIES, SEED, SHOWN = 200, 7, 5
FUNCTION_WORDS = frozenset(("of", "the", "and", "in", "with", "due", "to", "or", "by"))


def slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + rng.choice("aeiourstnl") + word[at + 1 :],
        )
    )


def misspelt(name: str, rng: random.Random) -> str:
    words = name.split()
    long = [i for i, word in enumerate(words) if len(word) >= 5] or [
        max(range(len(words)), key=lambda i: len(words[i]))
    ]
    for i in rng.sample(long, min(2, len(long))):
        words[i] = slip(words[i], rng)
    return " ".join(words)


def reworded(name: str, rng: random.Random) -> str:
    words = [word for word in name.split() if word not in FUNCTION_WORDS]
    rng.shuffle(words)
    if len(words) > 3:
        words.pop(rng.randrange(len(words)))
    if rng.random() < 0.5:
        i = max(range(len(words)), key=lambda i: len(words[i]))
        words[i] = slip(words[i], rng)
    return " ".join(words)


def queries(index: VocabularyIndex) -> list[tuple[str, str, str]]:
    """Triples of kind, what is typed, and the form that was meant."""
    rng = random.Random(SEED)
    forms = (form for form, concept in index.concepts.forms() if is_preferred(index, form, concept))
    names = rng.sample([*dict.fromkeys(forms)], QUERIES)
    kinds = {"misspelt": misspelt, "reworded": reworded}
    return [(kind, change(name, rng), name) for name, (kind, change) in zip(names, [*kinds.items()] * QUERIES)]  # noqa: B905


def is_preferred(index: VocabularyIndex, form: str, concept: str) -> bool:
    if not (2 <= len(form.split()) <= 8 and len(form) < 70 and any(len(word) >= 4 for word in form.split())):
        return False
    found = index.concepts.get(concept)
    return found is not None and normal_phrase(found.preferred) == form


def score(name: str, find: Callable[[str], list[str]], wanted: list[tuple[str, str, set[str]]]) -> None:
    took, first, shown = [], {"misspelt": 0, "reworded": 0}, 0
    for kind, typed, right in wanted:
        began = time.perf_counter()
        found = find(typed)
        took.append((time.perf_counter() - began) * 1000)
        first[kind] += bool(right & set(found[:1]))
        shown += bool(right & set(found[:SHOWN]))
    took.sort()
    half = len(wanted) / 2
    print(
        f"| {name} | {first['misspelt'] / half:.0%} | {first['reworded'] / half:.0%} | {shown / len(wanted):.0%} "
        f"| {took[len(took) // 2]:.1f} | {took[int(len(took) * 0.99)]:.1f} |",
        flush=True,
    )


def resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def opened(folder: Path) -> None:
    """In a process of its own: what loading costs."""
    before, began = resident(), time.perf_counter()
    import scispacy.candidate_generation  # noqa: F401

    imported, importing = time.perf_counter(), resident()
    phrases = PhraseIndex.open(folder)
    took = time.perf_counter()
    phrases.nearest("first query")
    print(f"open: {took - imported:.2f} s and {resident() - importing:.0f} MB, after", end=" ")
    print(f"{imported - began:.1f} s and {importing - before:.0f} MB for importing scispaCy")


def with_nmslib(folder: Path) -> Callable[[str], list[str]]:
    """The same vectors behind scispaCy's own graph index, with less thorough settings than its own (M 100, 2000)."""
    import nmslib

    phrases = PhraseIndex.open(folder)
    generator = phrases._generator
    vectors = generator.ann_index._forms.T.tocsr()
    began = time.perf_counter()
    graph = nmslib.init(method="hnsw", space="cosinesimil_sparse", data_type=nmslib.DataType.SPARSE_VECTOR)
    graph.addDataPointBatch(vectors)
    graph.createIndex({"M": 30, "indexThreadQty": 2, "efConstruction": 200, "post": 0})
    graph.setQueryTimeParams({"efSearch": 200})
    print(f"building the nmslib graph (M 30, efConstruction 200): {time.perf_counter() - began:.0f} s")
    generator.ann_index = graph
    return lambda typed: [concept for concept, _ in phrases.nearest(typed, SHOWN)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nmslib", action="store_true", help="also build scispaCy's own graph index")
    parser.add_argument("--opened", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.opened:
        opened(options.opened)
        return
    index = open_index()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "phrases"
        began = time.perf_counter()
        count = build_phrase_index(index, folder)
        print(f"build: {time.perf_counter() - began:.1f} s for {count:,} forms", flush=True)
        print(f"size: {sum(path.stat().st_size for path in folder.iterdir()) / 1e6:.0f} MB", flush=True)
        subprocess.run([sys.executable, __file__, "--opened", str(folder)], check=True)
        wanted = [(kind, typed, set(index.concepts.named(name))) for kind, typed, name in queries(index)]
        phrases, search = PhraseIndex.open(folder), ConceptSearch(index, Speller(index))
        phrases.nearest("warm up")
        print("\n| search | misspelt first | reworded first | in first five | p50 ms | p99 ms |")
        print("|---|---|---|---|---|---|")
        score("phrase index", lambda typed: [concept for concept, _ in phrases.nearest(typed, SHOWN)], wanted)
        score("lexical", lambda typed: [concept.id for concept in search.find(typed, SHOWN)], wanted)
        if options.nmslib:
            score("phrase index on nmslib", with_nmslib(folder), wanted)


if __name__ == "__main__":
    main()
