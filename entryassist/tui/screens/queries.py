"""The queries of a note with their threads: answer, ask again, close, and go to the place with the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, Static

from entryassist.tui.page import Page
from entryassist.tui.screens.message import Message, MessageScreen
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, one_line, shortened

if TYPE_CHECKING:
    from models import ProviderQuery, QueryMessage, Store

NOTHING = "Nobody was asked about this note yet. ^T in the note asks its author about a finding or the selected text."
STATE_MARKS = {"open": "?", "answered": "!", "closed": "✓"}
Change = Callable[["Store", Message], "ProviderQuery"]


class QueriesScreen(Page["ProviderQuery | None"]):
    """Closes with the query whose place is wanted, or with None. ``queries`` are kept up to date while it is open."""

    HELP_TOPIC = (
        "# Queries of this note\n\nWhat the author was asked, and what came back. **Enter** goes to the place in the "
        "note, with the answer below it. **F5** types in an answer as it was told, **F6** asks further in the same "
        "thread, **F8** closes a query. An answered query waits until you have used the answer and closed it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "use", "Go to the place", priority=True, id="queries.use"),
        Binding("f5", "answer", "Answer", tooltip="Type in the answer", priority=True, id="queries.answer"),
        Binding("f6", "again", "Ask again", priority=True, id="queries.again"),
        Binding("f8", "close", "Close", tooltip="Close the query", priority=True, id="queries.close"),
        Binding("escape", "dismiss(None)", "Back", id="queries.back"),
    ]

    def __init__(self, queries: Sequence[ProviderQuery], first: ProviderQuery | None = None) -> None:
        super().__init__()
        self.queries = list(queries)
        self._first = first

    def compose(self) -> ComposeResult:
        """The list, and the thread of the highlighted query."""
        yield Static("Queries", id="queries-title", classes="page-title", markup=False)
        with Horizontal(id="concepts"):
            yield OptionList(id="found-concepts", markup=False)
            with VerticalScroll(id="concept-box", can_focus=False):
                yield Static(NOTHING, id="thread", markup=False)
        yield Label("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at the query asked for, else at the first that is not closed."""
        self.query_one(OptionList).focus()
        waiting = next((one for one in self.queries if str(one.state) != "closed"), None)
        self._show(self._first or waiting)

    @property
    def chosen(self) -> ProviderQuery | None:
        """The highlighted query."""
        place = self.query_one(OptionList).highlighted
        return self.queries[place] if place is not None and place < len(self.queries) else None

    def _show(self, chosen: ProviderQuery | None) -> None:
        still = sum(str(one.state) != "closed" for one in self.queries)
        title = Content.assemble(("Queries", "bold"), (f"  {len(self.queries):,} in all, {still:,} not closed", MUTED))
        self.query_one("#queries-title", Static).update(title)
        listed = self.query_one(OptionList)
        listed.set_options([_row(one) for one in self.queries])
        ids = [one.id for one in self.queries]
        if ids:
            listed.highlighted = ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0

    @on(OptionList.OptionHighlighted)
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self.queries):
            self.query_one("#thread", Static).update(thread(self.queries[event.option_index]))

    def action_use(self) -> None:
        """Go to the place of the chosen query."""
        if self.chosen is not None:
            self.dismiss(self.chosen)

    def action_answer(self) -> None:
        """Type in an answer."""
        if (query := self.chosen) is not None:
            self._write(
                "The answer, as it was given",
                query,
                lambda store, said: store.answer_query(self.assist.clerk, query.id, said.text, said_by=said.said_by),
                said_by=f"{query.author}, by phone",
            )

    def action_again(self) -> None:
        """Ask further in the thread."""
        if (query := self.chosen) is not None:
            self._write(
                f"A further question to {query.author}",
                query,
                lambda store, said: store.ask_again(self.assist.clerk, query.id, said.text),
            )

    def action_close(self) -> None:
        """Close the query, with a remark or without."""
        if (query := self.chosen) is not None and str(query.state) != "closed":
            self._write(
                "Close the query; a remark may be left",
                query,
                lambda store, said: store.close_query(self.assist.clerk, query.id, said.text),
                optional=True,
            )

    def _write(
        self,
        title: str,
        query: ProviderQuery,
        change: Change,
        *,
        said_by: str | None = None,
        optional: bool = False,
    ) -> None:
        def keep(message: Message | None) -> None:
            if message is not None:
                self.start(partial(self._change, change, message), "query")

        self.app.push_screen(MessageScreen(title, thread(query), said_by=said_by, optional=optional), keep)

    async def _change(self, change: Change, message: Message) -> None:
        from models import StoreError

        say = self.query_one(".form-status", Label).update
        try:
            changed = await self.ask(lambda store: change(store, message))
        except StoreError as error:
            say(Content(str(error)))
        else:
            say(Content(""))
            self.queries = [changed if one.id == changed.id else one for one in self.queries]
            self._show(changed)


def _row(query: ProviderQuery) -> Content:
    state = str(query.state)
    return Content.assemble(
        (f"{STATE_MARKS[state]} {state:<9}", "bold" if state == "answered" else MUTED),
        shortened(one_line(query.text) or "(a place)", 28),
    )


def thread(query: ProviderQuery) -> Content:
    """A query with every message of its thread, the oldest first."""
    parts: list[Content | str | tuple[str, str]] = [
        (shortened(one_line(query.text), 120) or "(a place in the note)", "bold underline"),
        (f"\n{f'{query.rule}, ' if query.rule else ''}to {one_line(query.author)}", MUTED),
    ]
    for one in query.messages:
        parts += [(f"\n\n{_head(one)}\n", MUTED), " / ".join(map(one_line, one.text.splitlines())) or "(no remark)"]
    return Content.assemble(*parts)


def _head(message: QueryMessage) -> str:
    when, who = _moment(message.at), one_line(message.user.display_name)
    told = f"{one_line(message.said_by)}, taken down by {who}" if message.said_by else who
    return f"{str(message.kind).capitalize()}, {when}, {told}"


def _moment(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
