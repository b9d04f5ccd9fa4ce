"""The vocabulary supplement silences the spelling rule and is offered as corrections, so its own spelling is tested."""

from __future__ import annotations

import re

import pytest

from terminology.concept import Group
from terminology.data_files import DATA, rows

HEADERS = {
    "clinical_words.tsv": ("term", "kind", "group", "source"),
    "brand_names.tsv": ("brand", "generic", "region", "source"),
    "word_parts.tsv": ("part", "kind", "meaning", "origin", "example", "source"),
}

_KINDS = """
    abbreviation adverb anatomy anatomy-adjective anesthesia clinical-adjective clipped-form dental device dressing
    drug drug-class eponym exam-adjective exam-phrase imaging instrument laboratory nursing obstetric ophthalmic
    organism pathology pathology-lab phrase procedure procedure-verb psychiatric radiology rehabilitation
    surgical-term suture symptom variant
"""
SHAPES = {"prefix": r"[a-z]+-", "root": r"[a-z]+/[a-z]", "suffix": r"-[a-z]+"}
ORIGINS = {"Greek", "Latin", "other"}
REGIONS = {"US", "CA", "UK", "EU", "AU", "INT"}
SOURCES = {
    "clinical_words.tsv": {"general clinical usage", "USAN/INN"},
    "brand_names.tsv": {"FDA Orange Book", "DailyMed", "eMC", "general clinical usage"},
    "word_parts.tsv": {"general medical terminology (Greek/Latin)"},
}

LETTERS = re.compile(r"[A-Za-z0-9áàâãäåæçéèêëíìîïñóòôöøúùûüÁÉÖÜßæœ '()+,.:%/&-]+")
ROMAN = re.compile(r"[IVX]+")

# Slips that clerks make often, each one or two letters away from a word of the supplement
_MISSPELLINGS = """
    abcess abdominus accomodation anastamosis aneurysim angioplastly apnia arthroscopicly asprin atelectisis
    auscultaion celebrix cathater catheder cautary cholecystecomy colonscopy coumadine curretage cystolithalopaxy
    debridment desicated diarhea diarrea dialated dilitation dyspnia dysphagea electrodessication
    endoscopicly epigastic erythmatous esophogus extubatted fluroscopy fluoroscopicly guage guiac hemmorrhage
    hemorrage hemorrhoidectamy hydrochlorthiazide hypertention incison inflamation intubatted keflix laproscopic
    laproscopically laryngoscopey lisinipril lovanox metaprolol metropolol metzenbaun monocril murmer naucea
    nondistented nontendor normocephallic opthalmology opthalmoscope osteoperosis palpatation panceatitis parethesia
    perscription pfanensteil pnuemonia postive pruritis pyelonephritus reaproximated
    retractible rhythym saphaneous sclerea siezure steriods subcuticlar subxyphoid sutur tendernes
    thryoid tonsilitis tramadole trochar ulcertation uretheral ventoline vericose vicril vomitting xerelto zanex
"""


def column(name: str, field: str) -> list[str]:
    return [row[field] for row in rows(name)]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


@pytest.mark.parametrize("name", HEADERS)
def test_the_header_names_the_columns_and_no_line_has_stray_white_space(name: str) -> None:
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    assert tuple(lines[0].split("\t")) == HEADERS[name]
    for line in lines:
        fields = line.split("\t")
        assert len(fields) == len(HEADERS[name]), line
        assert all(field and field == field.strip() and "  " not in field for field in fields), line


@pytest.mark.parametrize("name", HEADERS)
def test_rows_are_sorted_and_unique_whatever_the_case(name: str) -> None:
    keys = [value.lower() for value in column(name, HEADERS[name][0])]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", HEADERS)
def test_every_row_names_one_of_the_declared_sources(name: str) -> None:
    assert set(column(name, "source")) == SOURCES[name]


def test_kinds_groups_regions_and_origins_are_declared_ones() -> None:
    assert set(column("clinical_words.tsv", "kind")) == set(_KINDS.split())
    assert set(column("clinical_words.tsv", "group")) <= {group.value for group in Group}
    assert set(column("brand_names.tsv", "region")) == REGIONS
    assert set(column("word_parts.tsv", "origin")) == ORIGINS
    assert set(column("word_parts.tsv", "kind")) == set(SHAPES)


