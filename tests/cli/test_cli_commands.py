"""The commands beside ``check``: rules and their pages, the vocabulary, ignores, screens."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from entryassist import cli, terminal
from entryassist.settings import load_settings
from models import Store
from terminology.rules.catalog import RULES

Output = pytest.CaptureFixture[str]


def printed_by(capsys: Output, *arguments: str, code: int = 0) -> str:
    assert cli.main(arguments) == code
    return capsys.readouterr().out


def told_by(capsys: Output, *arguments: str) -> str:
    assert cli.main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    return printed.err


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output passes for a terminal of 100 columns."""
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")


def test_version(capsys: Output) -> None:
    from entryassist import __version__

    assert printed_by(capsys, "--version") == f"entryassist {__version__}\n"


def test_rules_are_listed_for_people_and_programs(capsys: Output) -> None:
    lines = printed_by(capsys, "rules").splitlines()
    assert lines[0] == "code\tseverity\tname\tsummary"
    assert [line.split("\t")[0] for line in lines[1:]] == [rule.code for rule in RULES]
    records = json.loads(printed_by(capsys, "rules", "--format", "json"))
    assert [list(record) for record in records] == [["code", "severity", "name", "summary"]] * len(RULES)


@pytest.mark.usefixtures("at_a_terminal")
def test_rules_are_drawn_as_a_table_on_a_terminal(capsys: Output) -> None:
    drawn = printed_by(capsys, "rules")
    assert "\t" not in drawn
    assert all(len(line) <= 100 for line in drawn.splitlines())
    assert all(rule.code in drawn for rule in RULES)


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_the_page_of_each_rule_is_markdown_when_piped(code: str, capsys: Output) -> None:
    page = printed_by(capsys, "rule", code.lower())
    assert page.startswith(f"# {code}")
    assert page.endswith("\n")


@pytest.mark.usefixtures("at_a_terminal")
def test_the_page_of_a_rule_is_rendered_on_a_terminal(capsys: Output) -> None:
    page = printed_by(capsys, "rule", "SP001")
    assert "SP001" in page
    assert "**" not in page
    assert "# SP001" not in page


def test_an_unknown_rule_is_told(capsys: Output) -> None:
    assert told_by(capsys, "rule", "XX1") == (
        "entryassist: there is no rule XX1; 'entryassist rules' lists them all.\n"
    )


def test_the_vocabulary_tells_its_sources_and_licences(capsys: Output) -> None:
    printed = printed_by(capsys, "vocab", "info").splitlines()
    assert printed[0].split("\t") == ["source", "package", "version", "terms", "licence", "credit"]
    packages = {line.split("\t")[1] for line in printed[1:-1]}
    assert {"hpo3", "simple-icd-10-cm", "symspellpy"} <= packages
    assert printed[-1].startswith("In all ")


def test_a_whole_index_is_left_alone_if_not_needed(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("terminology.vocabulary.index.build", lambda *_: pytest.fail("the index was built"))
    printed = printed_by(capsys, "vocab", "build", "--if-needed")
    assert printed.startswith("The vocabulary index is ready: ")


def test_ignores_lists_what_was_ignored_where_and_by_whom(capsys: Output) -> None:
    store = Store.open(load_settings(demo=True).database_url)
    from entryassist.demo import fill_demo

    fill_demo(store)
    clerk = store.users()[0]
    store.dismiss(clerk, rule="SP001", word="fev\x1b[31mer", key="", scope="site")
    store.dismiss(clerk, rule="AB001", word="", key="", scope="site")
    store.close()
    today = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
    assert printed_by(capsys, "ignores", "--demo").splitlines() == [
        "rule\tword\twhere\tby\tsince",
        f"SP001\tfev␛[31mer\tsite\t{clerk.username}\t{today}",
        f"AB001\t(every word)\tsite\t{clerk.username}\t{today}",
    ]


def test_ignores_without_a_database_is_told(capsys: Output) -> None:
    assert "There is no database" in told_by(capsys, "ignores")
    assert not Path("entryassist.db").exists()


@pytest.mark.parametrize("command", [(), ("tui", "--demo"), ("train",)], ids=["alone", "tui", "train"])
def test_screens_need_a_terminal(command: tuple[str, ...], capsys: Output) -> None:
    assert "the application needs a terminal" in told_by(capsys, *command)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(("check",), "Missing argument 'PATHS'", id="nothing to check"),
        pytest.param(("chekc", "a.txt"), "No such command 'chekc'", id="command"),
        pytest.param(("check", "a.txt", "--format", "xml"), "Invalid value for '--format'", id="value"),
        pytest.param(("check", "a.txt", "--select", "ZZ"), '--select names "ZZ", but no rule', id="rule"),
        pytest.param(("check", "a.txt", "--config", "gone.toml"), "gone.toml: the configuration", id="config"),
        pytest.param(("vocab",), "Missing command", id="half a command"),
    ],
)
def test_a_slip_on_the_command_line_is_told(arguments: tuple[str, ...], sentence: str, capsys: Output) -> None:
    assert sentence in told_by(capsys, *arguments)
