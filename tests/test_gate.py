"""The gate before saving: what holds a note back, what is only said, and in which words."""

from __future__ import annotations

import pytest

from entryassist.answers import Decided
from entryassist.entry import EntrySession, Placed
from entryassist.gate import Gate, estimate, told
from models import Decision, ProviderQuery, QueryState, SectionText
from terminology import Finding, Severity


def placed(rule: str, severity: Severity, decision: Decision = Decision.OPEN) -> Placed:
    return Placed(0, 0, 1, Finding(rule, 0, 1, "x", severity, "Look again."), decided=Decided(decision))


DOSE = placed("SF005", Severity.CRITICAL)
WORD = placed("SP001", Severity.WARNING)
SHORT = placed("AB001", Severity.ADVICE)
BLANK = placed("ST001", Severity.WARNING)
ASKED_DOSE = placed("SF005", Severity.CRITICAL, Decision.ASKED)
ASKED_BLANK = placed("ST001", Severity.WARNING, Decision.ASKED)
STANDING_DOSE = placed("SF005", Severity.CRITICAL, Decision.OVERRIDDEN)


@pytest.mark.parametrize(
    ("findings", "shows", "held"),
    [
        ((), False, False),
        ((WORD, SHORT), False, False),
        ((DOSE, WORD), True, True),
        ((ASKED_DOSE, STANDING_DOSE, WORD), False, False),
        ((BLANK,), True, False),
        ((ASKED_BLANK,), False, False),
    ],
)
def test_only_open_critical_findings_hold_a_note_back_and_only_news_is_shown(
    findings: tuple[Placed, ...], shows: bool, held: bool
) -> None:
    gate = Gate(findings)
    assert (gate.shows, bool(gate.open_critical)) == (shows, held)


def test_an_answer_that_waits_is_shown_before_saving() -> None:
    session = EntrySession([SectionText("Plan", "Rest.")])
    queries = [ProviderQuery(state=state) for state in QueryState]
    gate = Gate.of(session, queries)
    assert [one.state for one in gate.answered] == [QueryState.ANSWERED]
    assert gate.shows


@pytest.mark.parametrize(
    ("findings", "summary"),
    [
        ((), "Nothing remains. PASSED"),
        ((WORD, SHORT, SHORT), "Remaining: 1 warning, 2 advice. Quality score 99 as it stands, passed."),
        ((DOSE, WORD, WORD), "Remaining: 1 critical, 2 warnings. Quality score 95 as it stands, not passed."),
        ((ASKED_DOSE, STANDING_DOSE), "Remaining: 1 asked, 1 overridden. PASSED"),
        (
            (BLANK, ASKED_BLANK),
            "Remaining: 1 warning, 1 asked. 2 blanks left, nobody was asked about 1 of them. "
            "PASSED",
        ),
        ((BLANK,), "Remaining: 1 warning. 1 blank left, nobody was asked about it. PASSED"),
        ((ASKED_BLANK,) * 2, "Remaining: 2 asked. 2 blanks left, the author was asked about them. "
         "PASSED"),
    ],
)  # fmt: skip
def test_the_summary_says_what_remains(findings: tuple[Placed, ...], summary: str) -> None:
    assert Gate(findings).summary() == summary.replace("PASSED", "Quality score 100 as it stands, passed.")


def test_the_worst_comes_first() -> None:
    session = EntrySession([SectionText("", "ab")])
    session.show([SHORT.finding, WORD.finding, DOSE.finding])
    assert [one.finding.rule for one in Gate.of(session, []).findings] == ["SF005", "SP001", "AB001"]


def test_the_score_counts_what_is_left_open_only() -> None:
    assert estimate([DOSE, WORD, ASKED_DOSE, STANDING_DOSE]).score == 96
    assert told(estimate([])) == "Quality score 100 as it stands, passed."
