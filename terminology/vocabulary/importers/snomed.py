"""SNOMED CT, release format 2: the description snapshot, with the files of concepts and relationships near it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from terminology.concept import Group
from terminology.errors import VocabularyError
from terminology.vocabulary.build import Progress
from terminology.vocabulary.importers.facts import Facts
from terminology.vocabulary.importers.format import Format, Malformed, Read, Reading, cleaned, release_in_name
from terminology.vocabulary.importers.lines import Line, check_last_row, collect, field_text, read_lines
from terminology.vocabulary.term import Term, Tier

_HEADER = b"id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId"
_COLUMNS = _HEADER.count(b"\t") + 1
_FULL_NAME = b"900000000000003001"
_SYNONYM = b"900000000000013009"
_DEFINITION = b"900000000000550004"
_IS_A = b"116680003"
_TAGGED = re.compile(r"(.+?) \(([^()]+)\)")

_TAGS = {
    "disorder": Group.DISORDER,
    "morphologic abnormality": Group.DISORDER,
    "finding": Group.SYMPTOM,
    "procedure": Group.PROCEDURE,
    "regime/therapy": Group.PROCEDURE,
    "body structure": Group.ANATOMY,
    "cell": Group.ANATOMY,
    "cell structure": Group.ANATOMY,
    "product": Group.DRUG,
    "medicinal product": Group.DRUG,
    "medicinal product form": Group.DRUG,
    "clinical drug": Group.DRUG,
    "real clinical drug": Group.DRUG,
    "specimen": Group.LABORATORY,
    "observable entity": Group.LABORATORY,
    "physical object": Group.DEVICE,
    "organism": Group.ORGANISM,
}


def read(reading: Reading) -> Iterator[Read]:
    """Active English descriptions of active concepts; the tag in brackets gives the group and is left off."""

    def terms(line: Line) -> Iterator[Term]:
        fields = _row(line)
        kind = fields[6]
        if line.number == 1 or fields[2] != b"1" or not fields[5].startswith(b"en"):
            return
        text = field_text(line, fields, 7)
        concept = _sctid(fields[4])
        facts = reading.facts.of(concept)
        if facts["inactive"]:
            return
        name, group = _untagged(text if kind == _FULL_NAME else "".join(facts["name"][:1]))
        definition = "".join(facts["definition"][:1])
        if kind == _FULL_NAME:
            parents = tuple(dict.fromkeys(f"SNOMEDCT:{parent}" for parent in facts["parent"]))
            yield reading.term(name, group, f"SNOMEDCT:{concept}", "", definition, parents)
        elif kind == _SYNONYM and text != name:
            yield reading.term(text, group, f"SNOMEDCT:{concept}", name, definition)

    return read_lines(reading, terms)


def _row(line: Line) -> list[bytes]:
    fields = line.raw.split(b"\t")
    if len(fields) != _COLUMNS:
        raise Malformed(f"{len(fields)} columns instead of {_COLUMNS}")
    return fields


def _sctid(field: bytes) -> str:
    if not field.isdigit():
        raise Malformed("conceptId is no number")
    return field.decode()


def _untagged(name: str) -> tuple[str, Group]:
    found = _TAGGED.fullmatch(name)
    return (found.group(1), _TAGS.get(found.group(2), Group.OTHER)) if found else (name, Group.OTHER)


def _full_name(row: bytes) -> tuple[str, str, str] | None:
    fields = row.split(b"\t")
    if fields[2] != b"1" or not fields[5].startswith(b"en") or fields[6] not in (_FULL_NAME, _DEFINITION):
        return None
    kind = "name" if fields[6] == _FULL_NAME else "definition"
    return fields[4].decode(), kind, cleaned(fields[7].decode())


def _inactive(row: bytes) -> tuple[str, str, str] | None:
    fields = row.split(b"\t")
    return (fields[0].decode(), "inactive", "") if fields[2] == b"0" else None


def _parent(row: bytes) -> tuple[str, str, str] | None:
    fields = row.split(b"\t")
    if fields[2] != b"1" or fields[7] != _IS_A or not fields[5].isdigit():
        return None
    return fields[4].decode(), "parent", fields[5].decode()


_BESIDE = (
    ("sct2_TextDefinition_Snapshot*-en*.txt", _full_name),
    ("sct2_Concept_Snapshot_*.txt", _inactive),
    ("sct2_Relationship_Snapshot_*.txt", _parent),
)


def prepare(path: Path, facts: Facts, progress: Progress) -> None:
    """The full names, and what the neighbouring files say: definitions, inactive concepts, is-a relationships."""
    collect(path, facts, _full_name, progress)
    for pattern, fact in _BESIDE:
        for beside in sorted(path.parent.glob(pattern)):
            collect(beside, facts, fact, progress)


def check(path: Path) -> None:
    """Raises VocabularyError for a file that was cut off, or that holds every old version of every description."""
    if "_Full" in path.name:
        raise VocabularyError(f"{path} holds all old versions too: add the file of the Snapshot folder instead.")
    if "_Delta" in path.name:
        raise VocabularyError(f"{path} holds changes only: add the file of the Snapshot folder instead.")
    check_last_row(path, b"\t", _COLUMNS - 1)


FORMAT = Format(
    name="SNOMED CT (RF2 descriptions)",
    title="SNOMED CT",
    licence="SNOMED CT Affiliate Licence, for its holder only",
    attribution="SNOMED CT, SNOMED International",
    tier=Tier.SUGGEST,
    files=("sct2_Description_Snapshot*-en*.txt", "sct2_Description_Snapshot*.txt"),
    recognise=lambda path, head: head.removeprefix(b"\xef\xbb\xbf").startswith(_HEADER),
    read=read,
    version=release_in_name(r"_(20\d{6})"),
    check=check,
    prepare=prepare,
)
