"""Keys take effect in the order they were pressed.

Textual hands a key to the widget that has the focus and goes on at once. A key bound to an action comes back up to the
application by way of every container, and acts only then: a letter pressed right after Tab or an arrow, or queued with
them while the computer was busy, was typed at the old place. Here each waits until the one before has acted.
"""

from __future__ import annotations

from collections import deque

from textual import events
from textual.app import App
from textual.dom import DOMNode

LONGEST_SECONDS = 0.5  # a key whose widget is taken away meanwhile never comes back


class OrderedKeys(App[int]):
    """An application that hands over one key (or paste) at a time."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._waiting: deque[events.Event] = deque()
        self._under_way: events.Event | None = None

    async def on_event(self, event: events.Event) -> None:
        """Take keys in their turn, everything else as it comes."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif (before := self._under_way) is None:
            await self._hand_over(event)
        else:
            self._waiting.append(event)
            if len(self._waiting) == 1:
                self.set_timer(LONGEST_SECONDS, lambda: self._acted(before))

    async def _hand_over(self, event: events.Event) -> None:
        self._under_way = event
        place: DOMNode = self.focused or self.screen
        await super().on_event(event)
        if event.is_forwarded:
            self._follow(event, place)
        else:
            self._acted(event)

    def _follow(self, event: events.Event, place: DOMNode) -> None:
        # The queue of each place holds the event before this call.
        if not place.call_later(self._passed, event, place):
            self._acted(event)

    def _passed(self, event: events.Event, place: DOMNode) -> None:
        parent = place.parent
        if event._stop_propagation or not isinstance(parent, DOMNode):
            self._acted(event)
        else:
            self._follow(event, parent)

    def _acted(self, event: events.Event) -> None:
        if self._under_way is event:
            self._under_way = self._waiting.popleft() if self._waiting else None
            if self._under_way is not None:
                self.call_later(self._hand_over, self._under_way)
