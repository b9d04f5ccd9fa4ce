"""How well a drug fits what a note says about it, weighed against a look-alike.

The weights are log-odds (data/look_alike_weights.tsv), set by benchmarks/train_look_alike.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.drugs.facts import DrugFacts, indication_pattern
from terminology.drugs.orders import Order
from terminology.drugs.wording import Amount, order_words

_NEAR = 2.0
_LISTED = {"route": "routes", "form": "forms", "frequency": "frequencies"}


class Named(NamedTuple):
    """A drug by a name of it, in lower case."""

    name: str
    facts: DrugFacts


class Evidence(NamedTuple):
    """One thing said: how it fits the drug written, how it fits the look-alike, and the words that say it."""

    kind: str
    written: str
    look_alike: str
    said: str

    @property
    def weight(self) -> float:
        """Log-odds for the look-alike."""
        weights = fit_weights()
        return weights.get((self.kind, self.look_alike), 0.0) - weights.get((self.kind, self.written), 0.0)


@cache
def fit_weights() -> Mapping[tuple[str, str], float]:
    """The weight of each fit of each kind of evidence; a fit that is not listed weighs nothing."""
    return {(row["evidence"], row["fit"]): float(row["weight"]) for row in rows("look_alike_weights.tsv")}


def weigh(written: DrugFacts, look_alike: DrugFacts, order: Order, section: str) -> list[Evidence]:
    """What tells the two drugs apart in an order. A fact that either drug lacks tells nothing."""
    return [one for one in _all(written, look_alike, order, section) if one.written != one.look_alike]


def _all(written: DrugFacts, look_alike: DrugFacts, order: Order, section: str) -> Iterator[Evidence]:
    both = (written, look_alike)
    yield from _indication(both, order)
    if order.dose:
        fits = [dose_fit(facts, order.dose) for facts in both]
        if all(fits):
            yield Evidence("dose", fits[0], fits[1], order.said["dose"])
    for kind, column in _LISTED.items():
        key = order.keys.get(kind)
        listed: list[frozenset[str]] = [getattr(facts, column) for facts in both]
        if key and all(listed):
            yield Evidence(kind, *_yes_or_no(key in some for some in listed), order.said[kind])
    usual = frozenset(order_words("section").get(section, ()))
    if usual and all(facts.routes for facts in both):
        yield Evidence("section", *_yes_or_no(bool(usual & facts.routes) for facts in both), "")


def _yes_or_no(fits: Iterator[bool]) -> Iterator[str]:
    return ("yes" if fit else "no" for fit in fits)


def _indication(both: Sequence[DrugFacts], order: Order) -> Iterator[Evidence]:
    fits, words = [], []
    for facts in both:
        fit, word = indication_fit(facts, order)
        fits.append(fit)
        words.append(word)
    yield Evidence("indication", fits[0], fits[1], words[1] or words[0])


def indication_fit(facts: DrugFacts, order: Order) -> tuple[str, str]:
    """``purpose`` where what the drug is given for is said of it, ``near`` where it stands near; and the word."""
    pattern = indication_pattern(facts)
    if pattern and (m := pattern.search(order.purpose)):
        return "purpose", m.group()
    if pattern and (m := pattern.search(order.around)):
        return "near", m.group()
    return "none", ""


def dose_fit(facts: DrugFacts, dose: Amount) -> str:
    """``strength`` for a strength that is sold, ``usual`` within the usual single doses, ``close`` within twice,
    ``far`` beyond, ``unit`` where the drug is measured otherwise; empty where the facts do not tell.
    """
    if dose in facts.strengths:
        return "strength"
    if not facts.lowest or not facts.highest:
        return _by_unit(facts, dose)
    if dose.unit != facts.lowest.unit or len(dose.values) != len(facts.lowest.values):
        return _by_unit(facts, dose)
    low, value, high = facts.lowest.values[0], dose.values[0], facts.highest.values[0]
    if low <= value <= high:
        return "usual"
    return "close" if low / _NEAR <= value <= high * _NEAR else "far"


def _by_unit(facts: DrugFacts, dose: Amount) -> str:
    units = {amount.unit for amount in (*facts.strengths, facts.lowest) if amount}
    return "unit" if units and dose.unit not in units else ""


def weigh_note(written: Named, look_alike: Named, elsewhere: str) -> list[Evidence]:
    """What the rest of a note (in lower case) tells: what the drugs are given for, and whether the name written
    comes again. That the look-alike is named too tells nothing: many patients take both.
    """
    patterns = [indication_pattern(one.facts) for one in (written, look_alike)]
    given_for = _yes_or_no(bool(pattern and pattern.search(elsewhere)) for pattern in patterns)
    found = (Evidence("note", *given_for, ""), Evidence("named", "yes" if written.name in elsewhere else "no", "no", ""))
    return [one for one in found if one.written != one.look_alike]
