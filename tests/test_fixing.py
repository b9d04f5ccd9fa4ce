"""What --fix changes, and above all what it never changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entryassist.fixing import Fix, applied, diff, fix, safe_fixes
from terminology import Checker, Finding, Settings
from terminology.data_files import rows
from terminology.finding import Safety, Severity, Suggestion
from terminology.house_style import Expand, HouseStyle


def finding_of(
    start: int, end: int, to: str, *, rule: str = "AB006", severity: Severity = Severity.ADVICE, safe: bool = True
) -> Finding:
    suggestion = Suggestion(to, 0.99, safety=Safety.SAFE if safe else Safety.REVIEW)
    return Finding(rule, start, end, "x" * (end - start), severity, "why", (suggestion,))


def test_fixes_are_put_in_by_their_spans() -> None:
    assert applied("a b c", [Fix(0, 1, "alpha"), Fix(4, 5, "")]) == "alpha b "


def test_only_safe_suggestions_are_applied() -> None:
    findings = [finding_of(0, 2, "one"), finding_of(5, 7, "two", safe=False)]
    assert safe_fixes(findings) == [Fix(0, 2, "one")]


def test_of_two_that_overlap_the_first_is_applied() -> None:
    assert safe_fixes([finding_of(0, 4, "one"), finding_of(2, 6, "two")]) == [Fix(0, 4, "one")]


def test_what_another_rule_warns_about_is_left_to_a_person() -> None:
    warned = finding_of(1, 3, "three", rule="CO001", severity=Severity.WARNING, safe=False)
    assert safe_fixes([finding_of(0, 4, "one"), warned]) == []


def test_a_diff_is_one_that_patch_takes() -> None:
    assert diff("a.txt", "one\r\ntwo", "one\r\n2") == (
        "--- a.txt\n+++ a.txt\n@@ -1,2 +1,2 @@\n one\r\n-two\n\\ No newline at end of file\n"
        "+2\n\\ No newline at end of file\n"
    )
    assert diff("a.txt", "same", "same") == ""


STYLES = {
    expand: HouseStyle(expand=expand, forbidden=(("WNL", "within normal limits"), ("qd", "daily")))
    for expand in (Expand.ALWAYS, Expand.FIRST_USE)
}
FRAGMENTS = st.sampled_from(
    ["History of HTN. ", "HTN", "COPD ", "CHF and MI ", "(TIA) ", "DVT", "MRI ", "CT of the chest. ", "PACU", "UTIs "]
    + ["ASA 81 mg po qd ", "MS 2 mg IV ", "warfarin 5 mg ", "no SOB. ", "without DVT ", "left LE ", "RLQ ", "NKDA. "]
    + [
        "BP 120/80 ",
        "EF 55% ",
        "HR 72 ",
        "b.i.d. ",
        "q4h ",
        "PRN ",
        "R/O MI ",
        "denies CP ",
        "WNL ",
        "the the ",
        "a MRI ",
    ]
    + ["\n", "\r\n", ". ", ", ", "Medications:\n", "PLAN: ", "é", "💊", "chest pian "]
)
NOTES = st.lists(FRAGMENTS, max_size=16).map("".join)
DRUGS = {"asa", "ms", "warfarin"}
GUARDED = {row["word"] for row in rows("guarded_words.tsv")} | DRUGS
WORD = re.compile(r"[^\W\d_]+")


@pytest.fixture(scope="module")
def styled() -> dict[Expand, Checker]:
    """A checker of each house style that expands."""
    return {expand: Checker.load(Settings(house_style=style)) for expand, style in STYLES.items()}


@given(text=NOTES, expand=st.sampled_from(list(STYLES)))
@settings(max_examples=120, deadline=None)
def test_fixing_reaches_a_fixed_point(styled: dict[Expand, Checker], text: str, expand: Expand) -> None:
    check = styled[expand].check
    fixed = fix(text, check)
    assert safe_fixes(fixed.findings) == []
    assert list(fixed.findings) == check(fixed.text)
    assert fix(fixed.text, check).text == fixed.text


@given(text=NOTES, expand=st.sampled_from(list(STYLES)))
@settings(max_examples=120, deadline=None)
def test_fixing_changes_no_drug_dose_digit_negation_or_side(
    styled: dict[Expand, Checker], text: str, expand: Expand
) -> None:
    def guarded(one: str) -> list[str]:
        return [word for word in WORD.findall(one.lower()) if word in GUARDED]

    after = fix(text, styled[expand].check).text
    assert re.findall(r"\d", after) == re.findall(r"\d", text)
    assert guarded(after) == guarded(text)
    assert re.findall(r"\r\n|\r|\n", after) == re.findall(r"\r\n|\r|\n", text)


def test_without_a_house_style_nothing_is_fixed(checker: Checker) -> None:
    text = "History of HTN.  The the chest pian, 5.0 mg QD."
    assert fix(text, checker.check).text == text
