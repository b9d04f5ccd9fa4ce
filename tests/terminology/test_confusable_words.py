"""Confusions both ways, as examples: tests/terminology/confusable_cases.tsv, one row a confusion.

``wrong`` is a sentence in which the word ``typed`` stands for ``meant`` (empty where only the other way is shown);
``right`` is one in which it is meant, among them sentences like those of notes where it was once flagged.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology import Checker, Safety, Settings, Severity
from terminology.finding import Finding
from terminology.spelling.confusables import confusable_words
from terminology.spelling.word_choice import FEATURES, trained_weights

TABLE = Path(__file__).with_name("confusable_cases.tsv")
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
SWAPS = [row for row in ROWS if row["wrong"]]


@pytest.fixture(scope="module")
def alone() -> Checker:
    """A checker with this rule only."""
    return Checker.load(Settings(select=("SP004",)))


def found(checker: Checker, text: str) -> list[Finding]:
    return [finding for finding in checker.check(text) if finding.rule == "SP004"]


def test_thirty_confusions_are_shown() -> None:
    assert len(SWAPS) >= 30
    keys = [(row["typed"], row["meant"]) for row in ROWS]
    assert keys == sorted(keys)


@pytest.mark.parametrize("row", SWAPS, ids=[f"{row['typed']}>{row['meant']}" for row in SWAPS])
def test_the_wrong_word_is_flagged(checker: Checker, row: dict[str, str]) -> None:
    flagged = [(finding.text.lower(), finding.suggestions[0].text.lower()) for finding in found(checker, row["wrong"])]
    assert flagged == [(row["typed"], row["meant"])]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['typed']}>{row['meant']}" for row in ROWS])
def test_the_right_word_raises_no_alarm(checker: Checker, row: dict[str, str]) -> None:
    """At most advice: where both words can stand, the writer is asked and not warned."""
    assert row["typed"] in row["right"].lower()
    assert [finding for finding in found(checker, row["right"]) if finding.severity is not Severity.ADVICE] == []


@pytest.mark.parametrize(
    "text",
    [
        "There is know evidence of metastatic disease.",
        "She was given glucose and juice for hyperglycemia with a low blood sugar.",
        "She had a perineal laceration, and the peroneal repair was done after the vaginal delivery.",
    ],
)
def test_a_change_of_meaning_is_critical_and_never_safe_to_apply(checker: Checker, text: str) -> None:
    (finding,) = found(checker, text)
    assert finding.severity is Severity.CRITICAL
    assert {suggestion.safety for suggestion in finding.suggestions} == {Safety.REVIEW}


def test_a_case_is_kept(checker: Checker) -> None:
    (finding,) = found(checker, "Their is no evidence of fracture.")
    assert finding.suggestions[0].text == "There"


def test_quoted_speech_is_left_alone(checker: Checker) -> None:
    assert found(checker, 'He said, "there is know evidence of it."') == []


def test_terms_set_beside_each_other_are_known_to_the_writer(checker: Checker) -> None:
    assert found(checker, "Sigmoid diverticulosis without diverticulitis.") == []


def test_weights_are_complete() -> None:
    weights = trained_weights()
    assert set(weights.features) == set(FEATURES)
    assert weights.advice < weights.warning
    words = confusable_words()
    partners = {(word, rival.word) for word, rivals in words.items() for _, rival in rivals.pairs}
    assert set(weights.pairs) <= partners


@given(st.lists(st.sampled_from(sorted(confusable_words())) | st.text(max_size=8), max_size=12))
def test_every_finding_offers_a_partner_of_the_word(alone: Checker, words: list[str]) -> None:
    text = " ".join(words)
    for finding in alone.check(text):
        assert text[finding.start : finding.end] == finding.text
        rivals = confusable_words()[finding.text.lower()]
        assert finding.suggestions[0].text.lower() in {rival.word for _, rival in rivals.pairs}
        assert 0.5 < finding.suggestions[0].score <= 1
