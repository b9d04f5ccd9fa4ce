"""Locking the screen after a while without a key, so that nobody reads what somebody left open."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from entryassist.tui.app import EntryAssistApp

SOON_SECONDS = 1.0


class IdleLock:
    """Locks the application when no key came for ``after``; never, when that is no time."""

    def __init__(self, app: EntryAssistApp, after: dt.timedelta) -> None:
        self._app = app
        self._after = after.total_seconds()
        self._last = time.monotonic()

    def start(self) -> None:
        """Begin to watch."""
        if self._after > 0:
            self._watch(self._after)

    def touched(self) -> None:
        """A key was pressed."""
        self._last = time.monotonic()

    def _watch(self, seconds: float) -> None:
        self._app.set_timer(seconds, self._look)

    async def _look(self) -> None:
        left = self._last + self._after - time.monotonic()
        if left > 0:
            self._watch(left)
        else:
            # What is being put on record ends by leaving its screen: that must not be the locked one.
            locked = await self.lock()
            self._watch(self._after if locked else SOON_SECONDS)

    async def lock(self) -> bool:
        """Keep what was typed and show nothing of it. False when that is not possible at this moment."""
        from entryassist.tui.screens.lock import LockScreen

        app = self._app
        if app.user is None or isinstance(app.screen, LockScreen):
            return True
        if any(screen.is_saving for screen in app.entry_screens):
            return False
        await app.push_screen(LockScreen())
        await app.keep_drafts()
        return True
