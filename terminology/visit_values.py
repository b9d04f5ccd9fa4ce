"""Whether a measured value is plainly the patient's own at the visit that a note is about."""

from __future__ import annotations

from collections.abc import Sequence

from terminology.cues import cue_pattern
from terminology.document import Line, Place
from terminology.measurements import Measurement

# where a value is the visit's own unless something says otherwise
_OF_VISIT = frozenset({"", "vitals", "physical-exam", "objective", "laboratory"})
_OTHER = ("measured at another time", "another person", "measured more than once")
_BEFORE, _AFTER = 60, 40


def is_of_visit(line: Line, place: Place, values: Sequence[Measurement]) -> bool:
    """Whether values that stand together (the two of a blood pressure) are exact and of this visit.

    In the history or the plan a word must say so (``today``); a word of another time, person or posture speaks
    against it anywhere (data/consistency_cues.tsv).
    """
    if not all(m.is_exact for m in values):
        return False
    left, right = line.sentence_at(values[0].start)
    if place.section not in _OF_VISIT and not cue_pattern("measured at this visit").search(line.text, left, right):
        return False
    near = max(left, values[0].start - _BEFORE), min(right, values[-1].end + _AFTER)
    return not any(cue_pattern(group).search(line.text, *near) for group in _OTHER)
