"""What the place of a word leads one to expect: a drug before a dose, an anatomy word after a side, a plural.

The cues are in data/place_cues.tsv.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from terminology.concept import Group
from terminology.data_files import rows
from terminology.document import Line
from terminology.vocabulary.word import GROUP_BIT

_DOSE = re.compile(r"[ \t]*\d[\d.,/-]*[ \t]*([A-Za-z]+)")
_FAR = 24
_NUMBER = {"plural": 1.0, "singular": -1.0}


class WordPlace(NamedTuple):
    """The words right before and after (lower case, empty for none), and what is expected between them.

    ``groups`` is a bit set of the semantic groups expected there.
    """

    left: str = ""
    right: str = ""
    groups: int = 0

    @property
    def number(self) -> float:
        """Above 0 where a plural is expected (after ``several``, before ``were``), below it for a singular, else 0."""
        numbers = _numbers()
        return numbers["number"].get(self.left, 0.0) + numbers["verb"].get(self.right, 0.0)

    @classmethod
    def of(cls, line: Line, start: int, end: int, section: str = "") -> WordPlace:
        """The place of a span of a line in a section (a key of data/sections.tsv)."""
        left, right = line.neighbours(start, end)
        cues = _cues()
        groups = cues["section"].get(section, 0) | cues["before"].get(left, 0)
        if dose := _DOSE.match(line.text[end : end + _FAR]):
            groups |= cues["dose"].get(dose[1].lower(), 0)
        return cls(left, right, groups)


ANYWHERE = WordPlace()


@cache
def _cues() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows("place_cues.tsv"):
        if row["tells"] not in _NUMBER:
            found[row["kind"]][row["cue"]] = GROUP_BIT[Group(row["tells"])]
    return found


@cache
def _numbers() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows("place_cues.tsv"):
        if row["tells"] in _NUMBER:
            found[row["kind"]][row["cue"]] = _NUMBER[row["tells"]]
    return found
