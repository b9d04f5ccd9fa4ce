"""What a sentence says of a problem: present or denied, whose, and when."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology.assertion import Assertion, Presence, Time, asserted
from terminology.data_files import rows
from terminology.document import Line

CASES = Path(__file__).parent / "assertion_cases.tsv"
REACHED = 0.95


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def judged(case: dict[str, str]) -> tuple[str, str, str]:
    text = case["text"]
    start, end = text.index("[["), text.index("]]") - 2
    said = asserted(Line(text.replace("[[", "").replace("]]", "")), start, end, case["section"])
    return said.presence, "patient" if said.of_patient else "other", said.time


def test_the_labelled_mentions_are_enough_and_different() -> None:
    assert len(cases()) >= 150
    assert len({case["text"] for case in cases()}) == len(cases())


def test_the_labelled_mentions_are_judged_as_labelled() -> None:
    wrong = [
        (case["text"], judged(case))
        for case in cases()
        if judged(case) != (case["presence"], case["person"], case["time"])
    ]
    assert len(wrong) <= (1 - REACHED) * len(cases()), wrong


@pytest.mark.parametrize(
    ("text", "mention", "said"),
    [
        ("He denies chest pain.", "chest pain", Assertion(Presence.NEGATED, True, Time.CURRENT)),
        ("Her mother has gout.", "gout", Assertion(Presence.AFFIRMED, False, Time.CURRENT)),
        ("Return if fever develops.", "fever", Assertion(Presence.AFFIRMED, True, Time.HYPOTHETICAL)),
        ("History of stroke.", "stroke", Assertion(Presence.AFFIRMED, True, Time.PAST)),
        ("Rule out sepsis.", "sepsis", Assertion(Presence.POSSIBLE, True, Time.CURRENT)),
    ],
)
def test_presence_person_and_time(text: str, mention: str, said: Assertion) -> None:
    start = text.index(mention)
    assert asserted(Line(text), start, start + len(mention)) == said


def test_a_denial_reaches_over_a_list_and_ends_at_a_word_that_affirms() -> None:
    line = Line("He denies cough, fever or chills but has nausea.")
    told = {
        word: asserted(line, line.text.index(word), line.text.index(word) + len(word)) for word in ("chills", "nausea")
    }
    assert told["chills"].presence is Presence.NEGATED
    assert told["nausea"].is_plain


def test_a_sentence_does_not_reach_into_the_next() -> None:
    line = Line("No fever. Cough is present.")
    assert asserted(line, 10, 15).is_plain


def test_cues_are_sorted_and_have_a_known_effect() -> None:
    table = list(rows("assertion_cues.tsv"))
    assert [row["cue"] for row in table] == sorted({row["cue"] for row in table})
    effects = {"negated", "possible", "hypothetical", "past", "other-person", "end", "end-person", "end-all", "none"}
    assert {row["effect"] for row in table} == effects
    assert {row["reach"] for row in table} == {"forward", "backward", "both"}


@given(
    st.lists(
        st.sampled_from(
            [
                "no",
                "denies",
                "has",
                "but",
                "if",
                "mother",
                "cough",
                "history",
                "of",
                ",",
                ".",
                ";",
                "patient",
                "2010",
                "possible",
            ]
        )
    )
)
def test_any_text_can_be_judged(words: list[str]) -> None:
    line = Line(" ".join([*words, "cough"]))
    assert isinstance(asserted(line, len(line.text) - 5, len(line.text)), Assertion)
