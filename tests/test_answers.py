"""Answers to findings that stay in the text: asked, overridden, and what an ignore can and cannot close."""

from __future__ import annotations

import re
from dataclasses import dataclass

from entryassist.dismissals import dismissal_key, dismissal_word
from entryassist.entry import EntrySession
from models import Decision, FindingInput, SectionText
from terminology import Finding, Severity

TEXT = "Lisinopril 10.0 mg daily. Has diabtes."
CRITICAL = {"10.0": Severity.CRITICAL, "5.0": Severity.CRITICAL, "diabtes": Severity.WARNING}


@dataclass(frozen=True)
class Ignore:
    rule: str
    word: str
    scope: str
    key: str = ""


@dataclass(frozen=True)
class Asked:
    rule: str
    key: str


def session_of(text: str = TEXT) -> EntrySession:
    session = EntrySession([SectionText("Medications", text), SectionText("Plan", "")])
    check(session)
    return session


def check(session: EntrySession) -> None:
    """Show what a checker would say that knows three words."""
    text = session.note_text
    found = [
        Finding("SF005" if one is Severity.CRITICAL else "SP001", match.start(), match.end(), word, one, "Look again.")
        for word, one in CRITICAL.items()
        for match in re.finditer(re.escape(word), text)
    ]
    session.show(sorted(found, key=lambda one: one.order))


def decisions(session: EntrySession) -> list[tuple[str, Decision, str]]:
    return [(one.text, one.decision, one.reason) for one in session.finding_inputs()]


def edit(session: EntrySession, old: str, new: str) -> None:
    session.set_text(0, session.text_of(0).replace(old, new, 1))
    check(session)


def test_a_critical_finding_is_not_closed_by_a_clerks_ignore() -> None:
    session = session_of()
    for scope in ("here", "note", "user", "author"):
        key = dismissal_key(session.in_note(session.open_findings[0]), session.note_text)
        session.set_dismissals([Ignore("SF005", "10.0", scope, key), Ignore("SP001", "diabtes", scope)])
        assert session.open_findings[0].finding.text == "10.0"
    session.set_dismissals([Ignore("SF005", "10.0", "site")])
    assert [one.finding.text for one in session.open_findings] == ["diabtes"]


def test_an_override_keeps_its_reason_and_stays_when_other_words_change() -> None:
    session = session_of()
    session.override(session.open_findings[0], "As on the label.")
    edit(session, "Has", "She has")
    edit(session, "Lisinopril", "Takes: Lisinopril")
    assert decisions(session) == [
        ("10.0", Decision.OVERRIDDEN, "As on the label."),
        ("diabtes", Decision.OPEN, ""),
    ]
    assert [one.finding.text for one in session.open_findings] == ["diabtes"]
    assert [one.finding.text for one in session.shown_findings] == ["10.0", "diabtes"]


def test_an_override_ends_when_what_it_is_about_is_changed() -> None:
    session = session_of()
    session.override(session.open_findings[0], "As on the label.")
    edit(session, "10.0", "5.0")
    assert decisions(session)[0] == ("5.0", Decision.OPEN, "")


def test_an_override_can_be_taken_back() -> None:
    session = session_of()
    session.override(session.open_findings[0], "As on the label.")
    session.set_overrides([])
    assert len(session.open_findings) == 2


def test_overrides_are_taken_up_from_a_draft() -> None:
    session = session_of()
    session.override(session.open_findings[0], "As on the label.")
    session.set_text(0, "Unchecked since: " + TEXT)
    again = EntrySession(session.sections)
    again.take_up(session.answered())
    assert [one.decision for one in again.answered()] == [Decision.OVERRIDDEN]
    check(again)
    assert decisions(again)[0] == ("10.0", Decision.OVERRIDDEN, "As on the label.")


def test_an_override_of_what_is_no_longer_there_is_not_taken_up() -> None:
    saved = FindingInput("SF005", 0, 4, "10.0", "critical", "m", "", (), Decision.OVERRIDDEN, reason="seen")
    session = session_of()
    session.take_up([saved])
    assert session.overrides == []


def test_an_override_is_not_among_the_replacements_of_a_draft() -> None:
    session = session_of()
    session.override(session.open_findings[0], "seen")
    again = EntrySession(session.sections)
    again.take_up(session.answered())
    assert again.steps == ()


def test_what_the_author_was_asked_about_is_asked_until_the_answer_comes() -> None:
    session = session_of()
    finding = session.in_note(session.open_findings[0])
    session.set_asked([Asked("SF005", dismissal_key(finding, session.note_text))])
    assert decisions(session)[0] == ("10.0", Decision.ASKED, "")
    session.set_asked([])
    assert decisions(session)[0] == ("10.0", Decision.OPEN, "")


def test_the_cursor_is_about_what_it_touches_even_if_answered_and_else_about_what_is_open() -> None:
    session = session_of()
    session.override(session.open_findings[0], "seen")
    touched = session.current(0, TEXT.index("10.0"))
    assert touched is not None
    assert touched.finding.text == "10.0"
    beyond = session.current(0, TEXT.index("daily"))
    assert beyond is not None
    assert beyond.finding.text == "diabtes"
    following = session.neighbour(0, 0)
    assert following is not None
    assert following.finding.text == "diabtes"


def test_the_word_of_an_ignore_is_compared_without_case() -> None:
    session = session_of("Has Diabtes and diabtes. ")
    session.set_dismissals([Ignore("SP001", dismissal_word("DIABTES"), "user")])
    assert session.open_findings == []
