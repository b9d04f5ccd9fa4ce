"""CO001: left in one part of the note and right in another, for the same structure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from terminology.context import NoteContext
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.passages import Part, parts, quoted
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule
from terminology.sides import Side, SideMention, sides

_LEFT_OUT = frozenset(
    {"past-medical-history", "past-surgical-history", "family-history", "social-history", "medications", "allergies"}
)
_TITLES = frozenset(["procedure", "procedures", "operation", "operations", "surgery", "exam", "examination", "study"])
_MOST_WORDS_OF_TITLE = 60
# as schedules have it: L TKA, (R) hip pinning
_ONE_LETTER = re.compile(r"(?<![\w-])\(?([LR])\b\)?(?=\s)")
_IN_FULL = {"L": "left", "R": "right"}


class _Reading(NamedTuple):
    """A side named in a part of the note; ``role`` is ``title``, ``diagnosis`` or empty."""

    start: int
    end: int
    side: Side
    part: int
    role: str


class Laterality(NoteRule):
    """Compares the sides given to each paired structure between the headed parts of the note."""

    code = "CO001"
    name = "left and right disagree"
    severity = Severity.WARNING
    scope = "note"
    summary = (
        "A structure that is left in one headed part of the note and right in another, where no part speaks of both "
        "sides; or left in the note and right in the encounter's procedure. Critical when the procedure disagrees with "
        "the diagnosis, the indication or the encounter."
    )
    rationale = (
        "The wrong side is the slip of dictation and typing that does the most harm: 1,607 of 2,923,094 radiology "
        "reports were corrected for it, and surgery goes by the note."
    )
    instead = "The side that the source, the consent or the image says; ask the author when the source has both."
    source = (
        "AHDI quality scoring counts the wrong side as a critical error; structures: data/paired_structures.tsv; "
        "base rate: corrected laterality errors in radiology reports (CLINICAL_FACTS.md)."
    )
    bad = (
        Example("PREOPERATIVE DIAGNOSIS: Left knee osteoarthritis.\nPROCEDURE: [[Right knee]] arthroplasty."),
        Example(
            "CHIEF COMPLAINT: Right shoulder pain.\nHPI: Pain in the right shoulder for a week.\n"
            "PLAN: MRI of the [[left shoulder]]."
        ),
        Example(
            "PROCEDURE: [[Right knee]] arthroplasty.", beside=NoteContext(procedure="Left total knee arthroplasty")
        ),
    )
    good = (
        "DIAGNOSIS: Left knee osteoarthritis.\nPROCEDURE: Left total knee arthroplasty.",
        "CHIEF COMPLAINT: Left knee pain.\nEXAM: The right knee is normal, the left knee is swollen.",
        "PAST SURGICAL HISTORY: Right hip replacement.\nASSESSMENT: Left hip fracture.",
        "INDICATION: Left breast mass.\nPROCEDURE: Bilateral breast mammogram.\nFINDINGS: Right breast unremarkable.",
    )

    def tells(self, line: Line, place: Place) -> bool:
        """Whether it gives the side of a structure."""
        return bool(line.once(sides))

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """One finding for each structure whose parts disagree, at the reading that fewer parts have."""
        two_sided, flagged = _on_both_sides(document, numbers), set()
        for structure, readings in _by_structure(document, numbers, two_sided).items() if two_sided else ():
            if finding := self._disagreement(document, readings):
                flagged.add(structure)
                yield finding
        for structure, side in _ordered(document.context.procedure).items():
            if structure not in flagged and (finding := self._against_order(document, numbers, structure, side)):
                yield finding

    def _against_order(self, document: Document, numbers: Sequence[int], structure: str, side: Side) -> Finding | None:
        """A finding where the note gives the structure of the encounter's procedure on the other side alone."""
        said = [
            (number, one)
            for number in numbers
            if document.places[number].section not in _LEFT_OUT
            for one in document.lines[number].once(sides)
            if one.structure == structure
        ]
        if any(one.side in (side, Side.BOTH) for _, one in said):
            return None
        current = [(number, one) for number, one in said if one.is_current]
        if not current:
            return None
        number, one = current[0]
        start, end = document.starts[number] + one.start, document.starts[number] + one.end
        procedure = document.context.procedure
        return self.finding(
            document.text,
            start,
            end,
            f'"{document.text[start:end]}" here, but the encounter is for "{procedure}": check the side against the '
            "order or the consent, or ask the author.",
            severity=Severity.CRITICAL,
            evidence=f'{quoted(document, start, end)}; procedure of the encounter: "{procedure}"',
        )

    def _disagreement(self, document: Document, readings: list[_Reading]) -> Finding | None:
        places = {side: {one.part for one in readings if one.side is side} for side in (Side.LEFT, Side.RIGHT)}
        left, right = places[Side.LEFT], places[Side.RIGHT]
        if not left or not right or left & right:
            return None
        last = max(readings, key=lambda one: one.start).side
        fewer = last if len(left) == len(right) else Side.LEFT if len(left) < len(right) else Side.RIGHT
        here = next(one for one in readings if one.side is fewer)
        others = [one for one in readings if one.side is not fewer]
        against = next((one for one in others if _is_grave(here, one)), others[0])
        grave = any(_is_grave(one, other) for one in readings for other in readings if one.side is not other.side)
        return self.finding(
            document.text,
            here.start,
            here.end,
            f'"{document.text[here.start : here.end]}" here, "{document.text[against.start : against.end]}" elsewhere '
            "in the note: check the side against the source, or ask the author.",
            severity=Severity.CRITICAL if grave else Severity.WARNING,
            evidence=f"{quoted(document, here.start, here.end)}; {quoted(document, against.start, against.end)}",
        )


