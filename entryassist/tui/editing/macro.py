"""Records keys and plays them again. What is recorded lives in memory only, until the application ends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

MOST_KEYS = 2000
Key = tuple[str, str | None]


class KeyRecorder:
    """The last macro. It is told of every key that reaches the application."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.recording = False
        self.playing = False
        self._turn = asyncio.Lock()

    def heard(self, event: events.Key) -> None:
        """Remember a key, if keys are being recorded."""
        if self.recording and not self.playing and len(self.keys) < MOST_KEYS:
            self.keys.append((event.key, event.character))

    def start(self) -> None:
        """Forget the macro before and record from the next key on."""
        self.keys, self.recording = [], True

    def stop(self) -> None:
        """End the recording with the key that has just asked for it, which is no part of it."""
        self.recording = False
        del self.keys[-1:]

    async def play(self, app: App[object]) -> None:
        """Press the recorded keys, each when the one before has had its effect; asked again meanwhile, once more."""
        async with self._turn:
            self.playing = True
            try:
                for key, character in self.keys:
                    app.post_message(events.Key(key, character))
                    await _settled(app)
            finally:
                self.playing = False


async def _settled(app: App[object]) -> None:
    """Wait until a key has passed from the application to what has the focus, and back up through its bindings."""
    await _reached(app)
    focused = app.screen.focused or app.screen
    for pump in (focused, *focused.ancestors):
        await _reached(pump)
    await _reached(app)


async def _reached(pump: MessagePump) -> None:
    """Wait until a widget has dealt with all the messages that wait for it now."""
    reached = asyncio.Event()
    if pump.is_running and pump.call_later(reached.set):
        await reached.wait()
