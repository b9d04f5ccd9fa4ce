"""Key strokes per character of three development notes: plain typing, shorthands, completion, both.

python benchmarks/kspc.py ../shared/eval/notes-dev.jsonl [--notes 3] [--shown 1]

A simulation of somebody who knows every built-in shorthand and accepts what helps. At each place of the note the
first of these that applies is done:

1. the text that follows is what a shorthand writes, at the start of a word: its trigger and Tab are typed;
2. among the first ``--shown`` continuations that ``Checker.complete`` offers is one that the text goes on with, and
   taking it saves keys: it is accepted with one key;
3. the next character is typed.

Shorthands that would be a choice among several cost one key more. The case of the text must be one that the trigger
can ask for. Nobody errs, and reading what is offered costs nothing: the figures are bounds, not forecasts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from entryassist.shorthands.book import ShorthandBook
from entryassist.shorthands.builtin import built_in
from entryassist.shorthands.effort import kspc
from entryassist.shorthands.template import Case, filled, is_plain
from terminology import Checker


class Typist:
    """Types texts with the aids that are switched on."""

    def __init__(self, checker: Checker, *, shorthands: bool, completion: bool, shown: int) -> None:
        self._checker = checker
        self._completion = completion
        self._shown = shown
        self._phrases = dict(phrases()) if shorthands else {}
        self._longest = max(map(len, self._phrases), default=0)

    def keys(self, text: str) -> int:
        """How many keys the text takes."""
        at = keys = 0
        while at < len(text):
            length, cost = self._next(text, at)
            at += length
            keys += cost
        return keys

    def _next(self, text: str, at: int) -> tuple[int, int]:
        if at == 0 or not text[at - 1].isalnum():
            for length in range(min(self._longest, len(text) - at), 0, -1):
                cost = self._phrases.get(text[at : at + length])
                if cost is not None and cost < length and not text[at + length : at + length + 1].isalnum():
                    return length, cost
        if self._completion and text[at - 1 : at].isalnum() and text[at].isalnum():
            for suggestion in self._checker.complete(text[max(0, at - 400) : at], min(at, 400), limit=self._shown):
                rest = self._rest(text, at, suggestion.text)
                if rest > 1:
                    return rest, 1
        return 1, 1

    @staticmethod
    def _rest(text: str, at: int, whole: str) -> int:
        """How many characters a continuation adds at a place where the text goes on with it, else 0."""
        for typed in range(min(at, len(whole) - 1), 1, -1):
            start = at - typed
            if start and text[start - 1].isalnum():
                continue
            if text[start : start + len(whole)].lower() == whole.lower():
                ends = text[start + len(whole) : start + len(whole) + 1]
                same_case = text[at : start + len(whole)] == whole[typed:]
                return len(whole) - typed if same_case and not ends.isalnum() else 0
        return 0


def phrases() -> Iterator[tuple[str, int]]:
    """What a trigger and Tab write, in each case it can ask for, with the keys it takes; the cheapest last."""
    book = ShorthandBook(built_in())
    found = []
    for one in book:
        if is_plain(one.text):
            several = len(book.expansions(one.trigger)) > 1
            found += [(filled(one.text, {}, case).text, len(one.trigger) + 1 + several) for case in Case]
    return iter(sorted(found, key=lambda pair: -pair[1]))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("notes_file", type=Path)
    arguments.add_argument("--notes", type=int, default=3, help="two or more")
    arguments.add_argument("--shown", type=int, default=1, help="continuations that can be taken with one key")
    options = arguments.parse_args()
    notes = [json.loads(line)["text"] for line in options.notes_file.read_text(encoding="utf-8").splitlines()]
    chosen = Random(1).sample([note for note in notes if 1500 <= len(note) <= 4000], options.notes)
    checker = Checker.load()
    characters = sum(map(len, chosen))
    print(f"{len(chosen)} notes, {characters:,} characters, first {options.shown} continuations")
    for name, shorthands, completion in (
        ("plain typing", False, False),
        ("shorthands", True, False),
        ("completion", False, True),
        ("both", True, True),
    ):
        typist = Typist(checker, shorthands=shorthands, completion=completion, shown=options.shown)
        each = [typist.keys(note) for note in chosen]
        saved = characters - sum(each)
        best, *_, worst = sorted(kspc(keys, len(note)) for keys, note in zip(each, chosen, strict=True))
        print(
            f"{name:14} KSPC {kspc(sum(each), characters):.3f} ({best:.3f} to {worst:.3f} a note), keys saved {saved:,}"
        )


if __name__ == "__main__":
    main()
