"""ST002: parts that a type of note must have and this note has not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from terminology.context import NoteContext
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.note_parts import is_listed_by_site, missing_parts, required_parts
from terminology.rules.base import Example, Rule

# the part that the author on record stands for
_AUTHOR = "surgeon"


class MissingSection(Rule):
    """Compares the headings of a note with those its type calls for."""

    code = "ST002"
    name = "required section missing"
    severity = Severity.ADVICE
    scope = "note"
    summary = (
        "A note of a known type without one of the parts this type must have; the note's first heading is marked. "
        "Advice by EntryAssist's own lists, a warning by the site's."
    )
    rationale = (
        "A discharge summary without the condition at discharge, or an operative note without the blood loss, fails "
        "the reader who needs just that, and the surveyor. Only notes whose type is known are judged. The published "
        "lists say what a record must hold, not under which heading, and other fields of the record may hold it: what "
        "a site asks for by its own list is missed for certain. The author on record stands for the surgeon."
    )
    instead = "Add the section from the source or ask the author; a site sets its own list under `[structure]`."
    fix_safety = "Nothing is suggested: only the source or the author knows what belongs there."
    source = "data/required_sections.tsv: The Joint Commission, 42 CFR 482 and HL7 C-CDA R2.1, named row by row."
    shown_in = NoteContext(note_type="discharge summary")
    bad = (
        Example(
            "[[REASON FOR HOSPITALIZATION]]: Pneumonia.\nSIGNIFICANT FINDINGS: Left lower lobe infiltrate.\n"
            "PROCEDURES AND TREATMENT: Antibiotics."
        ),
    )
    good = (
        "REASON FOR HOSPITALIZATION: Pneumonia.\nHOSPITAL COURSE: Treated.\nCONDITION AT DISCHARGE: Stable.\n"
        "INSTRUCTIONS: Return if feverish.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Nothing: a line cannot tell what is not in the note."""
        return ()

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """One finding for all missing parts, at the first heading of a note that has any."""
        note_type = document.context.note_type
        parts = required_parts(note_type, self.language.required_sections) if note_type else ()
        title = _first_heading(document) if parts else None
        if title is None:
            return []
        missing = missing_parts(document, parts)
        if document.context.author:
            missing = [part for part in missing if part != _AUTHOR]
        if not missing:
            return []
        return [
            self.finding(
                document.text,
                *title,
                f"This {note_type.lower()} lacks {_joined(missing)}; add what the source says or ask the author.",
                severity=Severity.WARNING
                if is_listed_by_site(note_type, self.language.required_sections)
                else self.severity,
                evidence=f"required of a {note_type.lower()}: {_joined(missing)}",
            )
        ]


def _first_heading(document: Document) -> tuple[int, int] | None:
    for start, line, _ in document.spans():
        if line.heading:
            text = line.text[: line.heading[1]]
            bare = text.rstrip(" :-\t")
            return start + len(text) - len(text.lstrip()), start + len(bare)
    return None


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
