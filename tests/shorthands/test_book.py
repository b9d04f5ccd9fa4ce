"""Which trigger stands before the cursor, and what it may become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.shorthands.book import Proposal, ShorthandBook
from entryassist.shorthands.shorthand import Owner, Shorthand
from entryassist.shorthands.template import Case

BOOK = ShorthandBook(
    [
        Shorthand("cp", "chest pain", Owner.BUILT_IN),
        Shorthand(".ros", "Review of systems", Owner.BUILT_IN),
        Shorthand(".rosneg", "All asked", Owner.BUILT_IN),
        Shorthand("c/o", "complains of", Owner.BUILT_IN),
        Shorthand("o", "oral", Owner.BUILT_IN),
        Shorthand("w/", "with", Owner.BUILT_IN),
        Shorthand("Tx1", "kept as it is", Owner.BUILT_IN),
    ]
)


def proposed(text: str) -> Proposal | None:
    """What is proposed with the cursor at the bar."""
    cursor = text.index("|")
    return BOOK.at(text.replace("|", ""), cursor)


@pytest.mark.parametrize("text", ["cp|", "has cp|", "(cp|", "has cp|, and", "pain,cp|", "\ncp|"])
def test_a_whole_word_is_a_trigger(text: str) -> None:
    found = proposed(text)
    assert found is not None
    assert (found.typed, found.choices[0].text, found.delimiter) == ("cp", "chest pain", "")


@pytest.mark.parametrize("after", [" ", ",", ".", ";", ":", "?", "!", ")"])
def test_a_trigger_is_still_proposed_behind_its_delimiter(after: str) -> None:
    found = proposed(f"has cp{after}|")
    assert found is not None
    assert (found.start, found.end, found.delimiter) == (4, 6, after)


@pytest.mark.parametrize(
    "text", ["xcp|", "n/cp|", "a-cp|", "1.cp|", "cp|x", "cp|1", "cp  |", "cp\n|", "c p|", "|cp", "", "mail@cp|"]
)
def test_a_part_of_something_else_is_none_and_a_line_end_is_no_delimiter(text: str) -> None:
    assert proposed(text if "|" in text else "|") is None


def test_the_longest_trigger_wins() -> None:
    for typed, text in ((".ros|", "Review of systems"), (".rosneg|", "All asked"), ("c/o|", "complains of")):
        found = proposed(typed)
        assert found is not None
        assert found.choices[0].text == text


def test_a_trigger_may_end_in_punctuation() -> None:
    found = proposed("cough w/|")
    assert found is not None
    assert found.typed == "w/"


@pytest.mark.parametrize(
    ("typed", "case"), [("cp", Case.AS_WRITTEN), ("Cp", Case.CAPITALISED), ("CP", Case.UPPER), ("O", Case.CAPITALISED)]
)
def test_case_is_that_of_what_was_typed(typed: str, case: Case) -> None:
    found = proposed(f"{typed}|")
    assert found is not None
    assert found.case is case


def test_a_trigger_kept_with_capitals_is_known_by_exactly_these() -> None:
    assert proposed("Tx1|") is not None
    assert proposed("tx1|") is None
    assert proposed("TX1|") is None


def test_several_expansions_are_ranked_by_owner_then_by_use() -> None:
    several = [
        Shorthand("ms", "mental status", Owner.BUILT_IN),
        Shorthand("ms", "mitral stenosis", Owner.BUILT_IN),
        Shorthand("ms", "multiple sclerosis", Owner.SITE),
        Shorthand("ms", "musculoskeletal", Owner.PERSONAL),
        Shorthand("ms", "mental status", Owner.SITE),
    ]
    book = ShorthandBook(several, {several[1].key: 3, several[2].key: 1})
    assert [one.text for one in book.expansions("ms")] == [
        "musculoskeletal",
        "multiple sclerosis",
        "mental status",
        "mitral stenosis",
    ]


def test_what_was_refused_is_not_proposed() -> None:
    assert BOOK.at("cp", 2, {"cp"}) is None
    assert BOOK.at("CP", 2, {"cp"}) is None


triggers = st.text(alphabet="abc./", min_size=1, max_size=5).filter(lambda trigger: any(map(str.isalpha, trigger)))


@given(st.lists(triggers, min_size=1, max_size=6, unique=True), st.text(alphabet="abc./ ,(\n", max_size=12))
def test_a_proposal_is_the_longest_trigger_that_ends_there(known: list[str], text: str) -> None:
    book = ShorthandBook([Shorthand(trigger, f"for {trigger}") for trigger in known])
    found = book.at(text, len(text))
    if found is None:
        return
    assert text[found.start : found.end] == found.typed
    assert text[found.end :] == found.delimiter
    assert found.choices[0].trigger == found.typed
    assert text[found.start - 1 : found.start] in ("", " ", "\n", ",", "(")
    longer = [trigger for trigger in known if len(trigger) > len(found.typed) and text.endswith(trigger)]
    for trigger in longer:  # a longer one counts only where a word may begin
        before = text[: -len(trigger)]
        assert before
        assert before[-1] not in " \n(" + ("," if trigger[0].isalpha() else "")
