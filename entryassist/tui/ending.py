"""Being told to end: a closed terminal, a dropped connection, a shutdown. What was typed is kept first."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

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
