"""The vitals grid: kept as typed, understood in any usual unit; only what cannot be read is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.fields.vitals import BMI, NORMALISED, VITALS, body_mass_index, read_vital

CELLS = {vital.name: vital for vital in VITALS}


def _normalised(name: str, typed: str, years: float | None = 50.0) -> dict[str, tuple[str, str]]:
    reading = read_vital(CELLS[name], typed, years)
    return {
        part.name.removesuffix(NORMALISED): (part.value, part.unit)
        for part in reading.parts
        if part.name.endswith(NORMALISED)
    }


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("HR", "72", ("72", "/min")),
        ("HR", "72 bpm", ("72", "/min")),
        ("HR", "72, irregular", ("72", "/min")),
        ("RR", "16 unlabored", ("16", "/min")),
        ("Temp", "37.2 C", ("37.2", "Cel")),
        ("Temp", "37.2c", ("37.2", "Cel")),
        ("Temp", "38", ("38", "Cel")),
        ("Temp", "101.2", ("38.44", "Cel")),
        ("Temp", "98.6 F oral", ("37", "Cel")),
        ("SpO2", "98", ("98", "%")),
        ("SpO2", "98% on 2 L NC", ("98", "%")),
        ("Weight", "70 kg", ("70", "kg")),
        ("Weight", "154 lb", ("69.85", "kg")),
        ("Weight", "154#", ("69.85", "kg")),
        ("Height", "180", ("180", "cm")),
        ("Height", "70", ("177.8", "cm")),
        ("Height", "1.8 m", ("180", "cm")),
        ("Height", "5 ft 11 in", ("180.34", "cm")),
        ("Height", "5'11\"", ("180.34", "cm")),
        ("Height", "5 11", ("180.34", "cm")),
        ("Height", "5-11", ("180.34", "cm")),
        ("Height", "6'", ("182.88", "cm")),
        ("Pain", "3/10", ("3", "")),
        ("Pain", "3", ("3", "")),
    ],
)
def test_units_are_understood(name: str, typed: str, value: tuple[str, str]) -> None:
    assert list(_normalised(name, typed).values()) == [value]


@pytest.mark.parametrize("typed", ["120/80", "120 / 80", "120/80 sitting", "120/80 (left arm)"])
def test_a_pressure_has_two_values(typed: str) -> None:
    assert _normalised("BP", typed) == {"systolic": ("120", "mm[Hg]"), "diastolic": ("80", "mm[Hg]")}


def test_a_palpated_pressure_has_one() -> None:
    assert _normalised("BP", "90/palp") == {"systolic": ("90", "mm[Hg]")}


def test_what_was_typed_is_kept_beside_the_unit_it_was_understood_in() -> None:
    part = read_vital(CELLS["Temp"], " 101.2 ").part("Temp")
    assert part is not None
    assert (part.value, part.unit) == ("101.2", "[degF]")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("Temp", "101.2", "101.2 °F = 38.4 °C"),
        ("Temp", "37", "37 °C"),
        ("Weight", "154 lb", "154 lb = 69.9 kg"),
        ("Weight", "12 lb 3 oz", "12 lb 3 oz = 5.5 kg"),
        ("Height", "5 11", "5 ft 11 in = 180.3 cm"),
        ("HR", "72", ""),
    ],
)
def test_a_value_is_read_back_where_it_could_be_understood_otherwise(name: str, typed: str, said: str) -> None:
    assert read_vital(CELLS[name], typed, 50.0).said == said


def test_a_weight_that_may_be_in_two_units_asks_for_one_and_is_not_converted() -> None:
    reading = read_vital(CELLS["Weight"], "154", 50.0)
    assert reading.advice == "The weight has no unit: type lb or kg behind it."
    assert _normalised("Weight", "154") == {}
    assert reading.problem == ""


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(("BP", typed) for typed in ("120", "12", "120/80x", "120/80/70", "high")),
        *(("HR", typed) for typed in ("72x", "abc", "72 80")),
        *(("Temp", typed) for typed in ("36,8", "T 37", "98.6.5")),
        *(("Pain", typed) for typed in ("bad", "3/5", "3 4")),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(name: str, typed: str) -> None:
    reading = read_vital(CELLS[name], typed, 50.0)
    assert reading.problem.endswith(f"cannot be read: type it as {CELLS[name].like}.")
    assert reading.parts == ()


@pytest.mark.parametrize(("name", "typed"), [("BP", "320/80"), ("HR", "600"), ("SpO2", "120%"), ("Pain", "12")])
def test_what_is_unlikely_is_not_refused(name: str, typed: str) -> None:
    assert read_vital(CELLS[name], typed, 50.0).problem == ""


def test_the_body_mass_index_is_computed_where_both_units_are_known() -> None:
    height = read_vital(CELLS["Height"], "5 11", 50.0)
    index = body_mass_index(read_vital(CELLS["Weight"], "154 lb", 50.0), height)
    assert (index.value(BMI), index.said) == ("21.5", "BMI 21.5")
    assert body_mass_index(read_vital(CELLS["Weight"], "154", 50.0), height).parts == ()


@pytest.mark.parametrize("vital", VITALS, ids=lambda vital: vital.name)
def test_the_examples_can_be_typed(vital: object) -> None:
    for typed in CELLS[vital.name].like.split(" or "):  # type: ignore[attr-defined]
        assert read_vital(CELLS[vital.name], typed, 50.0).parts  # type: ignore[attr-defined]


@given(st.sampled_from(VITALS), st.text(max_size=20))
def test_anything_typed_is_read_or_refused_and_never_both(vital: object, typed: str) -> None:
    reading = read_vital(CELLS[vital.name], typed)  # type: ignore[attr-defined]
    assert bool(reading.parts) + bool(reading.problem) == bool(typed.strip())
