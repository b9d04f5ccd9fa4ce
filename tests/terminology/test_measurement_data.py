"""The tables of measurements agree with themselves, with UCUM, with pint and with labunits."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from labunits.converters import Analyte, analytes
from ucumvert import PintUcumRegistry

from terminology.data_files import rows
from terminology.measurements import quantities
from terminology.measurements.judgement import bands
from terminology.measurements.quantities import labels, unit_spellings

# the conversions to SI that labunits 0.2.1 has wrong by a power of ten, and the table leaves out
LEFT_OUT = {"2099-0", "2666-6"}
ROUNDED = 0.025  # labunits gives three digits or fewer: 0.017 for a sixtieth
EVERY_UNIT = sorted({u for q in quantities().values() for u in q.units} | set(unit_spellings().values()))
BY_LOINC = {code: q for q in quantities().values() for code in q.loinc}


@cache
def registry() -> Any:
    return PintUcumRegistry()


def test_rows_are_sorted_and_unique() -> None:
    for name, columns in (
        ("measurements.tsv", ("key",)),
        ("measurement_units.tsv", ("key", "unit")),
        ("measurement_bands.tsv", ("key", "from_years", "sex")),
        ("measurement_cues.tsv", ("cue",)),
        ("unit_spellings.tsv", ("spelling",)),
    ):
        keys = [tuple(row[column] for column in columns) for row in rows(name)]
        assert len(set(keys)) == len(keys), name
        assert [key[0] for key in keys] == sorted(key[0] for key in keys), name


def test_a_name_stands_for_one_quantity() -> None:
    meant: dict[str, set[str]] = {}
    for label in labels():
        if not label.weak:
            meant.setdefault(label.text.lower(), set()).add(label.key)
    assert {name: keys for name, keys in meant.items() if len(keys) > 1} == {}


def test_limits_enclose_one_another() -> None:
    for quantity in quantities().values():
        usual, unlikely, possible = quantity.usual, quantity.unlikely_outside, quantity.possible
        if usual.is_known:
            assert unlikely.holds(usual.low) and unlikely.holds(usual.high), quantity.key  # noqa: PT018
            assert possible.holds(usual.low) and possible.holds(usual.high), quantity.key  # noqa: PT018
        if unlikely.is_known:
            assert possible.low <= unlikely.low < unlikely.high <= possible.high, quantity.key


def test_bands_name_quantities_and_do_not_overlap() -> None:
    for key, of in bands().items():
        assert key in quantities()
        for band in of:
            assert band.possible.low <= band.unlikely_outside.low < band.unlikely_outside.high <= band.possible.high
        for one, two in pairwise(of):
            assert one.to_years <= two.from_years or one.sex != two.sex


def test_every_quantity_is_measured_in_its_reference_unit() -> None:
    for quantity in quantities().values():
        assert quantity.units[quantity.unit].to_reference(7.5) == 7.5, quantity.key


@pytest.mark.parametrize("unit", EVERY_UNIT)
def test_units_are_ucum(unit: str) -> None:
    assert registry().from_ucum(unit) is not None


def test_conversions_of_one_dimension_agree_with_pint() -> None:
    compared = 0
    for quantity in quantities().values():
        reference = registry().from_ucum(quantity.unit)
        for unit in quantity.units.values():
            written = registry().from_ucum(unit.ucum)
            if unit.offset or not written.is_compatible_with(reference):
                continue
            compared += 1
            assert math.isclose(
                written.to(reference.units).magnitude / reference.magnitude, unit.factor, rel_tol=1e-4
            ), (
                quantity.key,
                unit.ucum,
            )
    assert compared > 250


def test_temperatures_and_glycated_hemoglobin_convert_with_an_offset() -> None:
    assert quantities()["temperature"].units["[degF]"].to_reference(98.6) == pytest.approx(37.0)
    assert quantities()["hemoglobin_a1c"].units["mmol/mol"].to_reference(53) == pytest.approx(7.0, abs=0.05)


@pytest.mark.parametrize("analyte", analytes(), ids=lambda analyte: f"{analyte.name} {analyte.loinc_num}")
def test_the_analytes_of_labunits_are_known_with_its_conversions(analyte: Analyte) -> None:
    quantity = BY_LOINC[analyte.loinc_num]
    factors = [unit.factor for unit in quantity.units.values()]
    ratios = [a / b for a in factors for b in factors]
    if analyte.loinc_num not in LEFT_OUT:
        assert any(math.isclose(ratio, analyte.conversion_factor, rel_tol=ROUNDED) for ratio in ratios)
