"""The first screen: who is working, while the record is opened and the vocabulary loaded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from entryassist.tui.messages import Progressed, RecordReady, VocabularyReady
from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, one_line

if TYPE_CHECKING:
    from models import Store, User


class SignInScreen(Page[None]):
    """Choose a name from the list, or type a user name; Enter signs in."""

    HELP_TOPIC = (
        "# Signing in\n\nType a user name, or choose one with ↑ and ↓, and press **Enter**. Who has a password is "
        "asked for it then; after five wrong ones each further attempt has to wait.\n"
        "The worklist opens as soon as the record is open; the vocabulary may go on loading behind it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "sign_in", "Sign in", priority=True, id="sign_in.enter"),
        Binding("down", "move(1)", "Choose", key_display="↑ ↓", priority=True, id="sign_in.down"),
        Binding("up", "move(-1)", "Choose the one above", show=False, priority=True, id="sign_in.up"),
        Binding("f5", "retry", "Try again", id="sign_in.retry"),
        Binding("ctrl+q", "app.quit", "Quit", priority=True, id="app.quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._users: list[User] = []
        self._failed = False

    def compose(self) -> ComposeResult:
        """A box in the middle, the state of loading below it."""
        with Vertical(id="sign-in"):
            yield Static(Content.assemble(("EntryAssist", "$primary bold")), id="wordmark")
            yield Label("The doctor's words into the record, correctly.", id="tagline", markup=False)
            yield Input(placeholder="User name", id="username")
            yield OptionList(id="users", markup=False)
            yield Input(placeholder="Password", password=True, id="password")
            yield Static("", id="sign-in-status", markup=False)
        with Vertical(id="loading"):
            yield Static("Opening the record…", id="record-state", markup=False)
            yield Static("Waiting to load the vocabulary…", id="vocabulary-state", markup=False)
            yield ProgressBar(total=100, show_eta=False, id="progress")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Whoever was signed in has gone, with all preferences."""
        self.assist.settle_out()

    def on_mount(self) -> None:
        """Keys go to the user name; the list only shows what fits."""
        self.query_one("#users", OptionList).can_focus = False
        self.query_one("#progress").display = False
        self._ask_password(False)
        self.query_one("#username").focus()

    async def on_record_ready(self, message: RecordReady) -> None:
        """Offer the users, or say what is wrong with the record."""
        self._failed = message.store is None
        self.refresh_bindings()
        state = self.query_one("#record-state", Static)
        state.set_class(self._failed, "-error")
        state.update(Content(message.problem if self._failed else "✓ Record open"))
        if not self._failed:
            self._users = await self.ask(lambda store: store.users())
            self._list_users()
            self._take_ticket()

    def _take_ticket(self) -> None:
        if ticket := self.assist.take_ticket():
            self.start(partial(self._enter, lambda store: store.redeem_ticket(ticket)), "sign-in")

    def on_progressed(self, message: Progressed) -> None:
        """Show how far the index has been built."""
        self.query_one("#vocabulary-state", Static).update(Content(f"Vocabulary: {message.doing}"))
        bar = self.query_one("#progress", ProgressBar)
        bar.display = True
        bar.update(total=message.total, progress=message.done)

    def on_vocabulary_ready(self, message: VocabularyReady) -> None:
        """Say that checking works, or why it does not."""
        self.query_one("#progress").display = False
        state = self.query_one("#vocabulary-state", Static)
        state.set_class(message.checker is None, "-error")
        state.update(Content(message.problem or "✓ Vocabulary loaded"))

    @on(Input.Changed, "#username")
    def _list_users(self) -> None:
        typed = self.query_one("#username", Input).value.strip().casefold()
        listed = self.query_one("#users", OptionList)
        fitting = [user for user in self._users if typed in f"{user.username} {user.display_name}".casefold()]
        fitting.sort(key=lambda user: user.username != typed)
        listed.set_options(
            Option(
                Content.assemble((one_line(user.display_name), "bold"), (f"  {one_line(user.username)}", MUTED)),
                id=f"user-{user.id}",
            )
            for user in fitting
        )
        listed.highlighted = 0 if fitting else None
        self._ask_password(False)
        self.query_one("#sign-in-status", Static).update("")

    def action_move(self, by: int) -> None:
        """Move the choice in the list without leaving the user name."""
        listed = self.query_one("#users", OptionList)
        self._ask_password(False)
        if listed.option_count:
            listed.highlighted = ((listed.highlighted or 0) + by) % listed.option_count

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Trying again makes sense only after a failure."""
        return self._failed if action == "retry" else True

    def action_retry(self) -> None:
        """Open the record once more."""
        self.query_one("#record-state", Static).update(Content("Opening the record…"))
        self.assist.retry_record()

    @on(OptionList.OptionSelected, "#users")
    def action_sign_in(self) -> None:
        """Sign in as the chosen user."""
        self.start(self._sign_in, "sign-in")

    async def _sign_in(self) -> None:
        listed = self.query_one("#users", OptionList)
        chosen = listed.highlighted_option
        typed = self.query_one("#username", Input).value
        if not self.assist.record_is_open or not (self._users or typed):
            return
        names = {f"user-{user.id}": user.username for user in self._users}
        username = names[chosen.id] if chosen is not None and chosen.id else typed
        password = self.query_one("#password", Input).value
        await self._enter(lambda store: store.sign_in(username, password))

    async def _enter(self, sign_in: Callable[[Store], User]) -> None:
        from entryassist.tui.screens.worklist import WorklistScreen
        from models import PasswordNeeded, StoreError

        status = self.query_one("#sign-in-status", Static)
        try:
            self.assist.user = await self.ask(sign_in)
            await self.assist.settle_in()
        except PasswordNeeded as needed:
            self._ask_password(True)
            status.update(Content(str(needed)))
        except StoreError as error:
            self.query_one("#password", Input).value = ""
            status.update(Content(str(error)))
        else:
            self.query_one("#username", Input).value = ""
            self._ask_password(False)
            self.app.push_screen(WorklistScreen())

    def _ask_password(self, asked: bool) -> None:
        """Show the field for the password, empty, or take it away."""
        field = self.query_one("#password", Input)
        field.value, field.display = "", asked
        self.query_one("#password" if asked else "#username").focus()
