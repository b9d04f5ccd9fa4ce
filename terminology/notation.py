"""Error-prone notations (data/error_prone.tsv): where each stands in a line, and what the site writes instead.

A row holds the spellings of a notation, what it means and is mistaken for, and when it counts: ``needs`` names
a condition of terminology.notation_needs, ``near`` and ``unless`` name groups of words (data/notation_cues.tsv)
of which one must, or none may, stand in the sentence. Of several rows with the same spelling the first that
holds counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Line
from terminology.doses import Doses, cues
from terminology.finding import Severity
from terminology.notation_needs import NEEDS

SYMBOLS = "SF013"
_NUMBER = "{n}"


class Notation(NamedTuple):
    """A row of the table. ``write`` holds what may be written instead, best first."""

    code: str
    spellings: tuple[str, ...]
    meant: str
    mistaken_for: str
    write: tuple[str, ...]
    needs: str
    near: tuple[str, ...]
    unless: tuple[str, ...]
    severity: Severity
    source: str


class Use(NamedTuple):
    """A notation that counts at a span of a line; ``number`` is what ``{n}`` stands for in it."""

    notation: Notation
    start: int
    end: int
    number: str


@dataclass(frozen=True, slots=True)
class HouseNotation:
    """What a site prefers to write (``{"mcg": "microgram"}``) and which notations it allows.

    A preferred form stands for its plural too: ``unit`` for ``units``.
    """

    preferred: tuple[tuple[str, str], ...] = ()
    allowed: tuple[str, ...] = ()
    _forms: dict[str, str] = field(init=False, repr=False, compare=False)
    _allowed: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        forms = dict(self.preferred) | {f"{ours}s": f"{theirs}s" for ours, theirs in self.preferred}
        object.__setattr__(self, "_forms", forms | dict(self.preferred))
        object.__setattr__(self, "_allowed", frozenset(map(folded, self.allowed)))

    def written(self, text: str) -> str:
        """The site's form of what we would write; space around it stays."""
        word = text.strip()
        return text.replace(word, self._forms[word]) if word in self._forms else text

    def allows(self, notation: str) -> bool:
        """Whether the site has switched a notation off, or asks for it."""
        return folded(notation) in self._allowed or notation in self._forms.values()


def folded(notation: str) -> str:
    """A notation without full stops and case, as a site may name it."""
    return notation.lower().replace(".", "").replace(" ", "")


@cache
def table() -> tuple[Notation, ...]:
    """All rows, in the order in which they are tried."""
    return tuple(
        Notation(
            row["code"],
            tuple(row["notation"].split("|")),
            row["meant"],
            row["mistaken_for"],
            tuple(row["write_instead"].split("|")),
            row["needs"],
            _groups(row["near"]),
            _groups(row["unless"]),
            Severity(row["severity"]),
            row["source"],
        )
        for row in rows("error_prone.tsv")
    )


def _groups(cell: str) -> tuple[str, ...]:
    return tuple(group for group in cell.split("|") if group)


@cache
def known_notations() -> frozenset[str]:
    """Every notation that a site may allow, folded."""
    do_not_use = (form for row in rows("do_not_use.tsv") for form in row["notation"].split(", "))
    return frozenset(map(folded, do_not_use)) | {folded(form) for row in table() for form in row.spellings}


@cache
def known_writings() -> frozenset[str]:
    """Every form that the rules write, which a site may replace by its own."""
    writings = {form for row in table() for form in row.write} | {
        row["write_instead"] for row in rows("do_not_use.tsv")
    }
    return frozenset(writings | {form.removesuffix("s") for form in writings})


@cache
def _rows_by_spelling() -> dict[str, list[Notation]]:
    """The rows by spelling; of those with full stops the last is often left out."""
    found = defaultdict(list)
    for row in table():
        if row.code != SYMBOLS:
            for spelling in row.spellings:
                found[spelling].append(row)
                if spelling.count(".") > 1 and spelling.endswith("."):
                    found[spelling[:-1]].append(row)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """Any spelling that no letter adjoins; branched by first letter, which is what keeps it fast."""
    by_letter = defaultdict(list)
    for spelling in sorted(_rows_by_spelling(), key=len, reverse=True):
        by_letter[spelling[0]].append(re.escape(spelling[1:]).replace(re.escape(_NUMBER), r"\d{1,2}"))
    branches = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_letter.items())
    return re.compile(rf"(?<![^\W\d_])(?:{branches})(?![^\W_]|['’]\w)")


_DIGITS = re.compile(r"\d+")


class Notations:
    """Finds the notations of the table in lines; shared by the rules that report them."""

    def __init__(self, doses: Doses, house: HouseNotation) -> None:
        self.doses = doses
        self.house = house
        self.uses = lru_cache(maxsize=64)(self._uses)

    def _uses(self, line: Line) -> tuple[Use, ...]:
        """Every notation that counts, in order."""
        return tuple(use for m in _pattern().finditer(line.text) if (use := self._use(line, m)))

    def _use(self, line: Line, m: re.Match[str]) -> Use | None:
        start, end = m.span()
        typed, number = m.group(), ""
        candidates = _rows_by_spelling().get(typed)
        if candidates is None:
            number = _DIGITS.findall(typed)[0]
            candidates = _rows_by_spelling()[_DIGITS.sub(_NUMBER, typed)]
        if self.house.allows(typed) or line.in_zone(start, end):
            return None
        for row in candidates:
            if NEEDS[row.needs](self.doses, line, start, end) and _fits(row, line, start, end):
                return Use(row, start, end, number)
        return None


def _fits(row: Notation, line: Line, start: int, end: int) -> bool:
    if not row.near and not row.unless:
        return True
    around = line.around(start, end)
    return not any(cues(group).search(around) for group in row.unless) and (
        not row.near or any(cues(group).search(around) for group in row.near)
    )


def symbols(needs: str) -> Iterator[Notation]:
    """The symbols that count in one kind of place."""
    return (row for row in table() if row.code == SYMBOLS and row.needs == needs)
