"""The rules that compare places of a note with each other and with the record, and the questions they lead to."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology import CheckedText, Checker, Finding, NoteContext, Severity, TextChange
from terminology.cues import cue_pattern, cue_words
from terminology.data_files import rows
from terminology.finding import Suggestion
from terminology.queries import query_for
from terminology.record import values_of
from terminology.repeats import repeated, wording_of
from terminology.rules.base import Rule
from terminology.rules.catalog import RULES
from terminology.rules.copied_vitals import vitals_of

RECORD = NoteContext(
    sex="male",
    birth_date=dt.date(1949, 8, 23),
    allergies=("penicillin",),
    patient_names=("Harrow", "Edwin"),
    mrn="3320417",
    earlier_notes=("HPI: He feels well and walks a mile each day.\nVITALS: BP 137/83, HR 77, RR 17, weight 71 kg.",),
    form_values=(("BP", "120/80"), ("Weight", "70 kg"), ("lisinopril", "10 mg daily")),
    procedure="Left knee arthroplasty",
)
PIECES = (
    "PREOPERATIVE DIAGNOSIS: Left knee arthritis.\n",
    "PROCEDURE: Right knee arthroplasty.\n",
    "She presents with chest pain.\n",
    "ROS: Denies chest pain.\n",
    "PLAN: Start amoxicillin 500 mg.\n",
    "MRN: 3320418\n",
    "Stop aspirin. Recheck. ",
    "Continue aspirin.\n",
    "HPI: He feels well and walks a mile each day.\n",
    "VITALS: BP 137/83, HR 77, RR 17, weight 157 kg.\n",
    "Weight 7.1 kg. He takes lisinopril 20 mg.\n",
    "Na   K    Cl\n",
    "138  41   101\n",
)


def found(checker: Checker, code: str, text: str, context: NoteContext | None = None) -> list[Finding]:
    return [finding for finding in checker.check(text, context) if finding.rule == code]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(PIECES), max_size=2), st.data())
def test_an_edit_finds_what_a_check_finds(
    checker: Checker, pieces: list[str], typed: list[str], data: st.DataObject
) -> None:
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edited = checker.edit(checker.check_text(text, RECORD), TextChange(start, end, "".join(typed)))
    assert edited == CheckedText(edited.text, tuple(checker.check(edited.text, RECORD)), RECORD)


def test_the_evidence_names_both_places(checker: Checker) -> None:
    [finding] = found(checker, "CO001", "DIAGNOSIS: Left knee pain.\nHPI: Fell.\nPROCEDURE: Right knee arthroscopy.")
    assert finding.severity is Severity.CRITICAL
    assert finding.evidence == '"Right knee" (PROCEDURE, line 3); "Left knee" (DIAGNOSIS, line 1)'


def test_sides_that_differ_outside_the_procedure_are_a_warning(checker: Checker) -> None:
    [finding] = found(checker, "CO001", "CC: Left ear pain.\nPLAN: Drops for the right ear.")
    assert finding.severity is Severity.WARNING


def test_a_brand_is_known_by_its_generic_name(checker: Checker) -> None:
    [finding] = found(checker, "CO003", "PLAN: Augmentin 875 mg twice daily.", RECORD)
    assert finding.text == "Augmentin"
    assert finding.severity is Severity.CRITICAL
    assert "the record" in finding.evidence


def test_another_number_does_not_repeat_the_one_on_record(checker: Checker) -> None:
    [finding] = found(checker, "CO006", "MRN: 3320418", RECORD)
    assert "3320417" not in finding.message + finding.evidence


def test_the_longest_repeat_is_found_once() -> None:
    text = "He slept well on the ward and ate his breakfast. "
    assert [stretch.length for stretch in repeated(wording_of(text * 2), 10)] == [10]


def test_an_earlier_note_is_read_once(checker: Checker) -> None:
    beside = NoteContext(earlier_notes=("VITALS: BP 141/87, HR 79, RR 17, weight 71.5 kg.",))
    for read in (values_of, vitals_of):
        read.cache_clear()
    text = "VITALS: BP 141/87, HR 79, RR 17, weight 157 kg."
    checked = checker.check_text(text, beside)
    for typed in "typed":
        checked = checker.edit(checked, TextChange(len(checked.text), len(checked.text), typed))
    assert [finding.rule for finding in checked.findings if finding.rule == "NU012"] == ["NU012"]
    assert values_of.cache_info().misses == vitals_of.cache_info().misses == 1


def test_what_form_and_record_say_is_quoted_beside_the_text(checker: Checker) -> None:
    [finding] = found(checker, "CO009", "VITALS: BP 210/80, HR 72.", RECORD)
    assert finding.evidence == '"210/80" (VITALS, line 1); the form has "BP 120/80"'
    [finding] = found(checker, "NU012", "VITALS: weight 157 kg.", RECORD)
    assert finding.evidence == '"157 kg" (VITALS, line 1); an earlier note: "71 kg"'
    assert finding.severity is Severity.CRITICAL


def test_a_long_text_of_one_word_ends_in_good_time() -> None:
    list(repeated(wording_of("again, " * 5_000), 40))


_LEADING = re.compile(
    r"\b(?:should|correct\w*|wrong|error|mistake|slip|instead|did you|probably|likely|suggest\w*|recommend\w*|rather|"
    r"intended|presumably|appears?|seems?|usual\w*|normal\w*|impossible|expected)\b|\?",
    re.IGNORECASE,
)


@pytest.mark.parametrize("row", list(rows("query_templates.tsv")), ids=lambda row: row["rule"])
def test_no_question_leads_to_an_answer(row: dict[str, str]) -> None:
    assert set(re.findall(r"{(\w+)}", row["template"])) <= {"text", "evidence", "readings"}
    assert "Please" in row["template"]
    assert _LEADING.search(row["template"]) is None


def test_every_rule_on_numbers_consistency_and_structure_has_its_own_words_or_those_of_values() -> None:
    templates = {row["rule"] for row in rows("query_templates.tsv")}
    values = {"NU001", "NU002", "NU004", "NU005", "NU006"}
    codes = {rule.code for rule in RULES if rule.code[:2] in {"NU", "CO", "ST"}}
    assert codes - values <= templates
    assert templates - {"*", "AB", "CO", "NU", "SF", "SP", "ST", "TM"} <= {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.code[:2] in {"NU", "CO", "ST", "SF"}])
def test_the_question_about_each_bad_example_quotes_it_and_offers_no_answer(rule: type[Rule]) -> None:
    checker = Checker.load(replace(rule.shown_with, select=(rule.code,)))
    for example in rule.bad:
        for finding in checker.check(example.text, example.beside or rule.shown_in):
            query = query_for(finding)
            assert " ".join(finding.text.split())[:100] in query or finding.evidence in query
            asked = query.replace(" ".join(finding.text.split()), "").replace(finding.evidence or "\0", "")
            for suggestion in finding.suggestions:
                said = re.escape(suggestion.text)
                assert not suggestion.text.strip() or re.search(rf"(?<!\w){said}(?!\w)", asked) is None


def test_a_question_about_two_places_quotes_both(checker: Checker) -> None:
    text = "DATE OF ADMISSION: 03/14/2024\nDATE OF DISCHARGE: 03/12/2024\nVITALS: HR 78, BP 120/80, HR 92"
    asked = {finding.rule: query_for(finding) for finding in checker.check(text)}
    assert asked["NU009"] == (
        'The note gives one measurement twice: "78" (VITALS, line 3); "92" (VITALS, line 3). '
        "Please say which applies, or when each was measured."
    )
    assert '"03/12/2024"' in asked["NU023"]
    assert '"03/14/2024"' in asked["NU023"]


def test_a_question_about_two_readings_prefers_neither() -> None:
    finding = Finding("SP004", 0, 5, "ilium", Severity.WARNING, "", (Suggestion("ileum", 0.99),))
    assert query_for(finding) == (
        'The note could be read in more than one way here: "ileum" or "ilium". '
        "Please say which word is meant, or give another."
    )


def test_a_long_stretch_is_quoted_by_its_beginning() -> None:
    query = query_for(Finding("ST099", 0, 900, "word " * 180, Severity.WARNING, ""))
    assert len(query) < 300


def test_cues_are_found_as_whole_words_with_any_ending_at_a_star() -> None:
    assert cue_pattern("drug not given").search("she Tolerates it")
    assert not cue_pattern("drug given").search("beginning")
    assert "d/c" in cue_words("verb of stopping and continuing")


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("problems.tsv", "phrase"),
        ("paired_structures.tsv", "phrase"),
        ("sex_bound.tsv", "phrase"),
        ("other_people.tsv", "word"),
        ("drug_classes.tsv", "drug"),
        ("consistency_cues.tsv", "group"),
        ("query_templates.tsv", "rule"),
    ],
)
def test_tables_are_sorted_and_name_each_thing_once(table: str, key: str) -> None:
    names = [row[key] for row in rows(table)]
    assert names == sorted(set(names))


def test_a_class_of_drugs_is_told_of_alike_in_all_its_rows() -> None:
    told = {(row["class"], row["shared"]) for row in rows("drug_classes.tsv")}
    assert len(told) == len({name for name, _ in told})
    assert {row["kind"] for row in rows("drug_classes.tsv")} == {"name", "member"}
