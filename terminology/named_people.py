"""People whom a line names beyond doubt: after a title, before a degree, behind a label, in a signature.

The words are those by which English notes address, label and sign (general usage), not a list of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof", "doctor", "nurse", "sister", "father"})

_CAPITAL = "[A-Z\u00c0-\u00de\u0100-\u017f]"
_NAME = rf"{_CAPITAL}[\w'’-]*"
_FULL_NAME = rf"((?:{_NAME}\.?[ ]+){{0,2}}{_NAME})"
# doctor and sister in small letters are people without a name
_TITLE = r"\b(?:(?i:dr|mrs?|ms|prof)\b\.?|(?:Miss|Doctor|Nurse|Sister|Father)\b)"
_DEGREE = r"(?:M\.?D|D\.?O|R\.?N|N\.?P|P\.?A|P\.?A-C|Ph\.?D|D\.?D\.?S|D\.?P\.?M|CRNA|LPN)(?![\w-])"
_LABEL = (
    r"^[ \t]*(?i:(?:patient|provider|physician)(?:'s)? name|attending(?: physician)?|(?:assistant )?surgeons?"
    r"|ana?esthesiologist|(?:referring|primary care|consulting) (?:physician|provider)|author|dictator|pcp)[ \t]*:"
)
_SIGNATURE = r"(?:\b(?i:(?:signed|dictated|transcribed|authenticated) by):?|/s/)"
_INTRODUCED = re.compile(rf"(?:{_TITLE}[ ]+|(?:{_LABEL}|{_SIGNATURE})[ \t]*){_FULL_NAME}")
_DEGREE_FOLLOWS = re.compile(rf",?[ ]*{_DEGREE}")
_BEFORE_DEGREE = re.compile(rf"{_FULL_NAME}$")
_REACH = 60
_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORTEST_PART = 2


def people_in(line: str) -> frozenset[str]:
    """The words of the names in a line of text, in small letters."""
    names = [match[1] for match in _INTRODUCED.finditer(line)]
    for match in _DEGREE_FOLLOWS.finditer(line):
        before = _BEFORE_DEGREE.search(line, max(0, match.start() - _REACH), match.start())
        if before:
            names.append(before[1])
    return name_parts(names) if names else frozenset()


def name_parts(names: Iterable[str]) -> frozenset[str]:
    """The words of names in small letters, without titles and initials."""
    words = (word.lower().removesuffix("'s") for name in names for word in _PART.findall(name))
    return frozenset(word for word in words if len(word) >= _SHORTEST_PART and word not in TITLES)
