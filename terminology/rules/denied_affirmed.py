"""CO005: a problem is denied in one place of the note and told of in another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from terminology.assertion import Presence, Time, asserted
from terminology.data_files import rows
from terminology.document import Document, Line
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.phrases import Hit, PhraseTable
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule

_I = re.IGNORECASE
# sections of one telling: what the patient says at this visit
_TELLING = frozenset({"", "chief-complaint", "history", "review-of-systems", "subjective"})
_TELLS = re.compile(
    r"\b(?:presents?\s+(?:today\s+)?(?:with|for|complaining of)|presents?\b[\w\s]{2,40}?\b(?:with|for|complaining of)|presenting with|"
    r"complains? of|complaining of|c/o|reports|endorses|admits to|positive for|here (?:today )?(?:for|with)|"
    r"comes in (?:today )?(?:with|for|complaining of)|(?:is|has been) having|(?:patient|he|she) ha(?:s|ve)|"
    r"chief complaint is|continues to have|suffers from|experiencing)\s",
    _I,
)
_DENIES = re.compile(r"\b(?:denies|denied|deny|negative for|no|without|does not have|not having|no complaints? of)\s", _I)
# a list of problems goes on over commas and "and"; these words begin something else
_NO_LIST = re.compile(
    r"[.;:()]|\b(?:is|are|was|were|has|had|have|but|because|when|which|who|that|after|since|for|to|due|from|of his|of her|her|his|"
    r"improvement|relief|change|changes|evidence|family|if|related|secondary|resolved|treat\w*|medications?|despite)\b",
    _I,
)
_LONGEST_LIST = 250
# after a denial these words bound it to a time, a place or a kind
_BOUND_AFTER = re.compile(
    r"\(|\b(?:at (?:rest|this|present|the)|with|on|when|during|after|since|today|now|right|until|in (?:the|his|her|this)|"
    r"currently|over|other|except|apart|associated|like|similar|beyond|for the|from|or (?:pressure )?(?:today|now)|prior|"
    r"before|until|by|that|which|unless|this|while|medication|changes?|aggrav\w+|reliev\w+|to (?:suggest|explain)|despite|of|"
    r"meds?|control|exacerbations?|symptoms|radiat\w+|above|outside|between|further|more|related|presently|anymore|any ?more)\b",
    _I,
)
_BOUND_BEFORE = re.compile(
    r"\b(?:further|more|other|current(?:ly)?|new|recent|associated|additional|significant|recurrent|acute|now|today|at this time|"
    r"longer|since|presently|at present|severe|active|much|real|prior|previous|similar|frequent|chronic|known|history|nocturnal|exertional|resting|"
    r"persistent|worsening|yet|overnight|this morning|initially|at first|before|until|usual|typical|localized|focal|any new|specific|increased?|change|"
    r"radicular|productive|bloody|obvious|gross|frank|relief|left|right|bilateral|upper|lower|at rest)\b",
    _I,
)
_NOT_NOW = re.compile(
    r"\b(?:resolved|resolves|improved|better|subsid\w+|went away|gone|disappeared|yesterday|last (?:night|week|month|year)|ago|"
    r"in the past|previous\w*|history|occasional\w*|at times|sometimes|once|episodes?|intermittent\w*|initially|at that time|"
    r"used to|had|was|were|when|if|until|with exertion|on exertion|rarely|every|some(?:what)?|minimal|slight|baseline|chronic|"
    r"mostly|only|prior|before|after|until|last|for which|due to|family|asks?|worried|concern\w*|now)\b",
    _I,
)


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

    def judge(self, document: Document) -> Iterable[Finding]:
        """The later of the two statements, once for each problem."""
        told: dict[str, list[_Telling]] = defaultdict(list)
        for start, line, place in document.spans():
            if place.section in _TELLING:
                reader = _complaints if place.section == "chief-complaint" else _tellings
                for one in line.once(reader):
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


_CUES = frozenset(
    ["denies", "denied", "deny", "negative", "no", "without", "not", "presents", "present", "presenting", "complains", "complain", "complaining", "c/o", "reports", "endorses", "admits", "positive", "here", "comes", "having", "has", "have", "complaint", "suffers", "experiencing", "continues"]
)


def _tellings(line: Line) -> tuple[_Telling, ...]:
    """What a line of the telling denies and affirms, plainly and for now."""
    if _CUES.isdisjoint(line.vocabulary):
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
    if said.presence is Presence.NEGATED:
        if _lists_up_to_end(_DENIES, before) and not (_BOUND_AFTER.search(_clause(after)) or _BOUND_BEFORE.search(before)):
            return None if _NOT_NOW.search(after) else _Telling(hit.start, hit.end, hit.value, False)
    elif said.presence is Presence.AFFIRMED and _lists_up_to_end(_TELLS, before):
        return None if _NOT_NOW.search(f"{before} {after}") else _Telling(hit.start, hit.end, hit.value, True)
    return None


def _clause(after: str) -> str:
    """What follows up to the next stop: where and when the last of a list of problems is denied, all of it is."""
    return re.split(r"[.;:]|,(?! (?:or|and|nor) )", after, maxsplit=1)[0]


def _lists_up_to_end(opening: re.Pattern[str], before: str) -> bool:
    """Whether a text ends in a list of problems that such words open."""
    *_, opened = -1, *(m.end() for m in opening.finditer(before))
    return opened >= 0 and not _NO_LIST.search(before, opened)


def _complaints(line: Line) -> tuple[_Telling, ...]:
    """What a line of the chief complaint names."""
    begin = line.heading[1] if line.heading else 0
    found = []
    for hit in _problems().find(line):
        left, right = line.sentence_at(hit.start)
        if hit.start >= begin and asserted(line, hit.start, hit.end).is_plain:
            if not _NOT_NOW.search(line.text[max(begin, left) : right]):
                found.append(_Telling(hit.start, hit.end, hit.value, True))
    return tuple(found)
