"""A fixed note takes the place of the old one whole, and nothing else about the file changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from entryassist.readers import read_note
from entryassist.writing import WriteError, write_note


def written(path: Path, data: bytes, old: str, new: str, encoding: str = "cp1252") -> bytes:
    path.write_bytes(data)
    note = read_note(str(path), encoding=encoding)
    write_note(str(path), note, note.text.replace(old, new))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param("a\r\nHTN é\n".encode(), "a\r\nhypertension é\n".encode(), id="UTF-8 with mixed line ends"),
        pytest.param(b"\xef\xbb\xbfHTN", b"\xef\xbb\xbfhypertension", id="byte order mark"),
        pytest.param("HTN\rb".encode("utf-16"), "hypertension\rb".encode("utf-16"), id="UTF-16"),
        pytest.param(b"HTN \xe9\n", b"hypertension \xe9\n", id="code page"),
    ],
)
def test_encoding_mark_and_line_ends_stay(tmp_path: Path, data: bytes, expected: bytes) -> None:
    assert written(tmp_path / "a.txt", data, "HTN", "hypertension") == expected


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
def test_the_mode_stays_and_nothing_is_left_beside_the_note(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    path.chmod(0o640)
    written(path, b"HTN", "HTN", "hypertension")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    note, link = tmp_path / "a.txt", tmp_path / "link.txt"
    note.write_bytes(b"HTN")
    link.symlink_to(note)
    write_note(str(link), read_note(str(link)), "hypertension")
    assert link.is_symlink()
    assert note.read_bytes() == b"hypertension"


def test_a_note_that_changed_since_it_was_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"HTN")
    note = read_note(str(path))
    path.write_bytes(b"HTN and more")
    with pytest.raises(WriteError, match="has changed since it was read"):
        write_note(str(path), note, "hypertension")
    assert path.read_bytes() == b"HTN and more"


def test_what_the_encoding_cannot_hold_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="cp1252 cannot hold"):
        written(tmp_path / "a.txt", b"HTN \xe9", "HTN", "≥")
    assert (tmp_path / "a.txt").read_bytes() == b"HTN \xe9"


def test_only_plain_text_is_written(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="only plain text is written"):
        written(tmp_path / "a.csv", b"HTN", "HTN", "hypertension")


def test_a_failure_leaves_the_old_note_and_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="No space left on device"):
        written(tmp_path / "a.txt", b"HTN", "HTN", "hypertension")
    assert (tmp_path / "a.txt").read_bytes() == b"HTN"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
