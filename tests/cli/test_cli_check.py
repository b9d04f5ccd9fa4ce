"""``entryassist check`` beside the cases: options, large notes, and what may go wrong around it."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from entryassist import cli
from entryassist.terminal import wants_color
from terminology.document import Line
from terminology.rules.blanks import Blank
from terminology.vocabulary import build as vocabulary_build
from terminology.vocabulary import manifest as vocabulary_manifest
from terminology.vocabulary.sources import catalog

Run = Callable[..., CompletedProcess[bytes]]
Output = pytest.CaptureFixture[str]

NOTE = "Aspirin 81 mg QD\n"


@pytest.fixture
def note(folder: Path) -> str:
    """A note with one finding, a warning."""
    Path("a.txt").write_text(NOTE)
    return "a.txt"


def rules_found(capsys: Output, *arguments: str) -> list[str]:
    cli.main(["check", *arguments, "--format", "jsonl"])
    return [json.loads(line)["rule"] for line in capsys.readouterr().out.splitlines()]


def test_select_and_ignore_take_codes_and_families_with_commas_or_repeated(capsys: Output) -> None:
    Path("a.txt").write_text("Heparin 5,000 IU QD, left ____ pain\n")
    assert rules_found(capsys, "a.txt", "--select", "SF,ST") == ["SF002", "SF003", "ST001"]
    assert rules_found(capsys, "a.txt", "--select", "sf003", "--select", "ST") == ["SF003", "ST001"]
    assert rules_found(capsys, "a.txt", "--select", "SF,ST", "--ignore", "SF002") == ["SF003", "ST001"]


@pytest.mark.parametrize(("fail_on", "code"), [("critical", 0), ("warning", 1), ("advice", 1)])
def test_fail_on_decides_the_exit_code(note: str, fail_on: str, code: int) -> None:
    assert cli.main(["check", note, "--select", "SF", "--fail-on", fail_on]) == code


def test_quiet_prints_the_findings_and_nothing_else(capsys: Output) -> None:
    Path("a.txt").write_bytes(b"Caf\xe9, aspirin QD\n")
    cli.main(["check", "a.txt", "--select", "SF", "--quiet"])
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.startswith("a.txt:1:15: SF003")
    assert "1 finding" not in printed.out


def test_a_50_mb_note_is_refused_unless_allowed(note: str, capsys: Output) -> None:
    Path("big.txt").touch()
    os.truncate("big.txt", 50 * 1024 * 1024)
    assert cli.main(["check", "big.txt", note, "--select", "SF"]) == 2
    printed = capsys.readouterr()
    assert printed.out.startswith("a.txt:1:15: SF003")
    assert printed.err == (
        "entryassist: big.txt is too large for one note: it has 50.0 MiB, the limit is 16 MiB; "
        "split it into single notes, or allow more with --max-size.\n"
    )
    Path("two.txt").write_text(NOTE + " " * 2 * 1024 * 1024)
    assert cli.main(["check", "two.txt", "--select", "SF", "--max-size", "1"]) == 2
    assert cli.main(["check", "two.txt", "--select", "SF", "--max-size", "3"]) == 1


def test_the_code_page_can_be_named(capsys: Output) -> None:
    Path("a.txt").write_bytes("Łódź, aspirin QD\n".encode("cp1250"))
    cli.main(["check", "a.txt", "--select", "SF", "--encoding", "cp1250"])
    printed = capsys.readouterr()
    assert "  1 | Łódź, aspirin QD\n" in printed.out
    assert "a.txt was decoded as cp1250" in printed.err
    assert cli.main(["check", "a.txt", "--encoding", "klingon"]) == 2
    assert "--encoding klingon is not an encoding" in capsys.readouterr().err


def test_a_misspelling_in_a_note_of_several_encodings_of_line_ends(capsys: Output) -> None:
    Path("a.txt").write_bytes(b"HPI:\r\nPatient denies feverr.\r\n")
    cli.main(["check", "a.txt", "--select", "SP", "--format", "json"])
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["line"], record["column"], record["start"], record["text"]) == (2, 16, 21, "feverr")
    assert record["suggestions"][0]["text"] == "fever"


def test_results_are_utf_8_even_where_the_locale_is_not(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("LC_ALL", "C")
    done = run("check", "-", "--select", "SF", piped="体温 38 °C, aspirin QD\n".encode())
    assert "  1 | 体温 38 °C, aspirin QD\n" in done.stdout.decode()
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_the_results_is_told(note: str, run: Run) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("check", note, stdout=full)
    assert done.returncode == 2
    assert done.stderr == (
        b"entryassist: the results could not be written: No space left on device; what was written is incomplete.\n"
    )


def test_a_reader_that_leaves_early_is_no_error(note: str, run: Run) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as abandoned:
        done = run("check", note, stdout=abandoned)
    assert (done.returncode, done.stderr) == (141, b"")


def test_results_with_nowhere_to_go_are_told(note: str, run: Run) -> None:
    done = run("check", note, preexec_fn=lambda: os.close(1))
    assert done.returncode == 2
    assert done.stderr.startswith(b"entryassist: standard output is closed;")


def test_an_interrupt_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    class Interrupted(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Interrupted()))
    assert cli.main(["check", "-"]) == 130
    assert capsys.readouterr().err == "entryassist: interrupted; what was printed so far is incomplete.\n"


def test_a_defect_is_told_by_its_place_and_never_with_note_text(
    note: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("patient John Example")

    monkeypatch.setattr("entryassist.batch.check_notes", broken)
    assert cli.main(["check", note]) == 2
    told = capsys.readouterr().err
    assert told.startswith("entryassist: a defect in EntryAssist stopped it: ValueError in test_cli_check.py line ")
    assert "John" not in told


def test_a_failing_rule_is_told_and_the_findings_before_it_are_kept(
    note: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def fail_on_blank(rule: Blank, line: Line, place: object) -> tuple[()]:
        if "____" in line.text:
            raise RuntimeError(line.text)
        return ()

    Path("b.txt").write_text("Left ____ pain\n")
    monkeypatch.setattr(Blank, "find", fail_on_blank)
    assert cli.main(["check", note, "b.txt", "--select", "SF,ST"]) == 2
    printed = capsys.readouterr()
    assert printed.out.startswith("a.txt:1:15: SF003")
    assert "Rule ST001 failed (RuntimeError)" in printed.err
    assert "____" not in printed.err


@pytest.mark.parametrize("damage", ["missing", "cut short", "manifest of rubbish"])
def test_an_index_that_is_missing_or_damaged_is_built_anew(
    damage: str, note: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    # Our own words are one of the sources and are compiled in a moment.
    few = tuple(source for source in catalog.all_sources() if not source.package)
    monkeypatch.setattr(vocabulary_build, "all_sources", lambda: few)
    monkeypatch.setattr(vocabulary_manifest, "all_sources", lambda: few)
    monkeypatch.setenv("ENTRYASSIST_INDEX_DIR", str(tmp_path / "index"))
    if damage != "missing":
        cli.main(["vocab", "build"])
        (index,) = (tmp_path / "index").iterdir()
        if damage == "cut short":
            os.truncate(index / "words.marisa", 100)
        else:
            (index / "manifest.json").write_bytes(b"\0rubbish")
        assert cli.main(["vocab", "info"]) == 2
        assert "there is no usable vocabulary index" in capsys.readouterr().err
    assert cli.main(["check", note, "--select", "SF"]) == 1
    assert cli.main(["vocab", "info"]) == 0


def on_a_terminal(run: Run, *arguments: str) -> tuple[CompletedProcess[bytes], str]:
    """Runs the command with a terminal for standard error; also returns what the terminal was sent."""
    ours, theirs = pty.openpty()
    shown: list[bytes] = []

    def watch() -> None:
        # Linux ends the reading of a terminal that nobody has open any more with EIO.
        try:
            while data := os.read(ours, 4096):
                shown.append(data)
        except OSError:
            pass

    watcher = threading.Thread(target=watch)
    watcher.start()
    done = run(*arguments, stderr=theirs)
    os.close(theirs)
    watcher.join()
    os.close(ours)
    return done, b"".join(shown).decode()


def test_a_terminal_gets_a_progress_bar_and_the_results_stay_clean(run: Run) -> None:
    for number in range(3):
        Path(f"{number}.txt").write_text(NOTE)
    done, shown = on_a_terminal(run, "check", ".", "--select", "SF", "--format", "jsonl")
    assert "Checking notes" in shown
    assert "2/3" in shown
    assert [json.loads(line)["path"] for line in done.stdout.splitlines()] == ["./0.txt", "./1.txt", "./2.txt"]


@pytest.mark.parametrize("arguments", [("0.txt",), (".", "--quiet")], ids=["one note", "quiet"])
def test_no_progress_bar_for_one_note_or_when_quiet(arguments: tuple[str, ...], run: Run) -> None:
    for number in range(3):
        Path(f"{number}.txt").write_text(NOTE)
    _, shown = on_a_terminal(run, "check", *arguments, "--select", "SF", "--format", "jsonl")
    assert shown == ""


def test_color(note: str, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    cli.main(["check", note, "--select", "SF", "--color", "always"])
    assert "\x1b[1;33mQD\x1b[0m" in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert wants_color("auto")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_color("auto")
    assert wants_color("always")
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_color("auto")


def modules_loaded_by(*arguments: str) -> set[str]:
    """The names of all modules that are loaded once the command has ended."""
    program = (
        "import json, sys; from entryassist.cli import main; main(sys.argv[1:]); "
        "print(json.dumps(list(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True)
    return set(json.loads(done.stderr))


def test_checking_loads_neither_screens_nor_records_nor_spacy(note: str) -> None:
    loaded = modules_loaded_by("check", note)
    assert "terminology.checker" in loaded
    assert loaded.isdisjoint({"textual", "sqlalchemy", "models", "spacy", "scispacy", "numpy", "rich.console"})


def test_telling_the_version_loads_nothing_heavy() -> None:
    loaded = modules_loaded_by("--version")
    assert loaded.isdisjoint({"textual", "sqlalchemy", "spacy", "terminology", "models", "rich", "platformdirs"})


def test_the_score_of_each_note_and_their_mean(folder: Path, capsys: Output) -> None:
    Path("a.txt").write_text("She takes insulin 10 U daily.\nPlan: was given 10 mg of\n")
    Path("b.txt").write_text("The lungs are clear.\n")
    assert cli.main(["check", "a.txt", "b.txt", "--score"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "a.txt: 94, not passed (2 critical, 0 noncritical)",
        "b.txt: 100, passed (0 critical, 0 noncritical)",
        "mean of 2 notes: 97.0 (1 passed)",
    ]


def test_a_score_goes_with_no_other_form(folder: Path, capsys: Output) -> None:
    assert cli.main(["check", ".", "--score", "--format", "json"]) == 2
    assert "--score prints lines of its own" in capsys.readouterr().err


def test_the_type_of_the_notes_calls_for_its_parts(folder: Path, capsys: Output) -> None:
    Path("a.txt").write_text("SUBJECTIVE: Feels well.\nOBJECTIVE: Afebrile.\n")
    assert rules_found(capsys, "a.txt", "--select", "ST002") == []
    assert rules_found(capsys, "a.txt", "--select", "ST002", "--note-type", "progress note") == ["ST002"]
    assert cli.main(["check", "a.txt", "--note-type", "progres note"]) == 2
    assert "is not a type with required parts" in capsys.readouterr().err
