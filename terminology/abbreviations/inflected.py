"""Plural and possessive short forms that are not listed themselves: ``EKGs``, ``DTR's``, ``pt's``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

Inflect = Callable[[str], str]

_PLURAL = re.compile(r"([A-Z][A-Za-z0-9/-]*[A-Z0-9])['’]?s")
_POSSESSIVE = re.compile(r"([A-Za-z]{2,10})['’]s")
_ENDINGS = (("sis", "ses"), ("xis", "xes"), ("ss", "sses"), ("ch", "ches"), ("sh", "shes"), ("x", "xes"))
_UNCHANGED = ("s", "'s", "ing", "ed")
_VOWELS = "aeiou"


class Inflected(NamedTuple):
    """The short form without its ending, the ending, and how a long form takes it."""

    base: str
    ending: str
    inflect: Inflect


def plural(long: str) -> str:
    """The plural of a long form: its last word takes the ending; what is plural already stays."""
    for ending, instead in _ENDINGS:
        if long.endswith(ending):
            return long[: -len(ending)] + instead
    if long.endswith(_UNCHANGED):
        return long
    if long.endswith("y") and long[-2:-1] not in _VOWELS:
        return long[:-1] + "ies"
    return long + "s"


def possessive(long: str) -> str:
    """The possessive of a long form."""
    return long + ("'" if long.endswith("s") else "'s")


def inflected(short: str) -> Inflected | None:
    """A short form taken apart when it looks like a plural or a possessive; after capitals ``'s`` is a plural."""
    if m := _PLURAL.fullmatch(short):
        return Inflected(m[1], short[len(m[1]) :], plural)
    if m := _POSSESSIVE.fullmatch(short):
        return Inflected(m[1], short[len(m[1]) :], possessive)
    return None
