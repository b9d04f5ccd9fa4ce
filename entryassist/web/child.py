"""The process behind one browser tab, and its end."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from textual_serve.app_service import AppService

from entryassist.options import TICKET_VARIABLE

QUIT = b"\x11"  # ^Q, with which the application keeps the draft before it leaves
PATIENCE_SECONDS = 5.0


class Child(AppService):
    """Runs ``entryassist tui`` for one signed-in person and makes sure that it ends with the tab."""

    def __init__(self, arguments: Sequence[str], ticket: str, **options: Any) -> None:
        super().__init__("entryassist", **options)
        self._arguments = arguments
        self._ticket = ticket
        self._ending: asyncio.Task[None] | None = None

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = self._build_environment(width=width, height=height) | {TICKET_VARIABLE: self._ticket}
        command = (sys.executable, "-m", "entryassist", "tui", *self._arguments)
        self._process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
        )
        self._stdin = self._process.stdin
        return self._process

    async def stop(self) -> None:
        """End the process: ask it, then make it. Safe to call again while it is ending."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)

    async def _end(self) -> None:
        process = self._process
        if process is None:
            return
        await self.send_bytes(QUIT)
        for firmer in (process.terminate, process.kill):
            if await _has_ended(process):
                break
            with suppress(ProcessLookupError):
                firmer()
        await process.wait()
        if self._task is not None:
            await self._task


async def _has_ended(process: Process) -> bool:
    try:
        await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)
    except TimeoutError:
        return False
    return True
