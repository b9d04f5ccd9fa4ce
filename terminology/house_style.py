"""How a site wants its short forms written: out at first use, always, never, by section, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Expand(StrEnum):
    """When a short form is to be written out. UNSAID: the site says nothing, and expanding stays advice."""

    UNSAID = ""
    FIRST_USE = "first-use"
    NEVER = "never"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """What a site says about short forms; by default nothing.

    ``expand`` holds where ``sections`` (pairs of a section of data/sections.tsv and what holds there) says
    nothing else. The short forms of ``never_expand`` and ``always_expand`` go by those lists everywhere.
    ``forbidden`` are pairs of a notation that the site does not want and what to write in its place.
    Short forms are meant as they are written, with or without full stops.
    """

    expand: Expand = Expand.UNSAID
    sections: tuple[tuple[str, Expand], ...] = ()
    never_expand: frozenset[str] = frozenset()
    always_expand: frozenset[str] = frozenset()
    forbidden: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """The lists without full stops, so that b.i.d. and bid are one."""
        for name in ("never_expand", "always_expand"):
            object.__setattr__(self, name, frozenset(map(without_stops, getattr(self, name))))

    def wanted(self, short: str, section: str) -> Expand:
        """What holds for a short form in a section."""
        plain = without_stops(short)
        if plain in self.never_expand:
            return Expand.NEVER
        if plain in self.always_expand:
            return Expand.ALWAYS
        return next((expand for name, expand in self.sections if name == section), self.expand)


def without_stops(short: str) -> str:
    """A short form without its full stops: how the lists of a house style are compared."""
    return short.replace(".", "")
