"""Who is signed in in which browser. Kept in memory only: after a restart everybody signs in again."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models import User

IDLE_SECONDS = 15 * 60.0


@dataclass(slots=True)
class WebSession:
    """One signed-in browser. ``tabs`` is how many of its tabs are open: while one is, it does not end by itself."""

    user: User
    last_seen: float
    tabs: int = 0


@dataclass(slots=True)
class WebSessions:
    """The signed-in browsers by their cookie."""

    clock: Callable[[], float] = time.monotonic
    _open: dict[str, WebSession] = field(default_factory=dict)

    def begin(self, user: User) -> str:
        """The cookie of a new session."""
        self._forget_idle()
        token = secrets.token_urlsafe(32)
        self._open[token] = WebSession(user, self.clock())
        return token

    def of(self, token: str) -> WebSession | None:
        """The session of a cookie; None when there is none, or it was idle for too long."""
        self._forget_idle()
        session = self._open.get(token)
        if session is not None:
            session.last_seen = self.clock()
        return session

    def end(self, token: str) -> None:
        """Forget a session."""
        self._open.pop(token, None)

    def _forget_idle(self) -> None:
        oldest = self.clock() - IDLE_SECONDS
        idle = [token for token, one in self._open.items() if not one.tabs and one.last_seen < oldest]
        for token in idle:
            del self._open[token]
