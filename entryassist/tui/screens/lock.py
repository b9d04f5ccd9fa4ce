"""The screen after a while without a key: nothing of any note, until whoever works here is back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import one_line

LOCKED = "Locked, because no key was pressed for a while. What was typed is kept."


class LockScreen(Page[None]):
    """Enter goes on where the same person left off, with the password if there is one; F2 leaves it to another."""

    HELP_TOPIC = (
        "# The locked screen\n\nNo key was pressed for a while, so nothing of the record is shown. **Enter** goes on "
        "where you were; who has a password is asked for it. **F2** goes to the sign-in for somebody else: your draft "
        "is kept and comes back when you open the note again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "unlock", "Go on", priority=True, id="lock.unlock"),
        Binding("f2", "other", "Somebody else signs in", priority=True, id="lock.other"),
        Binding("ctrl+q", "app.quit", "Quit", priority=True),
    ]

    def compose(self) -> ComposeResult:
        """Who is signed in, and a field for the password, shown when it is asked for."""
        with Vertical(id="sign-in"):
            yield Static(Content.assemble(("EntryAssist", "$primary bold")), id="wordmark")
            yield Label(LOCKED, id="tagline", markup=False)
            yield Static(Content.styled(one_line(self.assist.clerk.display_name), "bold"), id="locked-for")
            yield Input(placeholder="Password", password=True, id="password")
            yield Static("", id="sign-in-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask for no password yet."""
        self.query_one("#password").display = False

    def action_unlock(self) -> None:
        """Go on, if it is the same person."""
        self.start(self._unlock, "lock")

    async def _unlock(self) -> None:
        from models import PasswordNeeded, StoreError

        field, status = self.query_one("#password", Input), self.query_one("#sign-in-status", Static)
        username, password = self.assist.clerk.username, field.value
        field.value = ""
        try:
            await self.ask(lambda store: store.sign_in(username, password))
        except PasswordNeeded as needed:
            field.display = True
            field.focus()
            status.update(Content(str(needed)))
        except StoreError as error:
            status.update(Content(str(error)))
        else:
            self.dismiss()

    def action_other(self) -> None:
        """Leave the seat to somebody else."""
        self.app.call_later(self.assist.sign_out)
