"""One shorthand: its trigger, its text, what it is for."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static, TextArea

from entryassist.shorthands.cautions import text_cautions
from entryassist.shorthands.shorthand import Shorthand, ShorthandError, checked
from entryassist.shorthands.template import VARIABLES, filled
from entryassist.tui.page import Page
from entryassist.tui.widgets.form import Field, Form
from entryassist.tui.widgets.key_bar import KeyBar

NOTATION = (
    "$1 or ${1:duration} is a blank to fill, ${2|none,mild,severe|} a list to pick from, $0 the place of the "
    f"cursor afterwards; {', '.join(f'${name}' for name in VARIABLES)} are filled in. Write \\$ for a dollar sign."
)


class ShorthandForm(Page[Shorthand | None]):
    """Answers with the shorthand as it was typed, checked but not kept, or with None."""

    HELP_TOPIC = "# A shorthand\n\n" + NOTATION.replace("$", "\\$") + "\n\n**^S** keeps it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "Keep", priority=True, id="shorthand.keep"),
        Binding("tab", "app.focus_next", "Next field", id="shorthand.next_field"),
        Binding("escape", "dismiss(None)", "Back", id="shorthand.back"),
    ]

    def __init__(self, title: str, start: Shorthand) -> None:
        super().__init__()
        self._title = title
        self._start = start

    def compose(self) -> ComposeResult:
        """Two lines and a field for the text, the notation below it."""
        yield Static(Content.assemble((self._title, "bold")), classes="page-title")
        with VerticalScroll(can_focus=False):
            yield Form(
                (
                    Field("trigger", "Trigger", self._start.trigger, hint="what you type, such as cp or .ros"),
                    Field("description", "Description", self._start.description, hint="may be empty", optional=True),
                )
            )
            yield Label("Text", classes="pane-title", markup=False)
            yield TextArea(self._start.text, id="shorthand-text", soft_wrap=True, highlight_cursor_line=False)
            yield Static(NOTATION, id="notation", markup=False)
        yield Static("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at the top."""
        self.query_one("#trigger").focus()

    @on(Form.Submitted)
    def _to_text(self) -> None:
        self.query_one(TextArea).focus()

    def action_keep(self) -> None:
        """Hand the shorthand back when it can be one."""
        form = self.query_one(Form)
        try:
            trigger, text, description = checked(
                form.typed("trigger"), self.query_one(TextArea).text, form.typed("description")
            )
        except ShorthandError as error:
            self.query_one(".form-status", Static).update(Content(f"{error}."))
        else:
            self.dismiss(Shorthand(trigger, text, self._start.owner, description, self._start.id))


def explanation(shorthand: Shorthand) -> Content:
    """A shorthand in full, as it would stand in a note without any facts, and when it is shown first."""
    put_in = filled(shorthand.text, {})
    parts: list[Content | str | tuple[str, str]] = [
        (shorthand.trigger, "bold"),
        (f"  {shorthand.owner}\n", "$accent"),
        f"{shorthand.description}\n" if shorthand.description else "",
        f"\n{put_in.text}\n",
    ]
    for number, blank in enumerate(put_in.blanks, 1):
        parts.append((f"\n{number}  {', '.join(blank.choices) or blank.label or 'to fill'}", "dim"))
    if reasons := text_cautions(shorthand.trigger, put_in.text):
        parts.append((f"\n\nNever put in by its trigger alone: {', '.join(reasons)}.", "dim"))
    return Content.assemble(*parts)
