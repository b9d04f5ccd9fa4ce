"""Two versions made from one: what is merged, what must be chosen, what the differences say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.comparing import Change, Part, PartState, compare, differences, merge

NOTES = st.lists(
    st.sampled_from(["Feels well.", " No pain.", "\nTake 5 mg daily.", " ", "\n", "BP 120/80", " Recheck."]), max_size=6
).map("".join)


@pytest.mark.parametrize(
    ("theirs", "mine", "state", "result"),
    [
        ("A. B. C.", "A. B. C.", PartState.SAME, "A. B. C."),
        ("A. B. C.", "A. B. D.", PartState.MINE, "A. B. D."),
        ("X. B. C.", "A. B. C.", PartState.THEIRS, "X. B. C."),
        ("X. B. C.", "A. B. D.", PartState.MERGED, "X. B. D."),
        ("A. B. C. E.", "X. B. C.", PartState.MERGED, "X. B. C. E."),
        ("A. X. C.", "A. Y. C.", PartState.CONFLICT, "A. Y. C."),
        ("A. X. C.", "A. B. Y.", PartState.CONFLICT, "A. B. Y."),
        ("A. C.", "A. X. C.", PartState.CONFLICT, "A. X. C."),
        ("", "A. B. C. D.", PartState.CONFLICT, "A. B. C. D."),
    ],
    ids=["same", "mine", "theirs", "apart", "added", "same place", "touching", "removed here", "all removed"],
)
def test_a_part_tells_who_changed_it_and_what_is_proposed(
    theirs: str, mine: str, state: PartState, result: str
) -> None:
    part = Part.of("Plan", "A. B. C.", theirs, mine)
    assert (part.state, part.result) == (state, result)


def test_a_dose_is_never_put_together_from_two_versions() -> None:
    assert merge("Take 5 mg daily.", "Take 5 mcg daily.", "Take 10 mg daily.") is None


@given(NOTES, NOTES)
def test_what_only_one_changed_is_taken_over(base: str, changed: str) -> None:
    assert merge(base, changed, base) == changed
    assert merge(base, base, changed) == changed
    assert merge(base, changed, changed) == changed


@given(NOTES, NOTES, NOTES)
def test_who_comes_first_makes_no_difference(base: str, one: str, other: str) -> None:
    assert merge(base, one, other) == merge(base, other, one)


@given(NOTES, NOTES)
def test_differences_hold_both_texts_whole(base: str, other: str) -> None:
    told = differences(base, other)
    assert "".join(text for change, text in told if change is not Change.ADDED) == base
    assert "".join(text for change, text in told if change is not Change.REMOVED) == other


def test_differences_are_told_by_words() -> None:
    assert differences("Take 5 mg daily.", "Take 10 mg daily.") == [
        (Change.KEPT, "Take "),
        (Change.REMOVED, "5"),
        (Change.ADDED, "10"),
        (Change.KEPT, " mg daily."),
    ]


def test_sections_of_either_side_are_all_there() -> None:
    parts = compare(
        [("Plan", "a")], [("Plan", "b"), ("Labs", "c"), ("", "d"), ("", "e")], [("Exam", "f"), ("Plan", "a")]
    )
    assert [(part.name, part.theirs, part.mine) for part in parts] == [
        ("Exam", "", "f"),
        ("Plan", "b", "a"),
        ("Labs", "c", ""),
        ("", "d", ""),
        ("", "e", ""),
    ]
