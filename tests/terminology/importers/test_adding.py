"""Adding a source: it can be interrupted and gone on with, and is used whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from terminology.errors import VocabularyError
from terminology.spelling.speller import Speller
from terminology.vocabulary import VocabularyIndex, build_index, index_status, open_index
from terminology.vocabulary.importers import add, catalog, offered
from terminology.vocabulary.integrity import newest_index, verify_index, verify_sources
from terminology.vocabulary.search import ConceptSearch
from terminology.vocabulary.sources import brought
from terminology.vocabulary.sources.brought import Brought, brought_folders, brought_sources
from terminology.vocabulary.sources.catalog import all_sources
from terminology.vocabulary.sources.staged import TERMS

Bring = Callable[..., Brought]
Built = Callable[[], VocabularyIndex]
Write = Callable[..., Path]

LETTERS = "abcdefghij"


def many_words(count: int) -> str:
    """Lines like ``zorbcdef``, all different."""
    return "".join(f"zorb{''.join(LETTERS[int(digit)] for digit in f'{number:06}')}\n" for number in range(count))


def many_names(count: int) -> str:
    """Rows of an UMLS file in which every three names belong to one concept."""
    return "".join(
        f"C{number // 3:07}|ENG|P|L|PF|S|Y|A||||ZORB|PT|X|zorb {word}||N||\n"
        for number, word in enumerate(many_words(count).split())
    )


class Interruption:
    """Presses the keys that stop a program, when a number of steps have been reported."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, what: str, done: int, total: int) -> None:
        self.left -= what.startswith("adding")
        if self.left < 0:
            raise KeyboardInterrupt


def staged_bytes(folder: Path) -> bytes:
    return (folder / TERMS).read_bytes()


@pytest.mark.parametrize(("name", "make"), [("words.txt", many_words), ("MRCONSO.RRF", many_names)])
def test_an_interrupted_add_goes_on_where_it_stopped(
    name: str, make: Callable[[int], str], bring: Bring, write: Write
) -> None:
    path = write(name, make(110_000))
    bring(path, name="whole")
    with pytest.raises(KeyboardInterrupt):
        bring(path, name="parts", progress=Interruption(2))
    assert [folder.name for folder in brought_folders()] == ["whole"]
    found = catalog.find(path)
    record = add.record_of(found, "parts")
    assert 60_000 <= add.begun(record) < 80_000
    with pytest.raises(KeyboardInterrupt):
        add.add(found, record, progress=Interruption(0))
    seen: list[int] = []
    add.add(found, record, progress=lambda what, done, total: seen.append(done))
    assert seen[0] > 90_000
    whole, parts = brought_folders()[1], brought_folders()[0]
    assert staged_bytes(parts) == staged_bytes(whole)
    assert Brought.load(parts).rows == 110_000
    assert Brought.load(parts).digest == Brought.load(whole).digest


def test_a_killed_add_goes_on_too(bring: Bring, write: Write, sources_folder: Path) -> None:
    path = write("words.txt", many_words(60_000))
    script = (
        "import os, sys, signal\n"
        "from pathlib import Path\n"
        "from terminology.vocabulary.importers import add, catalog\n"
        "found = catalog.find(Path(sys.argv[1]))\n"
        "def die(what, done, total): os._exit(9) if done >= 40_000 else None\n"
        "add.add(found, add.record_of(found), progress=die)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == 9
    assert brought_folders() == []
    assert [folder.name for folder in brought_folders(partial=True)] == ["words.partial"]
    assert add.begun(add.record_of(catalog.find(path))) == 40_000
    assert bring(path).terms == 60_000
    assert [path.name for path in sources_folder.iterdir()] == ["words"]


def test_what_was_begun_is_started_over_on_request_and_for_another_file(bring: Bring, write: Write) -> None:
    path = write("words.txt", many_words(60_000))
    with pytest.raises(KeyboardInterrupt):
        bring(path, progress=Interruption(1))
    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        bring(path, restart=True, progress=lambda what, done, total: (seen.append(done), Interruption(0)(what, 0, 0)))
    assert seen == [20_000]
    path.write_text("zorbitis\n" + many_words(50_000), encoding="utf-8")
    assert add.begun(add.record_of(catalog.find(path))) == 0
    assert bring(path).terms == 50_001


def test_a_new_release_takes_the_place_of_the_old_one(bring: Bring, write: Write, sources_folder: Path) -> None:
    path = write("words.txt", "zorbitis\n")
    first = bring(path)
    assert add.unchanged(add.record_of(catalog.find(path)))
    path.write_text("zorbosis\n", encoding="utf-8")
    record = add.record_of(catalog.find(path))
    assert not add.unchanged(record)
    assert bring(path).digest != first.digest
    assert [folder.name for folder in sources_folder.iterdir()] == ["words"]
    assert [term.text for source in brought_sources() for term in source.read()] == ["zorbosis"]


def test_a_failed_new_release_leaves_the_old_one(bring: Bring, write: Write, sources_folder: Path) -> None:
    bring(write("words.txt", "zorbitis\n"))
    with pytest.raises(VocabularyError, match="malformed"):
        bring(write("words.txt", "a|b\nc|d\n"))
    assert [folder.name for folder in sources_folder.iterdir()] == ["words"]
    assert [term.text for source in brought_sources() for term in source.read()] == ["zorbitis"]


def test_adding_leaves_the_working_index_alone_and_a_build_takes_it_up(
    bring: Bring, built: Built, write: Write, tmp_path: Path
) -> None:
    bring(write("a.txt", "zorbitis\n"))
    before = built()
    files = sorted(path for path in (tmp_path / "index").rglob("*"))
    bring(write("b.txt", "zorbosis\n"))
    assert sorted((tmp_path / "index").rglob("*")) == files
    assert index_status() is None
    assert newest_index() == before.manifest
    with pytest.raises(VocabularyError, match="out of date: run `entryassist vocab build`"):
        verify_index()
    assert built().word("zorbosis")
    assert verify_index().words == 2
    assert brought.remove("B") == "b"
    assert built().word("zorbosis") is None


def test_a_half_added_source_is_not_in_a_build(bring: Bring, built: Built, write: Write) -> None:
    bring(write("a.txt", "zorbitis\n"))
    with pytest.raises(KeyboardInterrupt):
        bring(write("words.txt", many_words(50_000)), progress=Interruption(1))
    assert [source.name for source in built().manifest.sources] == ["a"]


def test_two_adds_of_one_source_at_once(bring: Bring, write: Write) -> None:
    path = write("words.txt", many_words(50_000))
    problems: list[str] = []

    def second_try(what: str, done: int, total: int) -> None:
        if not problems:
            with pytest.raises(VocabularyError) as caught:
                bring(path)
            problems.append(str(caught.value))

    assert bring(path, progress=second_try).terms == 50_000
    assert problems == ["This source is being added by another process: wait until it ends."]


def test_all_sources_has_the_brought_ones(bring: Bring, write: Write) -> None:
    before = {source.name for source in all_sources()}
    bring(write("words.txt", "zorbitis\n"), name="Our words")
    assert {source.name for source in all_sources()} - before == {"Our words"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ICD-10-CM", "has a source named ICD-10-CM already"),
        ("Our Words", "too like that of the source our words"),
        ("!!", "needs a letter"),
    ],
)
def test_a_name_that_is_taken_is_told(name: str, sentence: str, bring: Bring, write: Write) -> None:
    bring(write("a.txt", "zorbitis\n"), name="our words")
    with pytest.raises(VocabularyError, match=sentence):
        bring(write("b.txt", "zorbosis\n"), name=name)


