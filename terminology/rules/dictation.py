"""ST007: commands to the typist or the recogniser that stand in the text as words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Line, Place
from terminology.finding import Finding, Severity, Suggestion
from terminology.rules.base import Example, Rule, replacement
from terminology.sections import section_key

_SENTENCE_OPENER = re.compile(
    r"\s(?:The|This|That|These|There|She|He|It|They|We|I|Her|His|Patient|Pt|No|Denies|On|In|A|An|At|After|Will|"
    r"Mother|Father|Follow|Continue|Please|Is|Does|Has|Plan|Exam|Lungs|Heart|Abdomen|Thank|Return|Skin|Extremities|"
    r"Neuro|Neurologic|HEENT|Neck|Chest|General|Vital|Labs|All|Wound|If|For|Family|Social|Past|Medications|Allergies|"
    r"Review|Assessment|Impression)\b"
)
_AT_THE_END = re.compile(r"\s*$")
_OPENS_NOUN = re.compile(
    r"\b(?:a|an|the|this|that|any|each|every|her|his|their|my|for|during|over|within|throughout)\s(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([\w'’-]+)\s$")
_WORD_AFTER = re.compile(r"[\s-]([\w'’]+)")
_BACK, _AHEAD = 60, 30
_CLOSING = ".,;:!)]”"
_OPENING = "([“"


class _Command(NamedTuple):
    """A spoken command: what it writes ("" for nothing), the proof it needs, the words that make it plain prose."""

    writes: str
    evidence: str
    not_after: frozenset[str]
    not_before: frozenset[str]


class DictationCommand(Rule):
    """Spoken punctuation and orders to the typist."""

    code = "ST007"
    name = "dictated command left in"
    severity = Severity.WARNING
    scope = "token"
    summary = "A command of the dictation written out as words: `period new paragraph`, `comma`, `scratch that`."
    rationale = (
        "Speech recognition and hurried typing write down what was meant for the keyboard. A stray `comma` only "
        "disturbs; after `scratch that` stands a statement that the author took back."
    )
    instead = "Put the mark in place of the word; after `scratch that`, delete what was taken back."
    fix_safety = "The mark is offered for review. After a command that takes something back nothing is offered."
    source = "data/dictation_commands.tsv: commands of dictation and speech recognition in general usage."
    bad = (
        Example("Pain is controlled[[ period new paragraph]] The patient will return.", becomes=".\n"),
        Example("History of hypertension[[ comma]] diabetes and gout.", becomes=","),
        Example("Lisinopril 10 mg[[ open paren]] started in May.", becomes=" ("),
        Example("Left knee[[ scratch that]] right knee was injected."),
    )
    good = (
        "Her last menstrual period was in March.",
        'Start the addendum with "new paragraph".',
        "The next line of therapy was discussed.",
        "A new line was placed in the right internal jugular vein.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each command, longest first; the doubtful words only with proof around them."""
        text = line.text
        lower = text.lower()
        for m in _pattern().finditer(text) if any(word in lower for word in _first_words()) else ():
            spoken = " ".join(m[1].lower().replace(",", " ").split())
            command = _commands()[spoken]
            if self._is_prose(line, m, command):
                continue
            yield self.finding(
                text,
                m.start(),
                m.end(),
                _message(spoken, command.writes),
                suggestions=_suggested(command.writes),
                evidence=f'spoken command "{spoken}"',
            )

    @staticmethod
    def _is_prose(line: Line, m: re.Match[str], command: _Command) -> bool:
        text = line.text
        before = text[max(0, m.start() - _BACK) : m.start()] + " "
        after = text[m.end() : m.end() + _AHEAD]
        left, right = _WORD_BEFORE.search(before), _WORD_AFTER.match(after)
        if (left and left[1].lower() in command.not_after) or (right and right[1].lower() in command.not_before):
            return True
        if line.in_zone(m.start(), m.end()) or after[:1] == "-":
            return True
        return not _is_proved(command.evidence, before, after)


def _is_proved(evidence: str, before: str, after: str) -> bool:
    """Whether what stands around a command tells that it is one."""
    match evidence:
        case "sure":
            return True
        case "words":
            return before[-2:-1].isalnum() and bool(_WORD_AFTER.match(after))
        case "heading":
            return bool(section_key(before.strip())) and bool(_WORD_AFTER.match(after))
    # a word that is also a noun: it ends the line, or a sentence begins right after it
    ends = bool(_AT_THE_END.fullmatch(after) or _SENTENCE_OPENER.match(after))
    return ends and before[-2:-1].isalnum() and (evidence == "end" or not _OPENS_NOUN.search(before))


def _message(spoken: str, writes: str) -> str:
    if not writes:
        return f'"{spoken}" is a command to the typist; carry it out and delete the words.'
    return f'"{spoken}" is a dictated command; write the mark instead of the word.'


def _suggested(writes: str) -> list[Suggestion]:
    if not writes:
        return []
    return [replacement(f" {writes}" if writes in _OPENING else writes, 0.9)]


@cache
def _commands() -> dict[str, _Command]:
    return {
        row["spoken"]: _Command(
            "" if row["writes"] == "-" else row["writes"].replace("\\n", "\n"),
            row["evidence"],
            frozenset(row["not_after"].split("|")),
            frozenset(row["not_before"].split("|")),
        )
        for row in rows("dictation_commands.tsv")
    }


@cache
def _first_words() -> frozenset[str]:
    """The words with which a command begins: a look for them is quicker than the pattern."""
    return frozenset(command.split()[0] for command in _commands())


@cache
def _pattern() -> re.Pattern[str]:
    """Any command with the blanks before it; the longer ones first."""
    longest_first = sorted(_commands(), key=len, reverse=True)
    spoken = "|".join(command.replace("period ", r"period,? ") for command in longest_first)
    return re.compile(rf"(?:(?<=[\w.)%])\s|^)({spoken})\b", re.IGNORECASE)
