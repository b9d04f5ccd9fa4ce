"""Volumes to be taken that hold far more of their drug than a dose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from terminology.document import Line
from terminology.drugs.dosed import dosed_drugs
from terminology.drugs.facts import facts_by_name
from terminology.drugs.wording import Amount, read_amount

_I = re.IGNORECASE
_STRENGTH = re.compile(
    r"(?<![\d.,])(?P<dose>\d+(?:,\d{3})*(?:\.\d+)?\s?-?(?:mg|mcg|g|units?|mEq))\s?(?:/|per)\s?(?P<volume>\d+(?:\.\d+)?)?\s?mL\b",
    _I,
)
_VOLUME = re.compile(r"(?<![\d.,/-])(?P<number>\d{1,4}(?:\.\d+)?)\s?(?:mL|cc)\b(?!\s?/|\s?\(|\s?=|\s+(?:per|an)\s)", _I)
# what is poured, hung or handed out is no single dose
_NO_DOSE = re.compile(
    r"\b(?:dispens\w*|disp|bottles?|bags?|quantity|supply|infus\w*|drip|dilut\w*|mix\w*|reconstitut\w*|water|saline|"
    r"over|hour|hr|total|flush\w*|vials?)\b|\bin\s+\d",
    _I,
)
# less is enough where the milligrams of the strength stand as millilitres
_TOO_MUCH, _TOO_MUCH_OF_SAME_NUMBER = 5.0, 3.0


class Volume(NamedTuple):
    """``line.text[start:end]`` is a volume; by the ``strength`` beside it, it holds ``amount`` of a drug."""

    start: int
    end: int
    strength: str
    amount: Amount


def far_too_much(line: Line) -> Iterator[Volume]:
    """The volumes that hold at least five times the highest usual dose of the only drug of their sentence, or
    three times under the number of the strength."""
    if "ml" not in line.text.lower():
        return
    for strength in _STRENGTH.finditer(line.text):
        left, right = line.sentence_at(strength.start())
        highest = _highest(line, left, right)
        holds = read_amount(strength["dose"])
        several = _STRENGTH.search(line.text, strength.end(), right) or _STRENGTH.search(
            line.text, left, strength.start()
        )
        if not holds or not highest or holds.unit != highest.unit or several:
            continue
        if _NO_DOSE.search(line.text, left, right):
            continue
        for m in _VOLUME.finditer(line.text, strength.end(), right):
            amount = holds.values[0] * float(m["number"]) / float(strength["volume"] or 1)
            is_same = strength["dose"].startswith(m["number"]) and not strength["dose"][len(m["number"])].isdigit()
            if amount >= (_TOO_MUCH_OF_SAME_NUMBER if is_same else _TOO_MUCH) * highest.values[0]:
                yield Volume(*m.span(), strength.group(), Amount((amount,), holds.unit))


def _highest(line: Line, left: int, right: int) -> Amount | None:
    """The highest usual dose of the only drug of a sentence; None where none is known."""
    named = [mention for mention in dosed_drugs(line) if left <= mention.start < right]
    facts = facts_by_name().get(named[0].name) if len(named) == 1 else None
    return facts.highest if facts and facts.highest and len(facts.highest.values) == 1 else None
