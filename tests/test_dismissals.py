"""Which findings an ignore covers, and when they come back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from entryassist.dismissals import dismissal_key, dismissal_word, undismissed
from terminology import Finding, Severity

TEXT = "Pt has MS since 1999. The MS was given at noon."


@dataclass(frozen=True)
class Ignore:
    rule: str
    word: str
    key: str
    scope: str


def finding(word: str, start: int, rule: str = "AB002") -> Finding:
    return Finding(rule, start, start + len(word), word, Severity.ADVICE, "which meaning?")


FIRST = finding("MS", TEXT.index("MS"))
SECOND = finding("MS", TEXT.rindex("MS"))


def here(one: Finding, text: str) -> Ignore:
    return Ignore(one.rule, dismissal_word(one.text), dismissal_key(one, text), "here")


def test_ignoring_here_leaves_the_same_word_elsewhere_open() -> None:
    assert undismissed([FIRST, SECOND], TEXT, [here(FIRST, TEXT)]) == [SECOND]


def test_ignoring_here_survives_edits_elsewhere() -> None:
    edited = "Seen today in clinic. " + TEXT
    moved = finding("MS", edited.index("MS"))
    assert undismissed([moved], edited, [here(FIRST, TEXT)]) == []


@pytest.mark.parametrize("edited", ["Pt denies MS since 1999.", "Pt has MS until 1999."])
def test_ignoring_here_ends_when_a_neighbouring_word_changes(edited: str) -> None:
    moved = finding("MS", edited.index("MS"))
    assert undismissed([moved], edited, [here(FIRST, TEXT)]) == [moved]


@pytest.mark.parametrize("scope", ["note", "author", "site"])
def test_wider_scopes_cover_the_word_everywhere_in_any_case(scope: str) -> None:
    ignore = Ignore("AB002", "ms", "", scope)
    assert undismissed([FIRST, SECOND], TEXT, [ignore]) == []


def test_an_ignore_covers_its_own_rule_only() -> None:
    other = finding("MS", FIRST.start, rule="SF004")
    assert undismissed([FIRST, other], TEXT, [Ignore("AB002", "ms", "", "note")]) == [other]


def test_an_ignore_without_a_word_covers_the_whole_rule() -> None:
    other = finding("Pt", 0)
    assert undismissed([other, FIRST], TEXT, [Ignore("AB002", "", "", "author")]) == []


def test_an_ignore_at_the_end_of_a_line_holds_when_typing_goes_on() -> None:
    ignore = here(finding("MS", 13), "Pt diagnosed MS\n\nPLAN:\nnone")
    longer = "Pt diagnosed MS since 1999."
    moved = finding("MS", longer.index("MS"))
    assert undismissed([moved], longer, [ignore]) == []


def test_the_ends_of_a_line_have_no_neighbours() -> None:
    assert dismissal_key(finding("QD", 5), "once\nQD\nonce") == "AB002|qd||"
