"""Made and real lines with drugs that have look-alikes, for training and measuring SF031.

Made lines: templates filled from data/drug_facts.tsv about one drug of a pair. What is said is left out at random,
doses are often not a strength that is sold, and half of the lines are then written with the other drug's name.
Real lines: every use of such a drug in the development notes, as it stands or with a look-alike in its place.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from terminology.document import Line, cut_lines
from terminology.drugs.facts import DrugFacts, drug_facts, facts_by_name, words_of, written_names
from terminology.drugs.look_alikes import look_alikes
from terminology.drugs.orders import mentions
from terminology.drugs.wording import Amount, order_words

SAYS_DOSE, SAYS_ROUTE, SAYS_FORM, SAYS_FREQUENCY, SAYS_PURPOSE = 0.75, 0.35, 0.25, 0.65, 0.6
SOLD_AS_SUCH = 0.75
# how often what is said is that of any other drug: off-label use, other problems beside it, odd orders, our gaps
ODD_DOSE, ODD_ROUTE, ODD_FORM, ODD_FREQUENCY, ODD_PURPOSE = 0.04, 0.04, 0.04, 0.1, 0.08
FRAMES = (
    "{order}{purpose}.",
    "She takes {order}{purpose}.",
    "Started on {order}{purpose}.",
    "Continue {order}{purpose}.",
    "1. {order}{purpose}",
    "The patient was given {order}{purpose}.",
    "We will try {order}{purpose} and see him back in two weeks.",
    "{history}. He is on {order}.",
    "Discharged home with {order}{purpose}.",
)
PURPOSES = (
    " for {word}",
    " for his {word}",
    " for the {word}",
    " due to {word}",
    ", {word} is better",
    " to treat {word}",
)
HISTORIES = ("History of {word}", "She complains of {word}", "Patient with {word}")


class Swap(NamedTuple):
    """A text in which ``text[start:]`` begins with ``written``, in place of ``meant`` (the same when not swapped)."""

    text: str
    start: int
    written: str
    meant: str


def pairs() -> list[tuple[str, str]]:
    """The pairs whose two drugs are different ones with known facts, in order."""
    known = facts_by_name()
    return sorted(
        (one, other)
        for one, others in look_alikes().items()
        for other in others
        if one < other and one in known and other in known and known[one] is not known[other]
    )


def made_lines(some: Sequence[tuple[str, str]], each: int, seed: int) -> Iterator[tuple[Swap, bool]]:
    """``each`` lines about each drug of each pair: as it is, and with its look-alike's name (True)."""
    rng = random.Random(seed)
    for pair in some:
        for meant, partner in (pair, pair[::-1]):
            for _ in range(each):
                line = _line(facts_by_name()[meant], rng)
                yield _filled(line, meant, meant), False
                yield _filled(line, partner, meant), True


def _filled(line: str, written: str, meant: str) -> Swap:
    name = written_names().get(written, written)
    start = line.index("{drug}")
    if not line[:start].strip():
        name = name[:1].upper() + name[1:]
    return Swap(line.replace("{drug}", name), start, written, meant)


def _line(facts: DrugFacts, rng: random.Random) -> str:
    order, purpose, history = ["{drug}"], "", "No new complaints"
    if rng.random() < SAYS_DOSE and (dose := _dose(_or_any(facts, ODD_DOSE, rng), rng)):
        order.append(dose)
    for chance, kind, keys in (
        (SAYS_ROUTE, "route", _or_any(facts, ODD_ROUTE, rng).routes),
        (SAYS_FORM, "form", _or_any(facts, ODD_FORM, rng).forms),
        (SAYS_FREQUENCY, "frequency", _or_any(facts, ODD_FREQUENCY, rng).frequencies),
    ):
        words = [word for key in sorted(keys) for word in order_words(kind).get(key, ())]
        if words and rng.random() < chance:
            order.append(rng.choice(words).rstrip("."))
    given_for = _or_any(facts, ODD_PURPOSE, rng).indications
    words = [word for indication in sorted(given_for) for word in words_of(indication)]
    if words and rng.random() < SAYS_PURPOSE:
        purpose = rng.choice(PURPOSES).format(word=rng.choice(words))
        history = rng.choice(HISTORIES).format(word=rng.choice(words))
    return rng.choice(FRAMES).format(order=" ".join(order), purpose=purpose, history=history)


def _or_any(facts: DrugFacts, odds: float, rng: random.Random) -> DrugFacts:
    """The drug itself, or, now and then, any other."""
    return rng.choice(list(drug_facts().values())) if rng.random() < odds else facts


def _dose(facts: DrugFacts, rng: random.Random) -> str:
    sold = sorted(facts.strengths)
    if sold and (rng.random() < SOLD_AS_SUCH or not facts.highest):
        return _written(rng.choice(sold), rng)
    if facts.lowest and facts.highest and len(facts.lowest.values) == 1:
        low, high = facts.lowest.values[0], facts.highest.values[0]
        several = [one.values[0] * times for one in sold or [facts.lowest] for times in (0.5, 1.5, 2, 3)]
        within = [value for value in several if low <= value <= high]
        if within:
            return _written(Amount((rng.choice(within),), facts.lowest.unit), rng)
    return ""


def _written(dose: Amount, rng: random.Random) -> str:
    values, unit = dose.values, dose.unit
    if unit == "mg" and max(values) < 0.1:
        values, unit = tuple(value * 1000 for value in values), "mcg"
    elif unit == "mg" and min(values) >= 1000 and rng.random() < 0.5:
        values, unit = tuple(value / 1000 for value in values), "g"
    return "/".join(f"{value:g}" if value < 1e5 else f"{value:.0f}" for value in values) + (
        unit if unit == "%" else f" {unit}"
    )


def swaps_in(note: str) -> Iterator[tuple[Swap, bool]]:
    """Each drug of a note that has look-alikes: as it stands, and with each look-alike in its place (True)."""
    known = facts_by_name()
    for offset, text in cut_lines(note):
        for mention in mentions(Line(text)):
            written = mention.name
            rivals = [other for other in look_alikes().get(written, ()) if other in known]
            rivals = [other for other in rivals if known[other] is not known.get(written)]
            if not rivals or written not in known:
                continue
            start, end = offset + mention.start, offset + mention.end
            yield Swap(note, start, written, written), False
            for other in rivals:
                name = written_names().get(other, other)
                name = name.upper() if note[start:end].isupper() else name
                yield Swap(note[:start] + name + note[end:], start, other, written), True
