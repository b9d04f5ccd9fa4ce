"""Drug names: drug-named-entity-recognition (DrugBank open data, MeSH, MedlinePlus, NHS) and medwer."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from terminology.concept import Group
from terminology.vocabulary.package_files import package_file, read_plain_pickle
from terminology.vocabulary.term import Source, Term, Tier, concept_id

_WELL_KNOWN = ("medline_plus_id", "nhs_url", "wikipedia_url")
_NEAR = 2


def read_drug_ner() -> Iterator[Term]:
    """Canonical names and variants.

    The list is multilingual and holds slips: a variant one or two edits from its own canonical name
    (``warfarina``, ``lenoxin``) proves nothing about spelling and is left out, and names that neither
    MedlinePlus, the NHS nor Wikipedia knows only soften a finding. DrugBank numbers are kept; the MeSH
    numbers are not, because they are those of pharmacological actions (metformin and insulin share one).
    """
    data = read_plain_pickle(package_file("drug_named_entity_recognition", "drug_ner_dictionary.pkl.bz2"))
    about, brands = data["drug_canonical_to_data"], data["drug_variant_to_variant_data"]
    for variant, names in data["drug_variant_to_canonical"].items():
        for name in names:
            facts = about.get(name, {})
            known = any(facts.get(key) for key in _WELL_KNOWN)
            preferred = facts.get("name", name)
            code = facts.get("drugbank_id")
            concept = f"DRUGBANK:{code}" if code else concept_id("DRUGTERM", name)
            if variant == name:
                tier = Tier.SUGGEST if known else Tier.SOFTEN
            elif OSA.distance(variant, name, score_cutoff=_NEAR) <= _NEAR:
                continue
            elif known and brands.get(variant, {}).get("is_brand"):
                tier = Tier.SUGGEST
            else:
                tier = Tier.SOFTEN
            yield Term(variant, tier, Group.DRUG, concept, preferred)


def read_medwer() -> Iterator[Term]:
    """19,373 terms, mostly Health Canada drug products and ICD-10 titles, already in lower case."""
    path = package_file("medwer", "data", "medical_terms.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield Term(line, Tier.SUGGEST)


SOURCES = (
    Source(
        "Drug names (drug-named-entity-recognition)",
        "drug-named-entity-recognition",
        "MIT, data CC0 and public",
        "DrugBank Open Data (CC0), NLM MeSH and MedlinePlus, NHS, Wikipedia",
        read_drug_ner,
    ),
    Source(
        "Drug products and diagnoses (medwer)",
        "medwer",
        "MIT, data Open Government Licence - Canada and public domain",
        "Contains information licensed under the Open Government Licence - Canada; ICD-10-CM",
        read_medwer,
    ),
)
