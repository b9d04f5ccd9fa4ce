"""The terminology rules on the notes of tests/corpora/terms, where every expected finding is marked.

A note stands between ```` ```note ```` and ```` ``` ````. ``[[text]]{TM001 warning = replacement}`` says which rule
flags the text, how severely, and (if given) what its first suggestion makes of it. A note without marks says
``note silent``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from terminology import Checker, Finding, NoteContext, Safety, Settings
from terminology.data_files import rows

CORPUS = Path(__file__).parents[1] / "corpora" / "terms"
BLOCK = re.compile(r"^```note( silent)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"\[\[(?P<text>[^\[\]]+)\]\]\{(?P<rule>TM\d{3}) (?P<severity>\w+)(?: = (?P<becomes>[^{}]+))?\}")


class Expected(NamedTuple):
    start: int
    end: int
    rule: str
    severity: str
    becomes: str | None


class Case(NamedTuple):
    text: str
    expected: list[Expected]


def read_case(marked: str, *, silent: bool) -> Case:
    """A note without its marks, and what they say. Raises ValueError where marks are missing or unbalanced."""
    text, expected, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        expected.append(
            Expected(len(text), len(text) + len(mark["text"]), mark["rule"], mark["severity"], mark["becomes"])
        )
        text += mark["text"]
        at = mark.end()
    text += marked[at:]
    if any(sign in text for sign in ("[[", "]]", "{", "}")):
        raise ValueError(f"a mark cannot be read in: {text}")
    if silent is bool(expected):
        raise ValueError(f"marks in a silent note, or a note without marks: {text}")
    return Case(text, expected)


def cases() -> list[object]:
    found = []
    for path in sorted(CORPUS.glob("*.md")):
        content = path.read_text(encoding="utf-8")
        blocks = list(BLOCK.finditer(content))
        assert len(blocks) * 2 == content.count("```"), f"{path.name}: a note is not closed"
        found += [
            pytest.param(read_case(block[2], silent=bool(block[1])), id=f"{path.stem}:{number}")
            for number, block in enumerate(blocks, 1)
        ]
    return found


@pytest.fixture(scope="module")
def terms() -> Checker:
    return Checker.load(Settings(select=("TM",)))


@pytest.mark.parametrize("case", cases())
def test_the_marked_terms_are_flagged_and_no_others(terms: Checker, case: Case) -> None:
    findings = terms.check(case.text)
    wanted = [(e.rule, e.severity, case.text[e.start : e.end], e.start) for e in case.expected]
    assert [(f.rule, f.severity.value, f.text, f.start) for f in findings] == wanted
    for finding, expected in zip(findings, case.expected, strict=True):
        if expected.becomes is not None:
            assert finding.suggestions[0].text == expected.becomes


@pytest.mark.parametrize(
    "broken", ["[[text]]{TM001}", "[[text", "text]]{TM001 advice}", "[[a]]{TM001 advice} {b}", "no marks"]
)
def test_a_case_with_broken_marks_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"mark"):
        read_case(broken, silent=False)


def only(checker: Checker, text: str, context: NoteContext | None = None) -> Finding:
    (finding,) = checker.check(text, context)
    return finding


def test_no_term_is_ever_changed_without_a_look(terms: Checker) -> None:
    findings = [finding for case in cases() for finding in terms.check(case.values[0].text)]  # type: ignore[attr-defined]
    assert findings
    assert {suggestion.safety for finding in findings for suggestion in finding.suggestions} == {Safety.REVIEW}


def test_a_near_term_comes_with_its_concept(terms: Checker) -> None:
    diagnosis = only(terms, "ASSESSMENT: Congestive hearth failure.").suggestions[0]
    assert "heart failure" in terms.lookup(diagnosis.concept, 1)[0].preferred.lower()
    drug = only(terms, "MEDICATIONS: Morphing 15 mg.").suggestions[0]
    assert (drug.concept, drug.note) == ("DRUGBANK:DB00295", "drug name")


def test_the_section_may_come_from_the_context(terms: Checker) -> None:
    assert terms.check("1. Plural effusion.") == []
    assert only(terms, "1. Plural effusion.", NoteContext(section="Assessment")).rule == "TM001"
    assert only(terms, "Metformin", NoteContext(section="Past Surgical History")).rule == "TM003"


def test_an_outdated_term_says_who_changed_it(terms: Checker) -> None:
    assert "ILAE" in only(terms, "Had a petit mal seizure.").evidence


def test_a_code_may_be_kept_and_the_words_changed(terms: Checker) -> None:
    choices = [suggestion.text for suggestion in only(terms, "Seen for asthma (J44.9).").suggestions]
    assert choices == ["asthma (J45.909)", "Chronic obstructive pulmonary disease, unspecified (J44.9)"]


def test_a_word_that_the_site_accepts_may_be_a_drug(terms: Checker) -> None:
    text = "MEDICATIONS: Zorbitan 20 mg daily."
    assert only(terms, text).rule == "TM001"
    own = Checker.load(Settings(select=("TM",), accepted_words=frozenset({"zorbitan"})))
    assert own.check(text) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param("ASSESSMENT: Congestive heart failuer.", ["SP001"], id="an unknown word is for the spelling rule"),
        pytest.param("MEDICATIONS: Lisinoprl 10 mg daily.", ["SP001"], id="of two warnings the one about the word"),
        pytest.param("MEDICATIONS: Zorbitan 20 mg daily.", ["TM001"], id="the worse of advice and warning"),
        pytest.param("Mother with NIDDM.", ["TM002"], id="an outdated short form is not also to be expanded"),
    ],
)
def test_one_finding_a_span(checker: Checker, text: str, rules: list[str]) -> None:
    assert [finding.rule for finding in checker.check(text) if not finding.text.isdigit()] == rules


def test_the_table_of_terms_is_sorted_and_leads_to_no_other_row() -> None:
    table = list(rows("preferred_terms.tsv"))
    terms = [row["term"].lower() for row in table]
    assert len(terms) >= 80
    assert terms == sorted(set(terms))
    assert [row for row in table if row["preferred"].lower() in terms] == []


@pytest.mark.parametrize("row", list(rows("preferred_terms.tsv")), ids=lambda row: row["term"])
def test_every_outdated_term_is_found_and_its_replacement_is_fine(terms: Checker, row: dict[str, str]) -> None:
    found = only(terms, f"Noted: {row['term']} here.")
    assert (found.rule, found.text, found.suggestions[0].text) == ("TM002", row["term"], row["preferred"])
    assert terms.check(f"Noted: {row['preferred']} here.") == []


def test_the_sections_that_entries_are_held_against_exist() -> None:
    known = {row["section"] for row in rows("sections.tsv")}
    assert {row["section"] for row in rows("section_groups.tsv")} <= known


def test_a_site_prefers_terms_of_its_own() -> None:
    site = Checker.load(Settings(select=("TM002",), preferred_terms=(("heart attack", "myocardial infarction"),)))
    (finding,) = site.check("He had two heart attacks in 2019.")
    assert (finding.text, finding.suggestions[0].text) == ("heart attacks", "myocardial infarctions")
    assert "this site prefers it" in finding.evidence + finding.message
    assert Checker.load(Settings(select=("TM002",))).check("He had two heart attacks in 2019.") == []
