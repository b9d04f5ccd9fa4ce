"""``entryassist vocab learn``: proposals from notes, decisions in a CSV file, words in the site's list."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from entryassist import cli
from entryassist.settings import load_settings

Output = pytest.CaptureFixture[str]


def printed_by(capsys: Output, *arguments: str, code: int = 0) -> str:
    assert cli.main(["vocab", "learn", *arguments]) == code
    return capsys.readouterr().out


def told_by(capsys: Output, *arguments: str) -> str:
    assert cli.main(["vocab", "learn", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    return printed.err


@pytest.fixture
def notes(folder: Path) -> Path:
    """Notes of two authors, each in a folder."""
    texts = {
        "lee/1.txt": "John Doe has a Zorblax catheter.",
        "lee/2.txt": "=HYPERLINK the Zorblax was flushed.",
        "kim/3.txt": "The Zorblax was removed, pian is less.",
        "kim/4.txt": "The pian again.\nThe quintrel was removed.",
    }
    for name, text in texts.items():
        path = folder / "notes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "notes"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def decide(path: Path, **decisions: str) -> None:
    decided = rows(path)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, decided[0])
        writer.writeheader()
        writer.writerows({**row, "decision": decisions.get(row["word"], "")} for row in decided)


def test_words_are_proposed_on_screen_without_any_text_of_a_note(notes: Path, capsys: Output) -> None:
    lines = printed_by(capsys, "notes", "--authors-by-folder").splitlines()
    assert lines[0].split("\t") == [
        "word", "written", "count", "notes", "authors", "nearest", "nearest_score", "likelihood",
    ]  # fmt: skip
    assert lines[1].split("\t")[:5] == ["zorblax", "Zorblax", "3", "3", "2"]
    assert len(lines) == 2


def test_contexts_are_shown_by_request(notes: Path, capsys: Output) -> None:
    header, line = printed_by(capsys, "notes", "--contexts").splitlines()
    assert header.split("\t")[-2:] == ["context_1", "context_2"]
    assert line.split("\t")[-2:] == ["The Zorblax was removed, pian is less.", "John Doe has a Zorblax catheter."]


def test_fewer_notes_and_more_authors_can_be_asked_for(notes: Path, capsys: Output) -> None:
    def words(*options: str) -> set[str]:
        return {line.split("\t")[0] for line in printed_by(capsys, "notes", *options).splitlines()[1:]}

    assert words("--least-notes", "2") == {"zorblax", "pian"}
    assert words("--least-notes", "2", "--least-authors", "2", "--authors-by-folder") == {"zorblax"}
    assert words("--least-notes", "4") == set()


def test_the_file_of_proposals_is_for_its_owner_only(notes: Path, capsys: Output) -> None:
    printed = printed_by(capsys, "notes", "--csv", "words.csv")
    assert printed.startswith("1 word proposed from 4 notes in words.csv: write accept or reject in the column")
    assert stat.S_IMODE(Path("words.csv").stat().st_mode) == 0o600
    (row,) = rows(Path("words.csv"))
    assert row["decision"] == ""
    assert "context_1" not in row


def test_contexts_in_the_file_are_no_formulas(notes: Path, capsys: Output) -> None:
    (notes / "kim" / "3.txt").unlink()
    printed_by(capsys, "notes", "--csv", "words.csv", "--contexts", "--least-notes", "2")
    row = next(row for row in rows(Path("words.csv")) if row["word"] == "zorblax")
    assert row["context_2"] == "'=HYPERLINK the Zorblax was flushed."


def test_a_file_that_may_hold_decisions_is_not_overwritten(notes: Path, capsys: Output) -> None:
    Path("words.csv").write_text("decision,word\naccept,zorblax\n")
    assert "words.csv is there already and may hold decisions" in told_by(capsys, "notes", "--csv", "words.csv")
    assert Path("words.csv").read_text() == "decision,word\naccept,zorblax\n"


def test_accepted_words_are_known_from_then_on_and_refused_ones_are_not_proposed_again(
    notes: Path, capsys: Output
) -> None:
    printed_by(capsys, "notes", "--csv", "words.csv", "--least-notes", "1")
    assert cli.main(["check", "notes/lee/1.txt", "--select", "SP", "--fail-on", "advice", "--quiet"]) == 1
    capsys.readouterr()
    decide(Path("words.csv"), zorblax="accept", pian="Reject ")
    own = load_settings().site_words
    assert printed_by(capsys, "--apply", "words.csv") == (f"1 word added to {own}, 1 refused, 1 left undecided.\n")
    assert own.read_text() == "zorblax\n"
    assert cli.main(["check", "notes/lee/1.txt", "--select", "SP", "--fail-on", "advice", "--quiet"]) == 0
    capsys.readouterr()
    proposed = printed_by(capsys, "notes", "--least-notes", "1").splitlines()[1:]
    assert [line.split("\t")[0] for line in proposed] == ["quintrel"]


def test_nothing_enters_that_nobody_accepted(notes: Path, capsys: Output) -> None:
    printed_by(capsys, "notes", "--csv", "words.csv", "--least-notes", "1")
    assert printed_by(capsys, "--apply", "words.csv").startswith("0 words added to ")
    assert not load_settings().site_words.exists()


def test_the_list_may_be_named_in_the_configuration_and_keeps_what_people_wrote(folder: Path, capsys: Output) -> None:
    Path("entryassist.toml").write_text('[check]\naccepted-words-file = "lists/own.txt"\n')
    Path("lists").mkdir()
    Path("lists/own.txt").write_text("# from the cath lab\nquintrel\n", encoding="utf-8-sig")
    Path("words.csv").write_text("Word;Decision\r\nZorblax;accept\r\nQuintrel;accept\r\n", encoding="utf-8")
    assert printed_by(capsys, "--apply", "words.csv").startswith("1 word added to ")
    assert Path("lists/own.txt").read_text(encoding="utf-8") == "# from the cath lab\nquintrel\nzorblax\n"
    assert load_settings().terminology.accepted_words == {"quintrel", "zorblax"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"decision,word\naccept,zorblax\nyes,pian\n", "row 3: the decision must be accept, reject or nothing"),
        (b"decision,word\naccept,zor blax\n", "row 2: the column word must hold one word of letters"),
        (b"decision,word\naccept,\n", "row 2: the column word must hold one word of letters"),
        (b"decision,word\naccept,pian\nreject,Pian\n", "both accepts and rejects pian: decide for one"),
        (b"word,count\nzorblax,3\n", "lacks the columns decision and word"),
        (b"", "lacks the columns decision and word"),
        (b"decision,word\naccept,zorbl\xe4x\n", "is not UTF-8: save it as CSV UTF-8"),
        (b"PK\x03\x04\xff\xfe", "is not UTF-8: save it as CSV UTF-8"),
    ],
)
def test_decisions_that_cannot_be_meant_are_told_and_add_nothing(content: bytes, sentence: str, capsys: Output) -> None:
    Path("words.csv").write_bytes(content)
    assert sentence in told_by(capsys, "--apply", "words.csv")
    assert not load_settings().site_words.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "give either folders of notes, or --apply with a decided CSV file"),
        (("notes", "--apply", "words.csv"), "give either folders of notes, or --apply"),
        (("--apply", "gone.csv"), "gone.csv cannot be read: No such file or directory"),
        (("gone",), "gone does not exist; check the path"),
        (("notes", "--csv", "gone/words.csv"), "gone/words.csv cannot be written: No such file or directory"),
    ],
)
def test_a_slip_on_the_command_line_is_told(
    arguments: tuple[str, ...], sentence: str, notes: Path, capsys: Output
) -> None:
    assert sentence in told_by(capsys, *arguments)


def test_a_note_that_cannot_be_read_is_told_and_the_rest_goes_on(notes: Path, capsys: Output) -> None:
    (notes / "kim" / "5.txt").write_bytes(b"%PDF-1.7")
    assert cli.main(["vocab", "learn", "notes"]) == 2
    printed = capsys.readouterr()
    assert "5.txt is not text: it looks like a PDF file" in printed.err
    assert printed.out.count("\n") == 2


def test_a_list_that_is_not_utf8_stops_the_run(folder: Path, capsys: Output) -> None:
    Path("entryassist.toml").write_text('[check]\naccepted-words-file = "own.txt"\n')
    Path("own.txt").write_bytes(b"zorbl\xe4x\n")
    Path("words.csv").write_text("decision,word\naccept,zorblax\n")
    assert "own.txt is not UTF-8 at byte offset 5: save it as UTF-8" in told_by(capsys, "--apply", "words.csv")
    assert Path("own.txt").read_bytes() == b"zorbl\xe4x\n"
