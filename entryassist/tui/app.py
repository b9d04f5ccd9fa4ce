"""The terminal application. Importing this module loads Textual and nothing heavier."""

from __future__ import annotations

import gc
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from entryassist.tui.comfort import ComfortableApp
from entryassist.tui.editing.macro import KeyRecorder
from entryassist.tui.messages import Progressed, RecordReady, VocabularyReady
from entryassist.tui.screens.sign_in import SignInScreen
from entryassist.tui.services import RecordDesk, Services
from entryassist.tui.wording import one_line

if TYPE_CHECKING:
    import datetime as dt

    from entryassist.settings import AppSettings
    from entryassist.tui.screens.worklist import WorklistScreen
    from models import User
    from terminology import Checker


FAULT = (
    "EntryAssist stopped because of a fault of its own. What was typed is kept as a draft up to the last seconds: "
    "start again and open the note. Please report the lines above, which hold nothing of the note."
)


class AssistApp(ComfortableApp):
    """What the application and the trainer share: the vocabulary in the background, and stopping decently."""

    TITLE = "EntryAssist"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
        Binding("ctrl+p", "command_palette", "Commands", priority=True, id="app.commands"),
        Binding("ctrl+c", "help_quit", show=False),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-short"), (36, "-tall")]
        self.recorder = KeyRecorder()
        self.checker: Checker | None = None
        self.problem = ""

    def now(self) -> dt.datetime:
        """The present moment, aware."""
        return self.services.now()

    async def on_event(self, event: events.Event) -> None:
        """Let the recorder hear every key before anything answers it."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.recorder.heard(event)
        await super().on_event(event)

    def in_background(self, *works: str) -> None:
        """Run methods one after another in a thread, once the first frame is on the screen."""

        def run() -> None:
            for work in works:
                getattr(self, work)()

        self.call_after_refresh(threading.Thread(target=run, name="start-up", daemon=True).start)

    def load_vocabulary(self) -> None:
        """Load the checker (in a thread), building the index when there is none."""
        from terminology.errors import TerminologyError

        try:
            checker = self.services.load_checker(lambda doing, done, total: self._tell(Progressed(doing, done, total)))
        except TerminologyError as error:
            self._tell(VocabularyReady(None, str(error)))
        else:
            # What is loaded now stays: a full collection would walk through it and hold up a key.
            checker.complete("the", 3)  # reads its tables here, and not at the first key
            gc.collect()
            gc.freeze()
            self._tell(VocabularyReady(checker))

    def _tell(self, message: Progressed | VocabularyReady | RecordReady) -> None:
        self.post_message(message)

    def on_progressed(self, message: Progressed) -> None:
        """Pass the progress on to the screen on top."""
        self.screen.post_message(Progressed(message.doing, message.done, message.total))

    def on_vocabulary_ready(self, message: VocabularyReady) -> None:
        """Keep the checker and tell every open screen."""
        self.checker, self.problem = message.checker, message.problem
        for screen in self.screen_stack:
            screen.post_message(VocabularyReady(message.checker, message.problem))

    def _fatal_error(self) -> None:
        """Stop after a fault of ours. Textual would print local variables, and those hold the note."""
        error = self._exception
        frames = "".join(traceback.format_tb(error.__traceback__)) if error is not None else ""
        self.panic(Text(f"{frames}{type(error).__name__}\n\n{FAULT}"))


class EntryAssistApp(AssistApp):
    """Sign-in, worklist, entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "settings", "Settings", tooltip="Colours, keys and what else is up to you", id="app.settings"),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._desk: RecordDesk | None = None
        self._ticket = services.ticket
        self.user: User | None = None
        self._own: dict[str, str] = {}  # what the person signed in has chosen

    @property
    def desk(self) -> RecordDesk:
        """The record. Only screens behind the sign-in use it, and there is none before it is open."""
        assert self._desk is not None
        return self._desk

    @property
    def record_is_open(self) -> bool:
        """Whether there is a record to work with yet."""
        return self._desk is not None

    @property
    def clerk(self) -> User:
        """Who is signed in."""
        assert self.user is not None
        return self.user

    def on_mount(self) -> None:
        """Show the sign-in first; open the record and load the vocabulary behind it."""
        self.push_screen(SignInScreen())
        self.in_background("open_record", "load_vocabulary")

    def open_record(self) -> None:
        """Open the store (in a thread)."""
        from models import StoreError

        try:
            self._tell(RecordReady(self.services.open_store()))
        except StoreError as error:
            self._tell(RecordReady(None, str(error)))

    def on_record_ready(self, message: RecordReady) -> None:
        """Keep the store and tell the screen on top."""
        if message.store is not None:
            self._desk = RecordDesk(message.store)
        self.screen.post_message(RecordReady(message.store, message.problem))

    async def settle_in(self) -> None:
        """Take over what the person who signed in has chosen. Raises StoreError."""
        self._own = await self.desk.ask(lambda store: store.preferences(self.clerk))
        self.wear(self.services.preferences.with_(self._own))

    def settle_out(self) -> None:
        """Forget whose preferences they were."""
        self._own = {}
        self.wear(self.services.preferences)

    def prefer(self, name: str, value: str | None) -> None:
        """Choose something, and keep it for whoever is signed in; None goes back to what the site chose."""
        if value is None:
            self._own.pop(name, None)
        else:
            self._own[name] = value
        self.wear(self.services.preferences.with_(self._own))
        if self.user is not None:
            self.run_worker(self._keep_preference(self.user, name, value))

    async def _keep_preference(self, user: User, name: str, value: str | None) -> None:
        from models import StoreError

        try:
            await self.desk.ask(lambda store: store.prefer(user, name, value))
        except StoreError as error:
            self.notify(f"This holds until you sign out: {error}", severity="error", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The settings are a key away from the worklist; elsewhere the palette opens them."""
        if action == "settings":
            from entryassist.tui.screens.worklist import WorklistScreen

            return self.user is not None and isinstance(self.screen, WorklistScreen)
        return super().check_action(action, parameters)

    def action_settings(self) -> None:
        """Show the settings."""
        from entryassist.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def action_keys(self) -> None:
        """Show all keys."""
        from entryassist.tui.screens.keys import KeysScreen

        self.push_screen(KeysScreen())

    def elsewhere(self, screen: Screen[object]) -> Iterable[tuple[str, str, Callable[[], object]]]:
        """What can be laid over any screen once somebody has signed in, unless it is open already."""
        if self.user is None:
            return
        from entryassist.tui.screens.settings import SettingsScreen
        from entryassist.tui.screens.shorthands import ShorthandsScreen
        from entryassist.tui.screens.vocabulary import VocabularyScreen

        opened = {type(one) for one in self.screen_stack}
        here = {binding.action for _, binding, enabled, _ in screen.active_bindings.values() if enabled}
        if SettingsScreen not in opened and "settings" not in here:
            yield "Settings", "Colours, keys and what else is up to you", self.action_settings
        if SettingsScreen not in opened:
            yield "Change keys", "Give an action another key", self.action_keys
        if VocabularyScreen not in opened and "vocabulary" not in here:
            yield "Vocabulary", "Look a term up", lambda: self.push_screen(VocabularyScreen())
        if ShorthandsScreen not in opened and "shorthands" not in here:
            yield "Shorthands", "Your shorthands and the site's", lambda: self.push_screen(ShorthandsScreen())

    def take_ticket(self) -> str:
        """The ticket that signs in whoever has signed in in the browser, once; empty when there is none."""
        ticket, self._ticket = self._ticket, ""
        return ticket

    def retry_record(self) -> None:
        """Try again to open the record."""
        self.in_background("open_record")

    async def open_note(self, note_id: int) -> None:
        """Open a note for entry, with the clerk's draft of it if there is one."""
        from entryassist.tui.screens.entry import EntryScreen
        from models import StoreError

        try:
            note = await self.desk.ask(lambda store: store.note(self.clerk, note_id))
            dismissals = await self.desk.ask(lambda store: store.dismissals(self.clerk, note_id))
            habits = await self.desk.ask(lambda store: store.habits(self.clerk))
            earlier = await self.desk.ask(lambda store: store.earlier_texts(self.clerk, note))
            queries = await self.desk.ask(lambda store: store.queries_of(note))
        except StoreError as error:
            self.notify(str(error), severity="error", markup=False)
        else:
            await self.push_screen(EntryScreen(note, note.draft_of(self.clerk), dismissals, habits, earlier, queries))

    def note_saved(self, tip: str = "") -> None:
        """Say that a note is on record, without naming anybody; ``tip`` is a quiet line beside it."""
        self.notify(one_line(f"The note is saved. {tip}"), markup=False)

    async def open_instead(self, note_id: int) -> None:
        """Go back to the worklist and open a note from there."""
        await self._worklist()
        self.run_worker(self.open_note(note_id), group="open", exclusive=True)

    async def open_next(self) -> None:
        """Go back to the worklist and open what is next there."""
        (await self._worklist()).open_next()

    async def _worklist(self) -> WorklistScreen:
        from entryassist.tui.screens.worklist import WorklistScreen

        while not isinstance(self.screen, WorklistScreen):
            await self.pop_screen()
        return self.screen

    async def action_quit(self) -> None:
        """Keep what was typed, close the record, leave."""
        from entryassist.tui.screens.entry import EntryScreen

        for screen in self.screen_stack:
            if isinstance(screen, EntryScreen):
                await screen.keep_draft()
        self.exit(0)

    def on_unmount(self) -> None:
        """Close the record."""
        if self._desk is not None:
            self._desk.close()


class TrainerApp(AssistApp):
    """The trainer, which needs neither database nor patient data."""

    def __init__(self, services: Services, seed: int | None = None) -> None:
        super().__init__(services)
        self._seed = seed

    def on_mount(self) -> None:
        """Show the drill screen; it begins when the vocabulary is loaded."""
        from entryassist.tui.screens.drill import DrillScreen

        self.push_screen(DrillScreen(self._seed))
        self.in_background("load_vocabulary")


def run(settings: AppSettings, demo: bool = False) -> int:
    """Open the application on the configured database. Returns the exit code. SettingsError for unusable keys."""
    _refuse_unusable(settings)
    return _run(EntryAssistApp(Services.of(settings, demo)))


def run_training(settings: AppSettings) -> int:
    """Open the trainer. Returns the exit code. SettingsError for unusable keys."""
    _refuse_unusable(settings)
    return _run(TrainerApp(Services.of(settings)))


def _refuse_unusable(settings: AppSettings) -> None:
    """A key that does not do what the site thinks it does is better said now."""
    if settings.preferences.keys:
        from entryassist.settings import SettingsError
        from entryassist.tui.actions import faults

        for action, why in faults(settings.preferences.keys).items():
            raise SettingsError(f"{action} in [keys] of entryassist.toml: {why}")


def _run(app: AssistApp) -> int:
    # A key must not wait for the checker's thread: by default Python hands over every 5 ms only.
    sys.setswitchinterval(0.0005)
    app.run()
    return app.return_code or 0