def test_removing_what_is_not_there_names_what_is(bring: Bring, write: Write) -> None:
    with pytest.raises(VocabularyError, match="no added source zorb: none was added"):
        brought.remove("zorb")
    bring(write("words.txt", "zorbitis\n"))
    with pytest.raises(VocabularyError, match="no added source zorb: there are words"):
        brought.remove("zorb")


def test_an_interrupted_source_can_be_removed(bring: Bring, write: Write, sources_folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        bring(write("words.txt", many_words(50_000)), progress=Interruption(1))
    brought.remove("words")
    assert list(sources_folder.iterdir()) == []


def test_verify_finds_a_change_anywhere(bring: Bring, built: Built, write: Write, tmp_path: Path) -> None:
    bring(write("words.txt", many_words(30_000)))
    built()
    assert verify_sources() == 1
    verify_index()
    largest = max((tmp_path / "index").rglob("*.*"), key=lambda path: path.stat().st_size)
    with largest.open("r+b") as file:
        file.seek(largest.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
    assert index_status(), "the quick check at every start reads both ends only"
    with pytest.raises(VocabularyError, match=f"{largest.name} in .* is damaged: run `entryassist vocab build`"):
        verify_index()
    build_index(force=True)
    verify_index()


def test_a_changed_staged_file_fails_the_build_and_keeps_the_index(bring: Bring, built: Built, write: Write) -> None:
    bring(write("words.txt", "zorbitis\nzorbosis\n"))
    built()
    terms = brought_folders()[0] / TERMS
    terms.write_bytes(terms.read_bytes().replace(b"zorbosis", b"zorbasis"))
    for check in (verify_sources, lambda: build_index(force=True)):
        with pytest.raises(VocabularyError, match="damaged: remove it with `entryassist vocab remove words`"):
            check()
    assert open_index().word("zorbosis")


def test_two_sources_that_name_a_code_differently(bring: Bring, built: Built, write: Write) -> None:
    row = "0000{} {:<7} 1 {:<60} {}\n"
    first = write("one.txt", row.format(1, "Z99", "x", "Zorbitis"), row.format(2, "Z990", "x", "Mild zorb"))
    second = write("two.txt", row.format(1, "Z99", "x", "Zorbosis"), row.format(2, "Z990", "x", "Zorb, mild"))
    bring(first, name="a first")
    bring(second, name="b second")
    index = built()
    assert [(source.name, source.clashes) for source in index.manifest.sources] == [("a first", 0), ("b second", 1)]
    concept = ConceptSearch(index, Speller(index)).find("zorbosis", 1)[0]
    assert (concept.id, concept.preferred, concept.source) == ("ICD10CM:Z99", "Zorbitis", "a first")


def test_a_medical_dictionary_on_the_machine_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("en_med_glut.dic", "en_med_glut.aff", "en_US.dic", "de_med.dic"):
        (tmp_path / name).touch()
    monkeypatch.setattr(offered, "_PLACES", (str(tmp_path), str(tmp_path / "gone")))
    assert offered.medical_dictionaries() == [tmp_path / "en_med_glut.dic"]
