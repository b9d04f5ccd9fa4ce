"""What is known about drugs (data/drug_facts.tsv), by every name a note may use.

Doses are usual single doses for adults. An empty field means that nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from terminology.data_files import rows
from terminology.drugs.wording import Amount, either, read_amount, split


@dataclass(frozen=True, slots=True)
class DrugFacts:
    """One drug. ``indications`` are keys of data/indications.tsv; routes, forms and frequencies keys of
    data/order_words.tsv; ``lowest`` and ``highest`` a usual single adult dose.
    """

    name: str
    other_names: frozenset[str]
    drug_class: str
    indications: frozenset[str]
    routes: frozenset[str]
    forms: frozenset[str]
    strengths: frozenset[Amount]
    lowest: Amount | None
    highest: Amount | None
    frequencies: frozenset[str]


@cache
def drug_facts() -> Mapping[str, DrugFacts]:
    """The facts of each drug by its own name, in lower case."""
    return {facts.name.lower(): facts for facts in map(_read, rows("drug_facts.tsv"))}


def _read(row: Mapping[str, str]) -> DrugFacts:
    return DrugFacts(
        row["drug"],
        split(row["other_names"]),
        row["class"],
        split(row["indications"]),
        split(row["routes"]),
        split(row["forms"]),
        frozenset(filter(None, map(read_amount, split(row["strengths"])))),
        read_amount(row["lowest"]),
        read_amount(row["highest"]),
        split(row["frequencies"]),
    )


@cache
def facts_by_name() -> Mapping[str, DrugFacts]:
    """The facts by every name in lower case: the drug's own, its other names, and brand names that lead to it."""
    own = drug_facts()
    named = dict(own)
    for facts in own.values():
        named.update(dict.fromkeys(facts.other_names, facts))
    for row in rows("brand_names.tsv"):
        facts_of_brand = _of_generic(row["generic"].lower(), named)
        if facts_of_brand:
            named.setdefault(row["brand"].lower(), facts_of_brand)
    return named


def _of_generic(generic: str, named: Mapping[str, DrugFacts]) -> DrugFacts | None:
    """A salt has the facts of its drug: metoprolol tartrate those of metoprolol."""
    words = generic.split()
    names = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((named[name] for name in names if name in named), None)


@cache
def written_names() -> Mapping[str, str]:
    """Each brand name in lower case as its maker writes it."""
    return {row["brand"].lower(): row["brand"] for row in rows("brand_names.tsv")}


@cache
def indication_pattern(facts: DrugFacts) -> re.Pattern[str] | None:
    """Finds, in text in lower case, a word for what the drug is given for; None when nothing is known of it."""
    words = [word for key in sorted(facts.indications) for word in _indication_words()[key]]
    return either(words) if words else None


@cache
def _indication_words() -> Mapping[str, tuple[str, ...]]:
    return {row["indication"]: tuple(row["words"].split("|")) for row in rows("indications.tsv")}


def words_of(indication: str) -> Iterator[str]:
    """The words of an indication that stand in full in its row, for making example lines."""
    return (word for word in _indication_words()[indication] if not word.endswith("-"))
