"""How a checker is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from terminology.house_style import HouseStyle
from terminology.severities import Severities
from terminology.site_ranges import SiteRange


@dataclass(frozen=True, slots=True)
class Settings:
    """``select`` and ``ignore`` hold rule codes or their beginnings (``SP``, ``SF001``); an empty select means all.

    ``accepted_words`` are the site's own words, ``preferred_terms`` pairs of a term and what the site writes
    instead, ``house_style`` how it wants short forms written. ``preferred_notation`` are pairs of a form that the
    notation rules write and the site's own (``mcg``, ``microgram``); ``allowed_notations`` are left alone by them
    (``cc``). ``tall_man`` asks for tall-man letters in look-alike drug names. ``required_sections`` are the site's
    lists of the parts that a type of note must have, ``severities`` its own severities of rules, ``ranges`` its limits
    for measured values. ``index_dir`` is where the compiled vocabulary is kept; None means ENTRYASSIST_INDEX_DIR or
    the user's cache folder.
    """

    index_dir: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    accepted_words: frozenset[str] = frozenset()
    preferred_terms: tuple[tuple[str, str], ...] = ()
    house_style: HouseStyle = field(default_factory=HouseStyle)
    preferred_notation: tuple[tuple[str, str], ...] = ()
    allowed_notations: tuple[str, ...] = ()
    tall_man: bool = False
    required_sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severities: Severities = field(default_factory=Severities)
    ranges: tuple[SiteRange, ...] = ()

    def wants(self, code: str) -> bool:
        """Whether a rule runs; the longer of two prefixes that disagree wins, and ignore wins a tie."""
        chosen = max((len(p) for p in self.select if code.startswith(p)), default=0 if self.select else 1)
        refused = max((len(p) for p in self.ignore if code.startswith(p)), default=0)
        return bool(chosen) and chosen > refused if refused else bool(chosen)
