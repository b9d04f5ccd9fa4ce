"""``entryassist learned`` and ``entryassist forget``: to see what was learned, and to be rid of it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer

from entryassist import cli, terminal
from models import AuditAction, HabitInput, HabitKind, SectionText, Store

Output = pytest.CaptureFixture[str]
HEAD = "user\tkind\twritten\tmeant\taccepted\trefused"
DANA = ["dana\tcorrection\tstatf\tstate\t3\t1", "dana\tsense\tqhs\tevery night at bedtime\t1\t0"]
ERIN = ["erin\tcorrection\tstatf\tstaff\t1\t0"]


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A record with two users who taught something."""
    url = f"sqlite:///{tmp_path}/records.db"
    monkeypatch.setenv("ENTRYASSIST_DATABASE_URL", url)
    store = Store.open(url)
    dana, erin = store.add_user("dana", "Dana Clerk"), store.add_user("erin", "Erin Clerk")
    patient = store.register_patient(
        dana, mrn="C-1", family_name="Cliff", given_name="Ann", birth_date=dt.date(1950, 1, 2), sex="female"
    )
    taught = {
        dana: [
            HabitInput(HabitKind.CORRECTION, "statf", "state", 3, 1),
            HabitInput(HabitKind.SENSE, "qhs", "every night at bedtime", 1, 0),
        ],
        erin: [HabitInput(HabitKind.CORRECTION, "statf", "staff", 1, 0)],
    }
    for user, habits in taught.items():
        note = store.start_note(
            user, patient, note_type="progress note", author="A", department="D", encounter_date=dt.date(2025, 1, 2)
        )
        sections = [SectionText("Plan", "Rest.")]
        store.save_note(user, note.id, expected_version=0, sections=sections, findings=[], habits=habits)
    yield store
    store.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], list[str]]:
    """Answers the question at a terminal, and keeps what was asked."""

    def answer(with_: bool) -> list[str]:
        questions: list[str] = []

        def confirm(question: str, err: bool) -> bool:
            questions.append(question)
            return with_

        monkeypatch.setattr(terminal, "is_terminal", lambda stream: stream is sys.stdin)
        monkeypatch.setattr(typer, "confirm", confirm)
        return questions

    return answer


def listed(capsys: Output, *arguments: str) -> list[str]:
    assert cli.main(["learned", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_what_was_learned_is_listed(capsys: Output) -> None:
    assert listed(capsys) == [HEAD, *DANA, *ERIN]
    assert listed(capsys, "--user", "Erin") == [HEAD, *ERIN]


def test_one_user_can_be_forgotten(capsys: Output, record: Store) -> None:
    assert cli.main(["forget", "--user", "dana", "--yes"]) == 0
    assert capsys.readouterr().out == "2 habits forgotten.\n"
    assert listed(capsys) == [HEAD, *ERIN]
    event = record.audit_events(1)[0]
    assert (event.action, event.user_id, event.details) == (AuditAction.FORGET_HABITS, None, {"removed": 2})


@pytest.mark.parametrize("word", ["q.h.s.", "QHS", "Every night at bedtime"])
def test_one_word_can_be_forgotten_however_it_is_written(capsys: Output, word: str) -> None:
    assert cli.main(["forget", word, "--yes"]) == 0
    assert capsys.readouterr().out == "1 habit forgotten.\n"
    assert listed(capsys) == [HEAD, DANA[0], *ERIN]


def test_everything_can_be_forgotten(capsys: Output) -> None:
    assert cli.main(["forget", "-y"]) == 0
    assert capsys.readouterr().out == "3 habits forgotten.\n"
    assert listed(capsys) == [HEAD]


def test_forgetting_is_asked_about(capsys: Output, asked: Callable[[bool], list[str]]) -> None:
    questions = asked(False)
    assert cli.main(["forget", "statf", "--user", "dana"]) == 1
    assert capsys.readouterr().out == "Nothing was forgotten.\n"
    assert questions == ["Forget what was taught by dana about “statf”?"]
    questions = asked(True)
    assert cli.main(["forget"]) == 0
    assert questions == ["Forget what was taught by everybody?"]


def test_where_nobody_can_be_asked_nothing_is_forgotten(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: False)
    assert cli.main(["forget"]) == 2
    assert "give --yes" in capsys.readouterr().err
    assert listed(capsys) == [HEAD, *DANA, *ERIN]


def test_an_unknown_user_is_told(capsys: Output) -> None:
    assert cli.main(["forget", "--user", "nobody", "--yes"]) == 2
    assert "Nobody of that username works here" in capsys.readouterr().err
