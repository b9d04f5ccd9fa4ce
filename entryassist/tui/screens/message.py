"""A message of a query: a question, an answer as it was told, a last word. Typed here, kept by whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static, TextArea

from entryassist.tui.page import Page
from entryassist.tui.widgets.form import Field, Form
from entryassist.tui.widgets.key_bar import KeyBar

EMPTY = "Nothing is typed yet."
LEADS = "The question names “{}”, which the note does not: a query should not suggest its answer."
SAID_BY = "said-by"


class Message(NamedTuple):
    """What was typed, and whose words it is."""

    text: str
    said_by: str = ""


class MessageScreen(Page[Message | None]):
    """Answers with the message, or None. ``about`` is what it is about, ``said_by`` asks who said it, and how."""

    HELP_TOPIC = (
        "# A query to the author\n\nA query asks; it never suggests its answer. It quotes what the note says and "
        "leaves the rest to the author. **^S** keeps what is typed, **Esc** leaves it. An answer that comes by phone "
        "or fax is typed in as it was given, with who gave it and how."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "Keep", priority=True, id="message.keep"),
        Binding("tab", "app.focus_next", "Next field", id="message.next"),
        Binding("escape", "dismiss(None)", "Back", id="message.back"),
    ]

    def __init__(
        self,
        title: str,
        about: Content,
        text: str = "",
        *,
        said_by: str | None = None,
        leads: Callable[[str], str] | None = None,
        optional: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._text = text
        self._said_by = said_by
        self._leads = leads
        self._optional = optional

    def compose(self) -> ComposeResult:
        """What it is about, the text, and whose words it is."""
        yield Static(Content.styled(self._title, "bold"), classes="page-title", markup=False)
        with VerticalScroll(can_focus=False):
            yield Static(self._about, id="message-about", markup=False)
            yield TextArea(self._text, id="message-text", soft_wrap=True, highlight_cursor_line=False)
            yield Static("", id="message-caution", markup=False)
            if self._said_by is not None:
                yield Form((Field(SAID_BY, "Said by", self._said_by, hint="who, and by phone, fax or in person"),))
        yield Label("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at the end of the text."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    @on(TextArea.Changed)
    def _caution(self, event: TextArea.Changed) -> None:
        reading = self._leads(event.text_area.text) if self._leads is not None else ""
        self.query_one("#message-caution", Static).update(Content(LEADS.format(reading)) if reading else Content(""))
        self.query_one(".form-status", Label).update(Content(""))

    @on(Form.Submitted)
    def action_keep(self) -> None:
        """Hand the message back."""
        text = self.query_one(TextArea).text.strip()
        if not text and not self._optional:
            self.query_one(".form-status", Label).update(Content(EMPTY))
            return
        said_by = self.query_one(Form).typed(SAID_BY).strip() if self._said_by is not None else ""
        self.dismiss(Message(text, said_by))


class AskScreen(MessageScreen):
    """A new question. The queries of the note are one key away where ``show_queries`` is given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "Ask", priority=True, id="ask.keep"),
        Binding("f2", "list", "Queries of this note", priority=True, id="ask.list"),
    ]

    def __init__(
        self,
        author: str,
        about: Content,
        text: str,
        leads: Callable[[str], str],
        show_queries: Callable[[], None] | None,
    ) -> None:
        super().__init__(f"A question to {author}", about, text, leads=leads)
        self._show_queries = show_queries

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The list is offered where it can be shown."""
        return action != "list" or self._show_queries is not None

    def action_list(self) -> None:
        """Show the queries instead."""
        if self._show_queries is not None:
            self.dismiss(None)
            self._show_queries()
