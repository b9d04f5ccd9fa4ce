"""Keeping what is typed: a draft is written at most a second after the first unsaved key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

if TYPE_CHECKING:
    from entryassist.tui.page import Page

DELAY_SECONDS = 1.0
RETRY_SECONDS = 5.0


class DraftKeeper:
    """Calls ``write`` soon after `touch`, never twice at once, and again later when it fails.

    ``write`` returns whether the draft is safe. It runs beside the screen; typing goes on meanwhile.
    """

    def __init__(self, owner: Page[None], write: Callable[[], Awaitable[bool]]) -> None:
        self._owner = owner
        self._write = write
        self._timer: Timer | None = None
        self._touched = 0
        self._written = 0
        self._stopped = False

    @property
    def dirty(self) -> bool:
        """Whether something was typed that no draft holds yet."""
        return self._touched != self._written

    def touch(self) -> None:
        """Something was typed."""
        self._touched += 1
        self._wait(DELAY_SECONDS)

    def _wait(self, seconds: float) -> None:
        if self._timer is None and not self._stopped:
            self._timer = self._owner.set_timer(seconds, self._due)

    def _due(self) -> None:
        self._owner.beside(self._keep_on)

    async def _keep_on(self) -> None:
        safe = await self.flush()
        self._timer = None
        if self.dirty:
            self._wait(DELAY_SECONDS if safe else RETRY_SECONDS)

    async def flush(self) -> bool:
        """Write the draft now if there is anything new. Returns whether all is safe."""
        if self._stopped or not self.dirty:
            return True
        touched = self._touched
        safe = await self._write()
        if safe:
            self._written = max(self._written, touched)
        return safe

    def stop(self) -> None:
        """Write nothing more: the note is being saved, or thrown away."""
        self._stopped = True

    def resume(self) -> None:
        """Go on after a save that did not work."""
        self._stopped = False
        self._timer = None
        self._touched += 1
        self._wait(DELAY_SECONDS)
