"""NU024: an age that the birth date or the rest of the note contradicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from terminology.dates.ages import age_at, age_of, patient_ages
from terminology.dates.note import shifted
from terminology.dates.roles import Role, cue
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.rules.base import Example, Rule

_STAY = 60
_UNITS = {"y": "years", "m": "months", "w": "weeks", "d": "days"}
_SHORT_UNITS = frozenset("wd")
_FAR_OFF = 2


class AgeMismatch(Rule):
    """A 34-year-old born in 1980 and seen in 2024."""

    code = "NU024"
    name = "age contradicted"
    severity = Severity.WARNING
    scope = "note"
    summary = "An age of the patient that does not follow from birth date and encounter, or two ages in one note."
    rationale = (
        "Swapped digits in an age (67, 76) change doses, screening and risk scores, and may show that a sentence is "
        "about another patient. Ages of relatives, past ages and the age of things do not count; without a birth date "
        "two ages must differ by more than a birthday."
    )
    instead = "The age as the source has it; ask the author which is meant where birth date and text disagree."
    fix_safety = "No age is suggested: only the source or the author knows which of the two is right."
    source = "Arithmetic of dates; who is spoken of: cue words in data/date_cues.tsv (general clinical usage)."
    bad = (
        Example("The patient is a 67-year-old man. ASSESSMENT: This is a [[76-year-old]] man with pneumonia."),
        Example("DOB: 05/01/1980. DATE OF SERVICE: 03/14/2024. The patient is a [[34-year-old]] man."),
    )
    good = (
        "The patient is a 67-year-old man. His wife is a 66-year-old woman. His father died at age 60.",
        "DOB: 05/01/1980. DATE OF SERVICE: 03/14/2024. The patient is a 43-year-old man.",
        "This is a 3-week-old fracture in a 45-year-old woman.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each age of the patient, to be judged in the note."""
        for start, end in patient_ages(line.text):
            yield self.finding(line.text, start, end, "")

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The ages that birth date and encounter contradict, else those that the first age of the note does."""
        if not findings:
            return []
        born, seen = document.dates.birth, document.dates.encounter
        if born and seen and born <= seen:
            return self._against_birth(findings, document, born, seen)
        first = age_of(findings[0].text)
        if first.unit in _SHORT_UNITS and cue("inpatient stay").search(document.text):
            return []
        return [
            self._said(
                finding,
                document,
                f"{finding.text} here, {findings[0].text} before: check the source, or ask the author which is meant.",
                quoted(document, findings[0].start, findings[0].end),
            )
            for finding in findings[1:]
            if age_of(finding.text).contradicts(first)
        ]

    def _against_birth(
        self, findings: Sequence[Finding], document: Document, born: dt.date, seen: dt.date
    ) -> list[Finding]:
        days = [document.dates.day(date) for date in document.dates.labelled(Role.DISCHARGE, Role.SERVICE)]
        until = max(day for day in (seen, *days) if day and day <= shifted(seen, _STAY))
        found = []
        for finding in findings:
            age = age_of(finding.text)
            if off := age.off_by(born, seen, until):
                right = age_at(born, seen, age.unit)
                message = (
                    f"Born {born.isoformat()} and seen {seen.isoformat()} makes {right} {_UNITS[age.unit]}, not "
                    f"{age.number}: check the source, or ask the author which is meant."
                )
                severity = self.severity if off >= _FAR_OFF else Severity.ADVICE
                other = f"birth date {born.isoformat()}, encounter of {seen.isoformat()}"
                found.append(self._said(finding, document, message, other, severity))
        return found

    def _said(
        self, finding: Finding, document: Document, message: str, other: str, severity: Severity | None = None
    ) -> Finding:
        both = f"{quoted(document, finding.start, finding.end)}; {other}"
        return self.finding(document.text, finding.start, finding.end, message, severity=severity, evidence=both)
