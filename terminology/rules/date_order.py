"""NU021 to NU023: dates in the future, before birth, and dates of a stay that are in the wrong order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from terminology.dates.note import NoteDate, NoteDates, shifted
from terminology.dates.roles import Role, cue
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.rules.base import Example, Rule

_SOURCE = (
    "Order of events; labels and cue words in data/date_roles.tsv and data/date_cues.tsv: general clinical usage of "
    "dictated reports."
)
_ONLY_SOURCE = "No date is suggested: only the source or the author knows it."
_NIGHT, _STAY, _HEADER, _YEAR, _PREGNANCY = 1, 60, 90, 366, 300
_LATER = frozenset({Role.DICTATION, Role.TRANSCRIPTION, Role.SIGNATURE, Role.DISCHARGE})
_OF_A_VISIT = frozenset({Role.ADMISSION, Role.DISCHARGE, Role.SERVICE, Role.SURGERY})
_FORWARD, _OF_THE_PAST = "plan", frozenset({"past-medical-history", "past-surgical-history"})
_NEAR = 24
_PAST_TENSE = re.compile(r"\b[a-z]{3,}ed\b", re.IGNORECASE)
_AFTER_SURGERY = re.compile(
    r"\b(?:operative|procedure)\s+(?:report|note)\b|\bop\s+note\b|\bpost-?op(?:erative)?\s+(?:note|day|visit)\b|\bPOD\b",
    re.IGNORECASE,
)
_BEFORE_SURGERY = re.compile(r"\bpre-?op(?:erative)?\s+(?:report|note|visit|evaluation)\b", re.IGNORECASE)


class _DateRule(Rule):
    """A rule that judges all dates of the note at once: a line without dates leaves it out."""

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each date with a year, to be judged in the note."""
        for date in line.dates:
            if any(reading.year for reading in date.readings):
                yield self.finding(line.text, date.start, date.end, "")

    def about(self, document: Document, date: NoteDate, message: str, evidence: str = "") -> Finding:
        """A finding about a date of the note."""
        return self.finding(document.text, date.start, date.end, message, evidence=evidence)


