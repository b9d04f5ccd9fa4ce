"""What a vocabulary source yields, and how far it is trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from terminology.concept import Group


class Tier(IntEnum):
    """What a word's source allows.

    SOFTEN: an unknown-word finding is lowered to advice. ACCEPT: the word is taken as right.
    SUGGEST: it may also be offered as a correction.
    """

    SOFTEN = 1
    ACCEPT = 2
    SUGGEST = 3


def concept_id(system: str, name: str) -> str:
    """An id for a concept whose source gives it a name but no number: ``MESHTERM:myocardial-infarction``."""
    return f"{system}:{'-'.join(name.lower().split())}"


@dataclass(frozen=True, slots=True)
class Term:
    """One surface string of a source.

    ``concept`` is ``SYSTEM:code`` without blanks, or empty; ``preferred`` is the concept's preferred term when this
    string is another name for it. ``zipf`` is the base-10 logarithm of occurrences per thousand
    million words of general English, 0 when the source does not count. ``parents`` are the ids of
    broader concepts.
    """

    text: str
    tier: Tier
    group: Group = Group.OTHER
    concept: str = ""
    preferred: str = ""
    zipf: float = 0.0
    definition: str = ""
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where terms come from.

    ``package`` is the distribution whose files are read, or empty for data that belong to none; those have
    their ``version`` and the ``digest`` of their terms here.
    """

    name: str
    package: str
    licence: str
    attribution: str
    read: Callable[[], Iterable[Term]]
    version: str = ""
    digest: str = ""
