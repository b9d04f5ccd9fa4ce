"""The missed-shortcut coach: phrases that were typed out although a shorthand writes them, or could.

It counts expansions of shorthands, and terms of the vocabulary; of anything else in a note it keeps nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from entryassist.shorthands.effort import Key
from entryassist.shorthands.shorthand import Shorthand
from entryassist.shorthands.template import is_plain, parsed

WORTH_SAYING = 2  # times a phrase is typed out before it is spoken of
WORTH_MAKING = 3  # times a term without a shorthand is typed before one is proposed
_LEAST_SAVED = 3
_SHORTEST_TERM = 12
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_LINE = re.compile(r"[^\n.;:,!?()]+")
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Tip:
    """One phrase worth a shorthand. ``trigger`` is empty when none writes it yet."""

    phrase: str
    times: int
    trigger: str = ""

    def __str__(self) -> str:
        if self.trigger:
            return f"“{self.phrase}” was typed out {self.times} times: {self.trigger} and Tab write it."
        return f"“{self.phrase}” was typed {self.times} times: F12 makes a shorthand of it."


@dataclass(frozen=True, slots=True)
class Written:
    """What was typed in a sitting: the sections before and after it, and the texts put in otherwise than by typing."""

    before: Sequence[str]
    after: Sequence[str]
    put_in: Sequence[str] = ()

    def times(self, phrase: str) -> int:
        """How often a phrase, in lower case, was typed out."""
        after = _count(phrase, self.after)
        return max(0, after - _count(phrase, self.before) - _count(phrase, self.put_in)) if after else 0

    def lowered(self) -> Written:
        """The same in lower case, as phrases are counted."""
        return Written(*(tuple(text.lower() for text in texts) for texts in (self.before, self.after, self.put_in)))


def missed(shorthands: Iterable[Shorthand], written: Written) -> Counter[Key]:
    """How often each expansion was typed out in full, by its key; of several triggers the shortest counts."""
    lowered = written.lowered()
    counts: Counter[Key] = Counter()
    for phrase, one in _phrases(shorthands).items():
        if times := lowered.times(phrase):
            counts[one.key] = times
    return counts


def best_tip(
    shorthands: Sequence[Shorthand], written: Written, is_term: Callable[[str], bool] | None = None
) -> Tip | None:
    """The one thing to say about this sitting: what would have saved most keys. ``is_term`` asks the vocabulary."""
    counts = missed(shorthands, written)
    tips = [
        Tip(_plain(one), counts[one.key], one.trigger)
        for one in _phrases(shorthands).values()
        if counts[one.key] >= WORTH_SAYING
    ]
    if not tips and is_term is not None:
        tips = _new_ones(_phrases(shorthands), written, is_term)
    return max(tips, key=lambda tip: (tip.times * (len(tip.phrase) - len(tip.trigger)), tip.phrase), default=None)


def _new_ones(known: Iterable[str], written: Written, is_term: Callable[[str], bool]) -> list[Tip]:
    """Terms of two to four words in lower case: names and numbers are not among them."""
    seen: Counter[str] = Counter()
    for stretch in (stretch for text in written.after for stretch in _LINE.findall(text)):
        words = _WORD.findall(stretch)
        for first in range(len(words)):
            for count in range(2, min(_LONGEST, len(words) - first) + 1):
                seen[" ".join(words[first : first + count])] += 1
    often = [phrase for phrase, times in seen.items() if times >= WORTH_MAKING and len(phrase) >= _SHORTEST_TERM]
    taken, lowered = frozenset(known), written.lowered()
    return [
        Tip(phrase, lowered.times(phrase))
        for phrase in often
        if phrase == phrase.lower()
        and phrase not in taken
        and lowered.times(phrase) >= WORTH_MAKING
        and is_term(phrase)
    ]


def _phrases(shorthands: Iterable[Shorthand]) -> dict[str, Shorthand]:
    """The phrases, in lower case, that some shorthand writes in noticeably fewer keys, with the shortest trigger."""
    best: dict[str, Shorthand] = {}
    for one in shorthands:
        if not is_plain(one.text) or "\n" in one.text:
            continue
        phrase = _plain(one).lower()
        if len(phrase) - len(one.trigger) - 1 < _LEAST_SAVED:
            continue
        if phrase not in best or len(one.trigger) < len(best[phrase].trigger):
            best[phrase] = one
    return best


def _plain(shorthand: Shorthand) -> str:
    return "".join(part for part in parsed(shorthand.text) if isinstance(part, str))


def _count(phrase: str, texts: Iterable[str]) -> int:
    return sum(len(re.findall(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)) if phrase in text else 0 for text in texts)
