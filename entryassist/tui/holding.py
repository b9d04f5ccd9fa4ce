"""Holding the note while it is open for entry, so that a second person is told and does not type into it unawares."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from entryassist.tui.leaving import Leaving
from entryassist.tui.wording import one_line
from models import StoreError

if TYPE_CHECKING:
    from models import Hold

HEARTBEAT_SECONDS = 20.0
TAKEN_OVER = "{} took this note over at {:%H:%M}. What you type is kept as your draft; saving shows both versions."
ELSEWHERE = "You have this note open on {} in another window: go on there. Nothing is kept from here any more."


class Held(Leaving):
    """The part of the entry screen that gives signs of life while it is open, and lets go of the note at the end."""

    _lost_to: tuple[str, str] | None = None

    def on_mount(self) -> None:
        """Give a sign of life every now and then, also when nothing is typed."""
        self._clerk = self.assist.clerk
        self.set_interval(HEARTBEAT_SECONDS, lambda: self.start(self.renew_hold, "hold"))

    async def renew_hold(self) -> None:
        """Give a sign of life; say it once when somebody else holds the note by now."""
        try:
            hold = await self.ask(lambda store: store.renew_hold(self._clerk, self.note_id, self.assist.workplace))
        except StoreError:
            return  # the next sign of life, or the next draft, says what is wrong
        if hold.mine:
            self._lost_to = None
        elif (place := (hold.by.username, hold.machine)) != self._lost_to:
            self._lost_to = place
            self._say_lost(hold)

    def _say_lost(self, hold: Hold) -> None:
        if hold.own:
            self.opened_elsewhere(ELSEWHERE.format(one_line(hold.machine)))
        else:
            sentence = TAKEN_OVER.format(one_line(hold.by.display_name), hold.since.astimezone())
            self.status.say(sentence, error=True)

    async def on_unmount(self) -> None:
        """Hold the note no longer, whichever way it was left; if that fails, the hold lapses by itself."""
        clerk, at = self._clerk, self.assist.workplace
        with suppress(StoreError):
            await self.ask(lambda store: store.release_note(clerk, self.note_id, at))
