"""Reads what a note says about a drug beside its name: dose, route, form, frequency and what it is for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from terminology.document import Line
from terminology.drugs.facts import facts_by_name
from terminology.drugs.look_alikes import look_alikes
from terminology.drugs.wording import Amount, amounts_in, order_patterns

_BEFORE, _AFTER, _DOSE_WITHIN, _PURPOSE = 160, 200, 60, 50
_SEPARATOR = re.compile(r"[,;:]\s|\s(?:and|but|then|while|plus)\s")
# where the sentence turns to something else
_TURN = re.compile(
    r";|,?\s(?:and|but|while|although)\s(?:he|she|they|it|his|her|the|denies|complains|reports|states)\b"
)
_FOR = re.compile(r"\b(?:for|to treat|to control|to prevent|to help)\s")
_OF = re.compile(r"\s*(?:(?:tablets?|capsules?|dose|p\.?o\.?|i\.?v\.?|oral)\s+)?(?:of\s+)?$")
_JUST_BEFORE = 16
_LINES_IN_HAND = 32


class Mention(NamedTuple):
    """A drug's name in a line; ``name`` is in lower case."""

    start: int
    end: int
    name: str


class Dose(NamedTuple):
    """An amount and where it stands in its line."""

    amount: Amount
    start: int
    end: int


class Order(NamedTuple):
    """What stands about a drug in its own part of the sentence, ``line.text[start:end]``. Texts are in lower case.

    ``said`` holds, for ``dose``, ``route``, ``form`` and ``frequency``, the words that say it.
    """

    start: int
    end: int
    around: str
    purpose: str
    dose: Amount | None
    keys: Mapping[str, str]
    said: Mapping[str, str]


@lru_cache(maxsize=_LINES_IN_HAND)
def mentions(line: Line) -> tuple[Mention, ...]:
    """The drugs named in a line, each by its longest name. Several rules ask in turn for the same line."""
    found, taken = list[Mention](), 0
    by_first = _names_by_first_word()
    if by_first.keys().isdisjoint(line.vocabulary):
        return ()
    for number, form in enumerate(line.forms):
        for words in by_first.get(form, ()):
            if line.tokens[number].start >= taken and line.forms[number : number + len(words)] == words:
                taken = line.tokens[number + len(words) - 1].end
                found.append(Mention(line.tokens[number].start, taken, " ".join(words)))
                break
    return tuple(found)


@cache
def _names_by_first_word() -> Mapping[str, Sequence[tuple[str, ...]]]:
    names: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in sorted(facts_by_name().keys() | look_alikes().keys(), key=len, reverse=True):
        words = tuple(name.split())
        names[words[0]].append(words)
    return dict(names)


def order_of(line: Line, named: Sequence[Mention], which: int) -> Order:
    """What the line says about the ``which``-th of the drugs named in it."""
    begin, end = _part(line, named, which)
    mention = named[which]
    text = line.text.lower()
    before, after = text[begin : mention.start], text[mention.end : end]
    purpose = _FOR.search(after)
    keys, said = {}, {}
    for kind in ("route", "form", "frequency"):
        for key, word in _first(kind, before[-_JUST_BEFORE:], after):
            keys[kind], said[kind] = key, word
    found = dose_of(line, named, which)
    if found:
        said["dose"] = text[found.start : found.end]
    given_for = after[purpose.end() : purpose.end() + _PURPOSE] if purpose else ""
    return Order(begin, end, f"{before} {after}", given_for, found.amount if found else None, keys, said)


def dose_of(line: Line, named: Sequence[Mention], which: int) -> Dose | None:
    """The dose of the ``which``-th of the drugs named in a line: the first amount after it, else one just before."""
    begin, end = _part(line, named, which)
    mention = named[which]
    text = line.text.lower()
    for amount, start, stop in amounts_in(text[mention.end : end]):
        return Dose(amount, mention.end + start, mention.end + stop) if start <= _DOSE_WITHIN else None
    before = text[begin : mention.start]
    for amount, start, stop in amounts_in(before):
        if _OF.fullmatch(before, stop):
            return Dose(amount, begin + start, begin + stop)
    return None


def _part(line: Line, named: Sequence[Mention], which: int) -> tuple[int, int]:
    """Start and end of the part of the sentence that belongs to a drug: up to where its neighbours' parts begin."""
    mention = named[which]
    begin, end = line.sentence_at(mention.start)
    begin, end = max(begin, mention.start - _BEFORE), min(max(end, mention.end), mention.end + _AFTER)
    begin = max((m.end() for m in _TURN.finditer(line.text, begin, mention.start)), default=begin)
    if turn := _TURN.search(line.text, mention.end, end):
        end = turn.start()
    if which and named[which - 1].end > begin:
        begin = _boundary(line.text, named[which - 1].end, mention.start)
    if which + 1 < len(named) and named[which + 1].start < end:
        end = _boundary(line.text, mention.end, named[which + 1].start)
    return begin, end


def _boundary(text: str, start: int, end: int) -> int:
    """Where, between two drugs, the words about the second begin: at the last comma or "and"."""
    return max((m.end() for m in _SEPARATOR.finditer(text, start, end)), default=end)


@lru_cache(maxsize=1 << 12)
def _first(kind: str, before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The key of a kind that is said first after the drug, else the one said last just before it."""
    found = [(m.start(), -len(m.group()), key, m.group()) for key, p in order_patterns(kind) if (m := p.search(after))]
    if not found:
        found = [(0, 0, key, m.group()) for key, p in order_patterns(kind) if (m := p.search(before))]
    return tuple((key, word.strip()) for _, _, key, word in sorted(found)[:1])
