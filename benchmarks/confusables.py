"""Recall and false alarms of SP004 on notes.

    python benchmarks/confusables.py ../shared/eval/notes-dev.jsonl

Every use of a confusable word in the notes is taken to be right: a finding there is a false alarm (some
are true slips of the notes, so the figure is an upper bound). For recall each use is replaced by its
partner in turn, and the finding must be there with the right word first. The package was trained on the
development notes; what it does on notes that were held out, train_confusables.py tells.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from terminology import Checker, Settings
from terminology.document import Line
from terminology.finding import Finding, Severity
from terminology.spelling.confusables import confusable_words


def findings_at(checker: Checker, text: str, start: int) -> list[Finding]:
    return [finding for finding in checker.check(text) if finding.start == start]


def swaps(notes: list[str], each: int):
    """``(line, token, the kind of the set, the partner to put there)`` for at most so many uses of a word."""
    uses: Counter[str] = Counter()
    words = confusable_words()
    for note in notes:
        for line in map(Line, note.splitlines()):
            for token, word in zip(line.tokens, line.words, strict=True):
                if word in words and uses[word] < each:
                    uses[word] += 1
                    for _, rival in words[word].pairs:
                        yield line.text, token, rival.kind, rival.word


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--each", type=int, default=12, help="at most so many uses of one word")
    parser.add_argument("--show", type=int, default=20, help="so many alarms of warning level, to read")
    args = parser.parse_args()
    checker = Checker.load(Settings(select=("SP004",)))
    notes = [json.loads(row)["text"] for row in args.notes.read_text(encoding="utf-8").splitlines()]
    tokens = sum(len(line.tokens) for note in notes for line in map(Line, note.splitlines()))
    alarms: Counter[str] = Counter()
    for note in notes:
        for finding in checker.check(note):
            alarms[finding.severity.value] += 1
            loud = finding.severity is not Severity.ADVICE
            if loud and alarms.total() - alarms["advice"] <= args.show:
                near = note[max(0, finding.start - 40) : finding.end + 30].replace("\n", " | ")
                print(finding.text, "->", finding.suggestions[0].text, f"[{finding.evidence}]", near)
    print(
        f"{tokens} tokens; false alarms in 1,000: "
        + ", ".join(f"{k} {1000 * n / tokens:.3f}" for k, n in alarms.items())
    )
    tried: Counter[str] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for text, token, kind, partner in swaps(notes, args.each):
        hits = findings_at(checker, text[: token.start] + partner + text[token.end :], token.start)
        for name in (kind, "all"):
            tried[name] += 1
            for hit in hits:
                right = hit.suggestions[0].text.lower() == token.text.lower()
                found[name, "flagged"] += 1
                found[name, "right"] += right
                found[name, "loud"] += right and hit.severity is not Severity.ADVICE
    for name in sorted(tried, key=lambda name: (name == "all", name)):
        n, flagged = tried[name], found[name, "flagged"]
        print(
            f"{name:12s} {n:6d} swaps: recall {found[name, 'right'] / n:.3f}, of warning level "
            f"{found[name, 'loud'] / n:.3f}; first suggestion right {found[name, 'right'] / max(1, flagged):.3f}"
        )


if __name__ == "__main__":
    main()
