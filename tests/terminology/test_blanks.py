"""Blanks as objects: where, why, and at which place of the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology.blanks import Blank, Reason, blanks


@pytest.mark.parametrize(
    ("text", "marked", "reason", "at"),
    [
        ("Take ____ mg daily.", "____", Reason.BLANK, ""),
        ("Take [inaudible 02:13] daily.", "[inaudible 02:13]", Reason.INAUDIBLE, "02:13"),
        ("Mother had [illegible, p. 2].", "[illegible, p. 2]", Reason.ILLEGIBLE, "p. 2"),
        ("Saw Dr. [unintelligible at 1:02:13]", "[unintelligible at 1:02:13]", Reason.INAUDIBLE, "1:02:13"),
        ("Closed with (??) suture.", "(??)", Reason.UNSURE, ""),
        ("Given [UNREADABLE page 14] today.", "[UNREADABLE page 14]", Reason.ILLEGIBLE, "page 14"),
        ("Seen by Dr. Okafor (sp?).", "(sp?)", Reason.UNSURE, ""),
    ],
)
def test_a_blank_tells_its_reason_and_its_place_in_the_source(text: str, marked: str, reason: Reason, at: str) -> None:
    start = text.index(marked)
    assert list(blanks(text)) == [Blank((start, start + len(marked)), reason, at)]


def test_spans_count_from_the_start_of_the_text() -> None:
    text = "HPI: Cough.\r\nPMH: ____\nMeds: [blank] 10 mg"
    assert [text[slice(*blank.span)] for blank in blanks(text)] == ["____", "[blank]"]


def test_a_ruled_line_and_tick_boxes_are_no_blanks() -> None:
    assert list(blanks("____________________\n[ ] yes [x] no\n")) == []


@given(st.text(alphabet="_*?[]() ab1:.\n", max_size=60))
def test_blanks_come_in_order_and_never_overlap(text: str) -> None:
    ends = [0]
    for blank in blanks(text):
        start, end = blank.span
        assert ends[-1] <= start < end <= len(text)
        assert "\n" not in text[start:end]
        ends.append(end)
