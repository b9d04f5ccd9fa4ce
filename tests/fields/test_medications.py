"""A medication typed in one line is split into its fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.fields.medications import read_medication

CASES = {
    "metformin 500 mg PO BID": "drug=metformin dose=500_mg route=PO frequency=BID",
    "lisinopril 10mg daily": "drug=lisinopril dose=10_mg frequency=daily",
    "insulin glargine 10 units subcut qhs": "drug=insulin_glargine dose=10_units route=subcut frequency=qhs",
    "heparin 5,000 units SC TID": "drug=heparin dose=5,000_units route=SC frequency=TID",
    "albuterol 2 puffs q4-6h prn wheezing": "drug=albuterol dose=2_puffs frequency=q4-6h_prn other=wheezing",
    "hydrocodone/apap 5/325 mg po q6h prn": "drug=hydrocodone/apap dose=5/325_mg route=po frequency=q6h_prn",
    "amoxicillin 400 mg/5 mL by mouth twice daily x 10 days": (
        "drug=amoxicillin dose=400_mg/5mL route=by_mouth frequency=twice_daily other=x_10_days"
    ),
    "fluticasone 50 mcg each nostril daily": "drug=fluticasone dose=50_mcg route=each_nostril frequency=daily",
    "timolol 0.5% both eyes bid": "drug=timolol dose=0.5_% route=both_eyes frequency=bid",
    "Tylenol prn": "drug=Tylenol frequency=prn",
    "  warfarin  ": "drug=warfarin",
    "nitroglycerin 0.4 mg SL prn chest pain": (
        "drug=nitroglycerin dose=0.4_mg route=SL frequency=prn other=chest_pain"
    ),
}


@pytest.mark.parametrize("typed", CASES)
def test_a_line_is_split_into_its_fields(typed: str) -> None:
    parts = read_medication(typed).parts
    said = " ".join(f"{part.name}={part.value.replace(' ', '_')}{'_' * bool(part.unit)}{part.unit}" for part in parts)
    assert said == CASES[typed]


def test_a_dose_without_a_unit_is_kept_and_asked_about() -> None:
    reading = read_medication("aspirin 81 daily")
    assert reading.value("dose") == "81"
    assert reading.advice == "The dose has no unit: type mg, mcg, mL or units behind it."


def test_a_line_without_a_drug_is_refused() -> None:
    assert read_medication("500 mg daily").problem == "The medication begins with no drug: type its name first."


def test_the_fields_are_read_back_in_order() -> None:
    assert read_medication("metformin 500mg by mouth BID").said == "metformin · 500 mg · by mouth · BID"


@given(st.text(max_size=60))
def test_no_word_of_a_line_is_lost(typed: str) -> None:
    reading = read_medication(typed)
    if reading.parts:
        kept = "".join(f"{part.value}{part.unit}" for part in reading.parts)
        assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, typed))
