"""What a clerk usually means orders suggestions, within bounds, and decides nothing else."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminology import Checker, Finding, NoteContext, Suggestion, TextChange
from terminology.habits import STRONGEST, Habit, Habits, Tally, correction, reranked, sense

# slips between two words; which is likelier is for the ranking to say
SLIPS = ("statf", "defet", "musclse", "scalpe", "arter")
LEAD = 3.0
LINES = st.sampled_from(
    [
        "The statf were told.",
        "at riks of falls",
        "History of MS",
        "replacced it",
        "RA",
        "Seen by Dr. Qwertin",
        "Qwertin",
    ]
    + ["ischemic stroke (MS)", "riks riks riks", "The state of affairs", "\n", "", "é💊"]
)
COUNTS = st.builds(Tally, st.integers(0, 10**6), st.integers(0, 10**6))
PAIRS = st.sampled_from(
    [
        correction("statf", "state"),
        correction("statf", "staff"),
        correction("riks", "risks"),
        correction("riks", "risk"),
    ]
    + [sense("MS", "mental status"), sense("MS", "multiple sclerosis"), sense("RA", "rheumatoid arthritis")]
)
TALLIES = st.dictionaries(PAIRS, COUNTS, max_size=5)
HABITS = st.builds(Habits, TALLIES, TALLIES)
SUGGESTIONS = st.lists(st.floats(0, 1), min_size=1, max_size=8).map(
    lambda shares: [
        Suggestion(f"w{i}", score)
        for i, score in enumerate(sorted((s / max(1.0, sum(shares)) for s in shares), reverse=True))
    ]
)


def accepted(*pairs: Habit, times: int = 3) -> Habits:
    """The habits of a clerk who chose these meanings."""
    return Habits({pair: Tally(times, 0) for pair in pairs})


def note_on(word: str) -> str:
    """A note with a word that is nowhere else in it."""
    return f"CHIEF COMPLAINT: Chest pain.\nHPI: She saw the {word} today."


def close_call(checker: Checker) -> Finding:
    """A misspelling for which the second suggestion is not much less likely than the first."""
    found = (one for slip in SLIPS for one in checker.check(note_on(slip)) if one.rule == "SP001")
    return next(one for one in found if one.suggestions[0].score < LEAD * one.suggestions[1].score)


def with_habits(checker: Checker, word: str, habits: Habits) -> Finding:
    """What is said about the word in its note."""
    (finding,) = (one for one in checker.check(note_on(word), NoteContext(habits=habits)) if one.text == word)
    return finding


def test_the_correction_a_clerk_keeps_choosing_comes_first(checker: Checker) -> None:
    before = close_call(checker)
    second = before.suggestions[1]
    after = with_habits(checker, before.text, accepted(correction(before.text, second.text), times=9))
    assert after.suggestions[0].text == second.text
    assert after.suggestions[0].score > second.score
    assert after.severity is before.severity


def test_the_message_speaks_of_the_suggestion_that_comes_first_and_the_evidence_says_why(checker: Checker) -> None:
    before = close_call(checker)
    second = before.suggestions[1].text
    after = with_habits(checker, before.text, accepted(correction(before.text, second), times=9))
    assert f'did you mean "{second}"?' in after.message
    assert after.evidence == f"{before.evidence}; first is what you usually mean"


def test_the_sense_a_clerk_keeps_choosing_comes_first(checker: Checker) -> None:
    note = note_on("MS")
    start = note.index("MS")
    first, second = checker.senses(note, start, start + 2)[:2]
    assert first.score < LEAD * second.score
    usual = accepted(sense("MS", second.text), times=9)
    assert checker.senses(note, start, start + 2, NoteContext(habits=usual))[0].text == second.text
    assert with_habits(checker, "MS", usual).suggestions[0].text == second.text


def test_what_the_note_defines_is_not_overruled(checker: Checker) -> None:
    note = "Seen for mitral stenosis (MS). MS is severe."
    usual = NoteContext(habits=accepted(sense("MS", "mental status"), times=1000))
    if checker.senses(note, 31, 33)[0].note == "defined in this note":
        assert checker.senses(note, 31, 33, usual)[0].text == "mitral stenosis"


def test_one_key_press_does_not_turn_a_clear_ranking_round() -> None:
    once = accepted(correction("riks", "risks"), times=1)
    clear = [Suggestion("risk", 0.62), Suggestion("risks", 0.38)]
    assert [one.text for one in reranked(clear, partial(once.correction_boost, "riks"))] == ["risk", "risks"]


def test_refusals_count_against_a_correction() -> None:
    habits = Habits({correction("statf", "staff"): Tally(1, 4)})
    assert habits.correction_boost("Statf", "STAFF") < 0 == habits.correction_boost("statf", "state")


def test_all_the_others_at_the_site_weigh_less_than_one_key_press_of_ones_own() -> None:
    pair = correction("statf", "state")
    site = Habits(site={pair: Tally(10**6, 0)}).correction_boost(*pair[1:])
    own = Habits({pair: Tally(1, 0)}).correction_boost(*pair[1:])
    assert 0 < site < own


def test_short_forms_are_the_same_with_and_without_full_stops() -> None:
    assert sense("q.h.s.", "Every Night") == sense("QHS", "every night")


@given(HABITS, PAIRS)
def test_no_habit_weighs_more_than_its_bound(habits: Habits, pair: Habit) -> None:
    assert abs(habits.correction_boost(pair.written, pair.meant)) <= STRONGEST
    assert abs(habits.sense_boost(pair.written, pair.meant)) <= STRONGEST


@given(SUGGESTIONS, st.lists(st.floats(-STRONGEST, STRONGEST), min_size=8, max_size=8))
def test_reranking_keeps_the_suggestions_and_moves_no_odds_further_than_the_boost(
    suggestions: list[Suggestion], boosts: list[float]
) -> None:
    by_text = {one.text: boost for one, boost in zip(suggestions, boosts, strict=False)}
    after = reranked(suggestions, by_text.__getitem__)
    assert {one.text for one in after} == {one.text for one in suggestions}
    assert [one.score for one in after] == sorted((one.score for one in after), reverse=True)
    assert sum(one.score for one in after) <= 1 + 0.001 * len(after)
    before = {one.text: one.score for one in suggestions}
    for one in after:
        assert one.score <= before[one.text] * math.exp(2 * STRONGEST) + 0.001


@given(SUGGESTIONS)
def test_without_a_boost_nothing_is_touched(suggestions: list[Suggestion]) -> None:
    assert reranked(suggestions, lambda text: 0.0) is suggestions


@given(st.lists(LINES, max_size=8).map("\n".join), HABITS)
@settings(max_examples=60, deadline=None)
def test_habits_change_the_order_of_suggestions_and_nothing_else(checker: Checker, text: str, habits: Habits) -> None:
    def told(findings: list[Finding]) -> list[tuple[object, ...]]:
        return [(f.rule, f.start, f.end, f.severity, {s.text for s in f.suggestions}) for f in findings]

    assert told(checker.check(text, NoteContext(habits=habits))) == told(checker.check(text))


@given(st.data(), HABITS)
@settings(max_examples=60, deadline=None)
def test_edit_gives_what_check_gives_with_habits_and_repeated_words(
    checker: Checker, data: st.DataObject, habits: Habits
) -> None:
    texts = st.lists(LINES, max_size=8).map("\n".join)
    context = NoteContext(habits=habits, author="Dr. Ida Sample", patient_names=("Riks", "Vera"))
    checked = checker.check_text(data.draw(texts), context)
    for _ in range(3):
        start = data.draw(st.integers(0, len(checked.text)))
        end = data.draw(st.integers(start, len(checked.text)))
        checked = checker.edit(checked, TextChange(start, end, data.draw(texts)))
        assert list(checked.findings) == checker.check(checked.text, context)
        assert list(checked.findings) == Checker.load().check(checked.text, context)


@given(st.lists(LINES, max_size=8).map("\n".join), HABITS)
@settings(max_examples=40, deadline=None)
def test_forgetting_everything_gives_the_ranking_without_habits(checker: Checker, text: str, habits: Habits) -> None:
    checker.check(text, NoteContext(habits=habits))
    assert checker.check(text, NoteContext(habits=Habits())) == checker.check(text)


def test_lessons_are_added_to_what_is_known() -> None:
    pair = correction("statf", "state")
    before = Habits({pair: Tally(2, 1)}, {pair: Tally(9, 9)})
    after = before.taught({pair: Tally(1, 0), correction("riks", "risk"): Tally(0, 1)})
    assert after.own == {pair: Tally(3, 1), correction("riks", "risk"): Tally(0, 1)}
    assert after.site == before.site
    assert before.own == {pair: Tally(2, 1)}


def test_habits_are_equal_to_themselves_only() -> None:
    context = NoteContext(habits=Habits())
    assert context == replace(context)
    assert context != NoteContext(habits=Habits())


@pytest.mark.parametrize(
    ("rule", "written", "meant", "learned"),
    [
        ("SP001", "statf", "state", correction("statf", "state")),
        ("SP001", "shortnessof", "shortness of", correction("shortnessof", "shortness of")),
        ("AB002", "M.S.", "Mental status", sense("ms", "mental status")),
        # a capital may begin a name
        ("SP001", "Statf", "State", None),
        ("SP001", "STATF", "STATE", None),
        # what is meant is a proper name
        ("SP001", "permacth", "Permacath", None),
        # names of the patient and of the author, misspelt or not
        ("SP001", "kowalskia", "whistle", None),
        ("SP001", "smaple", "sample", None),
        # on the list of names
        ("SP001", "jennifer", "juniper", None),
        # a long form from the note itself
        ("AB001", "MS", "mindful memoization of Mrs. Kowalska", None),
        # not ranked by habits
        ("SP004", "ileum", "ilium", None),
        ("SF003", "QD", "daily", None),
        ("SP001", "statf", "qwertzuiop", None),
    ],
)
def test_only_pairs_of_words_without_a_name_are_kept(
    checker: Checker, rule: str, written: str, meant: str, learned: Habit | None
) -> None:
    context = NoteContext(author="Dr. Ida Sample", patient_names=("Kowalska", "Vera"))
    assert checker.learnable(rule, written, meant, context) == learned


@pytest.mark.parametrize(
    ("typed", "opposite"),
    [("hypotenson", "hypertension"), ("hyptension", "hypotension"), ("unremarkble", "remarkable")],
)
def test_no_habit_brings_the_opposite_to_the_front(checker: Checker, typed: str, opposite: str) -> None:
    pair = correction(typed, opposite)
    first = checker.check(note_on(typed))[-1].suggestions[0].text
    against = {correction(typed, first): Tally(0, 10**6)}
    habits = Habits({**against, pair: Tally(10**6, 0)})
    assert with_habits(checker, typed, habits) == with_habits(checker, typed, Habits())
