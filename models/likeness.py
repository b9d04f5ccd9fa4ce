"""How alike two names and two birth dates are: what typing slips, hearing and copying make of them.

Nothing here says that two people are one: it says what should be looked at by a person.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

_SAME_SOUND = (
    (r"^(?:kn|gn|pn)", "n"),
    (r"^wr", "r"),
    (r"^x", "s"),
    (r"^mc", "mac"),
    (r"tch|tsch|sch|sh|ch(?=[eiy])", "s"),
    (r"ph|v|w(?=[aeiou])", "f"),
    (r"dg(?=[eiy])|g(?=[eiy])", "j"),
    (r"gh(?=t|$)", ""),
    (r"dt", "t"),
    (r"c(?=[eiy])|z", "s"),
    (r"c|q", "k"),
    (r"x", "ks"),
)
_SOUNDS = tuple((re.compile(pattern), sound) for pattern, sound in _SAME_SOUND)
_SILENT = re.compile(r"(?<=.)[aeiouyhw]")
_DOUBLED = re.compile(r"(.)\1+")
_LONG_NAME = 6  # code points from which two slips still leave a name recognisable
_SHORT_NAME = 4  # below, one slip makes another name
_SAME_SOUND_AT_LEAST = 0.4  # similarity of spelling: "Mayer" and "Moro" have the same consonants


def sound(word: str) -> str:
    """What is left of a folded word when letters that sound alike are one: its consonants, the first letter kept.

    "Catherine" and "Kathryn" give the same, so do "Stephen" and "Steven", "Smith" and "Smyth", "Meyer" and "Maier".
    The classes are those of English spelling as Soundex and Metaphone use them, reduced to the commonest.
    """
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    if word[:1] in "eiouy":
        word = "a" + word[1:]
    return _DOUBLED.sub(r"\1", _SILENT.sub("", _DOUBLED.sub(r"\1", word)))


def slips_allowed(word: str) -> int:
    """How many letters of a name may be wrong, missing, too many or swapped with their neighbour."""
    return 2 if len(word) >= _LONG_NAME else 1 if len(word) >= _SHORT_NAME else 0


def slips_between(one: str, other: str) -> int | None:
    """How many slips lie between two folded names; None when they are not alike.

    Names that sound the same are alike even when more letters differ, unless their spelling is quite another.
    """
    slips = OSA.distance(one, other)
    if slips <= min(slips_allowed(one), slips_allowed(other)):
        return slips
    alike = slips <= (1 - _SAME_SOUND_AT_LEAST) * max(len(one), len(other))
    return slips if alike and sound(one) == sound(other) else None


def slipped_dates(day: dt.date) -> set[dt.date]:
    """The dates that one slip makes of a date: another digit, day and month turned, a neighbouring day or year."""
    texts = {f"{day:%Y}-{day:%d}-{day:%m}", *_one_digit_off(f"{day:%Y-%m-%d}")}
    near = {day + dt.timedelta(off) for off in (-1, 1) if dt.date.min < day < dt.date.max}
    near |= {made for off in (-1, 1) if (made := _date(f"{day.year + off:04}-{day:%m-%d}"))}
    return (near | {made for text in texts if (made := _date(text))}) - {day}


def _one_digit_off(text: str) -> Iterator[str]:
    for place, old in enumerate(text):
        if old.isdigit():
            for new in "0123456789":
                yield text[:place] + new + text[place + 1 :]


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