class FutureDate(_DateRule):
    """Seen on 04/14/2024, in a note of 3/14/2024."""

    code = "NU021"
    name = "date after the encounter"
    severity = Severity.WARNING
    scope = "note"
    summary = "A date after the encounter, in a sentence that speaks of the past and of no plan, due date or expiry."
    rationale = (
        "What has happened cannot lie after the day of the note: most often the year is last year's or next year's, or "
        "two digits are swapped. The day comes from the record, else from the note's own header; a visit may last "
        "over midnight, and notes of a stay may speak of the two months that follow."
    )
    instead = "The date as the source has it; ask the author where the source says the same."
    fix_safety = _ONLY_SOURCE
    source = _SOURCE
    bad = (
        Example("DATE OF SERVICE: 02/10/2023. He was last seen on [[12/10/2023]] by Dr. X."),
        Example("Date of visit: 5/6/2022. Knee replacement was done [[06/2022]]."),
    )
    good = (
        "DATE OF SERVICE: 02/10/2023. He was last seen on 12/10/2022.",
        "DATE OF SERVICE: 02/10/2023. Follow up on 3/10/2023.",
        "He was last seen on 12/10/2093.",
    )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The dates after the encounter that nothing excuses."""
        dates = document.dates if findings else None
        if not dates or not (encounter := dates.encounter):
            return []
        later = [date for date in dates.all if dates.is_after(date, encounter) and not _is_excused(document, date)]
        if not later:
            return []
        limit = _end_of(document, encounter)
        return [
            self.about(
                document,
                date,
                f"{date.written.text} is after the encounter ({encounter.isoformat()}); check the source, the year "
                "first, or ask the author which date is meant.",
                f"{quoted(document, date.start, date.end)}; encounter of {encounter.isoformat()}",
            )
            for date in later
            if dates.is_after(date, _limit_of(date, encounter, limit))
        ]


def _is_excused(document: Document, date: NoteDate) -> bool:
    """Whether the sentence or section of a date speaks of what is to come, or of writing the note down."""
    if date.role is Role.BIRTH:
        return date.written.has_short_year
    if document.places[date.number].section == _FORWARD:
        return True
    if date.role in _LATER:
        return False
    around = date.line.around(date.written.start, date.written.end)
    # a full stop after an abbreviation (next visit Tues. 3/21) ends no sentence
    before = date.line.text[max(0, date.written.start - _NEAR) : date.written.start]
    if any(cue(name).search(part) for name in ("planned", "recorded later") for part in (around, before)):
        return True
    if document.places[date.number].section in _OF_THE_PAST:
        return False
    return not (date.is_labelled or cue("past").search(around) or _PAST_TENSE.search(around))


def _limit_of(date: NoteDate, encounter: dt.date, limit: dt.date) -> dt.date:
    """The day after which a date cannot be past; a note may be signed, and a stay end, a year later."""
    if date.role is Role.BIRTH:
        return encounter
    return max(limit, shifted(encounter, _YEAR)) if date.role in _LATER else limit


def _end_of(document: Document, encounter: dt.date) -> dt.date:
    """The last day that the note may speak of as past: a visit may last over midnight, a stay longer."""
    labelled = map(document.dates.day, document.dates.labelled(*_OF_A_VISIT))
    end = max([encounter, *(day for day in labelled if day and encounter < day <= shifted(encounter, _HEADER))])
    is_stay = "discharge" in document.context.note_type.lower() or cue("inpatient stay").search(document.text)
    return shifted(end, _STAY if is_stay else _NIGHT)


class DateBeforeBirth(_DateRule):
    """Appendectomy in 1955 of a patient born in 1957."""

    code = "NU022"
    name = "date before birth"
    severity = Severity.WARNING
    scope = "note"
    summary = "A date before the patient was born, in a sentence that speaks of no relative and no published method."
    rationale = (
        "The date, the birth date or the patient is wrong. The months before birth are left alone, as notes of "
        "newborns tell of the pregnancy, and so are sentences about the family."
    )
    instead = "The date as the source has it, or the right birth date; ask the author which is meant."
    fix_safety = _ONLY_SOURCE
    source = _SOURCE
    bad = (
        Example("DOB: 05/01/1980. Appendectomy on [[03/04/1978]]."),
        Example("DOB: 09/18/1983. Varicella in [[1979]]."),
    )
    good = (
        "DOB: 05/01/1980. Appendectomy on 03/04/1998.",
        "DOB: 05/01/1980. Her mother's melanoma was removed in 1977.",
        "DOB: 10/12/2003. Group B streptococcus culture was positive on September 29, 2003.",
    )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The dates before birth that nothing excuses."""
        born = document.dates.birth if findings else None
        if not born:
            return []
        return [
            self.about(
                document,
                date,
                f"{date.written.text} is before the birth of the patient ({born.isoformat()}); check both dates, or "
                "ask the author which is meant.",
                f"{quoted(document, date.start, date.end)}; birth date {born.isoformat()}",
            )
            for date in document.dates.all
            if self._is_wrong(document.dates, date, born)
        ]

    @staticmethod
    def _is_wrong(dates: NoteDates, date: NoteDate, born: dt.date) -> bool:
        limit = born if date.role in _OF_A_VISIT else shifted(born, -_PREGNANCY)
        if date.role is Role.BIRTH or not dates.is_before(date, limit):
            return False
        around = date.line.around(date.written.start, date.written.end)
        return not (cue("not the patient").search(around) or cue("not an event").search(around))


