"""Shorthands from files, and back into one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.shorthands.exchange import MOST_BYTES, read, to_csv
from entryassist.shorthands.shorthand import Shorthand, ShorthandError, checked
from entryassist.shorthands.template import filled

ESPANSO = r"""
global_vars: []
matches:
  - trigger: ":sig"
    replace: "Dana Clerk"
    label: My signature
  - triggers: [":a", ":b"]
    replace: |
      Costs $5 {today}.
      Two lines.
  - trigger: ":cursor"
    replace: "Dear $|$, thank you"
    word: true
  - trigger: ":date"
    replace: "{{date}}"
    vars:
      - name: date
        type: date
  - trigger: ":who"
    replace: "{{name}}"
  - regex: ":x(\\d)"
    replace: y
  - trigger: two words
    replace: y
  - trigger: ":empty"
    replace: ""
  - trigger: ":form"
    form: "hello [[name]]"
  - trigger: ":yes"
    replace: yes
  - just a text
"""


def written(tmp_path: Path, name: str, data: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_espanso_matches_are_read_and_what_cannot_be_is_named(tmp_path: Path) -> None:
    content = read(written(tmp_path, "base.yml", ESPANSO))
    texts = {trigger: filled(text, {}).text for trigger, text, _ in content.found}
    assert texts == {
        ":sig": "Dana Clerk",
        ":a": "Costs $5 {today}.\nTwo lines.",
        ":b": "Costs $5 {today}.\nTwo lines.",
        ":cursor": "Dear , thank you",
        ":yes": "yes",
    }
    assert content.found[0] == (":sig", "Dana Clerk", "My signature")
    skipped = {one.name: one.reason for one in content.skipped}
    assert skipped["global_vars"] == "only matches are imported"
    assert skipped[":date"] == "vars cannot be imported"
    assert skipped[":who"] == "variables in {{ }} cannot be imported"
    assert skipped["match 6"] == "regex cannot be imported"
    assert "one word" in skipped["two words"]
    assert "no text" in skipped[":empty"]
    assert skipped[":form"] == "form cannot be imported"
    assert skipped["match 11"] == "it has no trigger"


def test_the_cursor_mark_of_espanso_is_stop_0(tmp_path: Path) -> None:
    content = read(written(tmp_path, "base.yml", ESPANSO))
    text = next(text for trigger, text, _ in content.found if trigger == ":cursor")
    assert filled(text, {}).end == len("Dear ")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.yml", "matches: [", "not valid YAML in line"),
        ("a.yml", "[" * 100_000, "YAML|nested too deeply"),
        ("a.yml", "matches: text", "no list named matches"),
        ("a.yml", "", "no list named matches"),
        ("a.yml", "a: \x07", "not valid YAML"),
        ("a.yml", "a: &a !!python/object/apply:os.system [x]\nmatches: 1", "no list named matches"),
        ("a.yml", b"\xff\xfe", "not UTF-8"),
        ("a.yaml", b"#" * (MOST_BYTES + 1), "larger than 1 MiB"),
        ("a.csv", "short,long\ncp,chest pain\n", "headings trigger,text"),
        ("a.csv", "", "headings trigger,text"),
        ("a.csv", "trigger,text\ncp," + "x" * 200_000, "not a CSV table"),
        ("a.txt", "cp chest pain", "neither an espanso file"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(
    tmp_path: Path, name: str, data: str | bytes, reason: str
) -> None:
    with pytest.raises(ShorthandError, match=reason) as told:
        read(written(tmp_path, name, data))
    assert "\n" not in str(told.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ShorthandError, match="cannot be read"):
        read(tmp_path / "none.csv")


def test_control_characters_are_refused_and_shown_harmlessly(tmp_path: Path) -> None:
    content = read(written(tmp_path, "a.yml", 'matches:\n  - trigger: "a\\e[31m"\n    replace: "x\\0y"\n'))
    assert not content.found
    (one,) = content.skipped
    assert "\x1b" not in one.name + one.reason


def test_a_table_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    table = '\ufeffTrigger, Text ,Description\r\ncp,chest pain,\r\n.two,"a\r\nb",lines\r\nbad one,x,\r\n,empty,\r\n'
    content = read(written(tmp_path, "a.csv", table))
    assert content.found == [("cp", "chest pain", ""), (".two", "a\nb", "lines")]
    assert [one.name for one in content.skipped] == ["bad one", "line 6"]


texts = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n"), min_size=1, max_size=30)
starts = st.sampled_from(["", "=", "+", "-", "@", "'", "'=", " =", "＝", "''"])


@given(st.lists(st.tuples(texts, starts), max_size=5))
def test_what_is_exported_is_imported_again_and_no_cell_is_a_formula(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    made = []
    for number, (text, start) in enumerate(cells):
        try:
            trigger, phrase, _ = checked(f"{start.strip()}t{number}", start + text.replace("$", ""))
        except ShorthandError:
            continue
        made.append(Shorthand(trigger, phrase))
    exported = "".join(to_csv(made))
    for row in csv.reader(io.StringIO(exported)):
        assert not any(cell.lstrip(" ")[:1] in tuple("=+-@＝") for cell in row if cell.strip(" "))
    path = tmp_path_factory.mktemp("out") / "out.csv"
    path.write_bytes(exported.encode())
    again = read(path)
    assert [(trigger, text) for trigger, text, _ in again.found] == [(one.trigger, one.text) for one in made]
