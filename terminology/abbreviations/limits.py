"""Which meanings a patient's sex or age all but rules out (data/sense_limits.tsv)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from terminology.age import years
from terminology.context import NoteContext
from terminology.data_files import rows
from terminology.document import Place

# words about relatives, and about the mother in the record of an infant
_ABOUT_OTHERS = frozenset({"family-history"})
_SEXES = frozenset({"female", "male"})
_INFANT = 2


class Limit(NamedTuple):
    """The sex a meaning belongs to (or none), and from which age to which, in full years."""

    sex: str
    from_age: int | None
    to_age: int | None


@cache
def _limits() -> dict[str, Limit]:
    def full_years(cell: str) -> int | None:
        return int(cell) if cell else None

    return {
        row["words"]: Limit(row["sex"], full_years(row["from_age"]), full_years(row["to_age"]))
        for row in rows("sense_limits.tsv")
    }


@lru_cache(maxsize=1 << 13)
def limits_of(long: str) -> tuple[Limit, ...]:
    """The limits whose words stand in a long form."""
    padded = f" {long.lower()} "
    return tuple(limit for words, limit in _limits().items() if f" {words} " in padded)


def is_unlikely(long: str, place: Place) -> bool:
    """Whether the patient's sex or age speaks against a long form in this place."""
    context = place.context
    if place.section in _ABOUT_OTHERS or not (context.sex in _SEXES or context.birth_date):
        return False
    return any(_is_outside(limit, context) for limit in limits_of(long))


def _is_outside(limit: Limit, context: NoteContext) -> bool:
    age = years(context)
    if age is not None:
        if limit.to_age is not None and age >= limit.to_age + 1:
            return True
        # an infant's record tells of the mother too
        if limit.from_age is not None and _INFANT <= age < limit.from_age:
            return True
        if age < _INFANT:
            return False
    return bool(limit.sex) and context.sex in _SEXES and context.sex != limit.sex
