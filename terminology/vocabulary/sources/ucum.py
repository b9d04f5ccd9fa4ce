"""Names of units with their UCUM codes, from ucumvert."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.term import Source, Term, Tier

_NAMESPACE = "{http://unitsofmeasure.org/ucum-essence}"


def read() -> Iterator[Term]:
    """Every unit and base unit by its names; codes are case sensitive, as UCUM has them."""
    path = package_file("ucumvert", "vendor", "ucum-essence.xml")
    for element in ElementTree.parse(path).getroot():
        code, names = element.get("Code", ""), [name.text for name in element.findall(f"{_NAMESPACE}name")]
        if element.tag.removeprefix(_NAMESPACE) in ("unit", "base-unit") and names[0]:
            for name in names:
                if name:
                    yield Term(name, Tier.ACCEPT, concept=f"UCUM:{code}", preferred=names[0])


SOURCES = (
    Source(
        "UCUM units (ucumvert)",
        "ucumvert",
        "MIT, data UCUM licence",
        "The Unified Code for Units of Measure (UCUM), Regenstrief Institute, Inc.; ucum.org",
        read,
    ),
)
