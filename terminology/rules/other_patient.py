"""CO006: a record number, birth date or name in this note that is another patient's."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from terminology.cues import cue_pattern, cue_words
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule

_I = re.IGNORECASE
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_MRN = re.compile(
    r"\b(?:MRN\b|MR\s?#|Med(?:ical)?\s+Rec(?:ord)?(?:\s+(?:No|Number|Num))?\b|(?:Unit|Hospital)\s+(?:No|Number)\b)"
    r"\.?\s*(?:#|No\.?|number|is)?\s*[:#]?\s*(?P<value>[A-Z]{0,4}-?\d[\w-]*\d)",
    _I,
)
_BORN = re.compile(
    rf"\b(?:DOB|D\.O\.B\.|Date\s+of\s+birth|Birth\s?date|Born(?:\s+on)?)\s*[:#]?\s*(?P<value>\d{{1,2}}[/.-]\d{{1,2}}[/.-]"
    rf"(?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}|{_MONTH}\.?\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}[\s-]{_MONTH}[\s-]\d{{4}})(?![\d/])",
    _I,
)
_WITH_MONTH_NAME = re.compile(
    rf"(?:(?P<before>\d{{1,2}})[\s-])?(?P<month>{_MONTH})\.?(?:\s+(?P<after>\d{{1,2}}),?)?[\s-]+(?P<year>\d{{4}})", _I
)
_PART = r"[A-Z][A-Za-z'’-]+"
_NAME = re.compile(
    r"\b(?:Patient(?:['’]s)?\s+name|PATIENT(?:['’]S)?\s+NAME|Patient|PATIENT|Pt\s+name|Name(?:\s+of\s+patient)?|NAME|Re|RE)"
    r"\s*:[ \t]*"
    rf"(?P<value>{_PART},[ ]?{_PART}(?:[ ]{_PART}|[ ][A-Z]\.?)?"
    rf"|(?:(?:Mr|Mrs|Ms)\.?[ ])?{_PART}(?:[ ][A-Z]\.?)?[ ]{_PART}(?:[ ]{_PART})?)"
    r"(?=[ \t]*(?:$|[,;(|]|\s{2,}|(?:MRN|DOB|Age|Sex|Date|MR#|ID|Acc|Room|Visit|Gender)\b))"
)
# a name as the subject of what notes say of their patients
_DONE = (
    r"(?:is|was)\s+(?:(?:an?\s+)?\d{1,3}|doing|admitted|discharged|seen|taken|referred|transferred|diagnosed|started|treated)"
    r"|has\s+(?:been|had|a|no)|had|presents?|presented|returns?|returned|underwent|tolerated|denies|denied|complains"
    r"|continues|will\s+(?:return|follow|continue)"
)
_SUBJECT = re.compile(rf"(?:^|[.:]\s+)\s*(?:Mr|Mrs|Ms|Miss)\b\.?\s+(?P<value>(?:{_PART}\s+)?{_PART})\s+(?:{_DONE})\b")
_INITIALS = 4
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "jr", "sr", "ii", "iii", "md"})
_SHORTEST = 2
_CENTURY = 100


class _Label(NamedTuple):
    """What stands after a label: ``kind`` is mrn, birth date or name."""

    start: int
    end: int
    kind: str


class OtherPatient(NoteRule):
    """Compares labelled identifiers with the record and with each other."""

    code = "CO006"
    name = "another patient's identifier"
    severity = Severity.CRITICAL
    scope = "note"
    summary = (
        "A labelled record number, birth date or patient name that is not that of the patient on record, a sentence "
        "about Mr. or Mrs. somebody else, or a second, different record number or birth date in the note."
    )
    rationale = "The text, or a piece of it, was written about someone else: what it says must not reach this record."
    instead = "Find out whose text it is before anything else is done with it."
    source = "AHDI quality scoring counts the wrong patient or demographics as a critical error."
    bad = (
        Example("MRN: 4471203\nDOB: 03/04/1961\nSeen for cough.\nMRN: [[4471230]]"),
        Example("DOB: 03/04/1961\nHPI: Cough.\nDate of birth: [[03/14/1961]]"),
    )
    good = (
        "MRN: 4471203\nSeen for cough.\nMedical Record Number: 4471203",
        "DOB: 03/04/1961\nDate of birth: March 4, 1961",
        "MRN: 4471203\nMother's MRN: 5518822",
        "Patient: Stable.",
    )

    def tells(self, line: Line, place: Place) -> bool:
        """Whether it has a labelled identifier."""
        return bool(line.once(_labels))

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """Each label that disagrees; without a record, those that disagree with the first of their kind."""
        first: dict[str, _Label] = {}
        for number in numbers:
            start = document.starts[number]
            for label in document.lines[number].once(_labels):
                here = label._replace(start=start + label.start, end=start + label.end)
                value = document.text[here.start : here.end]
                if known := _on_record(document, label.kind):
                    if not _agrees(value, known, label.kind):
                        yield self._report(document, here, None)
                elif label.kind != "name":
                    other = first.setdefault(label.kind, here)
                    if not _agrees(value, document.text[other.start : other.end], label.kind):
                        yield self._report(document, here, other)

    def _report(self, document: Document, here: _Label, other: _Label | None) -> Finding:
        than = quoted(document, other.start, other.end) if other else "the record of this patient"
        against = "the one given earlier in the note" if other else "the record"
        kind = {"mrn": "record number", "birth date": "birth date", "name": "name"}[here.kind]
        return self.finding(
            document.text,
            here.start,
            here.end,
            f"This {kind} is not that of {against}: find out whether the text belongs to another patient.",
            evidence=f"{quoted(document, here.start, here.end)}; not {than}",
        )


def _on_record(document: Document, kind: str) -> str:
    context = document.context
    if kind == "mrn":
        return context.mrn
    if kind == "name":
        return " ".join(context.patient_names)
    return context.birth_date.isoformat() if context.birth_date else ""


def _agrees(value: str, known: str, kind: str) -> bool:
    if kind == "mrn":
        return _number(value) == _number(known)
    if kind == "name":
        return not _name_parts(value) or not _name_parts(value).isdisjoint(_name_parts(known))
    dates = _dates(value)
    return not dates or not (own := _dates(known)) or not dates.isdisjoint(own)


def _number(mrn: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", mrn.upper()).lstrip("0")


def _name_parts(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z]+", plain.replace("'", ""))
    return frozenset(part for part in parts if len(part) >= _SHORTEST) - _TITLES


@cache
def _dates(written: str) -> frozenset[dt.date]:
    """What a date may stand for: day before month or month before day, either century."""
    found = set()
    if m := _WITH_MONTH_NAME.fullmatch(written):
        found = {(int(m["year"]), _MONTHS.index(m["month"][:3].lower()) + 1, int(m["before"] or m["after"] or 1))}
    else:
        a, b, c = (int(part) for part in re.split(r"\D", written))
        if written[:4].isdigit():
            found = {(a, b, c)}
        else:
            years = {c} if c >= _CENTURY else {1900 + c, 2000 + c}
            found = {(year, *pair) for year in years for pair in ((a, b), (b, a))}
    return frozenset(date for parts in found for date in _existing(*parts))


def _existing(year: int, month: int, day: int) -> Iterator[dt.date]:
    try:
        yield dt.date(year, month, day)
    except ValueError:
        return


_NUMBERED = (
    (frozenset({"mrn", "mr", "med", "medical", "unit", "hospital"}), "mrn", _MRN),
    (frozenset({"dob", "d.o.b.", "d.o.b", "date", "birth", "birthdate", "born"}), "birth date", _BORN),
)
_SUBJECT_TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss"})
_NAME_WORDS = frozenset({"patient", "patient's", "patient’s", "pt", "name", "re"})


def _labels(line: Line) -> tuple[_Label, ...]:
    """The labelled identifiers of a line, less those of other people and those left open."""
    text, found = line.text, []
    for words, kind, pattern in _NUMBERED:
        if not words.isdisjoint(line.vocabulary):
            found += [_Label(*m.span("value"), kind) for m in pattern.finditer(text) if _is_patients(text, m)]
    if ":" in text and not _NAME_WORDS.isdisjoint(line.vocabulary):
        found += [
            _Label(*m.span("value"), "name")
            for m in _NAME.finditer(text)
            if _is_patients(text, m) and cue_words("no name").isdisjoint(re.findall(r"[a-z]+", m["value"].lower()))
        ]
    if not _SUBJECT_TITLES.isdisjoint(line.vocabulary):
        found += [_Label(*m.span("value"), "name") for m in _SUBJECT.finditer(text) if _is_subject(line, m)]
    return tuple(sorted(found))


def _is_subject(line: Line, m: re.Match[str]) -> bool:
    """Whether it names somebody, not by initials or as a sample, and its sentence speaks of nobody beside."""
    name = m["value"]
    if (name.isupper() and len(name) < _INITIALS) or not cue_words("no name").isdisjoint(name.lower().split()):
        return False
    left, right = line.sentence_at(m.start("value"))
    return not cue_pattern("another person").search(line.text, left, right)


def _is_patients(text: str, m: re.Match[str]) -> bool:
    *_, before = "", *text[: m.start()].rstrip(" :-").lower().split()
    return before.removesuffix("'s").removesuffix("’s") not in cue_words("label of another person")
