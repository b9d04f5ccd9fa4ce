"""How well a drug fits what a note says about it, weighed against a look-alike.

The weights are log-odds (data/look_alike_weights.tsv), set by benchmarks/train_look_alike.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.drugs.facts import DrugFacts, indication_pattern
from terminology.drugs.orders import Order
from terminology.drugs.wording import Amount, order_words

_NEAR = 2.0
_LISTED: Mapping[str, Callable[[DrugFacts], frozenset[str]]] = {
    "route": lambda facts: facts.routes,
    "form": lambda facts: facts.forms,
    "frequency": lambda facts: facts.frequencies,
}


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
    own, own_word = indication_fit(written, order)
    other, other_word = indication_fit(look_alike, order)
    yield Evidence("indication", own, other, other_word or own_word)
    if order.dose:
        own, other = dose_fit(written, order.dose), dose_fit(look_alike, order.dose)
        if own and other:
            yield Evidence("dose", own, other, order.said["dose"])
    for kind, listed in _LISTED.items():
        own_list, other_list = listed(written), listed(look_alike)
        if kind in order.keys and own_list and other_list:
            key = order.keys[kind]
            yield Evidence(kind, _yes_if(key in own_list), _yes_if(key in other_list), order.said[kind])
    usual = frozenset(order_words("section").get(section, ()))
    if usual and written.routes and look_alike.routes:
        yield Evidence("section", _yes_if(bool(usual & written.routes)), _yes_if(bool(usual & look_alike.routes)), "")


def _yes_if(fits: bool) -> str:
    return "yes" if fits else "no"


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
    own, other = (
        bool(pattern and pattern.search(elsewhere))
        for pattern in (indication_pattern(written.facts), indication_pattern(look_alike.facts))
    )
    found = (
        Evidence("note", _yes_if(own), _yes_if(other), ""),
        Evidence("named", _yes_if(written.name in elsewhere), "no", ""),
    )
    return [one for one in found if one.written != one.look_alike]
