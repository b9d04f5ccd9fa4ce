"""ST008: no signature, or no date, where the note ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from terminology.context import NoteContext
from terminology.data_files import rows
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.note_parts import note_type_key
from terminology.rules.base import Example, Rule

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"\b\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b|\b{_MONTH}\s\d{{1,2}},?\s(?:\d{{4}}|\[\*\*)|"
    rf"\b\d{{1,2}}[\s-]{_MONTH}[\s-]\d{{2,4}}\b|\[\*\*[\d-]+\*\*\]",
    re.IGNORECASE,
)
# the typist's line: initials of author and typist, D: and T: with dates
_TYPIST = re.compile(r"^\s*(?:[A-Z]{2,4}[/:][A-Za-z]{2,4}\b|(?:D|DD|T|DT)\s?:\s?\d|Job\s?(?:#|No|ID))", re.MULTILINE)
_END_LINES, _START_LINES = 8, 12


class SignatureMissing(Rule):
    """Looks at the last lines of a note that has to be signed."""

    code = "ST008"
    name = "signature or date missing"
    severity = Severity.ADVICE
    scope = "note"
    summary = (
        "A note of a type that must be signed and dated, without a name with a credential or a signature line at its "
        "end, or without a date at its end or in its header."
    )
    rationale = (
        "An unsigned or undated entry is not authenticated: nobody answers for it and its place in the course of "
        "events is not known. A note whose author the record already knows is not judged. Most records are signed by "
        "an act in the system that no text shows, so this is advice; where the typed document is the record, a site "
        'raises it: `severity = { ST008 = "warning" }`.'
    )
    instead = "Add the signature line and the date from the source; return an unsigned source to its author."
    fix_safety = "Nothing is suggested: nobody signs for another."
    source = "data/signed_notes.tsv: 42 CFR 482.24 and 482.51, The Joint Commission; data/signature_marks.tsv."
    shown_in = NoteContext(note_type="progress note")
    bad = (Example("DATE: 03/04/2026\nASSESSMENT: Hypertension.\nPLAN: Continue [[lisinopril.]]"),)
    good = (
        "ASSESSMENT: Hypertension.\nPLAN: Continue lisinopril.\n\nJane Roe, MD\n03/04/2026",
        "DATE: 03/04/2026\nPLAN: Continue lisinopril.\nElectronically signed by J. Roe",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Nothing: only the end of the note tells."""
        return ()

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """One finding at the last word of a note that lacks the signature, the date or both."""
        context = document.context
        if context.author or note_type_key(context.note_type) not in _signed_notes():
            return []
        lines = [(start, line.text) for start, line, _ in document.spans() if line.text.strip()]
        if not any(line.heading for line in document.lines):
            return []
        end = "\n".join(text for _, text in lines[-_END_LINES:])
        start = "\n".join(text for _, text in lines[:_START_LINES])
        lacking = [] if _is_signed(end) else ["signature"]
        if not (context.encounter_date or _DATE.search(end) or _DATE.search(start)):
            lacking.append("date")
        if not lacking:
            return []
        at, last = lines[-1]
        last = last.rstrip()
        return [
            self.finding(
                document.text,
                at + max(last.rfind(" "), last.rfind("\t")) + 1,
                at + len(last),
                f"This {context.note_type.lower()} has no {' and no '.join(lacking)}; "
                "add it from the source or return it to the author.",
                evidence=f"no {' and no '.join(lacking)}",
            )
        ]


def _is_signed(end: str) -> bool:
    return bool(_marks().search(end) or _TYPIST.search(end))


@cache
def _signed_notes() -> frozenset[str]:
    return frozenset(note_type_key(row["note_type"]) for row in rows("signed_notes.tsv"))


@cache
def _marks() -> re.Pattern[str]:
    """A wording anywhere at the start of a line, or a credential after a name and its comma or at a line's end."""
    table = list(rows("signature_marks.tsv"))
    wording = "|".join(re.escape(row["mark"]) for row in table if row["kind"] == "wording")
    credential = "|".join(re.escape(row["mark"]) for row in table if row["kind"] == "credential")
    return re.compile(
        rf"^[ \t]*(?:{wording})(?!\w)|\b(?:signed|dictated|authenticated|reviewed)\sby\b|/s/"
        rf"|^[^\n:]{{0,20}}?[^\n.:;]{{2,40}},\s?(?:{credential})(?![\w.]*\w)(?=[\s,.;/]|$)",
        re.IGNORECASE | re.MULTILINE,
    )
