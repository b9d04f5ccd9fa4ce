"""The written abbreviation inventory keeps its promises, so the code that reads it can rely on them."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files

import pytest

from terminology.concept import Group

COLUMNS = ["short", "long", "group", "specialty", "sections", "cues", "prior", "source"]
GROUPS = set(Group)
SPECIALTIES = {
    *("cardiology", "dermatology", "emergency", "endocrinology", "gastroenterology", "infectious-disease"),
    *("laboratory", "nephrology", "neurology", "nursing", "obstetrics", "oncology", "ophthalmology"),
    *("orthopedics", "otolaryngology", "pediatrics", "pharmacy", "psychiatry", "pulmonary", "radiology"),
    *("rehabilitation", "surgery", "urology"),
}
SECTIONS = {
    *("allergies", "assessment", "chief-complaint", "family-history", "history", "hospital-course", "imaging"),
    *("laboratory", "medications", "objective", "past-medical-history", "past-surgical-history"),
    *("physical-exam", "plan", "procedure", "review-of-systems", "social-history", "subjective", "vitals"),
}
FIGURES = {"casi-umn", "columbia-448", "vanderbilt-clinic", "vanderbilt-discharge"}
PLAIN_SOURCES = {"general clinical usage", "general pharmacy usage"}

Row = dict[str, str]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The inventory line by line, without line ends."""
    text = (files("terminology") / "data" / "abbreviations.tsv").read_text(encoding="utf-8")
    assert text.endswith("\n")
    return text[:-1].split("\n")


@pytest.fixture(scope="module")
def rows(lines: list[str]) -> list[Row]:
    """The senses, one mapping of column to value each."""
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def senses(rows: list[Row]) -> dict[str, list[Row]]:
    """The senses of every short form, in file order."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["short"]].append(row)
    return grouped


def parts(value: str) -> Iterator[str]:
    """The values of a cell that holds several; none when the cell is blank."""
    return iter(value.split("|") if value else ())


def test_header_and_width(lines: list[str]) -> None:
    assert lines[0].split("\t") == COLUMNS
    assert {line.count("\t") for line in lines} == {len(COLUMNS) - 1}


def test_cells_carry_no_stray_spaces_or_quotes(lines: list[str]) -> None:
    cells = [cell for line in lines for cell in line.split("\t")]
    assert [cell for cell in cells if cell != cell.strip() or "  " in cell or '"' in cell] == []


def test_sorted_by_short_form_then_falling_prior(rows: list[Row]) -> None:
    keys = [(row["short"], -float(row["prior"])) for row in rows]
    assert keys == sorted(keys)


def test_every_sense_stands_once(rows: list[Row]) -> None:
    pairs = [(row["short"], row["long"].casefold()) for row in rows]
    assert len(pairs) == len(set(pairs))


def test_long_form_says_more_than_the_short_form(rows: list[Row]) -> None:
    def letters(text: str) -> str:
        return "".join(filter(str.isalnum, text.casefold()))

    assert [row["short"] for row in rows if not letters(row["long"])] == []
    assert [row["short"] for row in rows if letters(row["long"]) == letters(row["short"])] == []


def test_labels_come_from_the_agreed_lists(rows: list[Row]) -> None:
    assert {row["group"] for row in rows} <= GROUPS
    assert {name for row in rows for name in parts(row["specialty"])} <= SPECIALTIES
    assert {name for row in rows for name in parts(row["sections"])} <= SECTIONS


def test_priors_are_shares(senses: dict[str, list[Row]]) -> None:
    for short, choices in senses.items():
        priors = [float(row["prior"]) for row in choices]
        assert min(priors) > 0, short
        assert sum(priors) <= 1.0001, short


def test_cues_are_three_to_twelve_lower_case_words(rows: list[Row]) -> None:
    for row in rows:
        cues = list(parts(row["cues"]))
        assert cues == [] or 3 <= len(cues) <= 12, row
        assert len(cues) == len(set(cues)), row
        assert all(cue and cue == cue.lower() and not cue.split()[1:] for cue in cues), row


def test_every_sense_of_an_ambiguous_short_form_has_cues(senses: dict[str, list[Row]]) -> None:
    ambiguous = {short: choices for short, choices in senses.items() if len(choices) > 1}
    assert len(ambiguous) >= 800
    assert [short for short, choices in ambiguous.items() if not all(row["cues"] for row in choices)] == []


def test_every_sense_names_its_source(rows: list[Row]) -> None:
    for row in rows:
        if row["source"] not in PLAIN_SOURCES:
            label, _, names = row["source"].partition(": ")
            assert label == "prior", row
            assert set(names.split(", ")) <= FIGURES, row


def test_inventory_is_large_enough(rows: list[Row], senses: dict[str, list[Row]]) -> None:
    assert len(senses) >= 4000
    assert len(rows) >= 6500


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("c/o", "complains of"),
        ("s/p", "status post"),
        ("prn", "as needed"),
        ("b.i.d.", "twice a day"),
        ("LFTs", "liver function tests"),
        ("JVD", "jugular venous distention"),
        ("EOMI", "extraocular movements intact"),
        ("D5W", "5% dextrose in water"),
        ("2/2", "secondary to"),
    ],
)
def test_everyday_shorthand_comes_first_with_its_usual_sense(
    senses: dict[str, list[Row]], short: str, long: str
) -> None:
    assert senses[short][0]["long"] == long


@pytest.mark.parametrize(
    ("short", "group"),
    [("MS", "drug"), ("MS", "disorder"), ("PT", "laboratory"), ("PT", "procedure"), ("AC", "anatomy"), ("AC", "drug")],
)
def test_ambiguous_short_forms_keep_senses_of_different_kinds(
    senses: dict[str, list[Row]], short: str, group: str
) -> None:
    assert group in {row["group"] for row in senses[short]}
