"""The drugs named in a line that also has a number, and how their doses are put in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from terminology.data_files import rows
from terminology.document import Line
from terminology.drugs.facts import facts_by_name
from terminology.drugs.orders import Mention, mentions
from terminology.drugs.wording import Amount, read_amount

# the section's words are no orders: what a patient does not tolerate, what a relative takes, what was measured
NO_ORDERS = frozenset({"allergies", "family-history", "laboratory"})
_DIGIT = re.compile(r"\d")
_LINES_IN_HAND = 32
_SMALL, _LARGE = 1.0, 10_000.0


@lru_cache(maxsize=_LINES_IN_HAND)
def dosed_drugs(line: Line) -> tuple[Mention, ...]:
    """The drugs named in a line; none when the line has no number."""
    if not _DIGIT.search(line.text) or _first_words().isdisjoint(line.words):
        return ()
    return mentions(line)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in facts_by_name())


def range_in_words(lowest: Amount, highest: Amount) -> str:
    """A range of doses in the unit in which its upper end is easy to read: ``12.5 to 300 mcg``."""
    low, high, unit = lowest.values[0], highest.values[0], highest.unit
    if unit == "mg" and high < _SMALL:
        low, high, unit = low * 1000, high * 1000, "mcg"
    elif unit == "mg" and high > _LARGE:
        low, high, unit = low / 1000, high / 1000, "g"
    return f"{low:,.6g} {unit}" if low == high else f"{low:,.6g} to {high:,.6g} {unit}"


def is_special(drug: str, dose: Amount) -> bool:
    """Whether a dose outside the usual range of a drug is one that is given on a special occasion."""
    lowest, highest = _special_doses().get(drug.lower(), (None, None))
    return lowest is not None and highest is not None and lowest <= dose <= highest


@cache
def _special_doses() -> Mapping[str, tuple[Amount, Amount]]:
    read = ((row["drug"], read_amount(row["lowest"]), read_amount(row["highest"])) for row in rows("special_doses.tsv"))
    return {drug.lower(): (low, high) for drug, low, high in read if low and high}


@cache
def is_high_alert(drug_class: str) -> bool:
    """Whether an error with a drug of a class is known to do more harm than with others."""
    return any(row["class"] == drug_class for row in rows("high_alert_classes.tsv"))
