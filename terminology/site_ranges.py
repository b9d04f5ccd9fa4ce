"""The limits that a site sets for measured values in place of EntryAssist's own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Limits = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SiteRange:
    """A site's limits for one quantity (a key of data/measurements.tsv), in the quantity's reference unit.

    ``possible`` are the values that can be, ``likely`` those that need no second look; None leaves EntryAssist's own.
    ``from_years`` (and on) and ``to_years`` (before) tell for whom; with neither, limits hold for adults and where the
    age is not known. ``sex`` is as in NoteContext, empty for any.
    """

    key: str
    possible: Limits | None = None
    likely: Limits | None = None
    from_years: float = -math.inf
    to_years: float = math.inf
    sex: str = ""

    @property
    def is_for_an_age(self) -> bool:
        """Whether it holds for some ages only."""
        return math.isfinite(self.from_years) or math.isfinite(self.to_years)

    def holds_for(self, years: float, sex: str) -> bool:
        """Whether a patient is among those it is for."""
        return self.from_years <= years < self.to_years and self.sex in ("", sex)


def range_for(ranges: Sequence[SiteRange], key: str, years: float | None, sex: str) -> SiteRange | None:
    """A site's limits for a quantity and a patient, those for the age before those for adults; None without any."""
    of = [one for one in ranges if one.key == key]
    if years is not None:
        for one in of:
            if one.is_for_an_age and one.holds_for(years, sex):
                return one
    return next((one for one in of if not one.is_for_an_age and one.sex in ("", sex)), None)
