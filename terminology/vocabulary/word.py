"""What the index knows about one word."""

from __future__ import annotations

import struct
from typing import NamedTuple

from terminology.concept import Group
from terminology.vocabulary.term import Tier

ATTRIBUTES = struct.Struct("<HHBB")
PROPER = 1
GROUP_BIT = {group: 1 << i for i, group in enumerate(Group)}
_MEDICAL = sum(GROUP_BIT[group] for group in Group if group is not Group.OTHER)


class Word(NamedTuple):
    """``zipf`` is log10 of uses per thousand million words; ``groups`` a bit set of semantic groups."""

    text: str
    zipf: float
    tier: Tier
    groups: int
    proper: bool

    @property
    def is_medical(self) -> bool:
        """Whether a medical source has the word in a semantic group."""
        return bool(self.groups & _MEDICAL)

    @property
    def is_drug(self) -> bool:
        """Whether a source has the word as a drug name."""
        return bool(self.groups & GROUP_BIT[Group.DRUG])


def unpack(text: str, buffer: bytes | memoryview, number: int) -> Word:
    """The word whose record is the ``number``-th of an attributes buffer."""
    zipf, groups, tier, flags = ATTRIBUTES.unpack_from(buffer, number * ATTRIBUTES.size)
    return Word(text, zipf / 1000, Tier(tier), groups, bool(flags & PROPER))
