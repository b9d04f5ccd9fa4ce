"""What the screens need from outside: the record, the vocabulary, the clock.

Neither SQLAlchemy nor the language layer is imported before the first frame is on the screen:
the functions here import on call, and are called in threads.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from entryassist.editor_settings import DEFAULTS, EditorSettings
from entryassist.options import TICKET_VARIABLE
from entryassist.preferences import Preferences

if TYPE_CHECKING:
    from entryassist.settings import AppSettings
    from entryassist.shorthands.shorthand import ExpandAt
    from entryassist.stated import Stated
    from models import Store
    from terminology import Checker

Result = TypeVar("Result")
Progress = Callable[[str, int, int], None]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """How to open the record and load the vocabulary; tests bring their own and stop the clock."""

    open_store: Callable[[], Store]
    load_checker: Callable[[Progress], Checker]
    now: Callable[[], dt.datetime] = _now
    expand_at: tuple[ExpandAt, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)
    stated: tuple[Stated, ...] = ()
    editor: EditorSettings = DEFAULTS
    day_first: bool = False
    ticket: str = ""  # signs in whoever has signed in in the browser; see models.SignInTicket

    @classmethod
    def of(cls, settings: AppSettings, demo: bool = False) -> Services:
        """The services of the configured database and vocabulary."""

        def open_store() -> Store:
            from models import Store

            store = Store.open(settings.database_url)
            if demo:
                from entryassist.demo import fill_demo

                fill_demo(store)
            return store

        def load_checker(progress: Progress) -> Checker:
            from terminology import Checker

            return Checker.load(settings.terminology, progress)

        # Taken out of the environment, which programs started from here would inherit.
        ticket = os.environ.pop(TICKET_VARIABLE, "")
        return cls(
            open_store,
            load_checker,
            expand_at=settings.expand_at,
            preferences=settings.preferences,
            stated=settings.stated,
            editor=settings.editor,
            day_first=settings.day_first,
            ticket=ticket,
        )


class RecordDesk:
    """The store, used from one thread of its own so that no screen ever waits for the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="record")

    async def ask(self, work: Callable[[Store], Result]) -> Result:
        """Do some work with the store and wait for it without blocking. Raises what the work raises."""
        return await asyncio.wrap_future(self._thread.submit(work, self._store))

    def close(self) -> None:
        """Finish what is under way and close the store."""
        self._thread.submit(self._store.close)
        self._thread.shutdown(wait=True)
