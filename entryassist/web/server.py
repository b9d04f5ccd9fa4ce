"""The web server: a page to sign in, and the application over a web socket for whoever has."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from aiohttp import web
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server, to_int

from entryassist.web.child import Child
from entryassist.web.sessions import IDLE_SECONDS, WebSession, WebSessions
from models import StoreError

if TYPE_CHECKING:
    from models import Store, User

COOKIE = "entryassist"
MOST_TABS = 64
MOST_TYPED = 2048  # bytes of a sign-in form
LARGEST = (400, 200)  # columns and rows
_PAGES = files("entryassist").joinpath("data/web")
_HEADERS = {
    # The terminal in the page sets styles of its own; nothing comes from another place.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SESSION = web.RequestKey("session", WebSession)
_OPEN_PATHS = frozenset({"/sign-in", "/page.css"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the application is served. ``hosts`` are the names under which browsers may ask; empty means any."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None
    hosts: frozenset[str] = frozenset()
    needs_password: bool = True

    @property
    def url(self) -> str:
        """The address to open."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{name}:{self.port}/"


class RecordServer(Server):
    """Serves one record. Whoever is signed in gets a process of their own for each tab."""

    def __init__(self, site: Site, store: Store, arguments: Sequence[str]) -> None:
        super().__init__("entryassist", host=site.host, port=site.port, title="EntryAssist")
        self.download_manager = DownloadManager()
        self._site = site
        self._store = store
        self._arguments = arguments
        self._sessions = WebSessions()
        self._children: set[Child] = set()

    def run(self, ready: Callable[[str], None]) -> None:
        """Serve until interrupted or terminated; ``ready`` is told the address once it can be opened."""
        # aiohttp logs requests and failures with their data: what is said here is said by us.
        logging.getLogger("textual-serve").disabled = True
        application = self.application()

        async def announce(_: web.Application) -> None:
            ready(self._site.url)

        application.on_startup.append(announce)
        web.run_app(
            application,
            host=self._site.host,
            port=self._site.port,
            ssl_context=self._site.tls,
            access_log=None,
            print=lambda *_: None,
        )

    def application(self) -> web.Application:
        """The routes, with the guard in front of all of them."""
        application = web.Application(middlewares=[self._guard], client_max_size=MOST_TYPED)
        application.add_routes(
            [
                web.get("/", _page("index.html", "text/html")),
                web.get("/page.css", _page("page.css", "text/css")),
                web.get("/page.js", _page("page.js", "text/javascript")),
                web.get("/sign-in", self._show_sign_in),
                web.post("/sign-in", self._sign_in),
                web.post("/sign-out", self._sign_out),
                web.get("/ws", self.handle_websocket),
                web.static("/static", self.statics_path),
            ]
        )
        application.on_shutdown.append(self._end_children)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse strange hosts and origins, let nobody in who has not signed in, add the headers of safety."""
        if self._site.hosts and request.url.host not in self._site.hosts:
            raise web.HTTPForbidden(text="Open EntryAssist under the address it was started with.")
        origin = request.headers.get("Origin")
        own = f"{request.scheme}://{request.host}"
        if origin != own and (origin is not None or request.path == "/ws"):
            raise web.HTTPForbidden(text="Another page may not use EntryAssist.")
        session = self._sessions.of(request.cookies.get(COOKIE, ""))
        if session is not None:
            request[_SESSION] = session
        elif request.path not in _OPEN_PATHS:
            raise web.HTTPSeeOther("/sign-in") if request.path == "/" else web.HTTPUnauthorized()
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    async def _show_sign_in(self, request: web.Request) -> web.Response:
        return _sign_in_page("")

    async def _sign_in(self, request: web.Request) -> web.Response:
        typed = await request.post()
        name, password = str(typed.get("username", "")), str(typed.get("password", ""))
        try:
            user = await asyncio.to_thread(
                self._store.sign_in, name, password, needs_password=self._site.needs_password
            )
        except StoreError as error:
            return _sign_in_page(str(error))
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(
            COOKIE, self._sessions.begin(user), httponly=True, samesite="Strict", secure=self._site.tls is not None
        )
        return response

    async def _sign_out(self, request: web.Request) -> web.Response:
        self._sessions.end(request.cookies.get(COOKIE, ""))
        response = web.Response(status=303, headers={"Location": "/sign-in"})
        response.del_cookie(COOKIE)
        return response

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One tab: a process while the socket is open."""
        if len(self._children) >= MOST_TABS:
            raise web.HTTPServiceUnavailable(text="Too many are working here at the moment: try again later.")
        socket = web.WebSocketResponse(heartbeat=15)
        await socket.prepare(request)
        session = request[_SESSION]
        child = await self._child(session.user, socket)
        session.tabs += 1
        self._children.add(child)
        try:
            with suppress(ConnectionError, ValueError):
                await child.start(_size(request, "width", 80, LARGEST[0]), _size(request, "height", 24, LARGEST[1]))
                await self._process_messages(socket, child)
        finally:
            session.tabs -= 1
            await child.stop()
            self._children.discard(child)
        return socket

    async def _child(self, user: User, socket: web.WebSocketResponse) -> Child:
        ticket = await asyncio.to_thread(self._store.issue_ticket, user)
        return Child(
            self._arguments,
            ticket,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=socket.close,
            download_manager=self.download_manager,
        )

    async def _end_children(self, application: web.Application) -> None:
        await asyncio.gather(*(child.stop() for child in self._children))


def _size(request: web.Request, name: str, usual: int, largest: int) -> int:
    return max(1, min(int(to_int(request.query.get(name, ""), usual)), largest))


def _page(name: str, kind: str) -> Handler:
    text = _PAGES.joinpath(name).read_text("utf-8")

    async def show(request: web.Request) -> web.Response:
        return web.Response(text=text, content_type=kind)

    return show


def _sign_in_page(problem: str) -> web.Response:
    from html import escape

    page = _PAGES.joinpath("sign_in.html").read_text("utf-8").replace("{problem}", escape(problem))
    return web.Response(text=page, content_type="text/html", status=403 if problem else 200)


__all__ = ["IDLE_SECONDS", "RecordServer", "Site"]
