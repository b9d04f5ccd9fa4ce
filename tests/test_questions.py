"""Questions to the author: neutral to start with, warned of when they lead, found again after edits."""

from __future__ import annotations

import pytest

from entryassist.questions import leading, place, place_of, question_about
from models import ProviderQuery
from terminology import Finding, Severity, Suggestion

TEXT = "Left knee pain. Warfarin 10.0 mg daily. Right knee pain."


def found(word: str, *suggestions: str, rule: str = "SF005", text: str = TEXT) -> Finding:
    start = text.index(word)
    listed = tuple(Suggestion(one, 0.9) for one in suggestions)
    return Finding(rule, start, start + len(word), word, Severity.CRITICAL, "Look again.", listed)


def query_at(word: str, text: str = TEXT, nth: int = 0) -> ProviderQuery:
    start = -1
    for _ in range(nth + 1):
        start = text.index(word, start + 1)
    asked = question_about(place(text, start, start + len(word)), text)
    return ProviderQuery(rule=asked.rule, start=asked.start, end=asked.end, text=asked.text, key=asked.key)


def test_the_question_quotes_the_note_and_suggests_nothing() -> None:
    asked = question_about(found("10.0", "10"), TEXT)
    assert asked.question == 'The note reads "10.0". Please write out the order or the term that is meant.'
    assert (TEXT[asked.start : asked.end], asked.text, asked.rule) == ("10.0", "10.0", "SF005")


def test_a_place_the_clerk_chose_is_asked_about_in_the_same_way() -> None:
    asked = question_about(place(TEXT, 0, 9), TEXT)
    assert asked.question.startswith('The note reads "Left knee".')
    assert asked.rule == ""


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        ("Is 10 mg meant?", "10"),
        ("Did you mean HYPERTENSION?", "hypertension"),
        ("What dose is meant?", ""),
        ('The note reads "10.0 mg": what is meant?', ""),
    ],
)
def test_a_question_that_names_a_suggestion_leads(question: str, reading: str) -> None:
    assert leading(question, found("10.0", "10", "hypertension")) == reading


def test_both_readings_of_a_neutral_template_do_not_lead() -> None:
    confused = found("knee", "neck", rule="SP004")
    assert leading(question_about(confused, TEXT).question, confused) == ""


def test_the_place_is_found_again_between_the_same_words() -> None:
    second = query_at("knee pain", nth=1)
    before = "Seen today. Some knee pain at work. "
    assert place_of(second, before + TEXT) == (len(before) + 46, len(before) + 55)
    first = query_at("knee pain")
    assert place_of(first, before + TEXT) == (len(before) + 5, len(before) + 14)


def test_a_place_whose_words_are_gone_is_not_found() -> None:
    assert place_of(query_at("Warfarin"), "Left knee pain.") is None
    assert place_of(ProviderQuery(text="", key="", rule="", start=0, end=0), TEXT) is None


def test_with_other_neighbours_the_nearest_place_is_taken() -> None:
    assert place_of(query_at("Warfarin"), "Stop Warfarin now. Then start again: Warfarin then.") == (5, 13)
