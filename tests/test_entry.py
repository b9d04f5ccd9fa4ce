"""The entry of a note without a screen: text, findings and decisions in step."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from entryassist.changes import change_between
from entryassist.dismissals import dismissal_key, dismissal_word
from entryassist.entry import EntrySession, Placed
from models import Decision, SectionText
from terminology import Checker, Finding, Severity, Suggestion

SECTIONS = [SectionText("Subjective", "Pt has diabtes."), SectionText("Plan", "Take aspirin QD.")]
FOUND = {"diabtes": "diabetes", "QD": "daily"}


@dataclass(frozen=True)
class Ignore:
    rule: str
    word: str
    key: str
    scope: str


def findings_of(text: str) -> list[Finding]:
    """What a checker would say that knows two words."""
    found = []
    for word, right in FOUND.items():
        start = text.find(word)
        if start >= 0:
            suggestion = Suggestion(right, 0.9)
            found.append(Finding("SP001", start, start + len(word), word, Severity.WARNING, "wrong", (suggestion,)))
    return sorted(found, key=lambda one: one.order)


def checked(sections: list[SectionText] = SECTIONS) -> EntrySession:
    session = EntrySession(sections)
    session.show(findings_of(session.note_text))
    return session


def words(findings: list[Placed], session: EntrySession) -> list[str]:
    return [session.text_of(one.section)[one.start : one.end] for one in findings]


def test_what_is_written_is_counted_without_what_was_there_or_was_pasted() -> None:
    session = checked()
    session.set_text(0, session.text_of(0) + " Well.")
    assert session.written == len(" Well.")
    session.set_text(1, session.text_of(1) + " pasted")
    session.effort.pasted = len(" pasted")
    assert session.written == len(" Well.")
    session.effort.keystrokes = 6
    session.count_anew()
    assert (session.written, session.effort.keystrokes) == (0, 0)


def test_the_note_is_checked_with_its_headings() -> None:
    assert checked().note_text == "Subjective:\nPt has diabtes.\n\nPlan:\nTake aspirin QD."


def test_findings_are_placed_in_their_sections() -> None:
    session = checked()
    assert [(one.section, one.start) for one in session.open_findings] == [(0, 7), (1, 13)]


def test_findings_move_with_the_text_typed_before_them() -> None:
    session = checked()
    session.set_text(0, "The " + session.text_of(0))
    assert words(session.open_findings, session) == ["diabtes", "QD"]


def test_a_finding_whose_text_is_edited_is_dropped_until_the_next_check() -> None:
    session = checked()
    session.set_text(0, "Pt has diabxtes.")
    assert words(session.open_findings, session) == ["QD"]


def test_the_word_being_typed_is_not_flagged_until_it_is_finished() -> None:
    session = checked()
    session.typing = (0, 14)
    assert words(session.open_findings, session) == ["QD"]
    session.typing = None
    assert words(session.open_findings, session) == ["diabtes", "QD"]


def test_the_current_finding_is_at_the_cursor_or_just_before_it_or_next() -> None:
    session = checked()
    at, behind, before = session.current(0, 9), session.current(0, 15), session.current(0, 0)
    assert [one and one.finding.text for one in (at, behind, before)] == ["diabtes", "diabtes", "diabtes"]
    in_plan = session.current(1, 0)
    assert in_plan is not None
    assert in_plan.finding.text == "QD"


def test_next_and_previous_go_round() -> None:
    session = checked()
    forward = [session.neighbour(0, 0), session.neighbour(0, 7), session.neighbour(1, 13)]
    assert [one and one.finding.text for one in forward] == ["diabtes", "QD", "diabtes"]
    back = [session.neighbour(1, 13, backwards=True), session.neighbour(0, 7, backwards=True)]
    assert [one and one.finding.text for one in back] == ["diabtes", "QD"]


def test_an_accepted_suggestion_is_recorded_at_its_replacement() -> None:
    session = checked()
    placed = session.open_findings[0]
    session.accept(placed, placed.finding.suggestions[0])
    session.set_text(0, "Today: " + session.text_of(0))
    session.show(findings_of(session.note_text))
    accepted = next(one for one in session.finding_inputs() if one.decision is Decision.ACCEPTED)
    assert (accepted.text, accepted.replacement) == ("diabtes", "diabetes")
    assert session.note_text[accepted.start : accepted.end] == "diabetes"


def test_a_suggestion_that_adds_at_the_end_is_recorded_whole() -> None:
    session = EntrySession([SectionText("", "on diab today")])
    finding = Finding("SP001", 3, 7, "diab", Severity.WARNING, "cut short", (Suggestion("diabetes", 0.9),))
    session.show([finding])
    session.accept(session.open_findings[0], finding.suggestions[0])
    (accepted,) = session.finding_inputs()
    assert session.note_text[accepted.start : accepted.end] == "diabetes"


def test_a_decision_that_was_undone_is_not_recorded() -> None:
    session = checked()
    placed = session.open_findings[0]
    step = session.accept(placed, placed.finding.suggestions[0])
    session.set_text(0, SECTIONS[0].text)
    step.standing = False
    session.show(findings_of(session.note_text))
    assert [one.decision for one in session.finding_inputs()] == [Decision.OPEN, Decision.OPEN]


def test_an_expansion_is_recorded_with_the_abbreviation() -> None:
    session = EntrySession([SectionText("", "denies SOB today")])
    session.expand(0, 7, 10, Suggestion("shortness of breath", 1.0))
    (expanded,) = session.finding_inputs()
    assert (expanded.decision, expanded.text) == (Decision.EXPANDED, "SOB")
    assert session.note_text == "denies shortness of breath today"
    assert session.note_text[expanded.start : expanded.end] == expanded.replacement


def test_an_ignored_finding_is_closed_and_recorded_and_opens_again() -> None:
    session = checked()
    finding = session.in_note(session.open_findings[0])
    ignore = Ignore("SP001", dismissal_word(finding.text), dismissal_key(finding, session.note_text), "here")
    session.set_dismissals([ignore])
    assert words(session.open_findings, session) == ["QD"]
    assert [one.decision for one in session.finding_inputs()] == [Decision.IGNORED, Decision.OPEN]
    session.set_dismissals([])
    assert words(session.open_findings, session) == ["diabtes", "QD"]


def test_a_finding_on_a_heading_is_shown_in_its_section_but_not_replaceable() -> None:
    session = EntrySession(SECTIONS)
    start = session.note_text.index("Plan")
    session.show([Finding("ST002", start, start + 4, "Plan", Severity.ADVICE, "an odd heading")])
    (placed,) = session.open_findings
    assert (placed.section, placed.exact) == (1, False)


def test_recorded_spans_hold_in_the_saved_text(checker: Checker) -> None:
    session = EntrySession(
        [SectionText("HPI", "Pt with diabtes and SOB."), SectionText("Plan", "Lisinopril 10.0 mg QD. BP 80/120.")]
    )
    session.show(checker.check(session.note_text))
    inputs = session.finding_inputs()
    assert {one.rule[:2] for one in inputs} >= {"SP", "AB", "SF", "NU"}
    assert all(session.note_text[one.start : one.end] == one.text for one in inputs)


@given(st.text("ab\n", max_size=40), st.text("ab\n", max_size=40))
def test_a_change_turns_the_old_text_into_the_new(old: str, new: str) -> None:
    change = change_between(old, new)
    if change is None:
        assert old == new
    else:
        assert old[: change.start] + change.text + old[change.end :] == new


def test_a_change_in_a_long_text_is_as_small_as_what_was_typed() -> None:
    old = "word " * 40_000
    change = change_between(old, old[:100_001] + "x" + old[100_001:])
    assert change is not None
    assert (change.start, change.end, change.text) == (100_001, 100_001, "x")
