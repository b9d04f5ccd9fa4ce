"""Keeping what is typed: a draft is written half a second after the first unsaved key, or sooner after many keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

if TYPE_CHECKING:
    from entryassist.tui.page import Page

DELAY_SECONDS = 0.5
RETRY_SECONDS = 5.0
MOST_KEYS = 12  # unsaved before a write begins: with those pressed while it runs, no more than 20


class DraftKeeper:
    """Calls ``write`` soon after `touch`, never twice at once, and again later when it fails.

    ``write`` returns whether the draft is safe. It runs beside the screen; typing goes on meanwhile.
    """

    def __init__(self, owner: Page[None], write: Callable[[], Awaitable[bool]], *, begun: bool = False) -> None:
        self._owner = owner
        self._write = write
        self._timer: Timer | None = None
        self._touched = 0
        self._written = 0
        self._keys = 0
        self._writing = False
        self._begun = begun
        self.stopped = False

    @property
    def dirty(self) -> bool:
        """Whether something was typed that no draft holds yet."""
        return self._touched != self._written

    def touch(self) -> None:
        """Something was typed."""
        self._begun = True
        self._touched += 1
        self._keys += 1
        if self._keys >= MOST_KEYS:
            self._due()
        else:
            self._wait(DELAY_SECONDS)

    def moved(self) -> None:
        """The cursor was moved, which matters once there is a draft."""
        if self._begun:
            self._touched += 1
            self._wait(DELAY_SECONDS)

    def _wait(self, seconds: float) -> None:
        if self._timer is None and not (self._writing or self.stopped):
            self._timer = self._owner.set_timer(seconds, self._due)

    def _due(self) -> None:
        if self._writing or self.stopped:
            return
        if self._timer is not None:
            self._timer.stop()
        self._timer, self._writing = None, True
        self._owner.beside(self._keep_on)

    async def _keep_on(self) -> None:
        try:
            safe = await self.flush()
        finally:
            self._writing = False
        if self.dirty and safe and self._keys >= MOST_KEYS:
            self._due()
        elif self.dirty:
            self._wait(DELAY_SECONDS if safe else RETRY_SECONDS)

    async def flush(self) -> bool:
        """Write the draft now if there is anything new. Returns whether all is safe."""
        if self.stopped or not self.dirty:
            return True
        touched, self._keys = self._touched, 0
        safe = await self._write()
        if safe:
            self._written = max(self._written, touched)
        return safe

    def stop(self) -> None:
        """Write nothing more: the note is being saved, or thrown away."""
        self.stopped = True

    def resume(self) -> None:
        """Go on after a save that did not work."""
        self.stopped = False
        self.touch()
