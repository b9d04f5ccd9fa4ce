"""What the rest of a note tells about its unknown words: names, repetition, and what was probably meant."""

from __future__ import annotations

import pytest

from terminology import Checker, Finding, NoteContext, Severity
from terminology.named_people import name_parts, people_in


def misspelt(checker: Checker, text: str, context: NoteContext | None = None) -> list[Finding]:
    return [finding for finding in checker.check(text, context) if finding.rule == "SP001"]


def flagged(checker: Checker, text: str, context: NoteContext | None = None) -> list[str]:
    return [finding.text for finding in misspelt(checker, text, context)]


def severities(checker: Checker, text: str) -> set[Severity]:
    return {finding.severity for finding in misspelt(checker, text)}


def test_a_word_used_in_the_note_comes_before_one_that_is_not(checker: Checker) -> None:
    (alone,) = misspelt(checker, "An incision with the scalpe.")
    second = alone.suggestions[1].text
    (noted,) = misspelt(checker, f"The {second} is here.\nAn incision with the scalpe.")
    assert noted.suggestions[0].text == second
    assert f'did you mean "{second}"?' in noted.message
    assert noted.evidence == f"{alone.evidence}; first is used in this note"


@pytest.mark.parametrize(
    "introduced",
    [
        "Seen by Dr. Qwertinski.",
        "MRS. QWERTINSKI IS HERE.",
        "Thanks to Sister Ada Qwertinski",
        "Surgeon: Jan M. Qwertinski",
        "Dictated by: Qwertinski",
        "/s/ Jan Qwertinski",
        "Jan Qwertinski, M.D.",
        "per Qwertinski, PA-C, on call",
    ],
)
def test_a_name_is_known_where_the_note_introduces_it_elsewhere(checker: Checker, introduced: str) -> None:
    mention = "We called Qwertinski again and Qwertinski's nurse."
    assert flagged(checker, mention) != []
    assert flagged(checker, f"{mention}\n{introduced}") == []


def test_small_letters_are_no_name(checker: Checker) -> None:
    assert flagged(checker, "Seen by Dr. Pnuemonia.\nHas pnuemonia.") == ["pnuemonia"]
    assert people_in("His sister Has a doctor here. The nurse Left.") == frozenset()


def test_the_names_of_patient_and_author_are_known(checker: Checker) -> None:
    context = NoteContext(author="Dr. Ida Zorbinski", patient_names=("Qwertinska", "Vera"))
    note = "We told Qwertinska that Zorbinski will call."
    assert flagged(checker, note) == ["Qwertinska", "Zorbinski"]
    assert flagged(checker, note, context) == []


def test_names_are_cut_into_their_words() -> None:
    assert name_parts(["Dr. Ida B. Sample-Nowak", "O'Brien"]) == {"ida", "sample-nowak", "o'brien"}
    assert people_in("Seen by Dr. van Dyke") == frozenset()


def test_a_capital_kept_throughout_a_note_is_a_name(checker: Checker) -> None:
    once = "The drain was an Ecsasy drain."
    assert severities(checker, once) == {Severity.WARNING}
    assert severities(checker, f"{once}\nThen the Ecsasy was removed.") == {Severity.ADVICE}
    assert Severity.WARNING in severities(checker, f"{once}\nThen the ecsasy was removed.")


def test_a_word_used_throughout_the_note_is_meant(checker: Checker) -> None:
    often = "replacced it.\nThen replacced.\nAgain replacced."
    assert severities(checker, often) == {Severity.ADVICE}


def test_a_slip_repeated_beside_the_word_itself_is_still_a_slip(checker: Checker) -> None:
    often = "replacced it.\nThen replacced.\nAgain replacced.\nIt was replaced."
    assert severities(checker, often) == {Severity.WARNING}


def test_a_listed_slip_of_a_short_word_is_never_meant(checker: Checker) -> None:
    once, often = "Into teh room.", "Into teh room.\nOn teh bed.\nAnd teh floor."
    assert severities(checker, often) == severities(checker, once) != {Severity.ADVICE}


def test_nothing_is_flagged_in_a_note_without_unknown_words(checker: Checker) -> None:
    assert flagged(checker, "Dr. Ida Sample saw the patient.\nThe stent was replaced.") == []
