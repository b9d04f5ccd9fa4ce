"""ICD-10-CM diagnoses with their inclusion terms, from the tabular list that simple-icd-10-cm ships."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

from terminology.concept import Group
from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.term import Source, Term, Tier


def group_of(code: str) -> Group:
    """Chapter 18 (R codes) holds symptoms and signs; the external causes and Z codes are not disorders."""
    if code.startswith("R"):
        return Group.SYMPTOM
    return Group.OTHER if code[0] in "VWXYZ" else Group.DISORDER


def read() -> Iterator[Term]:
    """Every diagnosis below a chapter and its inclusion terms."""
    folder = package_file("simple_icd_10_cm", "data")
    path = sorted(folder.glob("icd10c-tabular-*.xml"))[-1]
    for code, parent, element in _diagnoses(ElementTree.parse(path).getroot(), ""):
        title = element.findtext("desc", "")
        concept, group = f"ICD10CM:{code}", group_of(code)
        yield Term(title, Tier.SUGGEST, group, concept, parents=(f"ICD10CM:{parent}",) if parent else ())
        for note in element.findall("inclusionTerm/note"):
            if note.text:
                yield Term(note.text, Tier.SUGGEST, group, concept, preferred=title)


def _diagnoses(element: ElementTree.Element, parent: str) -> Iterator[tuple[str, str, ElementTree.Element]]:
    """Code, code of the broader diagnosis, and element of every diagnosis below an element."""
    for child in element:
        if child.tag == "diag":
            code = child.findtext("name", "")
            yield code, parent, child
            yield from _diagnoses(child, code)
        else:
            yield from _diagnoses(child, parent)


SOURCES = (Source("ICD-10-CM", "simple-icd-10-cm", "MIT, data US public domain", "ICD-10-CM by NCHS and CMS", read),)
