"""Drills: errors that the checker finds, in notes it finds nothing in, graded by the checker."""

from __future__ import annotations

import pytest

from entryassist.training.drills import DrillNote, drill_notes, grade, make_drill
from entryassist.training.slips import misspelt
from terminology import Checker, Severity

NOTE = DrillNote(
    "Clinic",
    "The patient returns for follow-up of hypertension and headache.\n"
    "Blood pressure is 138/84 mmHg. Continue lisinopril 10 mg daily and insulin 5 units at bedtime.",
)


@pytest.mark.parametrize("note", drill_notes(), ids=lambda note: note.title)
def test_the_notes_are_correct(note: DrillNote, checker: Checker) -> None:
    found = [one for one in checker.check(note.text) if one.severity is not Severity.ADVICE]
    assert found == []


def test_there_are_notes_enough() -> None:
    assert len(drill_notes()) >= 12
    assert len({note.title for note in drill_notes()}) == len(drill_notes())


@pytest.mark.parametrize("note", drill_notes(), ids=lambda note: note.title)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_hidden_error_is_there_and_is_found(note: DrillNote, seed: int, checker: Checker) -> None:
    drill = make_drill(note, seed, checker.check)
    assert len(drill.slips) == 4
    for slip in drill.slips:
        start, end = slip.start, slip.start + len(slip.wrong)
        with_one = drill.written([slip])
        assert with_one[start:end] == slip.wrong
        assert any(one.start < end and one.end > start for one in checker.check(with_one))
    assert drill.written([]) == note.text


def test_the_same_seed_gives_the_same_drill(checker: Checker) -> None:
    assert make_drill(NOTE, 5, checker.check) == make_drill(NOTE, 5, checker.check)
    others = {make_drill(NOTE, seed, checker.check).text for seed in range(5)}
    assert len(others) > 1


def test_a_perfect_answer(checker: Checker) -> None:
    drill = make_drill(NOTE, 3, checker.check)
    result = grade(drill, drill.written([]), checker.check)
    assert (result.percent, result.remaining, result.broken) == (100, (), ())


def test_an_untouched_note_names_every_error_and_the_rule(checker: Checker) -> None:
    drill = make_drill(NOTE, 3, checker.check)
    result = grade(drill, drill.text, checker.check)
    assert result.percent == 0
    assert [one.slip for one in result.remaining] == list(drill.slips)
    assert all(one.rule and one.why for one in result.remaining)


def test_an_error_mended_wrongly_remains(checker: Checker) -> None:
    drill = make_drill(NOTE, 3, checker.check)
    last = drill.slips[-1]
    answer = drill.written([last])
    place = answer.rindex(last.wrong)
    answer = answer[:place] + "nonsense" + answer[place + len(last.wrong) :]
    result = grade(drill, answer, checker.check)
    assert [one.slip for one in result.remaining] == [last]


def test_good_words_that_were_changed_count_against_the_answer(checker: Checker) -> None:
    drill = make_drill(NOTE, 3, checker.check)
    answer = drill.written([]).replace("The patient", "A patient", 1)
    result = grade(drill, answer, checker.check)
    assert (result.percent, result.broken) == (75, (("The", "A"),))


def test_a_good_word_that_was_deleted_is_named(checker: Checker) -> None:
    drill = make_drill(NOTE, 3, checker.check)
    result = grade(drill, drill.written([]).replace(" at bedtime", "", 1), checker.check)
    assert [before for before, _ in result.broken] == ["at bedtime"]


def test_an_empty_answer_is_graded(checker: Checker) -> None:
    drill = make_drill(NOTE, 3, checker.check)
    assert grade(drill, "", checker.check).percent == 0


def test_slips_of_the_fingers_change_a_word_but_not_its_first_letter() -> None:
    from random import Random

    random = Random(1)
    slips = {misspelt("hypertension", random) for _ in range(50)}
    assert "hypertension" not in slips
    assert all(slip.startswith("h") and abs(len(slip) - 12) <= 1 for slip in slips)
