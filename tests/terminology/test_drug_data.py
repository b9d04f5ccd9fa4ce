"""The tables of drugs are read by rules that speak of safety, so they are tested as code."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from terminology import Checker
from terminology.data_files import DATA, rows
from terminology.drugs.facts import DrugFacts, drug_facts, facts_by_name
from terminology.drugs.look_alikes import look_alikes
from terminology.drugs.wording import either, order_words, read_amount, split
from terminology.sections import section_key

TABLES = {
    "dose_intervals.tsv": ("per",),
    "drug_facts.tsv": ("drug",),
    "form_routes.tsv": ("form",),
    "high_alert_classes.tsv": ("class",),
    "indications.tsv": ("indication",),
    "look_alike_drugs.tsv": ("drug", "look_alike"),
    "look_alike_weights.tsv": ("evidence", "fit"),
    "order_words.tsv": ("kind", "key"),
    "special_doses.tsv": ("drug",),
}
SOURCES = {
    "dose_intervals.tsv": {"general clinical usage"},
    "drug_facts.tsv": {"FDA-approved labelling (general knowledge, not looked up)"},
    "form_routes.tsv": {"general clinical usage"},
    "high_alert_classes.tsv": {
        "ISMP List of High-Alert Medications in Acute Care Settings, 2018; the classes of data/drug_facts.tsv set "
        "beside it by general knowledge"
    },
    "indications.tsv": {"general clinical usage"},
    "look_alike_drugs.tsv": {"FDA tall-man list", "ISMP tall-man list", "look-alike by spelling: general knowledge"},
    "look_alike_weights.tsv": {"benchmarks/train_look_alike.py on made lines and the development notes"},
    "order_words.tsv": {"general clinical usage"},
    "special_doses.tsv": {"general clinical usage (general knowledge, not looked up)"},
}
# routes that an order hardly names in a word of its own
UNNAMED_ROUTES = {"epidural", "intraarticular", "oral-rinse"}
FREQUENCY = re.compile(r"\d+/(day|week|month)|every \d+ (minutes|days|weeks|months)|once|as needed")


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_sorted_unique_and_without_stray_space(name: str) -> None:
    keys = [tuple(row[field].lower() for field in TABLES[name]) for row in rows(name)]
    assert keys == sorted(set(keys))
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        assert all(cell == cell.strip() and "  " not in cell for cell in line.split("\t")), line


@pytest.mark.parametrize("name", TABLES)
def test_every_row_names_one_of_the_declared_sources(name: str) -> None:
    assert {row["source"] for row in rows(name)} == SOURCES[name]


def test_the_tables_are_large_enough_to_be_useful() -> None:
    pairs = list(rows("look_alike_drugs.tsv"))
    assert len(drug_facts()) >= 600
    assert len(pairs) >= 600
    assert sum(row["source"] != "look-alike by spelling: general knowledge" for row in pairs) >= 90


@pytest.mark.parametrize("field", ["strengths", "lowest", "highest"])
def test_every_amount_can_be_read(field: str) -> None:
    amounts = [(row["drug"], text) for row in rows("drug_facts.tsv") for text in split(row[field])]
    assert [(drug, text) for drug, text in amounts if read_amount(text) is None] == []


def test_the_lowest_dose_is_not_above_the_highest() -> None:
    for facts in drug_facts().values():
        assert (facts.lowest is None) == (facts.highest is None), facts.name
        if facts.lowest and facts.highest:
            assert facts.lowest.unit == facts.highest.unit, facts.name
            assert facts.lowest.values <= facts.highest.values, facts.name


def test_a_strength_is_measured_like_the_dose_of_its_drug() -> None:
    """A slip between milligrams and grams shows as a strength far from every usual dose."""
    assert [facts.name for facts in drug_facts().values() if not _plausible(facts)] == []


def _plausible(facts: DrugFacts) -> bool:
    if not facts.lowest or not facts.highest:
        return True
    single = [one.values[0] for one in facts.strengths if one.unit == facts.lowest.unit and len(one.values) == 1]
    low, high = facts.lowest.values[0] / 20, facts.highest.values[0] * 15
    return all(low <= strength <= high for strength in single)


def test_keys_are_those_of_the_other_tables() -> None:
    used: defaultdict[str, set[str]] = defaultdict(set)
    for facts in drug_facts().values():
        used["indication"] |= facts.indications
        used["route"] |= facts.routes
        used["form"] |= facts.forms
        used["frequency"] |= facts.frequencies
    assert used["indication"] == {row["indication"] for row in rows("indications.tsv")}
    assert used["route"] == set(order_words("route")) | UNNAMED_ROUTES
    assert used["form"] == set(order_words("form"))
    assert {key for key in used["frequency"] if not FREQUENCY.fullmatch(key)} == set()
    assert set(order_words("frequency")) <= used["frequency"]
    assert {route for routes in order_words("section").values() for route in routes} <= used["route"]
    assert [key for key in order_words("section") if not section_key(key)] == []


def test_every_drug_has_a_class_an_indication_and_a_route() -> None:
    lacking = [facts.name for facts in drug_facts().values() if not (facts.drug_class and facts.routes)]
    assert lacking == []
    assert [facts.name for facts in drug_facts().values() if not facts.indications] == []


def test_a_name_leads_to_one_drug() -> None:
    others = [name for facts in drug_facts().values() for name in facts.other_names]
    assert len(others) == len(set(others))
    assert [name for name in others if name in drug_facts()] == []


def test_a_pair_is_two_names_in_order_and_no_drug_is_its_own_look_alike() -> None:
    for row in rows("look_alike_drugs.tsv"):
        assert row["drug"] < row["look_alike"]
        assert row["drug"] == row["drug"].lower()
        assert row["look_alike"] == row["look_alike"].lower()
        known = [facts_by_name().get(row[field]) for field in ("drug", "look_alike")]
        if row["source"].startswith("look-alike"):
            assert known[0] is None or known[0] is not known[1], row


def test_a_name_has_the_same_tall_man_letters_in_every_row() -> None:
    shown: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("look_alike_drugs.tsv"):
        shown[row["drug"]].add(row["drug_tall_man"])
        shown[row["look_alike"]].add(row["look_alike_tall_man"])
    assert [name for name, forms in shown.items() if len(forms) > 1] == []
    assert {name for name, forms in shown.items() for form in forms if form.lower() not in ("", name)} == set()


def test_the_pairs_of_the_lists_have_tall_man_letters() -> None:
    plain = [
        row
        for row in rows("look_alike_drugs.tsv")
        if row["source"] == "FDA tall-man list" and not (row["drug_tall_man"] and row["look_alike_tall_man"])
    ]
    assert plain == []


def test_every_name_is_known(checker: Checker) -> None:
    """As a drug in the vocabulary or among the drugs with facts, so that no other rule calls it a misspelling."""
    index = checker._language.index
    unknown = [
        name
        for name in look_alikes()
        if name not in facts_by_name() and not ((word := index.word(name)) and word.is_drug)
    ]
    assert unknown == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hydralazine", "hydroxyzine"),
        ("celebrex", "celexa"),
        ("vinblastine", "vincristine"),
        ("lamictal", "lamisil"),
        ("metformin", "metronidazole"),
        ("prednisolone", "prednisone"),
        ("dobutamine", "dopamine"),
    ],
)
def test_the_pairs_everyone_expects_are_there_with_facts(one: str, other: str) -> None:
    assert other in look_alikes()[one]
    assert one in look_alikes()[other]
    assert {one, other} <= facts_by_name().keys()


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["itch-"], "is itching", "itching"),
        (["q.6h."], "take q. 6h prn", "q. 6h"),
        (["po"], "report", None),
        (["blood pressure"], "high blood pressure", "blood pressure"),
    ],
)
def test_words_of_the_tables_are_found_as_they_are_written(words: list[str], text: str, found: str | None) -> None:
    m = either(words).search(text)
    assert (m.group() if m else None) == found
