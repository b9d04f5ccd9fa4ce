"""The first screen: who is working, while the record is opened and the vocabulary loaded."""

from __future__ import annotations

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
    from models import User


class SignInScreen(Page[None]):
    """Choose a name from the list, or type a user name; Enter signs in."""

    HELP_TOPIC = (
        "# Signing in\n\nType a user name, or choose one with ↑ and ↓, and press **Enter**.\n"
        "The worklist opens as soon as the record is open; the vocabulary may go on loading behind it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "sign_in", "Sign in", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑ ↓", priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("f5", "retry", "Try again"),
        Binding("ctrl+q", "app.quit", "Quit", priority=True),
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
            yield Static("", id="sign-in-status", markup=False)
        with Vertical(id="loading"):
            yield Static("Opening the record…", id="record-state", markup=False)
            yield Static("Waiting to load the vocabulary…", id="vocabulary-state", markup=False)
            yield ProgressBar(total=100, show_eta=False, id="progress")
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys go to the user name; the list only shows what fits."""
        self.query_one("#users", OptionList).can_focus = False
        self.query_one("#progress").display = False
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
        self.query_one("#sign-in-status", Static).update("")

    def action_move(self, by: int) -> None:
        """Move the choice in the list without leaving the user name."""
        listed = self.query_one("#users", OptionList)
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
        from entryassist.tui.screens.worklist import WorklistScreen
        from models import StoreError

        listed = self.query_one("#users", OptionList)
        chosen = listed.highlighted_option
        status = self.query_one("#sign-in-status", Static)
        typed = self.query_one("#username", Input).value
        if not self._users and not typed:
            return
        names = {f"user-{user.id}": user.username for user in self._users}
        username = names[chosen.id] if chosen is not None and chosen.id else typed
        try:
            self.assist.user = await self.ask(lambda store: store.sign_in(username))
        except StoreError as error:
            status.update(Content(str(error)))
        else:
            self.query_one("#username", Input).value = ""
            self.app.push_screen(WorklistScreen())
