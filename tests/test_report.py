"""How findings are printed: as text with a caret, as JSON, as JSON Lines."""

from __future__ import annotations

import json
import unicodedata
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from entryassist.report import CheckedNote, Lines, Tally, json_document, json_lines, summary, text_report
from terminology.finding import Finding, Severity, Suggestion


def finding_of(text: str, span: str, **fields: object) -> Finding:
    """A finding on the first occurrence of ``span``."""
    start = text.index(span)
    values: dict[str, object] = {"rule": "SP001", "severity": Severity.WARNING, "message": "not a known word"}
    return Finding(start=start, end=start + len(span), text=span, **(values | fields))  # type: ignore[arg-type]


def note_with(text: str, span: str, path: str = "a.txt", **fields: object) -> CheckedNote:
    return CheckedNote(path, text, [finding_of(text, span, **fields)])


def printed(*notes: CheckedNote, color: bool = False) -> str:
    return "".join(text_report(notes, color=color))


def test_a_finding_shows_place_rule_severity_message_suggestions_evidence_and_source_line() -> None:
    text = "Medications:\n\nLisinopril 10 mg QD\nAspirin\n"
    note = note_with(
        text,
        "QD",
        path="notes/a.txt",
        rule="SF001",
        severity=Severity.CRITICAL,
        message='"QD" is on the do-not-use list: write "daily"',
        suggestions=(Suggestion("daily", 0.98), Suggestion("", 0.1, note="drop it")),
        evidence="Joint Commission",
    )
    assert printed(note) == dedent("""\
        notes/a.txt:3:18: SF001 critical  "QD" is on the do-not-use list: write "daily"
            suggestions: daily (0.98), (delete) (0.10, drop it)
            evidence: Joint Commission
          3 | Lisinopril 10 mg QD
            |                  ^^

        """)


@pytest.mark.parametrize(
    ("text", "excerpt", "carets"),
    [
        pytest.param("体温 feverr", "体温 feverr", "     ^^^^^^", id="wide characters take two cells"),
        pytest.param("a\tfeverr", "a    feverr", "     ^^^^^^", id="tab"),
        pytest.param("nai\u0308ve feverr", "nai\u0308ve feverr", "      ^^^^^^", id="combining mark takes none"),
        pytest.param("\x1b[31mfeverr", "␛[31mfeverr", "     ^^^^^^", id="ANSI escape"),
        pytest.param("[red]feverr[/]", "[red]feverr[/]", "     ^^^^^^", id="Rich markup"),
        pytest.param("a\0b feverr", "a␀b feverr", "    ^^^^^^", id="NUL"),
        pytest.param("ok\r\nthe feverr\r\nok", "the feverr", "    ^^^^^^", id="CRLF"),
    ],
)
def test_the_caret_stands_under_the_span(text: str, excerpt: str, carets: str) -> None:
    source, marks = printed(note_with(text, "feverr")).splitlines()[-3:-1]
    assert source.partition(" | ")[2] == excerpt
    assert marks.partition(" | ")[2] == carets


def test_a_long_line_is_cut_around_the_span() -> None:
    text = "b" * 500 + " feverr " + "a" * 500
    source, marks, _ = printed(note_with(text, "feverr")).splitlines()[-3:]
    assert source == "  1 | …" + "b" * 39 + " feverr " + "a" * 53 + "…"
    assert source[marks.index("^") : marks.rindex("^") + 1] == "feverr"


def test_a_span_over_several_lines_is_marked_on_its_first_line() -> None:
    assert printed(note_with("see ab\ncd", "ab\ncd")).splitlines()[1:3] == ["  1 | see ab", "    |     ^^"]


def test_an_empty_span_at_the_end_of_the_text_gets_one_caret() -> None:
    note = CheckedNote("a.txt", "HPI:\n", [Finding("ST001", 5, 5, "", Severity.ADVICE, "the section is empty")])
    assert printed(note).splitlines() == [
        "a.txt:2:1: ST001 advice    the section is empty",
        "  2 |",
        "    | ^",
        "",
    ]


