"""``entryassist vocab``: adding a source, seeing what there is, checking it, and searching."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from entryassist import cli, terminal
from terminology.vocabulary.importers import offered
from terminology.vocabulary.sources.brought import brought_folders, brought_sources

Output = pytest.CaptureFixture[str]
Run = Callable[..., CompletedProcess[bytes]]

OBO = """format-version: 1.2
data-version: 2026-01

[Term]
id: ZO:1
name: zorbitis
def: "Swelling of the zorb." []
synonym: "inflamed zorb" EXACT []
is_a: ZO:2

[Term]
id: ZO:2
name: disorder of zorb
no tag here
"""


@pytest.fixture(autouse=True)
def small_vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is added is all there is, and lies in folders of this test."""
    monkeypatch.setenv("ENTRYASSIST_SOURCES_DIR", str(tmp_path / "sources"))
    monkeypatch.setenv("ENTRYASSIST_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setattr("terminology.vocabulary.build.clinical_frequencies", dict)
    monkeypatch.setattr("terminology.vocabulary.sources.catalog.installed_sources", tuple)
    monkeypatch.setattr(offered, "_PLACES", (str(tmp_path / "hunspell"),))
    for module in ("build", "manifest"):
        monkeypatch.setattr(f"terminology.vocabulary.{module}.all_sources", brought_sources)


def printed_by(capsys: Output, *arguments: str, code: int = 0) -> str:
    assert cli.main(arguments) == code
    return capsys.readouterr().out


def told_by(capsys: Output, *arguments: str) -> str:
    assert cli.main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1
    return printed.err


@pytest.fixture
def zorb(folder: Path) -> Path:
    path = folder / "zorb.obo"
    path.write_text(OBO, encoding="utf-8")
    return path


def test_add_shows_what_it_found_and_what_it_did(zorb: Path, capsys: Output) -> None:
    assert printed_by(capsys, "vocab", "add", "zorb.obo", "--yes", "--licence", "ours\x1b[31m").splitlines() == [
        "Format   OBO ontology",
        "File     zorb.obo, 203 bytes, about 14 rows, a few seconds",
        "Name     zorb",
        "Version  2026-01",
        "Licence  ours␛[31m",
        "Trust    at most suggest",
        "",
        "first terms\ttrust\tgroup\tcode\tanother name for",
        "zorbitis\tsuggest\tother\tZO:1\t",
        "inflamed zorb\tsuggest\tother\tZO:1\tzorbitis",
        "disorder of zorb\tsuggest\tother\tZO:2\t",
        "",
        "Added zorb: 3 terms of 2 concepts from 14 rows.",
        "Malformed and left out: 1 row.",
        "  row 14: no tag and value",
        "Run 'entryassist vocab build' to use it; the next start does so by itself.",
    ]
    assert "added before: nothing to do" in printed_by(capsys, "vocab", "add", "zorb.obo", "--yes")
    assert "Licence  theirs" in printed_by(capsys, "vocab", "add", "zorb.obo", "--yes", "--licence", "theirs")


def test_add_asks_first(zorb: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nobody can be asked here, so give --yes" in told_by(capsys, "vocab", "add", "zorb.obo")
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: stream is not None and not stream.writable())
    monkeypatch.setattr("sys.stdin", zorb.open())
    monkeypatch.setattr("typer.confirm", lambda question, **_: False)
    assert printed_by(capsys, "vocab", "add", "zorb.obo", code=1).endswith("Nothing was added.\n")
    assert brought_folders() == []
    monkeypatch.setattr("typer.confirm", lambda question, **_: True)
    assert "Added zorb" in printed_by(capsys, "vocab", "add", "zorb.obo")


def test_add_draws_a_bar_on_a_terminal(folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[str, int, int]] = []
    monkeypatch.setattr(terminal.ProgressBar, "step", lambda self, *step: steps.append(step))
    words = "".join(f"zorb{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]}\n" for n in range(40_000))
    (folder / "words.txt").write_text(words)
    printed_by(capsys, "vocab", "add", "words.txt", "--yes", "--name", "Our words", "--tier", "suggest")
    assert ("adding Our words", 20_000, 40_000) in steps
    assert brought_sources()[0].name == "Our words"


def test_add_and_build_at_once(zorb: Path, capsys: Output) -> None:
    printed = printed_by(capsys, "vocab", "add", str(zorb.parent), "--yes", "--build")
    assert printed.endswith("The vocabulary index is ready: 5 words, 3 forms and 2 concepts.\n")
    assert "entryassist vocab build" not in printed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "gone.rrf", "--yes"), "gone.rrf does not exist: check the path"),
        (("add", "zorb.obo", "--tier", "always"), "Invalid value for '--tier'"),
        (("remove", "zorb"), "There is no added source zorb: none was added"),
        (("verify",), "There is no vocabulary index yet: run `entryassist vocab build`"),
        (("info",), "there is no usable vocabulary index yet"),
    ],
)
@pytest.mark.usefixtures("zorb")
def test_trouble_is_one_sentence(arguments: tuple[str, ...], sentence: str, capsys: Output) -> None:
    assert sentence in told_by(capsys, "vocab", *arguments)


