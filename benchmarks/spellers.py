"""Our speller beside hunspell, symspellpy and pyspellchecker, in one run on the same words and notes.

    sudo apt-get install hunspell hunspell-en-us hunspell-en-med
    python benchmarks/spellers.py ../shared/eval

hunspell takes en_US with Debian's medical dictionary. symspellpy and pyspellchecker are given our vocabulary
with its frequencies. Misspelling pairs stand alone, as the lists have them; slips are put into words of the notes
that no speller flags, one word in fifty (seeded; entryassist/training/slips.py is the error model). An alarm is a
flagged word of the notes as they are (some are true slips); of ours, a finding of warning level or above. Speed is
that of checking the notes (ours: every rule) and asking for suggestions, on one core, cold; hunspell and
pyspellchecker, which are slow, get every so-many-th note and pair only.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from spellchecker import SpellChecker
from symspellpy import SymSpell, Verbosity

from entryassist.training.slips import misspelt
from terminology import Checker, Severity
from terminology.spelling.speller import SHORTEST
from terminology.tokens import Kind, tokenize

_LOUD = (Severity.CRITICAL, Severity.WARNING)
_PLAIN = re.compile(r"[a-z]{5,}")


class Contender(ABC):
    """A speller: ``flags`` says which words of a text it takes for wrong, ``suggest`` what it offers for a word."""

    name: str
    is_slow = False

    @abstractmethod
    def flags(self, text: str) -> dict[int, tuple[str, ...]]:
        """Start of each flagged word with the suggestions, best first."""

    def alarms(self, text: str) -> int:
        return len(self.flags(text))


class Ours(Contender):
    name = "EntryAssist"

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def flags(self, text: str) -> dict[int, tuple[str, ...]]:
        return {
            f.start: tuple(s.text.lower() for s in f.suggestions)
            for f in self._checker.check(text)
            if f.rule.startswith("SP")
        }

    def alarms(self, text: str) -> int:
        return sum(f.rule.startswith("SP") and f.severity in _LOUD for f in self._checker.check(text))


class ByWord(Contender):
    """A speller that judges single words."""

    def flags(self, text: str) -> dict[int, tuple[str, ...]]:
        found = {}
        for token in tokenize(text):
            if token.kind is Kind.WORD:
                offered = self.judge(token.text)
                if offered is not None:
                    found[token.start] = offered
        return found

    @abstractmethod
    def judge(self, word: str) -> tuple[str, ...] | None:
        """The suggestions for a wrong word, None for a right one."""


class Hunspell(ByWord):
    name = "hunspell en_US + med"
    is_slow = True

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["hunspell", "-a", "-d", "en_US,en_med_glut", "-i", "utf-8"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._process.stdout.readline()

    def flags(self, text: str) -> dict[int, tuple[str, ...]]:
        """One line at a time over the pipe, so that its own tokens count and no time is lost on waiting."""
        found, start = {}, 0
        for line in text.split("\n"):
            self._process.stdin.write(f"^{line}\n")
            self._process.stdin.flush()
            while answer := self._process.stdout.readline().strip():
                if answer[0] in "&#":
                    parts = answer.split(": ", 1)
                    at = int(parts[0].split()[3 if answer[0] == "&" else 2].rstrip(":")) - 1
                    offered = parts[1].lower().split(", ") if len(parts) > 1 else []
                    found[start + len(line.encode()[:at].decode(errors="ignore"))] = tuple(offered)
            start += len(line) + 1
        return found

    def judge(self, word: str) -> tuple[str, ...] | None:
        return self.flags(word).get(0)


class Sym(ByWord):
    name = "symspellpy, our vocabulary"

    def __init__(self, words: dict[str, int]) -> None:
        self._words = words
        self._sym = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word, count in words.items():
            self._sym.create_dictionary_entry(word, count)

    def judge(self, word: str) -> tuple[str, ...] | None:
        form = word.lower()
        if len(form) < SHORTEST or form in self._words:
            return None
        return tuple(found.term for found in self._sym.lookup(form, Verbosity.ALL, max_edit_distance=2)[:5])


class Norvig(ByWord):
    name = "pyspellchecker, our vocabulary"
    is_slow = True

    def __init__(self, words: dict[str, int]) -> None:
        self._words = words
        self._spell = SpellChecker(language=None, distance=1)
        with NamedTemporaryFile("w", suffix=".json", delete=False) as file:
            json.dump(words, file)
        self._spell.word_frequency.load_dictionary(file.name)
        Path(file.name).unlink()

    def judge(self, word: str) -> tuple[str, ...] | None:
        form = word.lower()
        if len(form) < SHORTEST or form in self._words:
            return None
        found = self._spell.candidates(form) or ()
        return tuple(sorted(found, key=lambda one: -self._words.get(one, 0))[:5])


def rows(path: Path) -> list[dict]:
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]


def our_words(checker: Checker) -> dict[str, int]:
    """Every word of the index with a count made of its frequency."""
    return {
        word.text: max(1, round(10 ** max(0.0, word.zipf - 1))) for word in checker._language.index.starting_with("")
    }


def score_pairs(contender: Contender, pairs: Sequence[dict]) -> tuple[float, float, float]:
    found = first = five = 0
    for pair in pairs:
        golds = {gold.lower() for gold in pair["golds"]}
        offered = contender.flags(pair["text"])
        if offered:
            found += 1
            best = next(iter(offered.values()))
            first += bool(golds & set(best[:1]))
            five += bool(golds & set(best[:5]))
    return found / len(pairs), first / len(pairs), five / len(pairs)


def with_slips(note: str, known: set[str], rng: random.Random, rate: float) -> tuple[str, dict[int, str]]:
    """The note with slips in some of its plain words, and the words by the start of each slip."""
    text, labels, done = "", {}, 0
    for token in tokenize(note):
        if token.kind is Kind.WORD and _PLAIN.fullmatch(token.text) and token.text in known and rng.random() < rate:
            wrong = misspelt(token.text, rng)
            if wrong in known or wrong == token.text:
                continue
            text += note[done : token.start]
            labels[len(text)] = token.text
            text, done = text + wrong, token.end
    return text + note[done:], labels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("eval", type=Path)
    parser.add_argument("--few", type=int, default=120, help="notes for the slow ones; five times as many pairs")
    args = parser.parse_args()
    pairs = [json.loads(row) for row in (args.eval / "spelling-dev.jsonl").read_text(encoding="utf-8").splitlines()]
    notes = [
        json.loads(row)["text"] for row in (args.eval / "notes-dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    checker = Checker.load()
    words = our_words(checker)
    rng = random.Random(4)
    slipped = [with_slips(note, words.keys(), rng, 0.02) for note in notes]
    print(f"{len(pairs)} pairs; {len(notes)} notes, {sum(len(labels) for _, labels in slipped)} slips\n")
    print("| speller | pairs found | first | five | slips found | first | five | alarms per 1,000 | tokens/s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for contender in (Ours(checker), Hunspell(), Sym(words), Norvig(words)):
        few = contender.is_slow
        tried = slice(0, None, max(1, len(notes) // args.few)) if few else slice(None)
        some_notes = notes[tried]
        tokens = sum(len(tokenize(note)) for note in some_notes)
        began = time.perf_counter()
        alarms = sum(contender.alarms(note) for note in some_notes)
        speed = tokens / (time.perf_counter() - began)
        found = first = five = slips = 0
        for text, labels in slipped[tried]:
            offered = contender.flags(text)
            for at, gold in labels.items():
                slips += 1
                found += at in offered
                first += gold in offered.get(at, ())[:1]
                five += gold in offered.get(at, ())[:5]
        isolated = score_pairs(contender, pairs[:: max(1, len(pairs) // (args.few * 5))] if few else pairs)
        shares = " | ".join(f"{share:.1%}" for share in (*isolated, found / slips, first / slips, five / slips))
        print(f"| {contender.name} | {shares} | {1000 * alarms / tokens:.2f} | {speed:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
