"""Checking beside the typing: one long-lived thread, results tagged with the revision they are of.

The screen decides when to ask (after a pause in typing); this thread works on the newest request
only, re-checks what changed since the last one, and reports back. Nothing here touches the screen.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING

from terminology.errors import TerminologyError

if TYPE_CHECKING:
    from terminology import CheckedText, Checker, Finding, NoteContext

    Outcome = tuple[Finding, ...] | TerminologyError


@dataclass(frozen=True, slots=True)
class _Request:
    revision: int
    text: str
    context: NoteContext | None
    answer: Future[tuple[Finding, ...]] | None = None


class LiveCheck:
    """The checker thread of one open note.

    ``report`` is called in that thread with the revision and either the findings or the error.
    """

    def __init__(self, checker: Checker, report: Callable[[int, Outcome], None]) -> None:
        self._checker = checker
        self._report = report
        self._requests: SimpleQueue[_Request | None] = SimpleQueue()
        self._previous: CheckedText | None = None
        self._thread = threading.Thread(target=self._run, name="live-check", daemon=True)
        self._thread.start()

    def submit(self, revision: int, text: str, context: NoteContext | None) -> None:
        """Ask for a check; a request that has not been begun when a newer one comes is skipped."""
        self._requests.put(_Request(revision, text, context))

    async def check(self, text: str, context: NoteContext | None) -> tuple[Finding, ...]:
        """The findings of exactly this text. Raises TerminologyError."""
        answer: Future[tuple[Finding, ...]] = Future()
        self._requests.put(_Request(-1, text, context, answer))
        return await asyncio.wrap_future(answer)

    def stop(self) -> None:
        """End the thread after what it is doing; nothing is reported any more."""
        self._report = _nobody
        self._requests.put(None)

    def join(self, timeout: float | None = None) -> None:
        """Wait until the thread has ended."""
        self._thread.join(timeout)

    def _run(self) -> None:
        while (request := self._newest()) is not None:
            outcome: Outcome
            try:
                outcome = self._findings(request)
            except TerminologyError as error:
                outcome = error
            except Exception as error:
                # A fault of ours must end neither the thread nor look like a note without findings.
                outcome = TerminologyError(f"This note cannot be checked ({type(error).__name__}); it can be saved.")
            if request.answer is None:
                self._report(request.revision, outcome)
            elif isinstance(outcome, TerminologyError):
                request.answer.set_exception(outcome)
            else:
                request.answer.set_result(outcome)

    def _newest(self) -> _Request | None:
        request = self._requests.get()
        while request is not None and request.answer is None and not self._requests.empty():
            request = self._requests.get()
        return request

    def _findings(self, request: _Request) -> tuple[Finding, ...]:
        from entryassist.changes import change_between

        checked = self._previous
        if checked is None or checked.context != request.context:
            checked = self._checker.check_text(request.text, request.context)
        elif (change := change_between(checked.text, request.text)) is not None:
            checked = self._checker.edit(checked, change)
        self._previous = checked
        return checked.findings


def _nobody(revision: int, outcome: Outcome) -> None:
    """What a stopped check reports to."""
