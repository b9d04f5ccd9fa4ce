"""How a checker is set up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """``select`` and ``ignore`` hold rule codes or their beginnings (``SP``, ``SF001``); an empty select means all.

    ``accepted_words`` are the site's own words, ``preferred_terms`` pairs of a term and what the site writes
    instead. ``tall_man`` asks for tall-man letters in look-alike drug names. ``index_dir`` is where the compiled
    vocabulary is kept; None means ENTRYASSIST_INDEX_DIR or the user's cache folder.
    """

    index_dir: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    accepted_words: frozenset[str] = frozenset()
    preferred_terms: tuple[tuple[str, str], ...] = ()
    tall_man: bool = False

    def wants(self, code: str) -> bool:
        """Whether a rule runs; the longer of two prefixes that disagree wins, and ignore wins a tie."""
        chosen = max((len(p) for p in self.select if code.startswith(p)), default=0 if self.select else 1)
        refused = max((len(p) for p in self.ignore if code.startswith(p)), default=0)
        return bool(chosen) and chosen > refused if refused else bool(chosen)
