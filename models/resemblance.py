"""Whether two people may be one, and what speaks for it: shown to a person, who decides.

The same birth date and family name with another given name is what twins have: it is said, and never called a match.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.likeness import slipped_dates, slips_between
from models.patient import Patient, Sex, name_words


class Likeness(StrEnum):
    """What two people on record may be to each other."""

    MATCH = "possible match"
    TWIN = "possible twin"
    NAMESAKE = "same name"
    SIMILAR = "similar name"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a person is known by."""

    family_name: str
    given_name: str
    birth_date: dt.date
    sex: str = Sex.UNKNOWN


@dataclass(frozen=True, slots=True)
class LikePatient:
    """A patient who is like somebody, and why: each reason goes on from "possible match:"."""

    patient: Patient
    likeness: Likeness
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """``Possible match: same birth date, family name one letter apart.``"""
        return f"{self.likeness.value.capitalize()}: {', '.join(self.reasons)}."


def identity_of(patient: Patient) -> Identity:
    """What a patient is known by."""
    return Identity(patient.family_name, patient.given_name, patient.birth_date, patient.sex)


def resemblance(one: Identity, other: Identity) -> tuple[Likeness, tuple[str, ...]] | None:
    """What one person may be to the other, with the reasons; None when nothing speaks for it."""
    names = _names_alike(one, other)
    same_day = one.birth_date == other.birth_date
    if names is None:
        if same_day and name_words(one.family_name) == name_words(other.family_name):
            return Likeness.TWIN, ("same birth date and family name, other given name",)
        return None
    differences = tuple(names)
    if same_day:
        twins = differences and {one.sex, other.sex} == {Sex.FEMALE, Sex.MALE} and "names swapped" not in differences
        likeness = Likeness.TWIN if twins else Likeness.MATCH
        return likeness, ("same birth date", *(differences or ("same name",)))
    if one.birth_date in slipped_dates(other.birth_date) and len(differences) <= 1:
        return Likeness.MATCH, ("birth date one slip apart", *(differences or ("same name",)))
    return Likeness.SIMILAR if differences else Likeness.NAMESAKE, ("another birth date", *differences)


def _names_alike(one: Identity, other: Identity) -> list[str] | None:
    """What differs between two names that are alike, empty when they are the same; None when they are not alike."""
    straight = list(_differences(one, other.family_name, other.given_name))
    if None not in straight:
        return [difference for difference in straight if difference]
    turned = list(_differences(one, other.given_name, other.family_name))
    if None not in turned:
        return ["names swapped", *(difference for difference in turned if difference)]
    return None


def _differences(one: Identity, family_name: str, given_name: str) -> Iterator[str | None]:
    for what, mine, theirs in (
        ("family name", one.family_name, family_name),
        ("given name", one.given_name, given_name),
    ):
        difference = name_difference(name_words(mine), name_words(theirs))
        yield f"{what} {difference}" if difference else difference


def name_difference(one: Sequence[str], other: Sequence[str]) -> str | None:
    """How two names differ that may be one, "" when they do not; None when they are not alike."""
    short, long = sorted(("".join(one), "".join(other)), key=len)
    if not short:
        return None
    if short == long:
        return ""
    if {*one} <= {*other} or {*other} <= {*one}:
        return "in part the same"
    if len(short) == 1:
        return "the same initial" if long.startswith(short) else None
    slips = slips_between(short, long)
    if slips is None:
        return None
    return {1: "one letter apart", 2: "two letters apart"}.get(slips, "sounding the same")
