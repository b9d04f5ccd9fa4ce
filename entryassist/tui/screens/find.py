"""Find and replace: a bar below the note, which stays in sight while the hits are gone through."""

from __future__ import annotations

from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from entryassist.tui.editing.find import Hit, Place, Sought, nearest
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, plural

NOT_FOUND = "Not in this note."


class Searched(Protocol):
    """The note that is searched."""

    @property
    def texts(self) -> list[str]:
        """The sections as they stand."""

    @property
    def place(self) -> Place:
        """Section and offset of the cursor, or of the start of what is selected."""

    def show_hits(self, hits: list[Hit], current: Hit | None) -> None:
        """Mark the hits and go to the current one."""

    def replace_hits(self, hits: list[Hit], by: str) -> None:
        """Replace them all, as one step of the undo history."""


class FindScreen(ModalScreen[str]):
    """Finds while it is typed. Answers with what was sought, for the next time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "switch('case')", "Case", tooltip="Whether capitals matter", id="find.case"),
        Binding("f3,up", "next(-1)", "Prev", tooltip="Hit before", id="find.previous"),
        Binding("f4,enter,down", "next(1)", "Next", tooltip="Next hit", id="find.next"),
        Binding("f5", "replace", "Replace", tooltip="Replace this hit and go to the next", id="find.replace"),
        Binding("f6", "replace_all", "All", tooltip="Replace all hits", id="find.replace-all"),
        Binding("f7", "switch('whole')", "Word", tooltip="Only whole words", id="find.whole"),
        Binding("escape,ctrl+f", "close", "Close", id="find.close"),
    ]

    def __init__(self, note: Searched, before: str = "") -> None:
        super().__init__()
        self._note = note
        self._before = before
        self._from = note.place
        self._case = self._whole = False
        self._hits: list[Hit] = []
        self._at = -1
        self._done = ""

    def compose(self) -> ComposeResult:
        """The two fields side by side, below them what was found, and the keys."""
        with Vertical(id="find-bar"):
            with Horizontal():
                yield Label("Find", markup=False)
                yield Input(self._before, id="sought", compact=True, select_on_focus=True)
                yield Label("Replace by", markup=False)
                yield Input(id="replacement", compact=True)
            yield Static("", id="found", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """What was sought last is found at once."""
        self._seek()

    @property
    def _sought(self) -> Sought:
        return Sought(self.query_one("#sought", Input).value, self._case, self._whole)

    @on(Input.Changed, "#sought")
    def _typed(self) -> None:
        self._done = ""
        self._seek()

    def _seek(self) -> None:
        """Find anew, and go to the first hit from where the search began."""
        self._hits = self._sought.hits(self._note.texts)
        self._go(nearest(self._hits, self._from))

    def _go(self, at: int) -> None:
        self._at = at
        self._note.show_hits(self._hits, self._hits[at] if at >= 0 else None)
        self._say()

    def _say(self) -> None:
        count = f"{self._at + 1} of {plural(len(self._hits), 'hit')}" if self._hits else ""
        missing = NOT_FOUND if self._sought.text and not self._hits else ""
        switches = [
            f"[{'x' if on else ' '}] {name}" for on, name in ((self._case, "case"), (self._whole, "whole word"))
        ]
        found = Content.assemble((self._done or count or missing, "bold"), ("   " + "  ".join(switches), MUTED))
        self.query_one("#found", Static).update(found)

    def action_switch(self, which: str) -> None:
        """Turn a switch of the search."""
        if which == "case":
            self._case = not self._case
        else:
            self._whole = not self._whole
        self._seek()

    def action_next(self, by: int) -> None:
        """Go to the next hit, or the one before, going round."""
        self._done = ""
        if self._hits:
            at = (self._at + by) % len(self._hits)
            self._from = self._hits[at].place
            self._go(at)

    def on_input_submitted(self) -> None:
        """Enter in a field goes on to the next hit."""
        self.action_next(1)

    def action_replace(self) -> None:
        """Replace the current hit and go on to the next."""
        if self._at >= 0:
            hit, by = self._hits[self._at], self.query_one("#replacement", Input).value
            self._note.replace_hits([hit], by)
            self._from = (hit.section, hit.start + len(by))
            self._done = ""
            self._seek()

    def action_replace_all(self) -> None:
        """Replace every hit, as one step of the undo history."""
        if self._hits:
            count = len(self._hits)
            self._note.replace_hits(self._hits, self.query_one("#replacement", Input).value)
            self._done = f"{plural(count, 'hit')} replaced; ^Z in the note takes that back."
            self._seek()

    def action_close(self) -> None:
        """Back to the note, at the hit."""
        self._note.show_hits([], None)
        self.dismiss(self._sought.text)
