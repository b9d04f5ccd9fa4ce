"""ST003: a section with a heading and nothing under it, or a single word where sentences are expected."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.passages import heading_text
from terminology.rules.base import Example, Rule

_NOTHING = re.compile(r"[\s:.,;-]*")
_ONE_WORD = re.compile(r"[\s:.,;-]*([^\W\d_]+(?:['’/-][^\W\d_]+)*)[\s.,;:]*")
_HEADING_TEXT = re.compile(r"\s*(.*?)[\s:.,;-]*$")


class _Expected(NamedTuple):
    """What a section may hold instead of text of its own: the sections nested in it."""

    holds: frozenset[str]
    severity: Severity


class EmptySection(Rule):
    """Headings after which the next section begins, or does so after a single word."""

    code = "ST003"
    name = "empty section"
    severity = Severity.ADVICE
    scope = "section"
    summary = (
        "A heading of a section that always says something, with nothing under it: a warning for allergies and "
        "medications, advice for others. `None` is content. Also, as advice, a single word where a section tells in "
        "sentences (`HOSPITAL COURSE: Patient`) and the word answers for no whole section, as `Deferred` does."
    )
    rationale = (
        "An empty section cannot be told from one that was forgotten: nobody knows whether the patient has no "
        "allergies or nobody asked."
    )
    instead = "Write what belongs there, or that there is none, as the source says; or delete the heading."
    fix_safety = "Nothing is suggested: only the source or the author knows what belongs there."
    source = (
        "data/content_sections.tsv after the sections of HL7 C-CDA R2.1; data/prose_headings.tsv and "
        "data/whole_answers.tsv: general clinical usage."
    )
    bad = (
        Example("[[Allergies]]:\nMedications: lisinopril 10 mg daily."),
        Example("Vitals: BP 120/80.\n\n[[ASSESSMENT]]:\n\nPLAN: Return in two weeks."),
        Example("Plan: Rest.\n[[Family History]]:"),
        Example("HOSPITAL COURSE: [[Patient]]\nCONDITION AT DISCHARGE: Stable.\nPLAN: Home."),
    )
    good = (
        "Allergies: None\nMedications: lisinopril 10 mg daily.",
        "Allergies:\n\nPenicillin (rash).",
        "REVIEW OF SYSTEMS:\nCARDIOVASCULAR: no chest pain.",
        "PHYSICAL EXAM: Deferred.\nPLAN: Home.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The heading of a line that holds nothing else, and a word that stands alone in a line or after a heading."""
        word = _ONE_WORD.fullmatch(line.text, line.heading[1] if line.heading else 0)
        if word and word[1].lower() not in _whole_answers():
            yield self.finding(
                line.text,
                *word.span(1),
                "A single word stands under this heading; complete the section from the source, or ask the author.",
                severity=Severity.ADVICE,
                evidence="a section that tells in sentences",
            )
        if not line.heading or line.heading[0] not in _expected():
            return
        key, end = line.heading
        if not _NOTHING.fullmatch(line.text, end) or not (":" in line.text or line.text.isupper()):
            return
        heading = _HEADING_TEXT.match(line.text)
        if heading:
            yield self.finding(
                line.text,
                *heading.span(1),
                "Nothing stands under this heading; write what the source says, or that there is none.",
                severity=_expected()[key].severity,
                evidence=f"section {key}",
            )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Those after which another section begins. Of a note that is being typed the sections below are no omission:
        where the note ends in several empty sections, those say nothing.
        """
        if not findings:
            return findings
        ends = _end_of_content(document)
        kept, unfinished = [], []
        for finding in findings:
            at = bisect_right(document.starts, finding.start) - 1
            if not document.lines[at].heading or not _is_bare(document.lines[at]):
                # the last word of a note is one that is being typed
                if at + 1 < ends and _is_whole_section(document, at):
                    kept.append(finding)
            elif at >= ends:
                unfinished.append(finding)
            elif _begins_another(document, at):
                kept.append(finding)
        return kept + (unfinished if len(unfinished) == 1 else [])


def _end_of_content(document: Document) -> int:
    """The line after the last one that says something beside its heading."""
    last = range(len(document.lines) - 1, -1, -1)
    return next((i + 1 for i in last if not _is_bare(document.lines[i])), 0)


def _is_whole_section(document: Document, at: int) -> bool:
    """Whether a line is all that a section has in which sentences are expected."""
    above = at
    if not document.lines[at].heading:
        above = next((i for i in range(at - 1, -1, -1) if document.lines[i].text.strip()), at)
        if not _is_bare(document.lines[above]):
            return False
    if heading_text(document.lines[above]).lower() not in _prose_headings():
        return False
    following = next((line for line in document.lines[at + 1 :] if line.text.strip()), None)
    return bool(following and following.heading and following.heading[0])


def _is_bare(line: Line) -> bool:
    return bool(_NOTHING.fullmatch(line.text, line.heading[1] if line.heading else 0))


def _begins_another(document: Document, at: int) -> bool:
    """Whether the next line with text opens a section that is neither the one above nor part of it."""
    above = document.lines[at].heading
    following = next((line for line in document.lines[at + 1 :] if line.text.strip()), None)
    if above is None or following is None or following.heading is None or not following.heading[0]:
        return False
    key = following.heading[0]
    return key != above[0] and key not in _expected()[above[0]].holds


@cache
def _expected() -> dict[str, _Expected]:
    return {
        row["section"]: _Expected(frozenset(row["holds"].split("|")), Severity(row["severity"]))
        for row in rows("content_sections.tsv")
    }


@cache
def _prose_headings() -> frozenset[str]:
    return frozenset(row["heading"] for row in rows("prose_headings.tsv"))


@cache
def _whole_answers() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("whole_answers.tsv"))