def test_sources_tell_what_is_in_the_index(zorb: Path, capsys: Output, tmp_path: Path) -> None:
    heading = "source\tkind\tversion\tterms\tclashes\tin the index"
    assert printed_by(capsys, "vocab", "sources").splitlines() == [heading]
    printed_by(capsys, "vocab", "add", "zorb.obo", "--yes")
    assert printed_by(capsys, "vocab", "sources").splitlines()[1:] == ["zorb\tadded\t2026-01\t3\t\tno"]
    printed_by(capsys, "vocab", "build")
    assert printed_by(capsys, "vocab", "sources").splitlines()[1:] == ["zorb\tadded\t2026-01\t3\t\tyes"]
    dictionary = tmp_path / "hunspell" / "en_med_glut.dic"
    dictionary.parent.mkdir()
    dictionary.write_text("2\nzorbule\nzorbectomy\n")
    (tmp_path / "sources" / "zorb" / "source.json").write_text("{")
    lines = printed_by(capsys, "vocab", "sources").splitlines()[1:]
    assert lines[0] == "zorb\tadded, damaged\t\t\t\tno"
    assert lines[1] == (
        "Found on this machine, not part of EntryAssist (GPL): "
        f"add it with 'entryassist vocab add {dictionary} --licence GPL'."
    )
    assert "Removed zorb" in printed_by(capsys, "vocab", "remove", "zorb")
    printed_by(capsys, "vocab", "add", str(dictionary), "--yes")
    assert printed_by(capsys, "vocab", "sources").splitlines()[1:] == ["en med glut\tadded\t\t2\t\tno"]


@pytest.mark.usefixtures("zorb")
def test_info_and_verify(capsys: Output) -> None:
    printed_by(capsys, "vocab", "add", "zorb.obo", "--yes", "--build", "--licence", "ours")
    assert printed_by(capsys, "vocab", "info").splitlines()[1] == "zorb\t\t2026-01\t3\tours\tthe ontology's authors"
    assert printed_by(capsys, "vocab", "verify").startswith("The vocabulary index is whole: ")
    terms = brought_folders()[0] / "terms.tsv"
    terms.write_bytes(terms.read_bytes() + b"x")
    assert "is damaged: remove it with `entryassist vocab remove zorb`" in told_by(capsys, "vocab", "verify")


@pytest.mark.usefixtures("zorb")
def test_search_shows_a_concept_with_its_neighbours_by_name(capsys: Output) -> None:
    printed_by(capsys, "vocab", "add", "zorb.obo", "--yes", "--build")
    assert printed_by(capsys, "vocab", "search", "inflammed zorb", "--limit", "1").splitlines() == [
        "zorbitis  ZO:1  other  from zorb",
        "  also:     inflamed zorb",
        "  means:    Swelling of the zorb.",
        "  broader:  disorder of zorb (ZO:2)",
    ]
    records = json.loads(printed_by(capsys, "vocab", "search", "ZO:2", "--format", "json", "--limit", "1"))
    assert records == [
        {
            "id": "ZO:2",
            "preferred": "disorder of zorb",
            "group": "other",
            "source": "zorb",
            "definition": "",
            "synonyms": [],
            "parents": [],
            "children": [{"id": "ZO:1", "preferred": "zorbitis"}],
        }
    ]


@pytest.mark.usefixtures("zorb")
def test_search_that_finds_nothing(capsys: Output) -> None:
    printed_by(capsys, "vocab", "add", "zorb.obo", "--yes", "--build")
    assert cli.main(("vocab", "search", "qqqqqq")) == 1
    assert capsys.readouterr() == ("", "entryassist: nothing in the vocabulary is like that.\n")
    assert printed_by(capsys, "vocab", "search", "qqqqqq", "--format", "json", code=1) == "[]\n"


def test_an_interrupted_add_goes_on_with_the_same_command(
    folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "".join(f"zorb{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]}\n" for n in range(40_000))
    (folder / "words.txt").write_text(words)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as keys:
        keys.setattr(terminal.ProgressBar, "step", interrupt)
        assert cli.main(("vocab", "add", "words.txt", "--yes")) == 130
    assert "the same command goes on where it stopped" in capsys.readouterr().err
    kinds = [line.split("\t")[1] for line in printed_by(capsys, "vocab", "sources").splitlines()]
    assert kinds == ["kind", "interrupted: add it again to go on"]
    printed = printed_by(capsys, "vocab", "add", "words.txt", "--yes")
    assert "Begun    20,000 rows are read already; it goes on from there" in printed
    assert "from 40,000 rows" in printed


def test_the_commands_run_as_a_process(zorb: Path, run: Run) -> None:
    assert run("vocab", "add", str(zorb), "--yes").returncode == 0
    done = run("vocab", "remove", "zorb")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"Removed zorb; the next build of the index, or the next start, leaves it out.\n"
