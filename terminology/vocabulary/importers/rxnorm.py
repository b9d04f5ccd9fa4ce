"""RxNorm: RXNCONSO.RRF, the names of ingredients, brands and products."""

from __future__ import annotations

from collections.abc import Iterator

from terminology.concept import Group
from terminology.vocabulary.importers import rrf
from terminology.vocabulary.importers.format import Format, Read, Reading, release_in_name
from terminology.vocabulary.term import Term, Tier

# the kinds of name that are kept, in the order in which one becomes the preferred name
_KINDS = (b"IN", b"PIN", b"MIN", b"BN", b"SCD", b"SBD", b"PSN", b"SY")
_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}
_BY_OTHERS = len(_KINDS)


def _rank(fields: list[bytes]) -> int | None:
    if fields[rrf.LAT] != b"ENG" or fields[rrf.SUPPRESS] != b"N" or fields[rrf.TTY] not in _RANK:
        return None
    return _RANK[fields[rrf.TTY]] + (fields[rrf.SAB] != b"RXNORM") * _BY_OTHERS


def read(reading: Reading) -> Iterator[Read]:
    """English names of the kinds kept, a concept at a time."""

    def terms(concept: rrf.Named) -> Iterator[Term]:
        preferred, *others = concept.names
        yield reading.term(preferred, Group.DRUG, f"RXNORM:{concept.id}")
        for name in others:
            yield reading.term(name, Group.DRUG, f"RXNORM:{concept.id}", preferred)

    return rrf.read_concepts(reading, bytes.isdigit, _rank, terms)


FORMAT = Format(
    name="RxNorm (RXNCONSO.RRF)",
    title="RxNorm",
    licence="UMLS Metathesaurus Licence; names of RxNorm itself are free to use",
    attribution="RxNorm, U.S. National Library of Medicine",
    tier=Tier.SUGGEST,
    files=("RXNCONSO.RRF",),
    recognise=lambda path, head: rrf.is_rrf(head, bytes.isdigit),
    read=read,
    version=release_in_name(r"RxNorm_(?:full|weekly)(?:_prescribe)?_(\d{8})"),
    check=rrf.check,
)
