"""Never silently: what a trigger alone may not put in."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from entryassist.shorthands.book import ShorthandBook
from entryassist.shorthands.cautions import AMBIGUOUS, DO_NOT_USE, NUMBER, cautions, text_cautions
from entryassist.shorthands.shorthand import Shorthand


@pytest.mark.parametrize(
    ("trigger", "text"), [("cp", "chest pain"), ("htn", "hypertension"), ("c/o", "complains of"), ("pe", "examination")]
)
def test_a_plain_phrase_needs_no_caution(trigger: str, text: str) -> None:
    assert text_cautions(trigger, text) == ()


@pytest.mark.parametrize(
    ("trigger", "text", "reason"),
    [
        ("asa", "aspirin 81 mg", NUMBER),
        ("lk", "left knee", "it names a side"),
        ("be", "Bilateral edema", "it names a side"),
        ("nkda", "no known drug allergies", "it says that something is absent"),
        ("dn", "doesn’t smoke", "it says that something is absent"),
        ("od1", "daily", "it is part of a dose"),
        ("qd", "every morning", DO_NOT_USE),
        ("q.d.", "in the day", DO_NOT_USE),
        ("mso4", "morphine", DO_NOT_USE),
        ("ins", "ten U of insulin", DO_NOT_USE),
        ("mag", "MgSO4 infusion", DO_NOT_USE),
    ],
)
def test_what_would_change_a_dose_a_side_or_a_negation_is_shown(trigger: str, text: str, reason: str) -> None:
    assert reason in text_cautions(trigger, text)


def test_several_meanings_are_shown() -> None:
    proposal = ShorthandBook([Shorthand("pe", "pulmonary embolism"), Shorthand("pe", "examination")]).at("pe", 2)
    assert proposal is not None
    assert cautions(proposal, {}) == (AMBIGUOUS,)


def test_a_variable_counts_by_what_it_stands_for() -> None:
    proposal = ShorthandBook([Shorthand("d", "on $TODAY")]).at("d", 1)
    assert proposal is not None
    assert cautions(proposal, {"TODAY": "2025-06-02"}) == (NUMBER,)
    assert cautions(proposal, {}) == ()


def test_what_a_person_picks_needs_no_caution() -> None:
    proposal = ShorthandBook([Shorthand("f", "Fever ${1|denied,reported|}, ${2|left,right|}")]).at("f", 1)
    assert proposal is not None
    assert cautions(proposal, {}) == ()


def test_the_table_is_sorted_unique_and_sourced() -> None:
    table = files("entryassist").joinpath("data/shorthand_cautions.tsv").read_text("utf-8").splitlines()
    rows = [*csv.DictReader(table, delimiter="\t")]
    words = [row["word"] for row in rows]
    assert words == sorted(set(words))
    assert {row["kind"] for row in rows} == {"side", "negation", "dose"}
    assert all(row["source"] and row["word"] == row["word"].lower() for row in rows)
