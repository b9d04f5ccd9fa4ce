"""CO005: a problem is denied in one place of the note and told of in another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from terminology.assertion import Presence, Time, asserted
from terminology.cues import cue_pattern, cue_words
from terminology.data_files import rows
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.phrases import Hit, PhraseTable
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule

# sections of one telling: what the patient says at this visit
_TELLING = frozenset({"", "chief-complaint", "history", "review-of-systems", "subjective"})
# "presents to the clinic today with"
_PRESENTS = re.compile(r"\bpresents?\b[\w\s]{2,40}?\b(?:with|for|complaining of)\s", re.IGNORECASE)
# what began then is there now
_SINCE = re.compile(r"\bsince\s+(?:last\s+\w+|yesterday)\b", re.IGNORECASE)
_STOPS = frozenset(".;:()")
_CLAUSE_END = re.compile(r"[.;:]|,(?! (?:or|and|nor) )")
_LONGEST_LIST = 250


class _Telling(NamedTuple):
    """``line.text[start:end]`` names a problem that is told of, or else denied."""

    start: int
    end: int
    problem: str
    is_there: bool


class DeniedAffirmed(NoteRule):
    """Compares what the patient denies with what the patient tells, in the parts that tell of this visit."""

    code = "CO005"
    name = "problem denied and affirmed"
    severity = Severity.WARNING
    scope = "note"
    summary = (
        "A symptom that one sentence denies and another reports for the same time, in the complaint, the history of "
        "the present illness, the review of systems or a text without headings. Past, hypothetical, bounded ("
        '"at rest") and family statements do not count.'
    )
    rationale = (
        "A copied or templated review of systems that denies the very complaint makes the whole note doubtful, and "
        "the next reader cannot tell which half to believe."
    )
    instead = "What the source says; when it says both, the author alone can tell."
    source = "data/problems.tsv; negation, person and time after NegEx and ConText, see terminology/assertion.py."
    bad = (
        Example("CHIEF COMPLAINT: Chest pain.\nHPI: He presents with chest pain.\nROS: Denies [[chest pain]]."),
        Example("She complains of cough and fever.\nREVIEW OF SYSTEMS: No cough, no [[fever]]."),
    )
    good = (
        "HPI: He presents with chest pain. He denies chest pain at rest.",
        "HPI: Presents with cough. ROS: Denies fever.",
        "HPI: She reports headache last week, now resolved.\nROS: Denies headache.",
        "PMH: History of chest pain.\nROS: Denies chest pain.",
    )

    def tells(self, line: Line, place: Place) -> bool:
        """Whether it denies or tells of a problem, in a part that tells of this visit."""
        return bool(_told(line, place))

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """The later of the two statements, once for each problem."""
        told: dict[str, list[_Telling]] = defaultdict(list)
        for number in numbers:
            start = document.starts[number]
            for one in _told(document.lines[number], document.places[number]):
                told[one.problem].append(one._replace(start=start + one.start, end=start + one.end))
        for tellings in told.values():
            there = next((one for one in tellings if one.is_there), None)
            denied = next((one for one in tellings if not one.is_there), None)
            if there and denied:
                yield self._report(document, *sorted((there, denied)))

    def _report(self, document: Document, first: _Telling, second: _Telling) -> Finding:
        done = ("denied", "reported")
        return self.finding(
            document.text,
            second.start,
            second.end,
            f'"{document.text[second.start : second.end]}" is {done[second.is_there]} here and {done[first.is_there]} '
            "elsewhere in the note: check the source, or ask the author.",
            evidence="; ".join(
                f"{done[one.is_there]}: {quoted(document, one.start, one.end)}" for one in (first, second)
            ),
        )


@cache
def _problems() -> PhraseTable[str]:
    """The symptoms; a condition is had once and for all, and denied of its present signs."""
    return PhraseTable({row["phrase"]: row["problem"] for row in rows("problems.tsv") if row["kind"] == "symptom"})


def _told(line: Line, place: Place) -> tuple[_Telling, ...]:
    if place.section not in _TELLING:
        return ()
    return line.once(_complaints if place.section == "chief-complaint" else _tellings)


def _tellings(line: Line) -> tuple[_Telling, ...]:
    """What a line of the telling denies and affirms, plainly and for now."""
    if cue_words("first words of telling and denying").isdisjoint(line.vocabulary):
        return ()
    tellings = (_telling(line, hit) for hit in _problems().find(line))
    return tuple(one for one in tellings if one)


def _telling(line: Line, hit: Hit[str]) -> _Telling | None:
    left, right = line.sentence_at(hit.start)
    begin = line.heading[1] if line.heading else 0
    before = line.text[max(left, begin, hit.start - _LONGEST_LIST) : hit.start]
    after = line.text[hit.end : right]
    said = asserted(line, hit.start, hit.end)
    if not said.of_patient or said.time is not Time.CURRENT:
        return None
    is_denied = said.presence is Presence.NEGATED and _lists_up_to_end(before, cue_pattern("denying a problem"))
    if is_denied and not _is_bounded(before, after):
        return _Telling(hit.start, hit.end, hit.value, False)
    is_told = said.presence is Presence.AFFIRMED and _is_told(before)
    around = _SINCE.sub(" ", f"{before} {after}")
    if is_told and not cue_pattern("problem not now").search(around):
        return _Telling(hit.start, hit.end, hit.value, True)
    return None


def _is_bounded(before: str, after: str) -> bool:
    """Whether a denial is bounded to a time, a place or a kind. Where and when the last of a list of problems is
    denied, all of it is."""
    clause = _CLAUSE_END.split(after, maxsplit=1)[0]
    return (
        "(" in clause
        or bool(cue_pattern("bound before problem").search(before))
        or bool(cue_pattern("bound after problem").search(clause))
        or bool(cue_pattern("problem not now").search(after))
    )


def _is_told(before: str) -> bool:
    return _lists_up_to_end(before, cue_pattern("telling a problem")) or _lists_up_to_end(before, _PRESENTS)


def _lists_up_to_end(before: str, opening: re.Pattern[str]) -> bool:
    """Whether a text ends in a list of problems that such words open."""
    *_, opened = -1, *(m.end() for m in opening.finditer(before))
    between = before[opened:]
    return opened >= 0 and _STOPS.isdisjoint(between) and not cue_pattern("end of problem list").search(between)


def _complaints(line: Line) -> tuple[_Telling, ...]:
    """What a line of the chief complaint names."""
    begin = line.heading[1] if line.heading else 0
    found = []
    for hit in _problems().find(line):
        left, right = line.sentence_at(hit.start)
        is_plain = hit.start >= begin and asserted(line, hit.start, hit.end).is_plain
        if is_plain and not cue_pattern("problem not now").search(line.text[max(begin, left) : right]):
            found.append(_Telling(hit.start, hit.end, hit.value, True))
    return tuple(found)
