"""ST009: a header that does not identify the patient and the visit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule

_HEADER_LINES = 12
_PATIENT = frozenset({"name", "number", "birth date"})
_NO_VALUE = re.compile(r"[\s_.,;:#-]*")


class _Field(NamedTuple):
    """A labelled field: what it identifies, whether it holds anything, and the span of its label."""

    identifier: str
    filled: bool
    start: int
    end: int


class HeaderIdentifiers(Rule):
    """Reads the labelled fields at the top of a transcribed document."""

    code = "ST009"
    name = "header identifiers missing"
    severity = Severity.WARNING
    scope = "note"
    summary = (
        "A document with a header of labelled fields that lacks the patient's name, a second identifier (record "
        "number or birth date) or the date of the visit."
    )
    rationale = (
        "A note is filed by its header. With one identifier only, it can be filed under another patient of that "
        "name, and a wrong-patient note is the hardest error to find again."
    )
    instead = "Complete the header from the source or the order."
    fix_safety = "Nothing is suggested: an identifier is never guessed."
    source = (
        "The Joint Commission, NPSG.01.01.01: at least two patient identifiers; data/header_identifiers.tsv for the "
        "labels. Documents without such a header, and notes whose author the record knows, are not judged."
    )
    bad = (
        Example("[[PATIENT NAME]]: Doe, Jane\nDATE OF SERVICE: 03/04/2026\n\nHPI: Cough."),
        Example("[[NAME]]: Doe, Jane\nMRN:\nDATE: 03/04/2026\nHPI: Cough."),
    )
    good = (
        "PATIENT NAME: Doe, Jane\nMRN: 123456\nDATE OF SERVICE: 03/04/2026\n\nHPI: Cough.",
        "HPI: Cough for two days.\nPLAN: Fluids.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Nothing: a line cannot tell what the header lacks."""
        return ()

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """One finding for all that is missing, at the first label of a header."""
        if document.context.author:
            return []
        fields = list(_fields(document))
        if len({field.identifier for field in fields}) < 2 or not any(f.identifier in _PATIENT for f in fields):
            return []
        lacking = _lacking({field.identifier for field in fields if field.filled})
        if not lacking:
            return []
        return [
            self.finding(
                document.text,
                fields[0].start,
                fields[0].end,
                f"The header does not give {' and '.join(lacking)}; complete it from the source.",
                evidence=f"without {' and without '.join(lacking)}",
            )
        ]


def _lacking(filled: set[str]) -> list[str]:
    lacking = [] if "name" in filled else ["the patient's name"]
    if not filled & {"number", "birth date"}:
        lacking.append("a record number or birth date")
    if "date" not in filled:
        lacking.append("the date of the visit")
    return lacking


def _fields(document: Document) -> Iterator[_Field]:
    """The labelled fields at the top, before the first section of the note."""
    seen = 0
    for start, line, _ in document.spans():
        if not line.text.strip():
            continue
        matches = list(_labels().finditer(line.text))
        seen += 1
        if seen > _HEADER_LINES or (line.heading and line.heading[0] and ":" in line.text and not matches):
            return
        for i, m in enumerate(matches):
            value = line.text[m.end() : matches[i + 1].start() if i + 1 < len(matches) else None]
            identifier = _identifiers()[" ".join(m[1].lower().replace(".", "").replace("’", "'").split())]
            yield _Field(identifier, not _NO_VALUE.fullmatch(value), start + m.start(1), start + m.end(1))


@cache
def _identifiers() -> dict[str, str]:
    return {row["label"]: row["identifier"] for row in rows("header_identifiers.tsv")}


@cache
def _labels() -> re.Pattern[str]:
    """A label at the start of a line or after a wide gap, a bar or a semicolon, and its colon or number sign."""
    longest_first = sorted(_identifiers(), key=len, reverse=True)
    joined = (
        "|".join(longest_first).replace(" no|", " no.|").replace(".", r"\.?").replace(" ", r"\s").replace("'", "['’]")
    )
    before = r"(?:^\s{0,8}|(?<=\s\s)|[|;,\t]\s?|(?<=[\w:])\s(?=(?-i:[A-Z]{3})))"
    return re.compile(rf"{before}({joined})\s?(?:#\s?:|[:#])", re.IGNORECASE)
