"""MeSH descriptors (desc2026.xml): headings, entry terms, scope notes and the tree.

The parser of the standard library is used; a file that declares entities is refused before it is parsed,
so none can be expanded, and none outside the file is ever fetched.
"""

from __future__ import annotations

import mmap
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

from terminology.concept import Group
from terminology.errors import VocabularyError
from terminology.vocabulary.build import Progress
from terminology.vocabulary.importers.facts import Facts
from terminology.vocabulary.importers.format import Format, Malformed, Read, Reading, Refusal, cleaned, release_in_name
from terminology.vocabulary.sources.mesh import uninverted
from terminology.vocabulary.term import Term, Tier

_RECORD = "DescriptorRecord"
_ROOT = b"<DescriptorRecordSet"
_END = b"</DescriptorRecordSet>"
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([^\"']*)[\"']")
_MEBIBYTE = 1 << 20
_REPORTED = 1000

# beginnings of tree numbers, the longest that fits counts
_TREES = {
    "A": Group.ANATOMY,
    "B": Group.ORGANISM,
    "C": Group.DISORDER,
    "C23.888": Group.SYMPTOM,
    "D": Group.DRUG,
    "D27": Group.OTHER,
    "E": Group.PROCEDURE,
    "E01.370.225": Group.LABORATORY,
    "E05": Group.OTHER,
    "E05.200": Group.LABORATORY,
    "E07": Group.DEVICE,
    "F03": Group.DISORDER,
}


def _records(path: Path) -> Iterator[tuple[ElementTree.Element, int]]:
    """Each descriptor, and how many bytes of the file are read; the element is emptied afterwards."""
    with path.open("rb") as file:
        try:
            steps = ElementTree.iterparse(file, events=("start", "end"))
            _, root = next(steps)
            for event, element in steps:
                if event == "end" and element.tag == _RECORD:
                    yield element, file.tell()
                    root.clear()
        except ElementTree.ParseError as error:
            line, column = error.position
            raise VocabularyError(f"{path} is not well-formed XML in line {line}, column {column + 1}.") from None


def read(reading: Reading) -> Iterator[Read]:
    """One step for each descriptor; positions and rows count descriptors."""
    for number, (record, done) in enumerate(_records(reading.path), start=1):
        if number <= reading.position:
            continue
        try:
            yield Read(tuple(_terms(reading, record)), 1, number, done)
        except Malformed as problem:
            yield Read((), 1, number, done, (Refusal(number, str(problem)),))


def _terms(reading: Reading, record: ElementTree.Element) -> Iterator[Term]:
    code = cleaned(record.findtext("DescriptorUI", ""))
    name = uninverted(cleaned(record.findtext("DescriptorName/String", "")))
    trees = [element.text or "" for element in record.iterfind("TreeNumberList/TreeNumber")]
    group = min((_group(tree) for tree in trees), key=list(Group).index, default=Group.OTHER)
    above = (tree.rpartition(".")[0] for tree in trees)
    parents = dict.fromkeys(f"MESH:{ui}" for tree in above if tree for ui in reading.facts.of(tree)["descriptor"])
    note = record.findtext("ConceptList/Concept[@PreferredConceptYN='Y']/ScopeNote", "").strip()
    definition = cleaned(note) if note else ""
    yield reading.term(name, group, f"MESH:{code}", "", definition, tuple(parents))
    entries: dict[str, None] = {}
    for term in record.iterfind("ConceptList/Concept/TermList/Term"):
        if term.get("IsPermutedTermYN") != "Y":
            entries[uninverted(cleaned(term.findtext("String", "")))] = None
    for entry in entries:
        if entry.lower() != name.lower():
            yield reading.term(entry, group, f"MESH:{code}", name)


def _group(tree: str) -> Group:
    return next((_TREES[tree[:n]] for n in range(len(tree), 0, -1) if tree[:n] in _TREES), Group.OTHER)


def prepare(path: Path, facts: Facts, progress: Progress) -> None:
    """Which descriptor has which place in the tree."""
    size = path.stat().st_size // _MEBIBYTE + 1
    for number, (record, done) in enumerate(_records(path)):
        code = record.findtext("DescriptorUI", "")
        facts.add((t.text or "", "descriptor", code) for t in record.iterfind("TreeNumberList/TreeNumber"))
        if number % _REPORTED == 0:
            progress("reading the tree (MiB)", done // _MEBIBYTE, size)


def check(path: Path) -> None:
    """Raises VocabularyError for a file that was cut off or that declares entities."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        encoding = _ENCODING.match(content)
        if encoding and encoding.group(1).lower() not in (b"utf-8", b"us-ascii"):
            raise VocabularyError(f"{path} is XML in another encoding than UTF-8: convert it first.")
        if content.find(b"<!ENTITY") >= 0:
            raise VocabularyError(f"{path} declares XML entities, which MeSH does not: it is refused as unsafe.")
        if content.rfind(_END) < 0:
            raise VocabularyError(f"{path} ends before {_END.decode()}, so it is incomplete: copy or unpack it again.")


FORMAT = Format(
    name="MeSH descriptors (XML)",
    title="MeSH descriptors",
    licence="NLM terms of use",
    attribution="Medical Subject Headings, U.S. National Library of Medicine",
    tier=Tier.SUGGEST,
    files=("desc20??.xml",),
    recognise=lambda path, head: _ROOT in head,
    read=read,
    version=release_in_name(r"desc(20\d\d)"),
    check=check,
    prepare=prepare,
)
