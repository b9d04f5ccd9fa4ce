"""The table of scales is tested as code, and its values are read where they stand."""

from __future__ import annotations

import pytest

from terminology.data_files import rows
from terminology.document import Line
from terminology.glasgow import components, totals
from terminology.scales import Scale, scale_values, scales

READ = [scale for scale in scales().values() if scale.kind != "glasgow"]
WAYS = {"score": "{}", "class": "class {}", "percent": "{}%", "plus": "{}+", "list": "{} and {}"}


def values(text: str) -> list[tuple[str, float, str]]:
    return sorted((v.scale.key, v.value, text[v.start : v.end]) for v in scale_values(Line(text)))


def test_the_table_is_sorted_and_each_scale_reaches_upwards() -> None:
    keys = [row["scale"] for row in rows("scales.tsv")]
    assert keys == sorted(set(keys))
    assert all(scale.low < scale.high for scale in scales().values())
    assert {scale.kind for scale in scales().values()} == {*WAYS, "over", "glasgow"}


def test_no_label_belongs_to_two_scales() -> None:
    labels = [label for scale in READ for label in scale.labels]
    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize("scale", READ, ids=lambda scale: scale.key)
def test_every_label_leads_to_the_ends_of_its_scale(scale: Scale) -> None:
    way = WAYS.get(scale.kind, "is {}/" + scale.out_of)
    for label in scale.labels:
        for value in (scale.low, scale.high):
            found = [read for read in scale_values(Line(f"{label} {way.format(value, value)}.")) if read.scale is scale]
            assert found, label
            assert all(read.value == value for read in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NYHA class IIIB", [("nyha", 3, "III")]),
        ("Apgars of 6 at 1 minute and 9 at 10 minutes", [("apgar", 6, "6"), ("apgar", 9, "9")]),
        ("She rates her pain at 7/10 today", [("pain", 7, "7/10")]),
        ("MMSE 28/30 on 11/14/2023", [("mmse", 28, "28")]),
        ("ASA 81 mg, EF 60-65%, pain since 12/10, Mrs. 8", []),
        ("PHQ-9 15 months ago", []),
        ("MMSE on 11/14/2023", []),
    ],
)
def test_values_where_they_stand(text: str, found: list[tuple[str, float, str]]) -> None:
    assert values(text) == found


@pytest.mark.parametrize(
    ("text", "sums", "total"),
    [
        ("GCS 14 (E4V5M6)", (15,), 14),
        ("GCS E4 V5 M6 = 15", (15,), 15),
        ("E1VTM1", (2, 3), None),
        ("Glasgow coma scale: eyes 4, verbal 5, motor 6, total 15", (15,), 15),
    ],
)
def test_components_of_the_glasgow_coma_scale(text: str, sums: tuple[int, ...], total: int | None) -> None:
    (found,) = components(text)
    assert found.sums == sums
    assert found.total == total


def test_totals_of_the_glasgow_coma_scale() -> None:
    assert [(t.value, t.is_intubated) for t in totals("GCS 8T, later GCS improved from 8 to 14")] == [
        (8, True),
        (14, False),
    ]
    assert not list(totals("GCS every 2 hours; GCS dropped 2 points; GCS-P 1; GCS 13-15; GCS 20 mmHg stockings"))
