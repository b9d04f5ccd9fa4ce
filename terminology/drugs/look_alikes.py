"""Pairs of drug names that are mistaken for each other (data/look_alike_drugs.tsv)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from terminology.data_files import rows

SOURCE = (
    "data/look_alike_drugs.tsv: the FDA and ISMP lists of look-alike drug names with tall-man letters, and names alike "
    "in spelling or sound by general knowledge; each row says which."
)


@cache
def look_alikes() -> Mapping[str, Sequence[str]]:
    """For each name in lower case the names it is mistaken for."""
    partners: dict[str, list[str]] = defaultdict(list)
    for row in rows("look_alike_drugs.tsv"):
        partners[row["drug"]].append(row["look_alike"])
        partners[row["look_alike"]].append(row["drug"])
    return dict(partners)


@cache
def tall_man_names() -> Mapping[str, str]:
    """Each name in lower case that the FDA or ISMP list writes with tall-man letters, as the list writes it."""
    names = {}
    for row in rows("look_alike_drugs.tsv"):
        names[row["drug"]] = row["drug_tall_man"]
        names[row["look_alike"]] = row["look_alike_tall_man"]
    return {name: tall for name, tall in names.items() if tall}


def tall_man(name: str) -> str:
    """A drug's name with tall-man letters (``hydrOXYzine``), or as it is when no list gives it any."""
    return tall_man_names().get(name.lower(), name)
