"""Recall and false alarms of SP004 on the development notes.

    python benchmarks/confusables.py ../shared/eval/notes-dev.jsonl

Every use of a confusable word in the notes is taken to be right: a finding there is a false alarm (some
are true slips of the notes, so the figure is an upper bound). For recall each use is replaced by its
partner in turn, and the finding must be there with the right word first.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from terminology import Checker, Settings
from terminology.spelling.confusables import confusable_sets
from terminology.tokens import Kind, tokenize


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--each", type=int, default=12, help="at most so many uses of one word")
    parser.add_argument("--show", type=int, default=20)
    args = parser.parse_args()
    checker = Checker.load(Settings(select=("SP004",)))
    sets = confusable_sets()
    notes = [json.loads(row)["text"] for row in args.notes.read_text(encoding="utf-8").splitlines()]
    tokens, alarms, shown = 0, Counter(), []
    tried, found = Counter(), Counter()
    uses: Counter[str] = Counter()
    for note in notes:
        tokens += len(tokenize(note))
        for finding in checker.check(note):
            alarms[finding.severity] += 1
            shown.append(
                (
                    finding.text,
                    finding.suggestions[0].text,
                    finding.severity.value,
                    finding.evidence,
                    note[max(0, finding.start - 40) : finding.end + 30].replace("\n", " | "),
                )
            )
        for line in note.splitlines():
            for token in tokenize(line):
                word = token.text.lower()
                if token.kind is not Kind.WORD or word not in sets or uses[word] >= args.each:
                    continue
                uses[word] += 1
                for members in sets[word]:
                    for member in members:
                        if member.word != word:
                            typo = line[: token.start] + member.word + line[token.end :]
                            hits = [f for f in checker.check(typo) if f.start == token.start]
                            tried[member.kind] += 1
                            found[member.kind, "any"] += any(f.suggestions[0].text == word for f in hits)
                            found[member.kind, "loud"] += any(
                                f.suggestions[0].text == word and f.severity.value != "advice" for f in hits
                            )
    for row in shown[: args.show]:
        print(*row)
    print("false alarms per 1,000 tokens: " + ", ".join(f"{k} {1000 * n / tokens:.3f}" for k, n in alarms.items()))
    for kind in sorted(tried):
        print(
            f"{kind:12s} {tried[kind]:5d} swaps: found {found[kind, 'any'] / tried[kind]:.2f}, "
            f"warning or above {found[kind, 'loud'] / tried[kind]:.2f}"
        )
    total = sum(tried.values())
    print(
        f"all {total} swaps: found {sum(v for (k, w), v in found.items() if w == 'any') / total:.3f}, "
        f"warning or above {sum(v for (k, w), v in found.items() if w == 'loud') / total:.3f}"
    )


if __name__ == "__main__":
    main()
