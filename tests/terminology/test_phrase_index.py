"""Phrase search: the nearest concepts of a misspelt or reworded phrase."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from terminology.errors import VocabularyError
from terminology.vocabulary import VocabularyIndex, open_index
from terminology.vocabulary.phrase_index import PhraseIndex, build_phrase_index, phrase_folder

pytest.importorskip("scispacy", reason="scispaCy cannot be installed on Python 3.13 and newer")
pytestmark = pytest.mark.usefixtures("checker")


@pytest.fixture(scope="module")
def index() -> VocabularyIndex:
    return open_index()


@pytest.fixture(scope="module")
def folder(index: VocabularyIndex, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vocabulary") / "phrases"
    steps: list[tuple[int, int]] = []
    count = build_phrase_index(index, folder, lambda _, done, total: steps.append((done, total)))
    assert count > 100_000
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    return folder


@pytest.fixture(scope="module")
def phrases(folder: Path) -> PhraseIndex:
    return PhraseIndex.open(folder)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("alzimers diseese", "Alzheimer's disease"),
        ("hart atack", "Heart attack"),
        ("Diabetis melitus, typ 2", "Type 2 diabetes mellitus"),
        ("failure of the heart, congestive", "Congestive heart failure"),
        ("lisinoprl", "Lisinopril"),
    ],
)
def test_misspelt_and_reworded_phrases_lead_to_the_concept(
    typed: str, meant: str, phrases: PhraseIndex, index: VocabularyIndex
) -> None:
    found = {concept for concept, _ in phrases.nearest(typed, limit=8)}
    assert found & set(index.concepts.named(meant))


def test_scores_fall_from_one_for_a_term_itself(phrases: PhraseIndex) -> None:
    found = phrases.nearest("type 2 diabetes mellitus", limit=5)
    scores = [score for _, score in found]
    assert len(found) == 5
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


@pytest.mark.parametrize("text", ["", "  ", "?!", "☃", "\x00"])
def test_nothing_is_near_to_nothing(text: str, phrases: PhraseIndex) -> None:
    assert phrases.nearest(text) == []


def test_without_an_index_it_is_told_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="There is no phrase index yet: run `entryassist vocab build --phrases`"):
        PhraseIndex.open(phrase_folder(tmp_path))


def test_an_index_of_another_vocabulary_is_refused(folder: Path, index: VocabularyIndex) -> None:
    assert PhraseIndex.open(folder, index.manifest.key)
    with pytest.raises(VocabularyError, match="belongs to another vocabulary"):
        PhraseIndex.open(folder, "0123456789")


@pytest.mark.parametrize("name", ["weights.npy", "forms.tsv", "trigrams.json", "phrases.json"])
def test_a_damaged_index_is_told(name: str, folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes((folder / name).read_bytes()[:-9])
    with pytest.raises(VocabularyError, match="The phrase index is damaged"):
        PhraseIndex.open(tmp_path)


def test_a_failed_build_leaves_the_working_index_alone(
    index: VocabularyIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("numpy.save", full)
        with pytest.raises(VocabularyError, match="The disk is full: free about 100 MB under "):
            build_phrase_index(index, folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert PhraseIndex.open(folder).nearest("asthma")


def test_a_folder_that_cannot_be_written_is_told(index: VocabularyIndex, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(VocabularyError, match=r"cannot be written to .*file \(Not a directory\)"):
        build_phrase_index(index, tmp_path / "file" / "phrases")


def test_heavy_packages_are_imported_only_to_build_or_open() -> None:
    script = (
        "import sys, terminology.vocabulary.phrase_index; print({'scispacy', 'sklearn', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