@lru_cache(maxsize=16)
def _ordered(procedure: str) -> Mapping[str, Side]:
    """The side of each structure of the encounter's procedure; none of a structure given on both sides."""
    found: dict[str, set[Side]] = defaultdict(set)
    in_full = _ONE_LETTER.sub(lambda m: _IN_FULL[m[1]], procedure)
    for one in sides(Line(in_full)) if procedure else ():
        found[one.structure].add(one.side)
    return {structure: told.pop() for structure, told in found.items() if len(told) == 1 and Side.BOTH not in told}


def _on_both_sides(document: Document, numbers: Sequence[int]) -> set[str]:
    """The structures that are given left in one place and right in another: in most notes none is."""
    told = {(one.structure, one.side) for number in numbers for one in document.lines[number].once(sides)}
    return {structure for structure, side in told if side is Side.LEFT and (structure, Side.RIGHT) in told}


def _is_grave(one: _Reading, other: _Reading) -> bool:
    return {one.role, other.role} == {"title", "diagnosis"}


def _by_structure(document: Document, numbers: Sequence[int], wanted: set[str]) -> Mapping[str, list[_Reading]]:
    """The current readings of each wanted structure of which no part speaks on both sides. Where one does, the title
    of the procedure and the diagnosis are still held against each other."""
    found: dict[str, list[_Reading]] = defaultdict(list)
    two_sided: dict[str, set[str]] = defaultdict(set)
    for number, part in enumerate(parts(document, [n for n in numbers if _tells_of(document.lines[n], wanted)])):
        if part.section in _LEFT_OUT:
            continue
        said: dict[str, set[Side]] = defaultdict(set)
        role = _role(part)
        for start, mention in _mentions(document, part, wanted):
            said[mention.structure].add(mention.side)
            if mention.is_current:
                found[mention.structure].append(
                    _Reading(start + mention.start, start + mention.end, mention.side, number, role)
                )
        for structure, told in said.items():
            if len(told) > 1 or Side.BOTH in told:
                two_sided[structure].add(role)
    return {structure: _telling(readings, two_sided.get(structure, set())) for structure, readings in found.items()}


def _telling(readings: list[_Reading], two_sided: set[str]) -> list[_Reading]:
    if not two_sided:
        return readings
    return [one for one in readings if one.role] if two_sided == {""} else []


def _tells_of(line: Line, wanted: set[str]) -> bool:
    return any(mention.structure in wanted for mention in line.once(sides))


def _mentions(document: Document, part: Part, wanted: set[str]) -> Iterator[tuple[int, SideMention]]:
    for number, line in part.lines:
        for mention in line.once(sides):
            if mention.structure in wanted:
                yield document.starts[number], mention


def _role(part: Part) -> str:
    heading = part.heading.lower()
    if "diagnos" in heading or "indication" in heading:
        return "diagnosis"
    is_short = sum(len(line.tokens) for _, line in part.lines) <= _MOST_WORDS_OF_TITLE
    return "title" if is_short and not _TITLES.isdisjoint(heading.split()) else ""
