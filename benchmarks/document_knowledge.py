"""What the rest of a note adds to the judgement of an unknown word (SP001), on slips made in real notes.

    python benchmarks/document_knowledge.py NOTES.jsonl      # rows with a "text"

Slips are those of train_spelling.py. `single` makes one in about every fourth word and compares the suggestions
before and after the note is settled. `repeated` makes the same slip three times in a word the note uses more
often, and says how many are still warnings. `clean` counts what the notes give as they are.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

from train_spelling import slip

from terminology import Checker, Finding, NoteContext, Settings
from terminology.document import Line, Place
from terminology.language import Language
from terminology.rules.misspelling import Misspelling
from terminology.tokens import Kind, Token
from terminology.vocabulary import open_index

RATE = 0.25
TIMES = 3
PLACE = Place("", NoteContext())


def spoilt(word: str, rng: random.Random, checker: Checker) -> str | None:
    """The word with a slip that is seen as one, or None."""
    typed = slip(word, rng)
    return typed if checker.check(typed) and not checker.check(word) else None


def words(text: str) -> list[tuple[int, Token]]:
    """Words long enough to be judged, in small letters, with the start of their line."""
    found, start = [], 0
    for raw in text.splitlines(keepends=True):
        found += [(start, token) for token in Line(raw).tokens if token.kind is Kind.WORD and is_fit(token.text)]
        start += len(raw)
    return found


def is_fit(word: str) -> bool:
    return len(word) >= 5 and word.islower() and word.isalpha()


def at(findings: list[Finding], start: int) -> Finding | None:
    return next((one for one in findings if one.start == start), None)


def ranks(finding: Finding | None, meant: str) -> tuple[bool, bool]:
    texts = [one.text for one in finding.suggestions] if finding else []
    return texts[:1] == [meant], meant in texts[:5]


def single(checker: Checker, rule: Misspelling, notes: list[str], rng: random.Random) -> None:
    found, settled, scored, n = [0, 0], [0, 0], [], 0
    for note in notes:
        for line_start, token in words(note):
            if rng.random() >= RATE or (typed := spoilt(token.text, rng, checker)) is None:
                continue
            start = line_start + token.start
            text = note[:start] + typed + note[start + len(token.text) :]
            line = Line(text[line_start:].splitlines()[0])
            finding = at(checker.check(text), start)
            for into, one in ((found, at([*rule.find(line, PLACE)], token.start)), (settled, finding)):
                first, five = ranks(one, token.text)
                into[0] += first
                into[1] += five
            if finding and finding.suggestions:
                scored.append((finding.suggestions[0].score, ranks(finding, token.text)[0]))
            n += 1
    print(f"single: {n:,} slips")
    for name, (first, five) in (("by itself", found), ("in its note", settled)):
        print(f"  {name}: first {first / n:.1%}, in the first five {five / n:.1%}")
    print(f"  calibration error of the first suggestion's score: {calibration_error(scored):.3f}")


def calibration_error(scored: list[tuple[float, bool]]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for score, right in scored:
        bins.setdefault(min(9, int(score * 10)), []).append((score, right))
    gaps = (abs(sum(s for s, _ in part) - sum(r for _, r in part)) for part in bins.values())
    return sum(gaps) / len(scored)


def repeated(checker: Checker, notes: list[str], rng: random.Random) -> None:
    severities: Counter[str] = Counter()
    for note in notes:
        often = [word for word, count in Counter(token.text for _, token in words(note)).items() if count > TIMES]
        for word in sorted(often):
            typed = spoilt(word, rng, checker)
            if typed and rng.random() < 0.2:
                text = re.sub(rf"\b{word}\b", typed, note, count=TIMES)
                severities.update(one.severity.value for one in checker.check(text) if one.text == typed)
    total = sum(severities.values())
    print(f"repeated: {total:,} slips, {severities['warning'] / total:.1%} still warnings")


def clean(checker: Checker, rule: Misspelling, notes: list[str]) -> None:
    lines = (Line(line) for note in notes for line in note.splitlines())
    found = Counter(one.severity.value for line in lines for one in rule.find(line, PLACE))
    settled = Counter(one.severity.value for note in notes for one in checker.check(note))
    print(f"clean: by themselves {dict(sorted(found.items()))}, in their notes {dict(sorted(settled.items()))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    notes = [json.loads(row)["text"] for row in parser.parse_args().notes.read_text(encoding="utf-8").splitlines()]
    checker = Checker.load(Settings(select=("SP001",)))
    rule = Misspelling(Language.of(open_index(), Settings()))
    rng = random.Random(7)
    single(checker, rule, notes, rng)
    repeated(checker, notes, rng)
    clean(checker, rule, notes)


if __name__ == "__main__":
    main()
