"""What all screens share: access to the application, the key bar, and how work with the record is run."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker

if TYPE_CHECKING:
    from entryassist.tui.app import EntryAssistApp
    from models import Store

Result = TypeVar("Result")
Answer = TypeVar("Answer")
Work = Callable[[], Coroutine[None, None, None]]


class Page(Screen[Result]):
    """A full screen of the application."""

    HELP_TOPIC: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "help", "Help", priority=True, id="help")]

    @property
    def assist(self) -> EntryAssistApp:
        """The application, by its own type."""
        return cast("EntryAssistApp", self.app)

    async def ask(self, work: Callable[[Store], Answer]) -> Answer:
        """Work with the record without blocking the screen. Raises StoreError."""
        return await self.assist.desk.ask(work)

    def start(self, work: Work, group: str, *, newest: bool = False) -> None:
        """Run a coroutine function beside the screen.

        While one of a group runs no other is begun, so that a key pressed twice does not save twice;
        with ``newest`` the newer takes the older one's place, as a search does.
        """
        running = (worker for worker in self.workers if worker.node is self and worker.group == group)
        if newest or all(worker.is_finished for worker in running):
            _: Worker[None] = self.run_worker(partial(self._while_shown, work), group=group, exclusive=newest)

    def beside(self, work: Work) -> None:
        """Run a coroutine function beside the screen, whatever else runs."""
        _: Worker[None] = self.run_worker(partial(self._while_shown, work))

    async def _while_shown(self, work: Work) -> None:
        """Do some work; what it would still show on a screen that was taken away meanwhile is let be."""
        try:
            await work()
        except (NoMatches, RuntimeError):
            if self.is_attached and self.app.is_running and self in self.app.screen_stack:
                raise

    def action_patient_card(self) -> None:
        """Show all that the patient's banner has to say."""
        from entryassist.tui.screens.patient_card import PatientCard
        from entryassist.tui.widgets.banner import PatientBanner

        banner = self.query_one(PatientBanner)
        self.app.push_screen(PatientCard(banner.patient, banner.alike, self.assist.now().date()))

    def action_help(self) -> None:
        """Explain this screen and its keys."""
        from entryassist.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.help_text(), self.active_bindings))

    def help_text(self) -> str:
        """What the help screen says above the keys, as Markdown."""
        return self.HELP_TOPIC
