"""How many words of real notes each vocabulary source knows, and how many misspellings it wrongly accepts.

    python benchmarks/coverage.py ../shared/eval

Tokens: alphabetic words of two letters and more in notes-dev.jsonl, without those in capitals (abbreviations)
and capitalised names. Types: distinct words seen at least twice. Misspellings: the wrong words of
spelling-dev.jsonl that are no real word of their own (redmed's are mined, and partly real names).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from terminology import Checker
from terminology.spelling.speller import Verdict
from terminology.tokens import Kind, tokenize
from terminology.vocabulary.normal import normal_word, words_of
from terminology.vocabulary.sources.catalog import all_sources
from terminology.vocabulary.term import Tier


def note_words(path: Path, is_name) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in path.read_text(encoding="utf-8").splitlines():
        for token in tokenize(json.loads(row)["text"]):
            if token.kind is not Kind.WORD or token.text.isupper():
                continue
            for word in words_of(token.text):
                if (
                    len(word) > 1
                    and word.isalpha()
                    and not word.isupper()
                    and not (word[0].isupper() and is_name(word))
                ):
                    counts[normal_word(word)] += 1
    return counts


def misspellings(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wrong = row["text"][row["start"] : row["end"]].lower()
        if wrong.isalpha() and len(wrong) >= 4:
            found.setdefault(row["source"], set()).add(wrong)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("eval", type=Path)
    args = parser.parse_args()
    checker = Checker.load()
    index, speller = checker._language.index, checker._language.speller
    counts = note_words(args.eval / "notes-dev.jsonl", index.is_name)
    wrong = misspellings(args.eval / "spelling-dev.jsonl")
    tokens, types = sum(counts.values()), [word for word, n in counts.items() if n >= 2]
    lists = sorted(wrong)
    print(
        f"{tokens} tokens, {len(types)} types seen twice; misspellings: "
        + ", ".join(f"{k} {len(wrong[k])}" for k in lists)
    )
    print("| source | tokens % | types % | " + " | ".join(f"{name} accepted %" for name in lists) + " |")
    print("|---" * (3 + len(lists)) + "|")

    def row(name: str, known) -> None:
        covered = 100 * sum(n for word, n in counts.items() if known(word)) / tokens
        kinds = 100 * sum(map(known, types)) / len(types)
        accepted = [100 * sum(map(known, wrong[k])) / len(wrong[k]) for k in lists]
        print(f"| {name} | {covered:.2f} | {kinds:.2f} | " + " | ".join(f"{share:.2f}" for share in accepted) + " |")

    for source in all_sources():
        words = {
            normal_word(part) for term in source.read() if term.tier >= Tier.ACCEPT for part in words_of(term.text)
        }
        row(source.name, words.__contains__)
    row("**the checker** (known)", lambda word: speller.verdict(word) is Verdict.KNOWN)
    row("the checker (known or softened)", lambda word: speller.verdict(word) is not Verdict.UNKNOWN)
    missing = Counter({w: n for w, n in counts.items() if speller.verdict(w) is not Verdict.KNOWN})
    print("most frequent unknown:", ", ".join(f"{w} {n}" for w, n in missing.most_common(25)))


if __name__ == "__main__":
    main()
