"""Reading notes whose encoding nobody wrote down, and refusing what is no note."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.readers import ReaderError, find_notes, read_note

MEBIBYTE = 1024 * 1024
Write = Callable[[bytes], str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes the bytes of ``note.txt`` in the current folder and returns the name."""
    monkeypatch.chdir(tmp_path)

    def write_note(data: bytes) -> str:
        Path("note.txt").write_bytes(data)
        return "note.txt"

    return write_note


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("Temp 38 °C".encode(), "Temp 38 °C", id="UTF-8"),
        pytest.param("Temp 38 °C".encode("utf-8-sig"), "Temp 38 °C", id="UTF-8 with byte order mark"),
        pytest.param("Temp 38 °C".encode("utf-16"), "Temp 38 °C", id="UTF-16"),
        pytest.param(b"\xfe\xff" + "Temp 38 °C".encode("utf-16-be"), "Temp 38 °C", id="UTF-16 big-endian"),
        pytest.param("Temp 38 °C".encode("utf-32"), "Temp 38 °C", id="UTF-32"),
        pytest.param(b"HPI:\r\nfever\r\n", "HPI:\r\nfever\r\n", id="CRLF is kept"),
        pytest.param(b"old\rMac\r", "old\rMac\r", id="CR is kept"),
        pytest.param(b"a\0b \x1b[31m", "a\0b \x1b[31m", id="single NUL and escapes pass"),
    ],
)
def test_text_is_read_without_a_remark(write: Write, data: bytes, text: str) -> None:
    note = read_note(write(data))
    assert note.text == text
    assert note.warning == ""


def test_windows_1252_is_read_and_the_user_is_told_why(write: Write) -> None:
    note = read_note(write(b"caf\xe9 au lait spots"))
    assert note.text == "café au lait spots"
    assert note.encoding == "cp1252"
    assert note.warning == "note.txt was decoded as Windows-1252 because byte 0xE9 at offset 3 is not UTF-8"


def test_the_code_page_of_the_site_is_used_instead(write: Write) -> None:
    note = read_note(write("żółty".encode("cp1250")), encoding="cp1250")
    assert note.text == "żółty"
    assert "decoded as cp1250 because byte 0xBF at offset 0" in note.warning


def test_empty_note(write: Write) -> None:
    note = read_note(write(b""))
    assert (note.text, note.warning) == ("", "note.txt is empty: there is nothing to check")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(
            b"caf\xe9 \x81",
            r"neither UTF-8 \(byte 0xE9 at offset 3\) nor Windows-1252 \(byte 0x81 at offset 5\)",
            id="no",
        ),
        pytest.param(b"\xef\xbb\xbfab\xff", "mark of UTF-8 but is not UTF-8 at byte offset 5", id="false UTF-8 mark"),
        pytest.param(
            b"\xff\xfea\0\0\xd8a\0", "mark of UTF-16-LE but is not UTF-16-LE at byte offset 4", id="half pair"
        ),
        pytest.param(b"%PDF-1.7\n1 0 obj", "is not text: it looks like a PDF file", id="PDF"),
        pytest.param(b"PK\x03\x04word/document.xml", "it looks like a Word document or another zip archive", id="docx"),
        pytest.param(b"{\\rtf1\\ansi Note}", "it looks like an RTF document", id="RTF"),
        pytest.param(b"\x7fELF\x02\x01\x01", "it looks like a program", id="program"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "it looks like a PNG image", id="image"),
        pytest.param("no mark".encode("utf-16-le") * 9, "63 of its 126 bytes are control characters", id="bare UTF-16"),
        pytest.param(bytes(range(256)) * 4, "is not text: 100 of its 1,024 bytes are control characters", id="noise"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(write: Write, data: bytes, reason: str) -> None:
    with pytest.raises(ReaderError, match=rf"^note\.txt .*{reason}"):
        read_note(write(data))


def test_a_50_mb_note_is_refused_with_its_size_and_the_way_out(write: Write) -> None:
    name = write(b"")
    os.truncate(name, 50 * MEBIBYTE)
    with pytest.raises(ReaderError) as refusal:
        read_note(name)
    assert str(refusal.value) == (
        "note.txt is too large for one note: it has 50.0 MiB, the limit is 16 MiB; "
        "split it into single notes, or allow more with --max-size"
    )


def test_a_note_of_exactly_the_limit_is_read(write: Write) -> None:
    assert read_note(write(b"12345"), limit=5).text == "12345"
    with pytest.raises(ReaderError, match="too large"):
        read_note(write(b"123456"), limit=5)


def test_a_vanished_note_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"gone\.txt cannot be read: No such file"):
        read_note(str(tmp_path / "gone.txt"))


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Temp 38 \xb0C\r\n")))
    note = read_note("-")
    assert note.text == "Temp 38 °C\r\n"
    assert note.warning.startswith("standard input was decoded as Windows-1252")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t\r\n"), min_size=1))
def test_any_text_survives_utf_8(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("notes") / "note.txt"
    path.write_bytes(b"x" + text.encode())
    assert read_note(str(path)).text == "x" + text


def refuse(error: ReaderError) -> None:
    raise error


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder ``notes`` with notes, hidden files, other files and a link back to its top."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.MD", "ward/c.note", "ward/d.text", ".hidden.txt", ".git/e.txt", "scan.pdf"):
        path = Path("notes", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("fever")
    return Path("notes")


def test_a_folder_is_searched_in_order_without_hidden_and_other_files(folder: Path) -> None:
    names = [Path(name).as_posix() for name in find_notes(["notes"], refuse)]
    assert names == ["notes/a.MD", "notes/b.txt", "notes/ward/c.note", "notes/ward/d.text"]


def test_a_link_that_leads_back_up_ends(folder: Path) -> None:
    (folder / "ward" / "up").symlink_to(folder.resolve(), target_is_directory=True)
    assert len(find_notes(["notes"], refuse)) == 4


def test_a_note_named_twice_is_found_once(folder: Path) -> None:
    assert find_notes(["notes/b.txt", "./notes/b.txt", "-", "-"], refuse) == ["notes/b.txt", "-"]


def test_a_file_named_outright_is_taken_whatever_its_name(folder: Path) -> None:
    assert find_notes(["notes/scan.pdf", "notes/.hidden.txt"], refuse) == [
        "notes/scan.pdf",
        "notes/.hidden.txt",
    ]


def test_names_that_lead_nowhere_are_told_and_the_rest_go_on(folder: Path) -> None:
    Path("empty").mkdir()
    told: list[str] = []
    names = find_notes(["gone.txt", "empty", "notes/b.txt"], lambda error: told.append(str(error)))
    assert names == ["notes/b.txt"]
    assert told == [
        "gone.txt does not exist; check the path",
        "empty is a folder without notes; notes are files named *.txt, *.md, *.note, *.text",
    ]
