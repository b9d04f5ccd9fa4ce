"""The compiled vocabulary: what it knows, and that a damaged or half-made one is never used."""

from __future__ import annotations

import bz2
import errno
import pickle
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rapidfuzz.distance import OSA

from terminology import Group
from terminology.errors import VocabularyError
from terminology.spelling.speller import Speller
from terminology.vocabulary import VocabularyIndex, build, build_index, index_status, open_index
from terminology.vocabulary.manifest import Manifest
from terminology.vocabulary.normal import normal_phrase, normal_word
from terminology.vocabulary.package_files import package_file, read_plain_pickle
from terminology.vocabulary.search import ConceptSearch
from terminology.vocabulary.sounds import sound_key
from terminology.vocabulary.term import Source, Term, Tier


def few_terms() -> Iterator[Term]:
    yield Term("pneumonia", Tier.SUGGEST, Group.DISORDER, "TEST:1", zipf=4.0)
    yield Term("lung fever", Tier.ACCEPT, Group.DISORDER, "TEST:1", preferred="pneumonia")
    yield Term("Pneumothorax", Tier.SUGGEST, Group.DISORDER, "TEST:2")
    yield Term("warfarina", Tier.SOFTEN, Group.DRUG)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An index folder whose only source is a handful of terms, so that a build takes no time."""
    source = Source("few terms", "", "MIT", "made for this test", few_terms)
    monkeypatch.setattr("terminology.vocabulary.build.clinical_frequencies", dict)
    for module in ("build", "manifest"):
        monkeypatch.setattr(f"terminology.vocabulary.{module}.all_sources", lambda: (source,))
    return tmp_path


def test_words_keep_their_best_tier_and_their_group(small: Path) -> None:
    index = open_index(small)
    word = index.word("PNEUMONIA")
    assert word is not None
    assert (word.tier, word.is_medical, word.is_drug, word.zipf) == (Tier.SUGGEST, True, False, 4.0)
    assert index.word("fever").tier is Tier.ACCEPT  # type: ignore[union-attr]
    assert index.word("warfarina").tier is Tier.SOFTEN  # type: ignore[union-attr]
    assert index.word("pneumnia") is None


def test_a_slip_of_a_source_proves_nothing() -> None:
    index = open_index()
    assert index.word("refered") is None
    subcutanous = index.word("subcutanous")
    assert subcutanous is None or subcutanous.tier is Tier.SOFTEN
    for right in ("referred", "subcutaneous", "hemoptysis", "phimosis", "ileum", "ilium"):
        word = index.word(right)
        assert word is not None
        assert word.tier is Tier.SUGGEST


def test_concepts_are_found_by_any_form_code_or_likeness(small: Path) -> None:
    index = open_index(small)
    search = ConceptSearch(index, Speller(index))
    for query in ("pneumonia", "Lung-Fever", "TEST:1", "1", "pnuemonia", "fever lung", "pneumon"):
        assert search.find(query, 3)[0].id == "TEST:1", query
    assert search.find("pneumonia", 1)[0].synonyms == ("lung fever",)
    for nothing in ("", "   ", "qqqqqqqq", '"; DROP TABLE form; --', "NEAR(AND OR"):
        assert search.find(nothing, 3) == [], nothing


def test_typo_candidates_are_the_words_within_two_edits(small: Path, checker_index: VocabularyIndex) -> None:
    for typed in ("pnuemonia", "hydralzine", "lisinoprl", "abdomnal", "metfromin"):
        near = {checker_index.spelled(number) for number in checker_index.near(typed)}
        within = {
            w.text
            for w in checker_index.starting_with("")
            if w.tier is Tier.SUGGEST
            and len(w.text) >= 3
            and OSA.distance(typed, w.text, score_cutoff=2) <= 2
            and not w.text.endswith("'s")
        }
        assert within <= near


@pytest.fixture(scope="module")
def checker_index() -> VocabularyIndex:
    return open_index()


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("newmonia", "pneumonia"), ("fisiology", "physiology"), ("roomatism", "rheumatism"), ("sikosis", "psychosis")],
)
def test_words_that_sound_alike_share_a_key(heard: str, meant: str) -> None:
    assert sound_key(heard) == sound_key(meant)


def test_normal_forms() -> None:
    assert normal_word("Crohn’s") == "crohn's"
    assert normal_word("E\u0301tude") == "\u00e9tude"
    assert normal_phrase("Diabetes mellitus, type-2") == "diabetes mellitus type 2"


def test_an_index_is_built_once_and_older_ones_are_removed(small: Path) -> None:
    (small / "index-old").mkdir()
    assert index_status(small) is None
    steps = []
    built = build_index(lambda what, done, of: steps.append((what, done, of)), small)
    assert steps[-1][0] == "done"
    assert steps[-1][1] == steps[-1][2]
    assert index_status(small) == built == build_index(None, small)
    assert [path.name for path in small.iterdir()] == [f"index-{built.key}"]


@pytest.mark.parametrize("name", ["words.marisa", "words.attributes", "concepts.sqlite", "manifest.json"])
def test_a_damaged_index_is_built_again(small: Path, name: str) -> None:
    folder = small / f"index-{build_index(None, small).key}"
    (folder / name).write_bytes(b"rubbish")
    assert index_status(small) is None
    assert open_index(small).word("pneumonia")
    assert index_status(small)


def test_a_file_missing_from_an_index_is_noticed(small: Path) -> None:
    folder = small / f"index-{build_index(None, small).key}"
    (folder / "sounds.marisa").unlink()
    with pytest.raises(VocabularyError, match="damaged: run `entryassist vocab build`"):
        Manifest.load(folder)
    assert open_index(small).word("pneumonia")


def test_a_full_disk_leaves_the_working_index_alone(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_index(None, small)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Manifest, "save", full)
    with pytest.raises(VocabularyError, match="The disk is full"):
        build_index(None, small, force=True)
    assert open_index(small).word("pneumonia")
    assert len(list(small.iterdir())) == 1


def test_two_builds_at_once_leave_one_whole_index(small: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: build_index(None, small, force=True), range(2)))
    assert made[0].key == made[1].key
    assert open_index(small).word("pneumonia")
    assert [path.name for path in small.iterdir()] == [f"index-{made[0].key}"]


def test_an_index_from_another_version_is_not_used(small: Path) -> None:
    folder = small / f"index-{build_index(None, small).key}"
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": {build.FORMAT}', '"format": 0'))
    with pytest.raises(VocabularyError, match="from another version: run `entryassist vocab build`"):
        Manifest.load(folder)
    assert open_index(small).word("pneumonia")


def test_a_folder_that_cannot_be_written_is_named(small: Path) -> None:
    blocked = small / "file"
    blocked.write_text("not a folder")
    with pytest.raises(VocabularyError, match="cannot be written"):
        build_index(None, blocked)


def test_a_missing_package_file_is_one_sentence() -> None:
    with pytest.raises(VocabularyError, match="reinstall EntryAssist"):
        package_file("symspellpy", "no-such-file.txt")


def test_a_pickle_that_names_a_class_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.pkl.bz2"
    path.write_bytes(bz2.compress(pickle.dumps(OrderedDict(a=1))))
    with pytest.raises(VocabularyError, match="damaged"):
        read_plain_pickle(path)


def test_the_real_manifest_credits_every_source() -> None:
    manifest = build_index()
    assert manifest.words > 200_000
    assert manifest.concepts > 80_000
    assert all(source.licence and source.attribution and source.terms for source in manifest.sources)
    assert manifest.format == build.FORMAT
