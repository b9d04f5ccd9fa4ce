"""Drugs, problems and measurements read out of notes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminology import Certainty, Checker, Extract, ExtractKind, NoteContext
from terminology.concept import Group
from terminology.data_files import rows
from terminology.extracts.words import word_pattern, words_of
from terminology.vocabulary.naming import Naming
from terminology.vocabulary.normal import normal_phrase

PIECES = (
    "Denies chest pain",
    "Allergies: penicillin, sulfa",
    "Lisinopril 10 mg p.o. daily",
    "BP 120/80",
    "K 4.1",
    "Mother had breast cancer",
    "HTN",
    "Rule out pneumonia",
    "PMH: diabetes, COPD",
    "pain free",
    "œdème",
    "\x00",
    "[H]",
    "The",
)
NOTES = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=8).flatmap(
    lambda pieces: st.sampled_from([". ", ", ", "\n", "\r\n", " "]).map(lambda between: between.join(pieces))
)


def of_kind(checker: Checker, text: str, kind: ExtractKind) -> list[Extract]:
    return [one for one in checker.extracts(text) if one.kind is kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He denies chest pain.", [("chest pain", "negated")]),
        ("He is pain free.", [("pain", "negated")]),
        ("She presents with cough and fever.", [("cough", "affirmed"), ("fever", "affirmed")]),
        ("Rule out pneumonia.", [("pneumonia", "uncertain")]),
        ("Call if fever develops.", [("fever", "uncertain")]),
        ("History of hypertension.", [("hypertension", "historical")]),
        ("PMH: Asthma.", [("Asthma", "historical")]),
        ("Her mother had breast cancer.", [("breast cancer", "family")]),
        ("FAMILY HISTORY: Gout.", [("Gout", "family")]),
        ("She came with her mother for headache.", [("headache", "affirmed")]),
        ("A 52-year-old man with arm pain.", [("arm pain", "affirmed")]),
        ("She is febrile and tachycardic.", [("febrile", "affirmed"), ("tachycardic", "affirmed")]),
        ("Type 2 diabetes mellitus, COPD.", [("Type 2 diabetes mellitus", "affirmed"), ("COPD", "affirmed")]),
    ],
)
def test_problems_with_what_is_said_of_them(checker: Checker, text: str, expected: list[tuple[str, str]]) -> None:
    found = of_kind(checker, text, ExtractKind.PROBLEM)
    assert [(one.text, one.certainty) for one in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Feels well. The plan was discussed. It is cold outside.",
        "He takes pain medication and was seen in the headache clinic.",
        "The aids were combined on the atlas.",
        "PERRLA, EOMI.",
        "Signs and symptoms were explained.",
    ],
)
def test_common_words_and_parts_of_other_names_are_no_problems(checker: Checker, text: str) -> None:
    assert of_kind(checker, text, ExtractKind.PROBLEM) == []


def test_a_problem_has_the_concept_of_the_vocabulary(checker: Checker) -> None:
    (one,) = checker.extracts("Severe HTN.")
    assert (one.text, one.detail("long form")) == ("HTN", "hypertension")
    concept = next(concept for concept in checker.lookup(one.concept) if concept.id == one.concept)
    assert concept.preferred.lower() == "hypertension"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lisinopril 10 mg p.o. daily.", ("Lisinopril", "10", "mg", "affirmed")),
        ("She was given 10 mg of morphine.", ("morphine", "10", "mg", "affirmed")),
        ("Synthroid 0.125mg every morning.", ("Synthroid", "0.125", "mg", "affirmed")),
        ("Augmentin 875/125 mg b.i.d.", ("Augmentin", "875/125", "mg", "affirmed")),
        ("Lantus insulin 20 units.", ("Lantus insulin", "20", "units", "affirmed")),
        ("He uses Flovent.", ("Flovent", "", "", "affirmed")),
        ("Atenolol was stopped.", ("Atenolol", "", "", "historical")),
        ("She had been taking naproxen.", ("naproxen", "", "", "historical")),
        ("He is not taking aspirin.", ("aspirin", "", "", "negated")),
        ("No allergies present, so she stopped her Allegra.", ("Allegra", "", "", "historical")),
        ("ALLERGIES: Penicillin.", ("Penicillin", "", "", "allergy")),
        ("He is allergic to codeine.", ("codeine", "", "", "allergy")),
        ("His allergic reaction was to Keflex.", ("Keflex", "", "", "allergy")),
    ],
)
def test_drugs_with_dose_and_what_is_said_of_them(
    checker: Checker, text: str, expected: tuple[str, str, str, str]
) -> None:
    (one,) = of_kind(checker, text, ExtractKind.DRUG)
    assert (one.text, one.value, one.unit, one.certainty) == expected


def test_how_a_drug_is_taken_is_kept_as_written(checker: Checker) -> None:
    (one,) = checker.extracts("Lisinopril 10 mg tablet p.o. daily.")
    assert one.details == (("form", "tablet"), ("frequency", "daily"), ("route", "p.o."))
    assert one.detail("dose") == ""


@pytest.mark.parametrize(
    "text",
    ["LABS: Digoxin level 1.2.", "Hemoglobin and creatinine are normal.", "He drinks water and alcohol.", "No oxygen."],
)
def test_what_is_measured_or_drunk_is_no_drug(checker: Checker, text: str) -> None:
    assert of_kind(checker, text, ExtractKind.DRUG) == []


def test_measurements_are_quoted_by_their_number(checker: Checker) -> None:
    found = checker.extracts("BP 120/80, weight 70 kg, K 4.1.")
    assert [(one.text, one.unit, one.detail("quantity"), one.concept) for one in found] == [
        ("120", "", "systolic", ""),
        ("80", "", "diastolic", ""),
        ("70", "kg", "weight", ""),
        ("4.1", "", "potassium", "LOINC:2823-3"),
    ]


def test_an_extract_tells_its_section(checker: Checker) -> None:
    text = "HPI: Cough.\nMEDICATIONS: Aspirin 81 mg daily."
    assert [one.section for one in checker.extracts(text)] == ["history", "medications"]
    (alone,) = checker.extracts("Asthma.", NoteContext(section="Past Medical History"))
    assert (alone.section, alone.certainty) == ("past-medical-history", Certainty.HISTORICAL)


@settings(deadline=None, max_examples=150)
@given(NOTES)
def test_extracts_quote_the_text_in_order_and_do_not_overlap(checker: Checker, text: str) -> None:
    found = checker.extracts(text)
    assert found == checker.extracts(text)
    assert found == sorted(found, key=lambda one: (one.start, one.end, one.kind))
    assert all(one.start < one.end and one.text == text[one.start : one.end] for one in found)
    for kind in ExtractKind:
        spans = [(one.start, one.end) for one in found if one.kind is kind]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(one.certainty is not Certainty.ALLERGY or one.kind is ExtractKind.DRUG for one in found)


def test_the_words_are_sorted_unique_and_in_normal_form() -> None:
    table = list(rows("extract_words.tsv"))
    assert [row["kind"] for row in table] == sorted({row["kind"] for row in table})
    for row in table:
        words = row["words"].split("|")
        assert words == sorted(set(words))
        if row["kind"].startswith("not a "):
            assert words == [normal_phrase(word) for word in words]
    assert words_of("before drug stopped").isdisjoint(words_of("before drug taken"))
    assert word_pattern("before drug stopped").search("She  HAD BEEN\ton")


def test_the_wordings_of_problems_lead_to_terms_of_the_vocabulary(checker: Checker) -> None:
    table = list(rows("problem_terms.tsv"))
    phrases = [row["phrase"] for row in table]
    assert phrases == sorted(set(phrases))
    naming = Naming(checker._language.index)
    for row in table:
        groups = {concept.group for concept in naming.concepts(row["term"])} if row["term"] else {Group.DISORDER}
        assert groups & {Group.DISORDER, Group.SYMPTOM}, row
