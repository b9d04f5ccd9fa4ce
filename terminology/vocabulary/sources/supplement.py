"""Our own facts: clinical words, brand names and the long forms of abbreviations that no package has."""

from __future__ import annotations

from collections.abc import Iterator

from terminology.concept import Group
from terminology.data_files import rows
from terminology.vocabulary.term import Source, Term, Tier

_EVERYDAY = 2.6
# British spellings and foreign brands are right, but are not offered before the American ones
_VARIANT = 1.0


# short words that lie one slip from common ones (AROM and from, bili and bill) are right, but never a correction
_ACCEPTED_KINDS = frozenset({"abbreviation", "clipped-form"})


def read() -> Iterator[Term]:
    """Words written here as facts, each with a source column in its table."""
    for row in rows("clinical_words.tsv"):
        tier = Tier.ACCEPT if row["kind"] in _ACCEPTED_KINDS else Tier.SUGGEST
        zipf = _VARIANT if row["kind"] == "variant" else _EVERYDAY
        yield Term(row["term"], tier, Group(row["group"]), zipf=zipf)
    for row in rows("brand_names.tsv"):
        zipf = _EVERYDAY if row["region"] == "US" else _VARIANT
        yield Term(row["brand"], Tier.SUGGEST, Group.DRUG, zipf=zipf)
        yield Term(row["generic"], Tier.SUGGEST, Group.DRUG, zipf=_EVERYDAY)
    for row in rows("preferred_terms.tsv"):
        yield Term(row["preferred"], Tier.SUGGEST)
        yield Term(row["term"], Tier.ACCEPT)
    for row in rows("abbreviations.tsv"):
        yield Term(row["long"], Tier.ACCEPT, Group(row["group"]))


SOURCES = (Source("EntryAssist clinical words", "", "MIT", "terminology/data, each row with its source", read),)
