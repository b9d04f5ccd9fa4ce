"""Proposing, putting in, walking the blanks, undoing: over plain text, as the editors do it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.changes import change_between
from entryassist.shorthands.book import ShorthandBook
from entryassist.shorthands.builtin import built_in
from entryassist.shorthands.effort import Effort, ShorthandUse, kspc
from entryassist.shorthands.expander import Expander, Expansion
from entryassist.shorthands.facts import NoteFacts, age
from entryassist.shorthands.shorthand import ExpandAt, Owner, Shorthand
from entryassist.shorthands.template import BLANK
from entryassist.shorthands.vitals import last_vitals

KNOWN = (
    Shorthand("cp", "chest pain", Owner.BUILT_IN),
    Shorthand("nkda", "no known drug allergies", Owner.BUILT_IN),
    Shorthand(".two", "one ${1:first} two ${2|x,y|} end", Owner.BUILT_IN),
)


def expander(*expand_at: ExpandAt, shorthands: tuple[Shorthand, ...] = KNOWN) -> Expander:
    made = Expander(Effort(), NoteFacts(), expand_at)
    made.book = ShorthandBook(shorthands)
    return made


def replaced(text: str, expansion: Expansion) -> str:
    return text[: expansion.start] + expansion.put_in.text + text[expansion.end :]


def accept(made: Expander, text: str) -> tuple[str, Expansion]:
    """Type a text and accept what is proposed at its end."""
    made.typed(0, text, len(text))
    assert made.proposal is not None
    expansion = made.expansion(made.proposal, 0, keys=1)
    after = replaced(text, expansion)
    made.put(expansion)
    return after, expansion


def change(made: Expander, before: str, after: str) -> str:
    edit = change_between(before, after)
    assert edit is not None
    made.changed(0, edit)
    return after


@pytest.mark.parametrize(("typed", "text"), [("cp", "chest pain"), ("Cp", "Chest pain"), ("CP", "CHEST PAIN")])
def test_a_phrase_is_put_in_with_the_case_of_its_trigger(typed: str, text: str) -> None:
    assert accept(expander(), f"Has {typed}")[0] == f"Has {text}"


def test_the_delimiter_stays_behind_the_expansion() -> None:
    assert accept(expander(), "Has cp, ".rstrip())[0] == "Has chest pain,"


def test_nothing_expands_by_itself_unless_it_is_switched_on() -> None:
    made = expander()
    made.typed(0, "cp ", 3)
    assert made.proposal is not None
    assert not made.applies_alone


@pytest.mark.parametrize(
    ("text", "alone"), [("cp ", True), ("cp.", False), ("cp", False), ("nkda ", False), ("cp\n", False)]
)
def test_a_switched_on_delimiter_expands_what_needs_no_caution(text: str, alone: bool) -> None:
    made = expander(ExpandAt.SPACE)
    made.typed(0, text, len(text))
    assert made.applies_alone is alone


def test_an_undone_trigger_is_not_proposed_again_in_this_note_and_counts_as_a_rejection() -> None:
    effort = Effort()
    made = Expander(effort, NoteFacts())
    made.book = ShorthandBook(KNOWN)
    _, expansion = accept(made, "cp")
    expansion.use.standing = False
    made.typed(0, "again cp", 8)
    assert made.proposal is None
    (count,) = effort.counts().values()
    assert (count.offered, count.accepted, count.undone, count.saved) == (1, 0, 1, 0)
    effort.begin_anew()
    made.typed(0, "later cp", 8)
    assert made.proposal is None


def test_what_stood_there_as_a_word_is_counted_once_as_offered() -> None:
    effort = Effort()
    made = Expander(effort, NoteFacts())
    made.book = ShorthandBook(KNOWN)
    for text in ("cp", "cp ", "cp c", "cp cp", "cp cp."):
        made.typed(0, text, len(text))
    assert sum(effort.offered.values()) == 2


def test_the_blanks_of_a_template_are_walked_forth_and_back() -> None:
    made = expander()
    text, _ = accept(made, "Then .two")
    assert text == "Then one ____ two ____ end"
    walk = made.walk
    assert walk is not None
    assert walk.place == (1, 2)
    assert walk.step(1) is not None
    assert walk.place == (2, 2)
    assert walk.step(-1) is not None
    assert walk.place == (1, 2)
    assert walk.step(-1) is not None, "before the first blank it stays there"
    walk.step(1)
    assert walk.step(1) is None
    assert walk.end == len(text)
    assert made.walk is None


def test_a_blank_grows_with_what_is_typed_and_the_next_ones_move() -> None:
    made = expander()
    text, _ = accept(made, ".two")
    text = change(made, text, text.replace(BLANK, "a", 1))
    text = change(made, text, text.replace("a", "abc", 1))
    walk = made.walk
    assert walk is not None
    assert walk.current is not None
    assert text[walk.current.start : walk.current.end] == "abc"
    blank = walk.step(1)
    assert blank is not None
    assert text[blank.start : blank.end] == BLANK


def test_a_digit_picks_from_a_list_that_is_still_blank() -> None:
    made = expander()
    text, _ = accept(made, ".two")
    assert made.pick(0, text, "1") is None, "the first blank is no list"
    assert made.walk is not None
    made.walk.step(1)
    picked = made.pick(0, text, "2")
    assert picked is not None
    assert picked[1] == "y"
    for nothing in ("0", "3", "x", "", "²"):
        assert made.pick(0, text, nothing) is None
    assert made.pick(1, text, "2") is None, "in another section a digit is a digit"


def test_a_change_elsewhere_ends_the_walk_and_an_undone_expansion_does() -> None:
    made = expander()
    text, expansion = accept(made, "Then .two")
    change(made, text, "X" + text)
    assert made.walk is None
    made = expander()
    text, expansion = accept(made, "Then .two")
    expansion.use.standing = False
    assert made.walk is None


def test_a_template_within_a_blank_is_walked_first() -> None:
    made = expander()
    text, _ = accept(made, ".two")
    text = change(made, text, text.replace(BLANK, "cp", 1))
    made.typed(0, text, text.index("cp") + 2)
    assert made.proposal is not None
    inner = made.expansion(made.proposal, 0, keys=1)
    text = change(made, text, replaced(text, inner))
    made.put(inner)
    walk = made.walk
    assert walk is not None
    assert walk.current is not None
    assert text[walk.current.start : walk.current.end] == "chest pain"


def test_keys_saved_are_counted_against_typing_it_out() -> None:
    use = ShorthandUse(KNOWN[0], "cp", "chest pain")
    assert use.saved == len("chest pain") - len("cp") - 1
    template = ShorthandUse(KNOWN[2], ".two", "one ____ two ____ end")
    assert template.saved == len("one  two  end") - len(".two") - 1


def test_kspc_is_keys_per_character() -> None:
    assert kspc(50, 100) == 0.5
    assert kspc(3, 0) == 0.0


# facts

BORN = dt.date(1955, 3, 9)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (dt.date(1955, 3, 8), ""),
        (dt.date(1955, 3, 12), "3-day-old"),
        (dt.date(1955, 4, 20), "6-week-old"),
        (dt.date(1956, 3, 8), "11-month-old"),
        (dt.date(2025, 3, 8), "69-year-old"),
        (dt.date(2025, 3, 9), "70-year-old"),
    ],
)
def test_an_age_is_said_in_a_unit_that_fits(on: dt.date, words: str) -> None:
    assert age(BORN, on) == words


def test_what_is_not_known_is_left_out() -> None:
    assert NoteFacts().known() == {}
    assert NoteFacts(sex="unknown", birth_date=BORN).known() == {}
    facts = NoteFacts(BORN, "female", dt.date(2025, 5, 30), dt.date(2025, 6, 2), "BP 120/80")
    assert facts.known() == {
        "PATIENT_AGE": "70-year-old",
        "PATIENT_SEX": "female",
        "TODAY": "2025-06-02",
        "LAST_VITALS": "BP 120/80",
    }


def test_the_last_vital_signs_are_those_of_the_last_line_that_has_several() -> None:
    text = "BP 150/90, HR 90\nLater: BP 142/86, HR 78, RR 16, SpO2 97% on room air.\nPulse 80 at the wrist."
    assert last_vitals(text) == "BP 142/86, HR 78, RR 16, SpO2 97%"
    assert last_vitals("Feels well.") == ""


# properties

REAL = expander(shorthands=built_in())
words = st.text(alphabet="ab ,.(\n", max_size=20)


@given(words, st.sampled_from(built_in()), st.sampled_from(["", " ", ","]))
def test_expansion_and_undo_give_the_text_back_and_nothing_before_the_trigger_changes(
    before: str, one: Shorthand, after: str
) -> None:
    text = f"{before} {one.trigger}{after}"
    REAL.typed(0, text, len(text))
    proposal = REAL.proposal
    if proposal is None:
        return
    expansion = REAL.expansion(proposal, len(proposal.choices) - 1, keys=1)
    changed = replaced(text, expansion)
    assert changed[: expansion.start] == text[: expansion.start]
    assert changed[expansion.start : expansion.start + len(expansion.put_in.text)] == expansion.put_in.text
    assert changed.endswith(text[expansion.end :])
    undone = changed[: expansion.start] + proposal.typed + changed[expansion.start + len(expansion.put_in.text) :]
    assert undone == text


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.text("xy_", max_size=3)), max_size=8))
def test_the_spans_of_a_walk_stay_in_the_text_whatever_is_changed(edits: list[tuple[int, int, str]]) -> None:
    made = expander()
    text, _ = accept(made, "Then .two")
    for start, length, new in edits:
        start = min(start, len(text))
        after = text[:start] + new + text[start + length :]
        if after != text:
            text = change(made, text, after)
        walk = made.walk
        if walk is not None:
            assert walk.current is not None
            assert 0 <= walk.current.start <= walk.current.end <= len(text)
            assert 0 <= walk.end <= len(text)
