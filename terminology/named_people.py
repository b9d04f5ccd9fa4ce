"""Whether a note names a person beyond doubt: after a title, before a degree, behind a label, in a signature.

The words are those by which English notes address, label and sign (general usage), not a list of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof", "doctor", "nurse", "sister", "father"})

_CAPITAL = "[A-Z\u00c0-\u00de\u0100-\u017f]"
_NAME = rf"{_CAPITAL}[\w'’-]*"
# first names and initials that stand before a surname
_FIRST_NAMES = rf"(?:{_NAME}\.?[ ]+){{0,2}}"
# doctor and sister in small letters are people without a name
_TITLED = rf"(?:\b(?i:dr|mrs?|ms|prof)\b\.?|\b(?:Miss|Doctor|Nurse|Sister|Father))[ ]+{_FIRST_NAMES}"
_LABELLED = (
    r"^[ \t]*(?i:(?:patient|provider|physician)(?:'s)? name|attending(?: physician)?|(?:assistant )?surgeons?"
    r"|ana?esthesiologist|(?:referring|primary care|consulting) (?:physician|provider)|author|dictator|pcp)"
    rf"[ \t]*:[ \t]*{_FIRST_NAMES}"
)
_SIGNED = rf"(?:\b(?i:(?:signed|dictated|transcribed|authenticated) by):?|/s/)[ ]*{_FIRST_NAMES}"
_BEFORE = re.compile(f"(?:{_TITLED}|{_LABELLED}|{_SIGNED})$")
_AFTER = re.compile(
    rf"(?:[ ]+{_NAME})?(?:,[ ]*|[ ]+)"
    r"(?:M\.?D|D\.?O|R\.?N|N\.?P|P\.?A(?:-C)?|Ph\.?D|D\.?D\.?S|D\.?P\.?M|CRNA|LPN)(?![\w-])"
)
_REACH_BEFORE, _REACH_AFTER = 60, 40
_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORTEST_PART = 2


def is_named(name: str, text: str) -> bool:
    """Whether the text has a capitalised word, in its own case or in capitals, where only a name stands."""
    return any(
        _is_name_at(text, start, start + len(name)) for form in {name, name.upper()} for start in _at(form, text)
    )


def _at(word: str, text: str) -> Iterable[int]:
    start = text.find(word)
    while start >= 0:
        if not (text[start - 1 : start].isalnum() or text[start + len(word) : start + len(word) + 1].isalnum()):
            yield start
        start = text.find(word, start + len(word))


def _is_name_at(text: str, start: int, end: int) -> bool:
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    before = text[max(line_start, start - _REACH_BEFORE) : start]
    return bool(_BEFORE.search(before) or _AFTER.match(text, end, end + _REACH_AFTER))


def name_parts(names: Iterable[str]) -> frozenset[str]:
    """The words of names in small letters, without titles and initials."""
    words = (word.lower() for name in names for word in _PART.findall(name))
    return frozenset(word for word in words if len(word) >= _SHORTEST_PART and word not in TITLES)