class DatesOutOfOrder(_DateRule):
    """Discharged before admission, dictated before the visit."""

    code = "NU023"
    name = "dates in the wrong order"
    severity = Severity.WARNING
    scope = "note"
    summary = (
        "Labelled dates in an order that cannot be: discharge before admission, surgery after discharge or after the "
        "note that reports it, dictation before the visit, transcription before dictation."
    )
    rationale = (
        "The header of a report is what the record is filed and billed by. Only dates that a label names are compared, "
        "and dates of one sentence that says admitted and discharged, dictated and transcribed."
    )
    instead = "The dates as the source has them; ask the author where the source says the same."
    fix_safety = _ONLY_SOURCE
    source = _SOURCE
    bad = (
        Example("DATE OF ADMISSION: 03/14/2024 DATE OF DISCHARGE: [[03/12/2024]]"),
        Example("He was admitted on 04/18/2022 and discharged on [[04/08/2022]]."),
        Example("Dictated: 03/15/2024. Transcribed: [[03/14/2024]]"),
    )
    good = (
        "DATE OF ADMISSION: 12/28/2022 DATE OF DISCHARGE: 01/04/2023",
        "She was discharged on 1/5/2024 and admitted again on 1/9/2024.",
        "PREOPERATIVE NOTE. DATE OF SERVICE: 03/14/2024. DATE OF SURGERY: 03/24/2024",
    )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The later of two events that is dated before the earlier."""
        if len(findings) < len("ab"):
            return []
        found: dict[int, Finding] = {}
        for early, late, wrong in [*_of_header(document), *_of_sentences(document.dates)]:
            if document.dates.precedes(late, early):
                message = (
                    f"The {late.role} ({late.written.text}) is dated before the {early.role} ({early.written.text}); "
                    "check the source, or ask the author which date is meant."
                )
                both = f"{late.role} {_said(document, late)}; {early.role} {_said(document, early)}"
                found.setdefault(wrong.start, self.about(document, wrong, message, both))
        return list(found.values())


def _said(document: Document, date: NoteDate) -> str:
    return quoted(document, date.start, date.end)


def _of_header(document: Document) -> Iterator[tuple[NoteDate, NoteDate, NoteDate]]:
    """What comes first, what comes after it, and which of them to flag, of the labelled dates of the note."""
    of = {role: list(document.dates.labelled(role)) for role in Role}
    only = {role: dates[0] for role, dates in of.items() if len({*map(document.dates.day, dates)}) == 1}
    visit = only.get(Role.SERVICE) or only.get(Role.ADMISSION)
    surgery, dictation = only.get(Role.SURGERY), only.get(Role.DICTATION)
    pairs = [
        (only.get(Role.ADMISSION), only.get(Role.DISCHARGE), only.get(Role.DISCHARGE)),
        (surgery, only.get(Role.DISCHARGE), surgery),
        (visit, dictation, dictation),
        *((other, only.get(Role.TRANSCRIPTION), only.get(Role.TRANSCRIPTION)) for other in (visit, dictation)),
    ]
    if surgery and _reports_surgery(document.text):
        pairs += [(surgery, only.get(Role.SERVICE), surgery), (surgery, dictation, surgery)]
    for early, late, wrong in pairs:
        if early and late and wrong:
            yield early, late, wrong


def _reports_surgery(text: str) -> bool:
    """Whether a note was written after the operation that it names."""
    return bool(_AFTER_SURGERY.search(text)) and not _BEFORE_SURGERY.search(text)


def _of_sentences(dates: NoteDates) -> Iterator[tuple[NoteDate, NoteDate, NoteDate]]:
    """The same of dates that follow each other in one sentence."""
    for early, late in zip(dates.all, dates.all[1:], strict=False):
        if (early.role, late.role) in (
            (Role.ADMISSION, Role.DISCHARGE),
            (Role.DICTATION, Role.TRANSCRIPTION),
        ) and early.line is late.line:
            sentence = early.line.sentence_at(early.written.start)
            if early.number == late.number and late.written.start < sentence[1]:
                yield early, late, late