def test_the_tables_are_large_enough_to_be_useful() -> None:
    kinds = column("clinical_words.tsv", "kind")
    assert kinds.count("drug") >= 900
    assert len(kinds) - kinds.count("drug") >= 4_000
    assert len(column("brand_names.tsv", "brand")) >= 650
    assert len(column("word_parts.tsv", "part")) >= 420


@pytest.mark.parametrize(("name", "field"), [("clinical_words.tsv", "term"), ("brand_names.tsv", "brand")])
def test_names_hold_only_letters_digits_and_the_marks_that_clinicians_write(name: str, field: str) -> None:
    assert [value for value in column(name, field) if not LETTERS.fullmatch(value)] == []


@pytest.mark.parametrize(("name", "field"), [("clinical_words.tsv", "term"), ("brand_names.tsv", "brand")])
def test_no_word_has_a_letter_three_times_running(name: str, field: str) -> None:
    wrong = [
        word
        for value in column(name, field)
        for word in words(value)
        if re.search(r"(.)\1\1", word.lower()) and not (word.isupper() or ROMAN.fullmatch(word))
    ]
    assert wrong == []


def test_no_lower_case_word_has_a_digit_inside() -> None:
    terms = column("clinical_words.tsv", "term") + column("brand_names.tsv", "brand")
    assert [term for term in terms if re.search(r"[a-z]\d[a-z]|[a-z]{3}\d", term)] == []


def test_drugs_are_in_the_drug_group_and_lower_case_unless_a_name_is_inside() -> None:
    drugs = [row for row in rows("clinical_words.tsv") if row["kind"] == "drug"]
    assert {row["group"] for row in drugs} == {"drug"}
    assert {row["source"] for row in drugs} <= SOURCES["clinical_words.tsv"]
    plain = [row["term"] for row in drugs if " " not in row["term"] and "-" not in row["term"]]
    # the botulinum toxins carry a capital letter in their official names
    assert [term for term in plain if not term.islower() and "botulinumtoxin" not in term] == []


def test_common_misspellings_are_not_taken_for_words() -> None:
    known = {
        word.lower()
        for name, field in (("clinical_words.tsv", "term"), ("brand_names.tsv", "brand"), ("word_parts.tsv", "example"))
        for value in column(name, field)
        for word in (value, *words(value))
    }
    assert [word for word in _MISSPELLINGS.split() if word in known] == []


def test_the_generic_name_of_every_brand_is_spelled_as_in_the_drug_list() -> None:
    known = {row["term"].lower() for row in rows("clinical_words.tsv") if row["group"] == "drug"}
    unknown = {
        part
        for generic in column("brand_names.tsv", "generic")
        if generic.lower() not in known
        for part in re.split(r"-(?=[a-z])| and ", generic)
        if part.lower() not in known
    }
    assert unknown == set()


def test_word_parts_are_written_by_kind_and_occur_in_their_example() -> None:
    for row in rows("word_parts.tsv"):
        assert re.fullmatch(SHAPES[row["kind"]], row["part"]), row
        assert row["part"].strip("-").split("/")[0] in row["example"], row


@pytest.mark.parametrize(
    ("term", "kind", "group"),
    [
        ("Metzenbaum", "instrument", "device"),
        ("Vicryl", "suture", "device"),
        ("nontender", "exam-adjective", "symptom"),
        ("reapproximated", "procedure-verb", "procedure"),
        ("subcuticular", "anatomy-adjective", "anatomy"),
        ("troponin", "laboratory", "laboratory"),
        ("lisinopril", "drug", "drug"),
        ("oedema", "variant", "disorder"),
        ("shortness of breath", "symptom", "symptom"),
    ],
)
def test_everyday_words_are_classed_as_clinicians_use_them(term: str, kind: str, group: str) -> None:
    found = {row["term"]: row for row in rows("clinical_words.tsv")}[term]
    assert (found["kind"], found["group"]) == (kind, group)


@pytest.mark.parametrize(
    ("brand", "generic"),
    [
        ("Norco", "hydrocodone-acetaminophen"),
        ("Keflex", "cephalexin"),
        ("Sinemet", "carbidopa-levodopa"),
        ("Versed", "midazolam"),
        ("Lasix", "furosemide"),
        ("Coumadin", "warfarin"),
        ("Xarelto", "rivaroxaban"),
    ],
)
def test_brands_lead_to_their_generic_name(brand: str, generic: str) -> None:
    assert {row["brand"]: row["generic"] for row in rows("brand_names.tsv")}[brand] == generic
