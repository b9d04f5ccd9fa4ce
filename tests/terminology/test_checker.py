"""The contract of the checker: pure, sorted, spans that match, incremental equal to full."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminology import Checker, NoteContext, Settings, Severity, TextChange
from terminology.errors import RuleError
from terminology.rules.misspelling import Misspelling

NOTE = """CHIEF COMPLAINT: Chest pain.
HPI: Pt is a 54 y/o male with HTN c/o chest pian. Seen by Dr. Szczepanski.
VITALS: BP 80/120, HR 780, T 98.6, RR 16
MEDICATIONS:
Lisinopril 10.0 mg QD, insulin 10 U nightly
Follow up with Dr. ____ in 2 weeks.
"""

FRAGMENTS = st.sampled_from(
    ["chest pian", "HTN", "\n", "\r\n", " ", "MEDICATIONS:\n", "MS 2 mg IV", "BP 80/120", "____", "é", "💊", "T", "\t"]
    + ["transient ischemic attack (TIA)", "TIA", "Dr. Nowak", ".5 mg", "10.0 mg", '"', "\x1b[31m", "[b]", "3-month-old"]
)
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=14).map("".join)


def rules_in(checker: Checker, text: str, context: NoteContext | None = None) -> list[tuple[str, str]]:
    return [(f.rule, f.text) for f in checker.check(text, context)]


def test_a_note_with_one_slip_of_each_family(checker: Checker) -> None:
    found = rules_in(checker, NOTE)
    assert ("SP001", "pian") in found
    assert ("AB001", "HTN") in found
    assert ("SF005", "10.0") in found
    assert ("SF003", "QD") in found
    assert ("SF001", "U") in found
    assert ("NU001", "780") in found
    assert ("NU003", "80/120") in found
    assert ("ST001", "____") in found


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_findings_are_sorted_and_quote_the_text(checker: Checker, text: str) -> None:
    findings = checker.check(text)
    assert findings == sorted(findings, key=lambda f: (f.start, f.end, f.rule))
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.text == text[finding.start : finding.end]
        assert all(0 <= s.score <= 1 for s in finding.suggestions)
        assert [s.score for s in finding.suggestions] == sorted((s.score for s in finding.suggestions), reverse=True)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_findings_of_one_rule_never_overlap(checker: Checker, text: str) -> None:
    ends: dict[str, int] = {}
    for finding in checker.check(text):
        assert finding.start >= ends.get(finding.rule, 0)
        ends[finding.rule] = finding.end


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_edit_gives_what_check_gives(checker: Checker, data: st.DataObject) -> None:
    checked = checker.check_text(data.draw(TEXTS))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(checked.text)))
        end = data.draw(st.integers(start, len(checked.text)))
        checked = checker.edit(checked, TextChange(start, end, data.draw(TEXTS)))
        assert list(checked.findings) == checker.check(checked.text)


RECORD = NoteContext(
    note_type="progress note",
    sex="female",
    birth_date=dt.date(1950, 5, 1),
    encounter_date=dt.date(2024, 3, 14),
    author="Dr. Nowak",
    allergies=("penicillin",),
    medications=("lisinopril",),
    patient_names=("Ada", "Lovelace"),
    mrn="12345",
    earlier_notes=("PLAN: Continue lisinopril 10 mg daily.",),
)
TWICE = (
    "The patient was brought to the operating room and placed supine. General anesthesia was induced without "
    "difficulty. The abdomen was prepped and draped in the usual sterile fashion, and a time-out was held. A small "
    "incision was made below the umbilicus and carried down to the fascia."
)
# lines that tell something beyond themselves: headings, asides, sides, sexes, ages, dates, allergies, values, repeats
LINES = st.sampled_from(
    ["", "", "HPI: She presents with chest pain.", "ROS: Denies chest pain.", "DIAGNOSIS: Left knee pain", "EXAM:"]
    + ["PROCEDURE: Right knee arthroplasty.", "A 45-year-old woman with cough.", "He is a 67-year-old male, now 76."]
    + ["ALLERGIES: Penicillin.", "Vitals: BP 120/80, HR 78, HR 92", "MEDICATIONS:", "Amoxicillin 500 mg t.i.d."]
    + ["DATE OF SERVICE: 02/10/2023. Seen 12/10/2023.", "Sodium 138", "Na 13.8, albumin 38", "Albumin 3.8", TWICE]
    + ["Known myasthenia gravis (MG).", "MG 5 mg", "Discontinue lisinopril.", "Continue lisinopril 10 mg (see", "it)."]
    + ["Mr. Szczepanski and Szczepanski", "a chest pian and a febril patient", "MRN: 999", "Signed by Dr. Nowak, MD"]
)
NOTES = st.lists(st.one_of(LINES, LINES, TEXTS), max_size=12).map("\n".join)


@pytest.fixture(scope="module")
def untouched() -> Checker:
    """A checker that sees each text of the tests below once, and none of the texts it came from."""
    return Checker.load()


@given(data=st.data(), context=st.sampled_from([None, NoteContext(section="Plan"), RECORD]))
@settings(max_examples=150, deadline=None)
def test_typing_and_pasting_in_a_note_gives_what_a_check_by_another_checker_gives(
    checker: Checker, untouched: Checker, data: st.DataObject, context: NoteContext | None
) -> None:
    checked = checker.check_text(data.draw(NOTES), context)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(checked.text)))
        end = min(len(checked.text), start + data.draw(st.sampled_from([0, 0, 1, 5, 200])))
        put_in = data.draw(st.one_of(st.sampled_from(list("a. 5(\n")), LINES, NOTES))
        checked = checker.edit(checked, TextChange(start, end, put_in))
    assert checked.findings == tuple(untouched.check(checked.text, context))


def test_checking_twice_gives_the_same(checker: Checker) -> None:
    assert checker.check(NOTE) == checker.check(NOTE)


def test_findings_can_be_sent_to_another_process(checker: Checker) -> None:
    findings = checker.check(NOTE)
    assert pickle.loads(pickle.dumps(findings)) == findings


def test_line_breaks_of_any_kind_keep_offsets_right(checker: Checker) -> None:
    for line_break in ("\n", "\r\n", "\r"):
        text = NOTE.replace("\n", line_break)
        assert all(text[f.start : f.end] == f.text for f in checker.check(text))
        assert ("SP001", "pian") in rules_in(checker, text)


def test_select_and_ignore_choose_rules_by_code_or_beginning() -> None:
    only_safety = Checker.load(Settings(select=("SF",)))
    assert {rule[:2] for rule, _ in rules_in(only_safety, NOTE)} == {"SF"}
    without = Checker.load(Settings(ignore=("AB", "SF003")))
    found = {rule for rule, _ in rules_in(without, NOTE)}
    assert "SF005" in found
    assert not found & {"AB001", "AB002", "SF003"}


def test_words_of_the_site_are_accepted() -> None:
    text = "Referred to the Qwertlab for zorbtesting."
    assert ("SP001", "zorbtesting") in rules_in(Checker.load(), text)
    own = Checker.load(Settings(accepted_words=frozenset({"zorbtesting"})))
    assert ("SP001", "zorbtesting") not in rules_in(own, text)


def test_a_child_is_not_measured_by_adult_limits(checker: Checker) -> None:
    vitals = "HR 165, RR 44"
    seen = dt.date(2026, 11, 2)
    child = NoteContext(birth_date=dt.date(2026, 6, 1), encounter_date=seen)
    adult = NoteContext(birth_date=dt.date(1960, 6, 1), encounter_date=seen)
    assert rules_in(checker, vitals, child) == [r for r in rules_in(checker, vitals, adult) if r[0] != "NU002"]
    assert ("NU002", "165") in rules_in(checker, vitals, adult)


def test_a_child_in_the_family_does_not_make_a_child_of_an_adult_on_record(checker: Checker) -> None:
    note = "Lives with her 3-month-old. HR 165, RR 44"
    adult = NoteContext(birth_date=dt.date(1990, 6, 1), encounter_date=dt.date(2026, 11, 2))
    assert ("NU002", "165") in rules_in(checker, note, adult)
    assert ("NU002", "165") not in rules_in(checker, note)


def test_capitals_throughout_a_line_make_no_short_forms_of_words(checker: Checker) -> None:
    note = "RECEIVED PATIENT IN BED, NO PAIN, GIVEN 650 MG TYLENOL, DRAINING YELOW FLUID ON ARRIVAL, C/O CHILLS."
    found = rules_in(checker, note)
    assert ("SP001", "YELOW") in found
    assert ("AB001", "C/O") in found
    assert not {("AB001", word) for word in ("IN", "NO", "ON")} & set(found)
    assert "MG" not in {text for _, text in found}


def test_the_inside_of_a_symbol_is_no_short_form(checker: Checker) -> None:
    assert not {"DS", "VASc"} & {text for _, text in rules_in(checker, "She has a CHA2DS2-VASc score of 5.")}


def test_an_expansion_opens_with_a_capital_only_where_the_short_form_has_its_capital_from_the_place(
    checker: Checker,
) -> None:
    opening = {f.text: f.suggestions[0].text for f in checker.check("Pt has edema on a 2 g Na diet.") if f.suggestions}
    assert opening["Pt"] == "Patient"
    assert opening["Na"] == "sodium"


def test_a_word_used_throughout_the_note_is_advice(checker: Checker) -> None:
    once = [f for f in checker.check("The stent was replacced.") if f.rule == "SP001"]
    often = [f for f in checker.check("replacced it.\nThen replacced.\nAgain replacced.") if f.rule == "SP001"]
    assert [f.severity for f in once] == [Severity.WARNING]
    assert {f.severity for f in often} == {Severity.ADVICE}


def test_only_the_first_use_of_an_abbreviation_is_reported(checker: Checker) -> None:
    text = "HTN since 2010.\nHTN is controlled."
    assert [f.start for f in checker.check(text) if f.rule == "AB001"] == [0]


def test_senses_follow_the_words_around(checker: Checker) -> None:
    def first(text: str) -> str:
        at = text.index("MS")
        return checker.senses(text, at, at + 2)[0].text

    assert first("MS for ten years, relapsing, on interferon") == "multiple sclerosis"
    assert first("Given MS 2 mg IV for pain") == "morphine sulfate"


def test_a_definition_in_the_note_wins(checker: Checker) -> None:
    text = "She follows the mindful tracking (MT) plan.\nMT helps."
    at = text.rindex("MT")
    assert checker.senses(text, at, at + 2)[0].text == "mindful tracking"


def test_senses_of_something_else_are_empty(checker: Checker) -> None:
    assert checker.senses("The xyzzyq was seen.", 4, 10) == []


def test_completion_offers_frequent_words_and_phrases(checker: Checker) -> None:
    words = [s.text for s in checker.complete("Chest x-ray shows pneum", 23)]
    assert "pneumonia" in words
    phrases = [s.text for s in checker.complete("history of congestive he", 24)]
    assert "congestive heart failure" in phrases
    assert "shortness of breath" in [s.text for s in checker.complete("with shortness o", 16)]
    assert checker.complete("", 0) == []


def test_completion_knows_the_section_and_the_writer(checker: Checker) -> None:
    text = "MEDICATIONS:\nmet"
    assert checker.complete(text, len(text))[0].text in {"metformin", "methadone", "metoprolol", "methotrexate"}
    assert checker.complete("met", 3)[0].text not in {"metformin", "methadone", "metoprolol", "methotrexate"}
    usual = {"metropolis": 30, "metzorb": 12}
    offered = [s.text for s in checker.complete("metr", 4, usual=usual)]
    assert offered[0] == "metropolis"
    assert "metzorb" in [s.text for s in checker.complete("metz", 4, usual=usual)]


def test_lookup_forgives_spelling_and_knows_codes(checker: Checker) -> None:
    assert any("Alzheimer" in c.preferred for c in checker.lookup("alzimers diseese", 5))
    assert "Diabetes mellitus" in [c.preferred for c in checker.lookup("diabetis", 3)]
    assert checker.lookup("metfromin", 3)[0].preferred == "Metformin"
    assert checker.lookup("E11.9", 3)[0].id == "ICD10CM:E11.9"
    assert checker.lookup("", 3) == []


def test_a_failing_rule_is_named_and_the_note_is_not_quoted(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("secret patient text")

    monkeypatch.setattr(Misspelling, "find", fail)
    with pytest.raises(RuleError, match=r"Rule SP001 failed \(ValueError\)") as caught:
        Checker.load().check("secret patient text")
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "piece", ["1. A ", "a", "x ", "BP ", "b. ", "HR 780 ", "10.0 mg ", "(a", '"', "1/2/", "MS 2 mg "]
)
def test_a_long_line_of_anything_is_checked(checker: Checker, piece: str) -> None:
    """One line of 40,000 letters: what cost the square of its length would hang here."""
    text = piece * (40_000 // len(piece))
    assert all(text[f.start : f.end] == f.text for f in checker.check(text))


@pytest.mark.parametrize("piece", ["1,", "a+", "_"])
def test_a_long_run_of_one_kind_is_checked_like_any_line(checker: Checker, piece: str) -> None:
    """With a pattern that starts again at every piece of the run this would not end within the hour."""
    assert ("SF001", "U") in rules_in(checker, piece * 200_000 + " 10 U")


def test_a_safety_finding_stands_for_the_abbreviation_on_its_span(checker: Checker) -> None:
    text = "\n".join(f"{n}. Aspirin {n} mg QD for HTN" for n in range(1, 400))
    found = rules_in(checker, text)
    assert found.count(("SF003", "QD")) == 399
    assert not [rule for rule, word in found if word == "QD" and rule.startswith("AB")]


@given(before=st.text(max_size=20), half=st.characters(categories=["Cs"]), after=st.text(max_size=20))
def test_half_a_surrogate_pair_stops_nothing(checker: Checker, before: str, half: str, after: str) -> None:
    text = f"{before}Pt has{half} diabtes {half}{after} of hydroxizine"
    assert all(text[one.start : one.end] == one.text for one in checker.check(text))
    assert all(text[one.start : one.end] == one.text for one in checker.extracts(text))