@given(st.text(), st.data())
def test_any_span_of_any_text_is_shown_harmlessly_on_one_line(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    note = CheckedNote("a.txt", text, [Finding("SP001", start, end, text[start:end], Severity.ADVICE, text, (), text)])
    shown = printed(note)
    assert shown.count("\n") == (5 if text else 4)
    assert not [c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    source, marks = shown.splitlines()[-3:-1]
    assert cell_len(marks) <= max(cell_len(source), marks.index("^") + 1)


def test_color_paints_but_changes_no_word() -> None:
    note = note_with("the feverr", "feverr", evidence="word list")
    painted = printed(note, color=True)
    assert "\x1b[1;33mfeverr\x1b[0m" in painted
    plain = painted
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;33m"):
        plain = plain.replace(code, "")
    assert plain == printed(note)


def test_a_json_line_is_the_finding_and_its_place_in_a_fixed_order() -> None:
    note = note_with("ok\nnaïve feverr", "feverr", suggestions=(Suggestion("fever", 0.9, "HP:0001945"),))
    assert "".join(json_lines([note])) == (
        '{"path": "a.txt", "line": 2, "column": 7, "rule": "SP001", "start": 9, "end": 15, "text": "feverr", '
        '"severity": "warning", "message": "not a known word", "suggestions": [{"text": "fever", "score": 0.9, '
        '"concept": "HP:0001945", "safety": "review", "note": ""}], "evidence": ""}\n'
    )


def test_json_of_several_notes_is_one_array() -> None:
    notes = [note_with("a", "a", "a.txt"), CheckedNote("clean.txt", "x", []), note_with("b", "b", "b.txt")]
    assert [record["path"] for record in json.loads("".join(json_document(notes)))] == ["a.txt", "b.txt"]
    assert "".join(json_document([])) == "[]\n"
    assert "".join(json_lines([])) == ""


@given(st.text(st.characters(categories=("L", "Cc", "Cf", "Cs", "Zl", "Zs", "So")), min_size=1))
def test_json_gives_the_text_back_and_holds_nothing_a_terminal_would_obey(text: str) -> None:
    line = "".join(json_lines([note_with(text, text)]))
    assert json.loads(line)["text"] == text
    assert not [c for c in line[:-1] if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


def test_letters_stay_letters_in_json() -> None:
    assert '"text": "37 °C 体温"' in "".join(json_lines([note_with("37 °C 体温", "37 °C 体温")]))


@given(st.lists(st.sampled_from(["ab", "\n", "\r\n", "\r", "é"])).map("".join))
def test_lines_agree_with_universal_newlines(text: str) -> None:
    lines = Lines(text)
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for offset, character in enumerate(text):
        line = lines.at(offset)
        assert text[line.start : line.end] == expected[line.number - 1]
        assert line.start <= offset <= line.end or character == "\n"
    assert lines.at(len(text)).number == len(expected)


def tally_of(notes: int, severities: list[Severity], unread: int = 0) -> Tally:
    tally = Tally(unread=unread)
    for _ in range(notes):
        tally.add(CheckedNote("a.txt", "x", [Finding("SP001", 0, 1, "x", s, "m") for s in severities]))
    return tally


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        pytest.param(tally_of(2, [Severity.CRITICAL]), "2 findings in 2 notes (2 critical)", id="several"),
        pytest.param(tally_of(1, [Severity.WARNING]), "1 finding in 1 note (1 warning)", id="one"),
        pytest.param(
            tally_of(1, [Severity.ADVICE, Severity.CRITICAL]),
            "2 findings in 1 note (1 critical, 1 advice)",
            id="kinds",
        ),
        pytest.param(tally_of(3, []), "No findings in 3 notes", id="none"),
        pytest.param(tally_of(1, [], unread=1), "No findings in 1 note; 1 path could not be read", id="unread"),
    ],
)
def test_summary(tally: Tally, words: str) -> None:
    assert summary(tally) == words


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        (Severity.CRITICAL, Severity.WARNING, 1),
        (Severity.WARNING, Severity.WARNING, 1),
        (Severity.ADVICE, Severity.WARNING, 0),
        (Severity.WARNING, Severity.CRITICAL, 0),
        (Severity.ADVICE, Severity.ADVICE, 1),
    ],
)
def test_exit_code_follows_the_mildest_severity_that_fails(severity: Severity, fail_on: Severity, code: int) -> None:
    assert tally_of(1, [severity]).exit_code(fail_on) == code


def test_exit_code_when_a_note_could_not_be_read() -> None:
    assert tally_of(1, [Severity.CRITICAL], unread=1).exit_code(Severity.WARNING) == 2
