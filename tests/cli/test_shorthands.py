"""``entryassist shorthands``: list, add, remove, share, import, export, measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from entryassist import cli
from entryassist.settings import load_settings
from entryassist.shorthands.shorthand import digest
from models import Store, TypingInput, UseInput

Output = pytest.CaptureFixture[str]


@pytest.fixture
def store() -> Store:
    """The record that the commands find, with one person."""
    opened = Store.open(load_settings().database_url)
    opened.add_user("dana", "Dana Clerk")
    return opened


def shown(capsys: Output, *arguments: str) -> str:
    assert cli.main(("shorthands", *arguments)) == 0
    return capsys.readouterr().out


def told(capsys: Output, *arguments: str) -> str:
    assert cli.main(("shorthands", *arguments)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    return printed.err


def test_a_shorthand_is_added_listed_shared_and_removed(store: Store, capsys: Output) -> None:
    assert shown(capsys, "add", "kp", "knee pain", "--description", "often") == "Added kp.\n"
    assert "nothing to do" in shown(capsys, "add", "kp", "knee pain")
    rows = shown(capsys, "list", "knee pain").splitlines()
    assert rows[1].split("\t") == ["1", "kp", "knee pain", "personal", "0", "0", "0"]
    assert shown(capsys, "share", "kp") == "kp is the site's now.\n"
    assert "\tsite\t" in shown(capsys, "list", "knee pain")
    assert shown(capsys, "remove", "kp") == "Removed kp.\n"
    assert len(shown(capsys, "list", "knee pain").splitlines()) == 1


def test_the_built_in_ones_are_listed_too(store: Store, capsys: Output) -> None:
    assert "\tcp\tchest pain\tbuilt-in\t" in shown(capsys, "list", "chest pain")


def test_adding_says_what_is_always_shown_first(store: Store, capsys: Output) -> None:
    assert "always shown before it is put in: it names a side" in shown(capsys, "add", "lk", "left knee")


def test_several_texts_of_a_trigger_are_told_apart_by_number(store: Store, capsys: Output) -> None:
    shown(capsys, "add", "kp", "knee pain")
    shown(capsys, "add", "kp", "kidney pain")
    assert "give the number of one instead: 1, 2" in told(capsys, "remove", "kp")
    assert shown(capsys, "remove", "2") == "Removed kp.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("remove", "nope"), "there is no shorthand nope"),
        (("share", "cp"), "there is no shorthand cp that could be changed"),
        (("add", "two words", "x"), "one word without spaces"),
        (("add", "x", "${1"), "not closed"),
        (("list", "--user", "nobody"), "nobody called nobody signs in here"),
        (("import", "none.yml"), "none.yml cannot be read"),
    ],
)
def test_what_goes_wrong_is_told_in_one_sentence(
    store: Store, capsys: Output, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in told(capsys, *arguments)


def test_where_several_people_sign_in_one_is_named(store: Store, capsys: Output) -> None:
    store.add_user("sam", "Sam Reviewer")
    assert "--user" in told(capsys, "add", "kp", "knee pain")
    shown(capsys, "add", "kp", "knee pain", "--user", "sam")
    assert "knee pain" in shown(capsys, "list", "--user", "sam")
    assert "knee pain" not in shown(capsys, "list", "--user", "dana")


def test_espanso_matches_are_imported_and_exported_as_csv(store: Store, folder: Path, capsys: Output) -> None:
    (folder / "base.yml").write_text(
        "matches:\n  - {trigger: ':kp', replace: knee pain}\n  - {regex: x, replace: y}\n", encoding="utf-8"
    )
    assert shown(capsys, "import", "base.yml") == (
        "Imported 1; there already 0; skipped 1.\n  match 2: regex cannot be imported\n"
    )
    table = shown(capsys, "export")
    assert table == "trigger,text,description\n:kp,knee pain,\n"
    (folder / "out.csv").write_text(table, encoding="utf-8")
    assert shown(capsys, "import", "out.csv") == "Imported 0; there already 1; skipped 0.\n"
    assert shown(capsys, "import", "out.csv", "--site").startswith("Imported 1;")
    assert ":kp" in shown(capsys, "export", "--site")


def test_what_typing_cost_and_shorthands_saved_is_measured(store: Store, capsys: Output) -> None:
    dana = store.users()[0]
    missed = UseInput("cp", digest("chest pain"), missed=4)
    store.record_typing(dana, TypingInput(60, 100, 45, (missed,)))
    store.record_typing(dana, TypingInput(40, 100, 0))
    assert shown(capsys, "measure").splitlines()[1].split("\t") == ["dana", "2", "100", "200", "0.50", "45"]
    one = shown(capsys, "measure", "--user", "dana")
    assert one.splitlines()[2].split("\t")[1:] == ["60", "100", "0.60", "45"]
    assert "chest pain\tcp\t4" in one


def test_without_a_record_it_says_so(capsys: Output) -> None:
    assert "There is no database" in told(capsys, "list")
