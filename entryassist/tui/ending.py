"""Being told to end: a closed terminal, a dropped connection, a shutdown. What was typed is kept first."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from textual.app import App
    from textual.driver import Driver

SIGNALS = ("SIGHUP", "SIGTERM")


def on_ending(end: Callable[[], object]) -> None:
    """Call ``end`` in the running event loop when the process is told to end, instead of dropping everything."""
    loop = asyncio.get_running_loop()
    for name in SIGNALS:
        # Windows has no SIGHUP and its loop no handlers; only the main thread may set them.
        with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(getattr(signal, name), end)


def terminal_is_gone() -> bool:
    """Whether the terminal the program was started in has been closed."""
    stdin = sys.__stdin__
    try:
        return stdin is None or not os.isatty(stdin.fileno())
    except (OSError, ValueError):
        return True


def surviving(driver: type[Driver]) -> type[Driver]:
    """The driver, made to survive the loss of its terminal.

    Textual's writing thread ends at the first frame that cannot be written; soon after, the application would wait
    for it for ever, and no draft would be kept.
    """
    if driver.__name__ != "LinuxDriver":
        return driver

    class SurvivingDriver(driver):  # type: ignore[misc, valid-type]
        def __init__(self, app: App[Any], **options: Any) -> None:
            super().__init__(app, **options)
            self._file: Any = _Lossy(self._file)

    return SurvivingDriver


class _Lossy:
    """A file to write to as long as that works."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()
