"""Our term matcher beside spaCy's PhraseMatcher and QuickUMLS-style simstring matching: same forms, same notes.

    python benchmarks/matchers.py ../shared/eval/notes-dev.jsonl --packages /tmp/bench/lib/python3.11/site-packages

Each matcher runs in a process of its own. simstring is no dependency of the project: install simstring-rust and
simstring-fast in an environment of their own and name its packages folder; without it those rows are left out.
QuickUMLS's own defaults are used: windows of up to five words, character trigrams, Jaccard 0.7, best match first.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from pathlib import Path
from types import SimpleNamespace

from terminology.tokens import tokenize
from terminology.vocabulary.matching import TermMatcher, is_telling, runs
from terminology.vocabulary.normal import normal_phrase

Span = tuple[int, int]
Find = Callable[[str], Iterator[Span]]
WINDOW, THRESHOLD, SEED = 5, 0.7, 11


def stop_words() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)


def entryassist(surfaces: list[str]) -> Find:
    forms = ((form, "") for form in sorted(map(normal_phrase, surfaces)))
    index = SimpleNamespace(concepts=SimpleNamespace(forms=lambda: forms))
    matcher = TermMatcher(index)
    return lambda text: ((match.start, match.end) for match in matcher.matches(text))


def phrase_matcher(surfaces: list[str]) -> Find:
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("TERM", list(nlp.tokenizer.pipe(surfaces)))

    def find(text: str) -> Iterator[Span]:
        doc = nlp.make_doc(text)
        for span in sorted(filter_spans(matcher(doc, as_spans=True))):
            yield span.start_char, span.end_char

    return find


def windows(text: str, ignored: frozenset[str]) -> Iterator[tuple[Span, str]]:
    """Up to five words that neither begin nor end with a stop word, as QuickUMLS makes them."""
    for words in runs(text):
        for first, left in enumerate(words):
            if left.normal in ignored:
                continue
            for last in range(first, min(first + WINDOW, len(words))):
                right = words[last]
                phrase = " ".join([word.normal for word in words[first : last + 1]])
                if right.normal not in ignored and is_telling(phrase):
                    yield (left.start, right.end), phrase


def best_first(text: str, search: Callable[[str], float]) -> Iterator[Span]:
    """The windows with a match, the most similar and longest first, without overlap."""
    ignored = stop_words()
    scored = [(score, span) for span, phrase in windows(text, ignored) if (score := search(phrase))]
    taken: list[Span] = []
    for _, (start, end) in sorted(scored, key=lambda item: (-item[0], item[1][0] - item[1][1], item[1])):
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
    yield from sorted(taken)


def simstring_rust(surfaces: list[str]) -> Find:
    package = importlib.import_module("simstring_rust")
    base = package.database.HashDb(package.extractors.CharacterNgrams(3, "$"))
    for form in sorted({normal_phrase(surface) for surface in surfaces}):
        base.insert(form)
    searcher = package.searcher.Searcher(base, package.measures.Jaccard())

    def search(phrase: str) -> float:
        return max((score for _, score in searcher.ranked_search(phrase, THRESHOLD)), default=0.0)

    return lambda text: best_first(text, search)


def simstring_fast(surfaces: list[str]) -> Find:
    extractor = importlib.import_module("simstring.feature_extractor.character_ngram").CharacterNgramFeatureExtractor
    base = importlib.import_module("simstring.database.dict").DictDatabase(extractor(3))
    for form in sorted({normal_phrase(surface) for surface in surfaces}):
        base.add(form)
    measure = importlib.import_module("simstring.measure.jaccard").JaccardMeasure()
    searcher = importlib.import_module("simstring.searcher").Searcher(base, measure)
    return lambda text: best_first(
        text, lambda phrase: max(searcher.ranked_search(phrase, THRESHOLD).values(), default=0)
    )


MATCHERS = {
    "EntryAssist": entryassist,
    "PhraseMatcher": phrase_matcher,
    "simstring-rust": simstring_rust,
    "simstring-fast": simstring_fast,
}


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def run_one(name: str, folder: Path, packages: str) -> None:
    """In a process of its own: builds one matcher, runs it over the notes, writes what it did."""
    sys.path.append(packages)
    surfaces = (folder / "forms.txt").read_text(encoding="utf-8").splitlines()
    notes = json.loads((folder / "notes.json").read_text(encoding="utf-8"))
    import spacy  # noqa: F401 - in every process, so that memory can be compared

    before, began = resident(), time.perf_counter()
    find = MATCHERS[name](surfaces)
    built = time.perf_counter() - began
    began = time.perf_counter()
    spans = [[*find(text)] for text in notes]
    took = time.perf_counter() - began
    done = {"build": built, "took": took, "added": resident() - before, "spans": spans}
    (folder / f"{name}.json").write_text(json.dumps(done), encoding="utf-8")


def compare(surfaces: list[str], notes: list[str], names: list[str], packages: str) -> None:
    tokens = sum(len(tokenize(text)) for text in notes)
    print(f"\n{len(surfaces):,} forms, {len(notes)} notes, {tokens:,} tokens\n")
    print(
        "| matcher | build s | MB added | ms per 1,000 tokens | matches | same span as ours | only ours | only theirs |"
    )
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "forms.txt").write_text("\n".join(surfaces), encoding="utf-8")
        (folder / "notes.json").write_text(json.dumps(notes), encoding="utf-8")
        ours: set[tuple[int, int, int]] | None = None
        for name in names:
            command = [sys.executable, __file__, str(folder), "--one", name, "--packages", packages]
            subprocess.run(command, check=True)
            done = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            found = {(number, *span) for number, spans in enumerate(done["spans"]) for span in spans}
            ours = found if ours is None else ours
            print(
                f"| {name} | {done['build']:.1f} | {done['added']:.0f} | {done['took'] / tokens * 1e6:.1f} "
                f"| {len(found):,} | {len(found & ours):,} | {len(ours - found):,} | {len(found - ours):,} |",
                flush=True,
            )


def pipelines(notes: list[str]) -> None:
    """What our components add to a blank spaCy pipeline, over all notes, in one process."""
    import spacy

    print("\n| pipeline | ms per 1,000 tokens, first time | again |\n|---|---|---|")
    for component in ("", "entryassist_entities", "entryassist_findings"):
        nlp = spacy.blank("en")
        if component:
            nlp.add_pipe(component)
        first, again = (cost(nlp.pipe(notes)) for _ in range(2))
        print(f"| {component or 'tokenizer alone'} | {first:.1f} | {again:.1f} |", flush=True)


def cost(docs: Iterable[Sized]) -> float:
    began = time.perf_counter()
    tokens = sum(map(len, docs))
    return (time.perf_counter() - began) / tokens * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("notes", type=Path)
    parser.add_argument("--forms", type=int, nargs="+", default=[50_000, 200_000])
    parser.add_argument("--first", type=int, default=200, help="how many of the notes")
    parser.add_argument("--packages", default="", help="folder with the simstring packages")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run_one(options.one, options.notes, options.packages)
        return
    with options.notes.open(encoding="utf-8") as lines:
        notes = [json.loads(line)["text"] for line in lines]
    pipelines(notes)
    names = list(MATCHERS) if options.packages else list(MATCHERS)[:2]
    surfaces = telling_surfaces()
    for count in options.forms:
        some = random.Random(SEED).sample(surfaces, min(count, len(surfaces)))
        compare(some, notes[: options.first], names, options.packages)


def telling_surfaces() -> list[str]:
    """One way of writing each form of the default vocabulary that all matchers may find."""
    from terminology.vocabulary import open_index

    ignored, concepts = stop_words(), open_index().concepts
    found: dict[str, str] = {}
    for name in dict.fromkeys(concept for _, concept in concepts.forms()):
        concept = concepts.get(name)
        for surface in (concept.preferred, *concept.synonyms) if concept else ():
            form = normal_phrase(surface)
            if form not in ignored and is_telling(form) and surface.isprintable():
                found.setdefault(form, surface)
    return list(found.values())


if __name__ == "__main__":
    main()
