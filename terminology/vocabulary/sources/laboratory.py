"""Laboratory analytes with their LOINC codes, from labunits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from terminology.concept import Group
from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.term import Source, Term, Tier

_OTHER_NAMES = re.compile(r"\s*\(([^()]*)\)")


def read() -> Iterator[Term]:
    """Each analyte, and the other names it has in brackets: ``Alanine aminotransferase (ALT, SGPT)``."""
    data = json.loads(package_file("labunits", "data", "analytes.json").read_text(encoding="utf-8"))
    for code, analyte in data.items():
        name = _OTHER_NAMES.sub("", analyte["name"]).strip()
        concept = f"LOINC:{code}"
        yield Term(name, Tier.SUGGEST, Group.LABORATORY, concept)
        for names in _OTHER_NAMES.findall(analyte["name"]):
            for other in re.split(r",\s*|;\s*", names):
                # "supine" in brackets is how the sample was taken, "ALT" is a name
                if any(c.isupper() or c.isdigit() for c in other):
                    yield Term(other.strip(), Tier.ACCEPT, Group.LABORATORY, concept, preferred=name)


SOURCES = (
    Source(
        "Laboratory analytes (labunits)",
        "labunits",
        "MIT, LOINC codes under the LOINC licence",
        "This material contains content from LOINC (loinc.org), copyright Regenstrief Institute, Inc.",
        read,
    ),
)
