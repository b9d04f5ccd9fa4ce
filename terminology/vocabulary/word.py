"""What the index knows about one word."""

from __future__ import annotations

import struct
from typing import NamedTuple

from terminology.concept import Group
from terminology.vocabulary.term import Tier

ATTRIBUTES = struct.Struct("<HHBBH")
PROPER = 1
# the flags hold the word's length too, so that words of the wrong length need not be spelled out
_FLAGS_AT, _LENGTH_SHIFT, _LONGEST = 5, 1, 127
GROUP_BIT = {group: 1 << i for i, group in enumerate(Group)}
_TIERS = {tier.value: tier for tier in Tier}
_MEDICAL = sum(GROUP_BIT[group] for group in Group if group is not Group.OTHER)


class Word(NamedTuple):
    """``zipf`` is log10 of uses per thousand million words; ``groups`` a bit set of semantic groups.

    ``clinical`` is the same for clinical notes alone, 0 for a word that was not counted there.
    """

    text: str
    zipf: float
    tier: Tier
    groups: int
    proper: bool
    clinical: float = 0.0

    @property
    def is_medical(self) -> bool:
        """Whether a medical source has the word in a semantic group."""
        return bool(self.groups & _MEDICAL)

    @property
    def is_drug(self) -> bool:
        """Whether a source has the word as a drug name."""
        return bool(self.groups & GROUP_BIT[Group.DRUG])


def flags(text: str, *, proper: bool) -> int:
    """The flags of a word's record."""
    return min(len(text), _LONGEST) << _LENGTH_SHIFT | (PROPER if proper else 0)


def length(buffer: bytes | memoryview, number: int) -> int:
    """The length of the ``number``-th word, at most 127."""
    return buffer[number * ATTRIBUTES.size + _FLAGS_AT] >> _LENGTH_SHIFT


def unpack(text: str, buffer: bytes | memoryview, number: int) -> Word:
    """The word whose record is the ``number``-th of an attributes buffer."""
    zipf, groups, tier, bits, clinical = ATTRIBUTES.unpack_from(buffer, number * ATTRIBUTES.size)
    return Word(text, zipf / 1000, _TIERS[tier], groups, bool(bits & PROPER), clinical / 1000)
