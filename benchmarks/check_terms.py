"""How often the terminology rules speak, and how often they are right on made slips and made codes.

python benchmarks/check_terms.py NOTES.jsonl      # rows with a "text"
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import OSA

from terminology import Checker, Settings
from terminology.tokens import Kind, tokenize
from terminology.vocabulary.index import VocabularyIndex, open_index
from terminology.vocabulary.naming import Naming
from terminology.vocabulary.near_terms import NearTerms
from terminology.vocabulary.term import Tier

SLIPS = 2_000
CODES = 600
USUAL = 2.0


def rates(checker: Checker, notes: list[str]) -> dict[str, float]:
    """Findings per thousand words by rule and severity."""
    words = sum(token.kind in (Kind.WORD, Kind.SHORT) for note in notes for token in tokenize(note))
    counts = Counter(f"{f.rule} {f.severity}" for note in notes for f in checker.check(note))
    return {what: round(count / words * 1000, 3) for what, count in sorted(counts.items())}


def slipped(index: VocabularyIndex, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Known phrases, and the same with one word replaced by a usual word that is one or two slips away."""
    phrases = [p for p in index.phrases.iterkeys() if 2 <= len(p.split()) <= 4 and p.replace(" ", "").isalpha()]
    while True:
        words = chance.choice(phrases).split()
        place = chance.randrange(len(words))
        near = [index.numbered(number) for number in index.near(words[place])]
        usual = [
            word.text
            for word in near
            if word.tier is Tier.SUGGEST
            and word.zipf >= USUAL
            and 0 < OSA.distance(words[place], word.text, score_cutoff=2) <= 2
            and not word.text.startswith(words[place][:-1])
        ]
        if len(words[place]) > 3 and usual:
            yield " ".join(words), " ".join([*words[:place], chance.choice(usual), *words[place + 1 :]])


def near_terms(index: VocabularyIndex, chance: random.Random) -> Counter[str]:
    """What TM001 makes of slips in diagnoses."""
    naming = Naming(index)
    near, found = NearTerms(index, naming), Counter[str]()
    made = slipped(index, chance)
    for _ in range(SLIPS):
        meant, typed = next(made)
        terms = [t for terms in near.near(typed) for t in terms]
        mended = [typed[: t.start] + t.term + typed[t.end :] for t in terms]
        if naming.is_named(typed):
            found["is another term"] += 1
        elif not mended:
            found["not flagged"] += 1
        else:
            found["first is right" if mended[0] == meant else "first is wrong"] += 1
    return found


def codes(checker: Checker, index: VocabularyIndex, chance: random.Random) -> Counter[str]:
    """What TM004 says of names from MeSH beside the right and beside some other ICD-10-CM code."""
    shared = []
    for found_form in index.concepts.beginning("", 10**7):
        system, _, code = found_form.concept.partition(":")
        if system == "ICD10CM" and "." in code:
            shared += [(code, mesh) for mesh in index.concepts.named(found_form.form) if mesh.startswith("MESH")]
    found = Counter[str]()
    for code, mesh in chance.sample(sorted(shared), CODES):
        concept = index.concepts.get(mesh)
        names = [name for name in concept.synonyms if len(name.split()) < 6] if concept else []
        name = chance.choice(names) if names else ""
        other = chance.choice(shared)[0]
        if name:
            found["right code, flagged" if checker.check(f"{name} ({code})") else "right code, silent"] += 1
            if other[:3] != code[:3]:
                found["other code, flagged" if checker.check(f"{name} ({other})") else "other code, silent"] += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    args = parser.parse_args()
    notes = [json.loads(row)["text"] for row in args.notes.read_text(encoding="utf-8").splitlines()]
    index, chance = open_index(), random.Random(1)
    print("findings per 1,000 words:", rates(Checker.load(Settings(select=("TM",))), notes))
    print("slips in diagnoses:", dict(near_terms(index, chance)))
    print("codes:", dict(codes(Checker.load(Settings(select=("TM004",))), index, chance)))


if __name__ == "__main__":
    main()
