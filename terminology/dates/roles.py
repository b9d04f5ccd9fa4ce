"""What a date is the date of, where a label says so (data/date_roles.tsv), and words that excuse a date."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache

from terminology.data_files import rows

_I = re.IGNORECASE
_FAR = 60
_KEPT = 1 << 12
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?"
# a label begins its line or follows a full stop, another date or a gap: "prior discharge date" is none
_OPENING = r"(?:^|(?<=[.;|)\]])|(?<=\s\s)|(?<=\d)|(?<=\t))\s*"
_PROSE = re.compile(
    r"(?<!\blast )(?<!\bpreviously )(?<!\brecently )\b(?P<role>admitted|discharged|dictated|transcribed)"
    r"(?:\s+(?:to|from|home)\s+[\w ]{1,30}?)?(?:\s+on)?\s+"
    r"(?:the\s+)?$",
    _I,
)
_BORN = re.compile(r"\b(?:patient(?:\s+was)?|(?<!\w\s)(?:he|she)\s+was|infant\s+was)\s+born(?:\s+on)?:?\s+$", _I)


class Role(StrEnum):
    """What happened on a date."""

    BIRTH = "birth"
    ADMISSION = "admission"
    DISCHARGE = "discharge"
    SURGERY = "surgery"
    SERVICE = "service"
    DICTATION = "dictation"
    TRANSCRIPTION = "transcription"
    SIGNATURE = "signature"
    INJURY = "injury"


_OF_VERB = {
    "admitted": Role.ADMISSION,
    "discharged": Role.DISCHARGE,
    "dictated": Role.DICTATION,
    "transcribed": Role.TRANSCRIPTION,
}
_NEEDS_NO_COLON = re.compile(r"\bdate\b|\bDOB|D\.O\.B\.|\bDOS\b", _I)


@cache
def _labels() -> dict[str, Role]:
    return {label.lower(): Role(row["role"]) for row in rows("date_roles.tsv") for label in row["labels"].split("|")}


@cache
def _label_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(label) for label in sorted(_labels(), key=len, reverse=True))
    return re.compile(
        rf"{_OPENING}(?:the\s+)?(?:patient(?:'s|’s)?\s+)?(?P<label>{names})(?P<join>\s*[:=\u2013-]*\s*){_WEEKDAY}$", _I
    )


@lru_cache(maxsize=_KEPT)
def labelled_role(text: str, start: int = -1) -> Role | None:
    """The role that the label right before an offset gives, or None; without an offset, of a line that is a label."""
    far = 0 if start < 0 else max(0, start - _FAR)
    before = text[far:] if start < 0 else text[far:start]
    m = _label_pattern().search(before)
    if not m or (far and m.start() == 0):
        return None
    is_marked = m["join"].strip() or start < 0 or _NEEDS_NO_COLON.search(m["label"])
    return _labels()[m["label"].lower()] if is_marked else None


@lru_cache(maxsize=_KEPT)
def told_role(text: str, start: int) -> Role | None:
    """The role that the verb right before an offset gives (``was admitted on 3/14/2024``), or None."""
    before = text[max(0, start - _FAR) : start]
    if m := _PROSE.search(before):
        return _OF_VERB[m["role"].lower()]
    return Role.BIRTH if _BORN.search(before) else None


@cache
def cue(name: str) -> re.Pattern[str]:
    """The words of a row of data/date_cues.tsv."""
    words = next(row["words"] for row in rows("date_cues.tsv") if row["cue"] == name).split("|")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)", _I)
