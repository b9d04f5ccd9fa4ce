"""TM003: an entry of a kind that does not belong in its section."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from terminology.concept import Group
from terminology.data_files import rows
from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.language import Language
from terminology.rules.base import Example, Rule
from terminology.rules.entries import Entry, entries, name_before_dose, words_in
from terminology.vocabulary.naming import Naming
from terminology.vocabulary.word import GROUP_BIT

_NAME_ONLY = re.compile(r"[^\d(\[]+")
_LONGEST = 4
_SHORTEST = 4
_NOT_ONLY_DRUGS = GROUP_BIT[Group.ANATOMY] | GROUP_BIT[Group.DEVICE]
_SICKNESS = frozenset({Group.DISORDER, Group.SYMPTOM})


class _Misfit(NamedTuple):
    """A kind of entry that a section should not have. ``endings`` are those of the words that name the kind."""

    group: Group
    belongs: str
    endings: tuple[str, ...]
    severity: Severity


class WrongSection(Rule):
    """Looks at entries that are nothing but the name of a drug, a procedure or a disorder."""

    code = "TM003"
    name = "entry in the wrong section"
    severity = Severity.ADVICE
    scope = "section"
    summary = (
        "A list entry that is only the name of a drug under past surgical history (a warning), or only the name of a "
        "procedure or a disorder among the medications."
    )
    rationale = (
        "What stands in the wrong section is missed by everyone who reads only the right one: a drug that is not in "
        "the list of medications is not reconciled. The entry usually slipped over from the section before it."
    )
    instead = "Move the entry to its section, or ignore the finding where the source has it so."
    source = "data/section_groups.tsv after the sections of HL7 C-CDA R2.1; what an entry names is looked up."
    fix_safety = "There is no suggestion: the text is right, its place is not."
    bad = (
        Example("PAST SURGICAL HISTORY:\n1. Appendectomy.\n2. [[Metformin]]."),
        Example("MEDICATIONS:\n1. Aspirin 81 mg daily.\n2. [[Laparoscopic cholecystectomy]]."),
        Example("MEDICATIONS:\n- [[Essential hypertension]]\n- Lisinopril"),
    )
    good = (
        "PAST SURGICAL HISTORY: Appendectomy, hernia repair, insulin pump placement.",
        "MEDICATIONS: Lisinopril for hypertension, oxygen, iron.",
        "PAST MEDICAL HISTORY: Hypertension. Appendectomy.",
    )

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._naming = Naming(language.index)

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The entries of a line that name what its section should not have."""
        for misfit in _misfits().get(place.section, ()):
            for entry in entries(line, at_commas=misfit.group is Group.DRUG):
                name = self._name(entry, misfit)
                if name and not line.in_zone(entry.start, entry.end) and self._is(name, misfit):
                    yield self.finding(
                        line.text,
                        entry.start,
                        entry.start + len(name),
                        f'"{name}" names a {misfit.group}, which this section does not list; '
                        f"does it belong under {misfit.belongs}?",
                        severity=misfit.severity,
                        evidence=f"section {place.section}; {misfit.group} by every source that has the name",
                    )

    @staticmethod
    def _name(entry: Entry, misfit: _Misfit) -> str:
        """What an entry names, if it says nothing else; a drug may have its dose with it."""
        if misfit.group is Group.DRUG and (drug := name_before_dose(entry.text)):
            return drug
        return entry.text if _NAME_ONLY.fullmatch(entry.text) else ""

    def _is(self, name: str, misfit: _Misfit) -> bool:
        words = words_in(name)
        if not 0 < len(words) <= _LONGEST:
            return False
        groups = self._naming.groups(name)
        if misfit.group is Group.DRUG:
            return groups == {Group.DRUG} and len(name) >= _SHORTEST and self._is_only_drug(words)
        if any((known := self.language.index.word(word)) and known.is_drug for word in words):
            return False
        if misfit.group is Group.DISORDER:
            return Group.DISORDER in groups and groups <= _SICKNESS and bool(self._naming.concepts(name))
        return words[-1].endswith(misfit.endings) and not groups & _SICKNESS

    def _is_only_drug(self, words: Sequence[str]) -> bool:
        """Whether words name a drug and not also a part of the body or a device: thyroid and snare are both."""
        known = [word for text in words if (word := self.language.index.word(text))]
        return any(word.is_drug for word in known) and not any(word.groups & _NOT_ONLY_DRUGS for word in known)


@cache
def _misfits() -> Mapping[str, Sequence[_Misfit]]:
    """What does not belong, by section."""
    table: dict[str, list[_Misfit]] = defaultdict(list)
    for row in rows("section_groups.tsv"):
        endings = tuple(ending.strip("-") for ending in row["endings"].split("|") if ending)
        table[row["section"]].append(_Misfit(Group(row["group"]), row["belongs"], endings, Severity(row["severity"])))
    return table
