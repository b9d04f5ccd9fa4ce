"""What a clerk's answers teach, from the first key to the count that is saved."""

from __future__ import annotations

from entryassist.entry import EntrySession
from entryassist.habits import Learner, Lesson, lessons_of
from models import HabitCounts, HabitInput, HabitKind, SectionText
from terminology import Checker, Finding, NoteContext, Severity, Suggestion

CONTEXT = NoteContext(author="Dr. Ida Sample", patient_names=("Testa", "Vera"))
STATE = Lesson("SP001", "statf", "state", True)


def finding(rule: str, text: str, *suggested: str) -> Finding:
    suggestions = tuple(Suggestion(one, 0.5) for one in suggested)
    return Finding(rule, 4, 4 + len(text), text, Severity.WARNING, "wrong", suggestions)


def session() -> EntrySession:
    """A note in which one word is wrong."""
    entry = EntrySession([SectionText("", "The statf agreed.")])
    entry.show([finding("SP001", "statf", "staff", "state")])
    return entry


def test_a_suggestion_taken_speaks_for_it_and_one_taken_back_against() -> None:
    entry = session()
    (placed,) = entry.open_findings
    step = entry.accept(placed, placed.finding.suggestions[1])
    assert lessons_of(entry.steps, ()) == (STATE,)
    step.standing = False
    assert lessons_of(entry.steps, ()) == (STATE._replace(accepted=False),)


def test_an_expansion_teaches_the_sense() -> None:
    entry = EntrySession([SectionText("", "Has MS.")])
    entry.expand(0, 4, 6, Suggestion("mental status", 0.2))
    assert lessons_of(entry.steps, ()) == (Lesson("AB001", "MS", "mental status", True),)


def test_ignoring_speaks_against_what_was_suggested_but_not_against_an_expansion() -> None:
    ignored = [
        finding("SP001", "statf", "staff", "state"),
        finding("SP001", "qwertz"),
        finding("AB002", "MS", "multiple sclerosis"),
    ]
    assert lessons_of((), ignored) == (Lesson("SP001", "statf", "staff", False),)


def test_lessons_order_suggestions_at_once_and_are_counted_once(checker: Checker) -> None:
    learner = Learner(HabitCounts(own=[HabitInput(HabitKind.CORRECTION, "statf", "state", 2, 0)], others=[]))
    before = learner.habits.correction_boost("statf", "state")
    assert learner.study((STATE, STATE), checker, CONTEXT)
    assert not learner.study((STATE, STATE), checker, CONTEXT)
    assert learner.habits.correction_boost("statf", "state") > before
    counted = learner.unsaved()
    assert counted == [HabitInput(HabitKind.CORRECTION, "statf", "state", 2, 0)]
    learner.saved(counted)
    assert learner.unsaved() == []
    learner.study((STATE, STATE, STATE._replace(accepted=False)), checker, CONTEXT)
    assert learner.unsaved() == [HabitInput(HabitKind.CORRECTION, "statf", "state", 0, 1)]


def test_an_answer_taken_back_before_the_save_is_counted_as_refused_only(checker: Checker) -> None:
    learner = Learner(HabitCounts([], []))
    learner.study((STATE,), checker, CONTEXT)
    learner.study((STATE._replace(accepted=False),), checker, CONTEXT)
    assert learner.unsaved() == [HabitInput(HabitKind.CORRECTION, "statf", "state", 0, 1)]


def test_names_are_not_learned(checker: Checker) -> None:
    learner = Learner(HabitCounts([], []))
    names = (Lesson("SP001", "Tesst", "Test", True), Lesson("SP001", "tesat", "tests", False))
    assert not learner.study(names, checker, CONTEXT)
    assert learner.unsaved() == []


def test_what_others_chose_is_known_too() -> None:
    learner = Learner(HabitCounts([], others=[HabitInput(HabitKind.SENSE, "ms", "mental status", 5, 0)]))
    assert learner.habits.sense_boost("MS", "mental status") > 0
