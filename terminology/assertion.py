"""What a text says of a problem it mentions: present or denied, whose it is, and when.

The method is that of NegEx and ConText (Chapman and others, 2001; Harkema and others, 2009): cue phrases reach
forward or backward over the words of their sentence until a word that ends their reach; phrases that only look
like cues are known and do nothing. The cues are rows of data/assertion_cues.tsv.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Line
from terminology.phrases import Hit, PhraseTable

_FAMILY_SECTIONS = frozenset({"family-history"})
_PAST_SECTIONS = frozenset({"past-medical-history", "past-surgical-history"})
_IN_A_YEAR = re.compile(r"\bin (?:(?:early|late|about|\w+ of|[A-Z][a-z]+) )?(?:19|20)\d\d\b")
# a dot ends a sentence for the reader also where no capital follows it
_STOPS = frozenset({";", "."})


class Presence(StrEnum):
    """Whether the problem is there."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    POSSIBLE = "possible"


class Time(StrEnum):
    """When: now, in the past, or only if something happens."""

    CURRENT = "current"
    PAST = "past"
    HYPOTHETICAL = "hypothetical"


class Assertion(NamedTuple):
    """What is said of one mention. ``of_patient`` is False for relatives, donors, partners and unborn children."""

    presence: Presence
    of_patient: bool
    time: Time

    @property
    def is_plain(self) -> bool:
        """Whether it is stated of the patient, now."""
        return self == _PLAIN


_PLAIN = Assertion(Presence.AFFIRMED, True, Time.CURRENT)


class _Cue(NamedTuple):
    """``effect`` is a presence, a time, ``other-person``, ``end`` (of denials and times), ``end-person``, ``end-all``
    or ``none``; ``reach`` is forward, backward or both."""

    effect: str
    reach: str


@cache
def _table() -> PhraseTable[_Cue]:
    return PhraseTable({row["cue"]: _Cue(row["effect"], row["reach"]) for row in rows("assertion_cues.tsv")})


def _cues(line: Line) -> tuple[Hit[_Cue], ...]:
    return _table().find(line)


def asserted(line: Line, start: int, end: int, section: str = "") -> Assertion:
    """What a line says of ``line.text[start:end]``, in a section (a key of data/sections.tsv, or empty)."""
    left, right = line.sentence_at(start)
    effects: set[str] = {Time.PAST} if _IN_A_YEAR.search(line.text, left, right) else set()
    if line.once(_cues):
        cues = [cue for cue in line.once(_cues) if left <= cue.start and cue.end <= right]
        effects |= _reaching(line, cues, start, end)
    return Assertion(
        next((one for one in (Presence.NEGATED, Presence.POSSIBLE) if one in effects), Presence.AFFIRMED),
        "other-person" not in effects and section not in _FAMILY_SECTIONS,
        _time(effects, section),
    )


def _time(effects: set[str], section: str) -> Time:
    if Time.HYPOTHETICAL in effects:
        return Time.HYPOTHETICAL
    return Time.PAST if Time.PAST in effects or section in _PAST_SECTIONS else Time.CURRENT


def _reaching(line: Line, cues: Sequence[Hit[_Cue]], start: int, end: int) -> set[str]:
    """The effects of the cues that reach a mention."""
    before = [cue for cue in cues if cue.end <= start]
    after = [cue for cue in cues if cue.start >= end]
    return _from(line, before[::-1], "forward", start) | _from(line, after, "backward", end)


def _from(line: Line, nearest_first: Sequence[Hit[_Cue]], reach: str, at: int) -> set[str]:
    effects: set[str] = set()
    ended = person_ended = False
    for cue in nearest_first:
        span = (cue.end, at) if reach == "forward" else (at, cue.start)
        if _has_stop(line, *span):
            break
        effect = cue.value.effect
        ended |= effect in ("end", "end-all")
        person_ended |= effect in ("end-person", "end-all")
        if effect.startswith("end"):
            continue
        if cue.value.reach in (reach, "both") and not (person_ended if effect == "other-person" else ended):
            effects.add(effect)
    return effects


def _has_stop(line: Line, start: int, end: int) -> bool:
    stops = line.once(_stops)
    at = bisect_left(stops, start)
    return at < len(stops) and stops[at] < end


def _stops(line: Line) -> tuple[int, ...]:
    return tuple(token.start for token in line.tokens if token.text in _STOPS)
