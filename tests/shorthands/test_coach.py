"""The coach: phrases that were typed out although a shorthand writes them."""

from __future__ import annotations

from entryassist.shorthands.coach import Tip, Written, best_tip, missed
from entryassist.shorthands.shorthand import Shorthand
from terminology import Checker

CP = Shorthand("cp", "chest pain")
KNOWN = (CP, Shorthand("cpain", "chest pain"), Shorthand("w/", "with"), Shorthand(".t", "a ${1:b}"))


def typed(text: str, before: str = "", put_in: tuple[str, ...] = ()) -> Written:
    return Written((before,), (text,), put_in)


def test_a_phrase_typed_out_is_missed_under_its_shortest_trigger() -> None:
    assert missed(KNOWN, typed("Chest pain at night, no chest pain now. Chest pains not.")) == {CP.key: 2}


def test_what_stood_there_before_or_was_put_in_is_not_missed() -> None:
    assert missed(KNOWN, typed("chest pain", before="chest pain")) == {}
    assert missed(KNOWN, typed("chest pain, chest pain", put_in=("chest pain",))) == {CP.key: 1}


def test_a_phrase_that_saves_next_to_nothing_is_not_spoken_of() -> None:
    assert missed(KNOWN, typed("with and with")) == {}


def test_the_coach_says_one_thing() -> None:
    tip = best_tip(KNOWN, typed("Chest pain at night, chest pain by day."))
    assert tip == Tip("chest pain", 2, "cp")
    assert str(tip) == "“chest pain” was typed out 2 times: cp and Tab write it."
    assert best_tip(KNOWN, typed("chest pain")) is None


def test_a_term_typed_often_is_worth_a_shorthand_of_its_own(checker: Checker) -> None:
    text = "hypertrophic cardiomyopathy. " * 3
    tip = best_tip(KNOWN, typed(text), checker.is_term)
    assert tip == Tip("hypertrophic cardiomyopathy", 3)
    assert "F12" in str(tip)


def test_names_numbers_and_free_text_are_never_counted(checker: Checker) -> None:
    for text in (
        "vera testa came back today. " * 3,
        "Anna Smith called again. " * 3,
        "take 20 mg of it each day. " * 3,
    ):
        assert best_tip(KNOWN, typed(text), checker.is_term) is None
