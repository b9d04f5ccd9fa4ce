"""A correction that turns a word into its opposite says so, and so does a drug beside another drug."""

from __future__ import annotations

import pytest

from terminology import Checker, Severity
from terminology.data_files import rows
from terminology.meaning import reversal


@pytest.mark.parametrize(
    ("typed", "meant", "turned"),
    [
        ("hypotenson", "hypertension", True),
        ("hypertenson", "hypertension", False),
        ("unremarkble", "remarkable", True),
        ("remarkble", "unremarkable", True),
        ("afebrle", "febrile", True),
        ("abducton", "adduction", True),
        ("preoprative", "postoperative", True),
        ("interarterial", "intraarterial", True),
        ("nsulin", "insulin", False),
        ("rouund", "around", False),
        ("patint", "patient", False),
    ],
)
def test_a_reversal_is_seen_through_a_slip(checker: Checker, typed: str, meant: str, turned: bool) -> None:
    known = {"unremarkable", "remarkable", "afebrile", "febrile"}
    assert (reversal(typed, meant, known.__contains__) is not None) is turned


def test_two_opposites_as_near_are_critical(checker: Checker) -> None:
    (finding,) = checker.check("Known hyptension.")
    assert finding.severity is Severity.CRITICAL
    assert {s.text for s in finding.suggestions[:2]} == {"hypotension", "hypertension"}
    assert "its opposite" in finding.message


def test_a_slip_after_the_prefix_is_an_ordinary_one(checker: Checker) -> None:
    (finding,) = checker.check("Known hypotenson.")
    assert finding.severity is Severity.WARNING
    assert finding.suggestions[0].text == "hypotension"
    assert [s.note for s in finding.suggestions if s.text == "hypertension"] == ["changes hypo- to hyper-"]


def test_opposites_are_sorted_and_unique() -> None:
    pairs = [(row["one"], row["other"]) for row in rows("opposites.tsv")]
    assert pairs == sorted(set(pairs))
    assert all(row["kind"] in {"direction", "negation"} and row["source"] for row in rows("opposites.tsv"))


def test_a_drug_is_named_in_tall_man_letters_and_beside_its_rival(checker: Checker) -> None:
    (finding,) = checker.check("Given hydroxizine 25 mg at night.")
    assert (finding.suggestions[0].text, finding.suggestions[0].note) == ("hydroxyzine", "drug name, hydrOXYzine")
