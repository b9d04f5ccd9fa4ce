"""What is offered while a field is typed, with the real vocabulary."""

from __future__ import annotations

import pytest

from entryassist.fields.completion import MOST, completions
from models import FieldGroup
from terminology import Checker


def _texts(checker: Checker, group: FieldGroup, typed: str) -> list[str]:
    return [one.text for one in completions(group, typed, checker)]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("metf", "metformin "),
        ("lipi", "Lipitor "),
        ("insulin gl", "insulin glargine "),
        ("metformin ", "metformin 500 mg "),
        ("metformin 8", "metformin 850 mg "),
        ("metformin 500 mg ", "metformin 500 mg by mouth "),
        ("metformin 500 mg ", "metformin 500 mg twice daily "),
        ("metformin 500 mg PO t", "metformin 500 mg PO twice daily "),
    ],
)
def test_a_medication_is_completed_field_by_field(checker: Checker, typed: str, offered: str) -> None:
    assert offered in _texts(checker, FieldGroup.MEDICATIONS, typed)


def test_a_misspelt_drug_is_offered_as_it_is_spelt(checker: Checker) -> None:
    assert _texts(checker, FieldGroup.MEDICATIONS, "metfromin")[0] == "Metformin"


@pytest.mark.parametrize(
    ("group", "typed", "offered"),
    [
        (FieldGroup.ALLERGIES, "peni", "penicillin"),
        (FieldGroup.ALLERGIES, "penicillin - urtic", "penicillin - urticaria"),
        (FieldGroup.DIAGNOSES, "type 2 diab", "Type 2 diabetes mellitus"),
        (FieldGroup.DIAGNOSES, "htn", "Hypertension"),
        (FieldGroup.DIAGNOSES, "I10", "Essential (primary) hypertension"),
        (FieldGroup.PROCEDURES, "left knee arthropl", "left knee arthroplasty"),
    ],
)
def test_other_lists_are_completed_from_the_vocabulary(
    checker: Checker, group: FieldGroup, typed: str, offered: str
) -> None:
    assert offered in _texts(checker, group, typed)


def test_a_diagnosis_is_offered_with_its_code_and_no_code_is_put_into_the_text(checker: Checker) -> None:
    found = completions(FieldGroup.DIAGNOSES, "type 2 diabetes", checker)
    coded = next(one for one in found if one.concept.startswith("ICD10CM:"))
    assert coded.remark in coded.concept
    assert coded.remark not in coded.text


@pytest.mark.parametrize("group", FieldGroup)
@pytest.mark.parametrize("typed", ["", "m", "metformin 500 mg PO BID ", "?", "zzzz", "ab cd ef"])
def test_a_list_is_short_and_never_offers_what_stands_there(checker: Checker, group: FieldGroup, typed: str) -> None:
    offered = _texts(checker, group, typed)
    assert len(offered) <= MOST
    assert typed.strip() not in map(str.strip, offered)


def test_numbers_of_the_grid_are_not_completed(checker: Checker) -> None:
    assert _texts(checker, FieldGroup.VITALS, "120") == []
