"""Key strokes per character of three development notes: plain typing, shorthands, completion, both.

python benchmarks/kspc.py ../shared/eval/notes-dev.jsonl [--notes 3] [--least 0.5] [--shipped]

A simulation of somebody who knows every built-in shorthand and accepts what helps. At each place of the note the
first of these that applies is done:

1. the text that follows is what a shorthand writes, at the start of a word: its trigger and Tab are typed;
2. the ghost text of the editor (``ghost_text``) is what the text goes on with: one key (→) accepts all of it; if only
   its first words are right, each is accepted by one key (^→), when that saves keys;
3. the next character is typed.

Shorthands that would be a choice among several cost one key more. The case of the text must be one that the trigger
can ask for. Nobody errs, and reading what is offered costs nothing: the figures are bounds, not forecasts. The
completer knows the words typed so far in the note, and continuations counted in all notes but those that are
typed; ``--shipped`` takes the table that is shipped, which has counted these too.

An offer is a ghost text that was not there a key before, and right when its first word is.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from train_continuations import counted

from entryassist.shorthands.book import ShorthandBook
from entryassist.shorthands.builtin import built_in
from entryassist.shorthands.effort import kspc
from entryassist.shorthands.template import Case, filled, is_plain
from entryassist.tui.editing import ghost
from entryassist.tui.editing.usual import UsualWords
from terminology.completion import Completer
from terminology.context import NoteContext
from terminology.continuations import Continuations
from terminology.document import Line, placed_lines
from terminology.vocabulary.index import open_index


@dataclass
class Count:
    """Keys, and offers with those that were wrong."""

    keys: int = 0
    offers: int = 0
    wrong: int = 0
    each: list[float] = field(default_factory=list)


class Typist:
    """Types texts with the aids that are switched on."""

    def __init__(self, completer: Completer | None, phrases: dict[str, int], count: Count) -> None:
        self._completer = completer
        self._phrases = phrases
        self._longest = max(map(len, phrases), default=0)
        self._count = count

    def type(self, text: str) -> None:
        """Count the keys that the text takes."""
        before = self._count.keys
        usual = UsualWords()
        self._count.keys += text.count("\n")
        for _, line, place in placed_lines(text, NoteContext(), Line):
            self._type_line(line.text, place.section, usual)
            usual.read(line.text)
        self._count.each.append(kspc(self._count.keys - before, len(text)))

    def _type_line(self, line: str, section: str, usual: UsualWords) -> None:
        at, shown = 0, ""
        while at < len(line):
            length, cost = self._shorthand(line, at)
            if not length:
                offered = self._offered(line[:at], section, usual)
                if offered and offered != shown:
                    self._count.offers += 1
                    self._count.wrong += not goes_on(line, at, ghost.first_word(offered))
                length, cost = accepted(line, at, offered) or (1, 1)
                shown = offered[length:] if line.startswith(offered[:length], at) else ""
            at += length
            self._count.keys += cost

    def _offered(self, before: str, section: str, usual: UsualWords) -> str:
        if self._completer is None:
            return ""
        words = usual.counts(before)
        return ghost.ghost_text(before, self._completer.complete(before, section, ghost.OFFERED, words))

    def _shorthand(self, line: str, at: int) -> tuple[int, int]:
        if self._phrases and (at == 0 or not line[at - 1].isalnum()):
            for length in range(min(self._longest, len(line) - at), 0, -1):
                cost = self._phrases.get(line[at : at + length])
                if cost is not None and cost < length and not line[at + length : at + length + 1].isalnum():
                    return length, cost
        return 0, 0


def accepted(line: str, at: int, offered: str) -> tuple[int, int] | None:
    """How many characters of what is offered are right, and the keys that take them; None when it does not pay."""
    words = re.findall(r"\s*\S+", offered)
    for number in range(len(words), 0, -1):
        text = "".join(words[:number])
        if goes_on(line, at, text):
            cost = 1 if number == len(words) else number
            return (len(text), cost) if len(text) > cost else None
    return None


def goes_on(line: str, at: int, text: str) -> bool:
    """Whether the line goes on with the text, and with no more letters of its last word."""
    return line.startswith(text, at) and not line[at + len(text) : at + len(text) + 1].isalnum()


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
    arguments.add_argument("--least", type=float, default=ghost.LIKELY, help="probability from which it is offered")
    arguments.add_argument("--shipped", action="store_true", help="the shipped table of continuations")
    options = arguments.parse_args()
    notes = [json.loads(line)["text"] for line in options.notes_file.read_text(encoding="utf-8").splitlines()]
    chosen = Random(1).sample([note for note in notes if 1500 <= len(note) <= 4000], options.notes)
    index = open_index()
    table = None if options.shipped else Continuations(counted((one for one in notes if one not in chosen), index))
    ghost.LIKELY_UNTYPED += options.least - ghost.LIKELY
    ghost.LIKELY = options.least
    characters, words = sum(map(len, chosen)), sum(len(note.split()) for note in chosen)
    print(f"{len(chosen)} notes, {characters:,} characters, offered from {options.least:.0%}")
    written, completer = dict(phrases()), Completer(index, table)
    for name, shorthands, completion in (
        ("plain typing", {}, None),
        ("shorthands", written, None),
        ("completion", {}, completer),
        ("both", written, completer),
    ):
        count = Count()
        typist = Typist(completion, shorthands, count)
        for note in chosen:
            typist.type(note)
        offered = f", {count.offers / words:.2f} offers a word" if count.offers else ""
        right = f", {1 - count.wrong / count.offers:.0%} right" if count.offers else ""
        print(
            f"{name:14} KSPC {kspc(count.keys, characters):.3f} ({min(count.each):.3f} to {max(count.each):.3f} a note)"
            f", keys saved {characters - count.keys:,}{offered}{right}"
        )


if __name__ == "__main__":
    main()
