"""UMLS Metathesaurus: MRCONSO.RRF, with semantic types, definitions and hierarchy from the files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from terminology.concept import Group
from terminology.vocabulary.build import Progress
from terminology.vocabulary.importers import rrf
from terminology.vocabulary.importers.facts import Facts
from terminology.vocabulary.importers.format import Format, Read, Reading, cleaned, release_in_name
from terminology.vocabulary.importers.lines import collect
from terminology.vocabulary.term import Term, Tier

_CUI = re.compile(rb"C\d{7,8}")

# semantic types by number, after the UMLS semantic groups; those not named here are OTHER
_TYPES = {
    Group.DISORDER: "T019 T020 T037 T046 T047 T048 T049 T050 T190 T191",
    Group.SYMPTOM: "T033 T184",
    Group.DRUG: "T121 T125 T127 T195 T200",
    Group.PROCEDURE: "T060 T061",
    Group.ANATOMY: "T017 T018 T021 T022 T023 T024 T025 T026 T029 T030 T031",
    Group.LABORATORY: "T034 T059 T201",
    Group.DEVICE: "T074 T075 T203",
    Group.ORGANISM: "T001 T002 T004 T005 T007 T008 T010 T011 T012 T013 T014 T015 T194 T204",
}
_GROUP_OF = {number: group for group, numbers in _TYPES.items() for number in numbers.split()}


def _is_cui(field: bytes) -> bool:
    return _CUI.fullmatch(field) is not None


def _rank(fields: list[bytes]) -> int | None:
    if fields[rrf.LAT] != b"ENG" or fields[rrf.SUPPRESS] != b"N":
        return None
    return (fields[rrf.TS] != b"P") * 4 + (fields[rrf.STT] != b"PF") * 2 + (fields[rrf.ISPREF] != b"Y")


def read(reading: Reading) -> Iterator[Read]:
    """English names that are not suppressed, a concept at a time."""

    def terms(concept: rrf.Named) -> Iterator[Term]:
        facts = reading.facts.of(concept.id)
        groups = {_GROUP_OF.get(number, Group.OTHER) for number in facts["type"]} or {Group.OTHER}
        group = min(groups, key=list(Group).index)
        preferred, *others = concept.names
        definition = facts["definition"][0] if facts["definition"] else ""
        parents = tuple(dict.fromkeys(f"UMLS:{cui}" for cui in facts["parent"]))
        yield reading.term(preferred, group, f"UMLS:{concept.id}", "", definition, parents)
        for name in others:
            yield reading.term(name, group, f"UMLS:{concept.id}", preferred)

    return rrf.read_concepts(reading, _is_cui, _rank, terms)


def _type(row: bytes) -> tuple[str, str, str]:
    cui, number, *_ = row.split(b"|")
    return cui.decode(), "type", number.decode()


def _definition(row: bytes) -> tuple[str, str, str] | None:
    fields = row.split(b"|")
    return (fields[0].decode(), "definition", cleaned(fields[5].decode())) if fields[6] == b"N" else None


def _parent(row: bytes) -> tuple[str, str, str] | None:
    # most of a very large file are other relationships
    if b"|PAR|" not in row:
        return None
    fields = row.split(b"|")
    # the second concept is the parent of the first
    if fields[3] != b"PAR" or fields[14] != b"N" or not (_is_cui(fields[0]) and _is_cui(fields[4])):
        return None
    return fields[0].decode(), "parent", fields[4].decode()


_BESIDE = (("MRSTY.RRF", _type), ("MRDEF.RRF", _definition), ("MRREL.RRF", _parent))


def prepare(path: Path, facts: Facts, progress: Progress) -> None:
    """Semantic types, definitions and parents, as far as their files are there."""
    for name, fact in _BESIDE:
        if path.with_name(name).exists():
            collect(path.with_name(name), facts, fact, progress)


FORMAT = Format(
    name="UMLS (MRCONSO.RRF)",
    title="UMLS Metathesaurus",
    licence="UMLS Metathesaurus Licence, for its holder only",
    attribution="UMLS Metathesaurus, U.S. National Library of Medicine",
    tier=Tier.SUGGEST,
    files=("MRCONSO.RRF",),
    recognise=lambda path, head: rrf.is_rrf(head, _is_cui),
    read=read,
    version=release_in_name(r"(20\d\d[A-Z]{2})"),
    check=rrf.check,
    prepare=prepare,
)
