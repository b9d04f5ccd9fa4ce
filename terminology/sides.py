"""Reads which side of a paired structure a line speaks of: ``left total knee arthroplasty``, ``knee (right)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from terminology.assertion import Presence, Time, asserted
from terminology.cues import cue_pattern, cue_words
from terminology.data_files import rows
from terminology.document import Line
from terminology.phrases import Hit, PhraseTable
from terminology.tokens import Kind

# words between the side and its structure: "right distal third of the femur"
_REACH = 4
_TRAILING = re.compile(r"\s?(?:,|\(|-|:)\s?(left|right|bilateral)\b(?=\s*(?:[).,;]|$))", re.IGNORECASE)


class Side(StrEnum):
    """The side named; BOTH also stands for words that set one side against the other."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


_SIDES = {
    **dict.fromkeys(("left", "lt", "left-sided"), Side.LEFT),
    **dict.fromkeys(("right", "rt", "right-sided"), Side.RIGHT),
    **dict.fromkeys(
        ("bilateral", "bilaterally", "both", "contralateral", "opposite", "other", "unaffected", "nonoperative"),
        Side.BOTH,
    ),
}
_SIDE_WORDS = frozenset(_SIDES)
_TELLING = frozenset({"left", "right", "bilateral", "bilaterally", "both", "contralateral", "opposite"})


class SideMention(NamedTuple):
    """``line.text[start:end]`` names a structure with its side. ``is_current`` is False for what was once, is
    denied, is another person's, or is spoken of for its own sake (``BP in the right arm``)."""

    start: int
    end: int
    structure: str
    side: Side
    is_current: bool


@cache
def _structures() -> PhraseTable[str]:
    return PhraseTable({row["phrase"]: row["structure"] for row in rows("paired_structures.tsv")})


def sides(line: Line) -> tuple[SideMention, ...]:
    """The structures of a line that are given with a side, in order."""
    if _SIDE_WORDS.isdisjoint(line.vocabulary):
        return ()
    mentions = sorted({*_with_side_before(line), *_with_side_after(line)})
    return tuple(_set_against(line, mention, mentions) for mention in mentions)


def _set_against(line: Line, mention: SideMention, mentions: Sequence[SideMention]) -> SideMention:
    """The mention with both sides where its sentence names the other side without a structure: "and on the left"."""
    left, right = line.sentence_at(mention.start)
    for token, form in zip(line.tokens, line.forms, strict=True):
        is_other = form in _TELLING and _SIDES[form] is not mention.side and left <= token.start < right
        if is_other and not any(one.start <= token.start < one.end for one in mentions):
            return mention._replace(side=Side.BOTH)
    return mention


def _with_side_before(line: Line) -> Iterator[SideMention]:
    for number, form in enumerate(line.forms):
        side = _SIDES.get(form)
        if side is None:
            continue
        if hit := _structure_after(line, number + 1):
            start = line.tokens[number].start
            yield _mention(line, start, hit, _joined(line, number, side))


def _structure_after(line: Line, first: int) -> Hit[str] | None:
    for at in range(first, min(first + _REACH, len(line.forms))):
        form = line.forms[at]
        if hit := _structures().at(line, at):
            return hit if not _is_dominance(line, hit) else None
        if form in cue_words("end of side") or form in _SIDES or (line.tokens[at].kind is Kind.SYMBOL and form != "-"):
            return None
    return None


def _is_dominance(line: Line, hit: Hit[str]) -> bool:
    return hit.last + 1 < len(line.forms) and line.forms[hit.last + 1] in ("dominant", "dominance")


def _joined(line: Line, number: int, side: Side) -> Side:
    """Both sides in ``left and right knees``, ``right or left``, else the side itself."""
    before = line.forms[max(0, number - 2) : number]
    if len(before) == 2 and before[1] in ("and", "or", "than", "/", "&") and before[0] in _SIDES:
        return Side.BOTH
    return side


def _with_side_after(line: Line) -> Iterator[SideMention]:
    for hit in line.once(_all_structures):
        if m := _TRAILING.match(line.text, hit.end):
            yield _mention(line, hit.start, hit._replace(end=m.end()), _SIDES[m[1].lower()])


def _all_structures(line: Line) -> tuple[Hit[str], ...]:
    return _structures().find(line)


def _mention(line: Line, start: int, hit: Hit[str], side: Side) -> SideMention:
    said = asserted(line, start, hit.end)
    left, right = line.sentence_at(start)
    is_current = (
        said.of_patient
        and said.time is Time.CURRENT
        and said.presence is not Presence.NEGATED
        and not cue_pattern("not the site").search(line.text, left, right)
    )
    return SideMention(start, hit.end, hit.value, side, is_current)
