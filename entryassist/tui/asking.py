"""Asking the author about a place of the note, and making use of the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from entryassist.answers import concerning
from entryassist.display import visible
from entryassist.gate import Gate
from entryassist.questions import leading, place, place_of, question_about
from entryassist.tui.expanding import Expanding
from entryassist.tui.screens.message import AskScreen, Message
from entryassist.tui.screens.queries import QueriesScreen
from entryassist.tui.wording import MUTED, one_line, shortened
from models import Decision, QueryState, StoreError

if TYPE_CHECKING:
    from entryassist.entry import Placed
    from models import ProviderQuery, QueryInput
    from terminology import Finding

ASKED = "The author is asked. ^T there shows the thread."
ANSWERS_WAIT = "{} answered: ^T at the place, or before saving, shows the answer."
GONE = "What the query is about, “{}”, no longer stands in the note."
_AROUND = 60  # code points shown on either side of the place


class Asking(Expanding):
    """The part of the entry screen that deals with queries to the author."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+t",
            "ask",
            "Ask",
            tooltip="Ask the author about the selected text or the current finding; list the queries",
            priority=True,
            id="entry.ask",
        ),
    ]

    queries: list[ProviderQuery]

    def set_queries(self, queries: Sequence[ProviderQuery]) -> None:
        """Take over the queries of the note as they stand."""
        self.queries = list(queries)
        self.session.set_asked([one for one in queries if one.state is QueryState.OPEN])

    def gate(self) -> Gate:
        """What stands between the note as it is now and the record."""
        self.session.typing = None
        return Gate.of(self.session, self.queries)

    def waiting_answers(self) -> str:
        """That answers wait to be used; empty when none do."""
        count = sum(one.state is QueryState.ANSWERED for one in self.queries)
        return ANSWERS_WAIT.format("1 query is" if count == 1 else f"{count:,} queries are") if count else ""

    def remarks(self, placed: Placed) -> list[str]:
        """What was asked, answered or decided about a finding."""
        said = [f"Stands: {placed.decided.reason}"] if placed.decided.decision is Decision.OVERRIDDEN else []
        return [*said, *map(_told, self._about(self.session.in_note(placed)))]

    def _about(self, finding: Finding) -> list[ProviderQuery]:
        waiting = [one for one in self.queries if one.state is not QueryState.CLOSED]
        return concerning(finding, self.session.note_text, waiting) if waiting else []

    def action_ask(self) -> None:
        """Ask about the selected text, else about the current finding; show the thread where there is one."""
        self.status.clear()
        self.form.settle()
        finding = self._place_to_ask()
        asked = self._about(finding) if finding is not None else []
        if finding is None or asked:
            self.show_queries(asked[-1] if asked else None)
        else:
            self._ask(finding)

    def ask_about(self, placed: Placed, then: Callable[[], None]) -> None:
        """Ask the author about a finding, and do something when that is on record."""
        self._ask(self.session.in_note(placed), then)

    def _place_to_ask(self) -> Finding | None:
        editor, session = self.form.editor, self.session
        start, end = sorted(map(editor.offset_of, editor.selection))
        if session.text_of(editor.section)[start:end].strip() and self.form.expander.walk is None:
            offset = session.offset_of(editor.section)
            return place(session.note_text, offset + start, offset + end)
        current = self.form.current
        return session.in_note(current) if current is not None else None

    def _ask(self, finding: Finding, then: Callable[[], None] | None = None) -> None:
        text = self.session.note_text
        start = question_about(finding, text)

        def take(message: Message | None) -> None:
            if message is not None:
                self.beside(partial(self._put, replace(start, question=message.text), then))

        self.app.push_screen(
            AskScreen(
                one_line(self.note.author),
                _in_context(finding, text),
                start.question,
                lambda question: leading(question, finding),
                self.show_queries if then is None else None,
            ),
            take,
        )

    async def _put(self, question: QueryInput, then: Callable[[], None] | None) -> None:
        try:
            query = await self.ask(lambda store: store.ask_author(self.assist.clerk, self.note_id, question))
        except StoreError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.set_queries([*self.queries, query])
        self.form.refresh_findings()
        self.status.say(ASKED)
        if then is not None:
            then()

    async def read_queries(self) -> None:
        """Take over what others did with the queries meanwhile; without the record what is known stays."""
        try:
            self.set_queries(await self.ask(lambda store: store.queries_of(self.note)))
        except StoreError as error:
            self.status.say(str(error), error=True)

    def show_queries(self, first: ProviderQuery | None = None) -> None:
        """List the queries of the note as they are on record."""
        self.start(partial(self._show_queries, first), "queries", newest=True)

    async def _show_queries(self, first: ProviderQuery | None) -> None:
        await self.read_queries()
        screen = QueriesScreen(self.queries, first)

        def done(used: ProviderQuery | None) -> None:
            self.set_queries(screen.queries)
            self.form.refresh_findings()
            if used is not None:
                self.use_answer(used)

        self.app.push_screen(screen, done)

    def use_answer(self, query: ProviderQuery) -> None:
        """Put the cursor at the place of a query and say what the answer was."""
        text = self.session.note_text
        span = place_of(query, text)
        if span is None:
            self.status.say(GONE.format(shortened(one_line(query.text), 40)), error=True)
            return
        self.form.go_to(self.session.at(place(text, *span)))
        self.status.say(_told(query))


def _told(query: ProviderQuery) -> str:
    if query.state is QueryState.ANSWERED:
        answer = query.messages[-1]
        return f"{one_line(answer.said_by)}: {one_line(answer.text)}"
    return f"Asked {one_line(query.author)} on {query.messages[-1].at:%Y-%m-%d}: {one_line(query.question)}"


def _in_context(finding: Finding, text: str) -> Content:
    """The place with some words around it, of its lines only."""
    before = text[: finding.start].rpartition("\n")[2]
    after = text[finding.end :].partition("\n")[0]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return Content.assemble(
        (visible(before, keep=""), MUTED),
        (shortened(one_line(finding.text), 120), "bold underline"),
        (visible(after, keep=""), MUTED),
    )
