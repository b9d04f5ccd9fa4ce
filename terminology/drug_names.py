"""Drugs under their brand names and in their classes, and what an allergy to one of them covers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.phrases import PhraseTable

# a salt is the same drug to an allergy
_SALT = re.compile(
    r"\s(?:sulfate|hydrochloride|sodium|potassium|calcium|tartrate|succinate|maleate|besylate|mesylate|phosphate)$"
)
_PARTS = re.compile(r"[-/]|\s(?:and|with)\s")


class DrugClass(NamedTuple):
    """``names`` are what the class is called, ``members`` its drugs; ``shared``: allergy to one counts for all."""

    name: str
    names: frozenset[str]
    members: frozenset[str]
    shared: bool


@cache
def drug_classes() -> Mapping[str, DrugClass]:
    """The classes by each of their names and members. ``single drugs`` are no class."""
    table: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("drug_classes.tsv"):
        table[row["class"]].append(row)
    classes = {}
    for name, members in table.items():
        of = {kind: frozenset(row["drug"] for row in members if row["kind"] == kind) for kind in ("name", "member")}
        one = DrugClass(name, of["name"], of["member"], members[0]["shared"] == "yes")
        classes.update(dict.fromkeys(one.names | one.members, one))
    return classes


@cache
def generics() -> Mapping[str, str]:
    """The generic name of each brand, both in lower case."""
    known = drug_classes()
    return {
        row["brand"].lower(): row["generic"].lower()
        for row in rows("brand_names.tsv")
        if row["brand"].lower() not in known
    }


@cache
def _names_of() -> Mapping[str, frozenset[str]]:
    """The names under which a drug is given: its own, its brands, and products that combine it."""
    table: dict[str, set[str]] = defaultdict(set)
    for brand, generic in generics().items():
        for part in {generic, _SALT.sub("", generic), *_PARTS.split(generic)}:
            table[part].add(brand)
            table[part].add(generic)
    return {drug: frozenset(names) for drug, names in table.items()}


@cache
def drug_names() -> PhraseTable[str]:
    """Every drug that the tables know, with the generic name for value."""
    drugs = {drug: drug for drug, of in drug_classes().items() if drug in of.members}
    return PhraseTable({**{generic: generic for generic in generics().values()}, **generics(), **drugs})


def covered_by(allergen: str) -> frozenset[str]:
    """The names, in lower case, of the drugs that an allergy covers: the drug, its brands, its class where that is
    what allergy is told by, or for a class all its members."""
    allergen = allergen.lower()
    drug = generics().get(allergen, allergen)
    found = {part for part in (drug, *_PARTS.split(drug)) if part in drug_classes()} | {drug}
    covered: set[str] = set(found)
    for name in found:
        of = drug_classes().get(name)
        if of and (name in of.names or of.shared):
            covered |= of.members
    return frozenset(covered).union(*_brands_of(covered))


def _brands_of(drugs: Iterable[str]) -> Iterable[frozenset[str]]:
    return (_names_of().get(drug, frozenset()) for drug in drugs)
