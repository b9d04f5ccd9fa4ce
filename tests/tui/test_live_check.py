"""The checker thread: newest request first, results named by revision, nothing after the end."""

from __future__ import annotations

import threading
from queue import Queue
from typing import TYPE_CHECKING

import pytest

from entryassist.tui.live_check import LiveCheck
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.widgets import note_form
from terminology import CheckedText, Checker, Finding, NoteContext, TextChange
from terminology.errors import RuleError, TerminologyError

if TYPE_CHECKING:
    from conftest import Desk

Report = tuple[int, tuple[Finding, ...] | TerminologyError]


@pytest.fixture
def reports() -> Queue[Report]:
    return Queue()


def live(checker: Checker, reports: Queue[Report]) -> LiveCheck:
    return LiveCheck(checker, lambda revision, outcome: reports.put((revision, outcome)))


def test_an_edit_gives_what_a_check_of_the_new_text_gives(checker: Checker, reports: Queue[Report]) -> None:
    check = live(checker, reports)
    for revision, text in enumerate(["Pt has diabtes.", "Pt has diabtes. Takes 5.0 mg QD.", "QD."]):
        check.submit(revision, text, None)
        assert reports.get(timeout=5) == (revision, tuple(checker.check(text)))
    check.stop()


def test_the_context_is_heeded_when_it_changes(checker: Checker, reports: Queue[Report]) -> None:
    check = live(checker, reports)
    context = NoteContext(section="Medications")
    check.submit(1, "MS 5 mg", None)
    reports.get(timeout=5)
    check.submit(2, "MS 5 mg", context)
    assert reports.get(timeout=5) == (2, tuple(checker.check("MS 5 mg", context)))
    check.stop()


class Slow:
    """A checker that waits to be let go, and counts what it was asked."""

    def __init__(self) -> None:
        self.go = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)
        self.texts: list[str] = []

    def check_text(self, text: str, context: NoteContext | None = None) -> CheckedText:
        self.texts.append(text)
        self.begun.release()
        self.go.acquire()
        if text == "rule":
            raise RuleError("Rule XX001 failed.")
        if text == "fault":
            raise ZeroDivisionError("secret text")
        return CheckedText(text, ())

    def edit(self, previous: CheckedText, change: TextChange) -> CheckedText:
        return self.check_text(previous.text[: change.start] + change.text + previous.text[change.end :])


def test_what_is_outdated_before_it_is_begun_is_skipped(reports: Queue[Report]) -> None:
    slow = Slow()
    check = live(slow, reports)  # type: ignore[arg-type]
    check.submit(1, "a", None)
    assert slow.begun.acquire(timeout=5)
    for revision, text in ((2, "ab"), (3, "abc"), (4, "abcd")):
        check.submit(revision, text, None)
    slow.go.release(2)
    assert [reports.get(timeout=5)[0] for _ in range(2)] == [1, 4]
    assert slow.texts == ["a", "abcd"]
    check.stop()


@pytest.mark.parametrize(("text", "sentence"), [("rule", "Rule XX001 failed."), ("fault", "cannot be checked")])
def test_a_failure_is_reported_without_the_text_and_the_thread_goes_on(
    text: str, sentence: str, reports: Queue[Report]
) -> None:
    slow = Slow()
    slow.go.release(9)
    check = live(slow, reports)  # type: ignore[arg-type]
    check.submit(1, text, None)
    _, outcome = reports.get(timeout=5)
    assert isinstance(outcome, TerminologyError)
    assert sentence in str(outcome)
    assert "secret" not in str(outcome)
    check.submit(2, "fine", None)
    assert reports.get(timeout=5) == (2, ())
    check.stop()


async def test_a_check_can_be_waited_for(checker: Checker, reports: Queue[Report]) -> None:
    check = live(checker, reports)
    assert await check.check("has diabtes", None) == tuple(checker.check("has diabtes"))
    assert reports.empty()
    check.stop()


def test_nothing_is_reported_after_the_end(reports: Queue[Report]) -> None:
    slow = Slow()
    check = live(slow, reports)  # type: ignore[arg-type]
    check.submit(1, "a", None)
    assert slow.begun.acquire(timeout=5)
    check.stop()
    slow.go.release()
    check.join(5)
    assert reports.empty()


async def test_a_note_whose_check_takes_long_does_not_look_like_one_without_findings(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_form, "LATE_SECONDS", 0.01)
    go_on = threading.Event()
    check_text = Checker.check_text

    def slowly(self: Checker, text: str, context: NoteContext | None = None) -> CheckedText:
        go_on.wait()
        return check_text(self, text, context)

    monkeypatch.setattr(Checker, "check_text", slowly)
    async with desk.run() as drive:
        try:
            await drive.sign_in()
            await drive.press("enter")
            await drive.until_on(EntryScreen)
            await drive.paste("Pt has diabtes.\n" * 3)
            await drive.until(lambda: "being checked" in drive.status)
            await drive.until(lambda: "checking…" in drive.painted())
            await drive.press("f4")
            assert "still being checked" in drive.status
        finally:
            go_on.set()
        await drive.until(lambda: drive.found.count("diabtes") == 3)
        await drive.until(lambda: "checking…" not in drive.painted())


async def test_a_sentence_still_being_typed_is_not_called_unfinished(desk: Desk) -> None:
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("She has diabtes and ")
        assert drive.found == ["diabtes"]
        await drive.press("home")
        assert drive.found == ["diabtes", "and"]
