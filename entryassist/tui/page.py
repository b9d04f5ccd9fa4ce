"""What all screens share: access to the application, the key bar, and how work with the record is run."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen

if TYPE_CHECKING:
    from entryassist.tui.app import EntryAssistApp
    from models import Store

Result = TypeVar("Result")
Answer = TypeVar("Answer")


class Page(Screen[Result]):
    """A full screen of the application."""

    HELP_TOPIC: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "help", "Help", priority=True)]

    @property
    def assist(self) -> EntryAssistApp:
        """The application, by its own type."""
        return cast("EntryAssistApp", self.app)

    async def ask(self, work: Callable[[Store], Answer]) -> Answer:
        """Work with the record without blocking the screen. Raises StoreError."""
        return await self.assist.desk.ask(work)

    def start(self, work: Coroutine[Any, Any, None], group: str) -> None:
        """Run a coroutine beside the screen; a newer one of the same group takes its place."""
        self.run_worker(work, group=group, exclusive=True)

    def action_help(self) -> None:
        """Explain this screen and its keys."""
        from entryassist.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.help_text(), self.active_bindings))

    def help_text(self) -> str:
        """What the help screen says above the keys, as Markdown."""
        return self.HELP_TOPIC
