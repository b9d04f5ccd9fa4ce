"""Who gets past the sign-in page, and what the pages allow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from entryassist.web.server import RecordServer, Site
from entryassist.web.sessions import IDLE_SECONDS, WebSessions
from models import AuditAction, Store

Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def browser(
    address: str, *, needs_password: bool = True, hosts: frozenset[str] = frozenset()
) -> AsyncIterator[Client]:
    """Something that asks like a browser, with cookies."""
    store = Store.open(address)
    site = Site("127.0.0.1", 0, hosts=hosts, needs_password=needs_password)
    jar = aiohttp.CookieJar(unsafe=True)
    async with TestClient(TestServer(RecordServer(site, store, []).application()), cookie_jar=jar) as client:
        yield client
    store.close()


async def sign_in(client: Client, username: str, password: str) -> aiohttp.ClientResponse:
    return await client.post("/sign-in", data={"username": username, "password": password}, allow_redirects=False)


@pytest.mark.parametrize("path", ["/", "/ws", "/static/js/textual.js", "/page.js", "/anything"])
async def test_without_a_sign_in_there_is_nothing_but_the_sign_in_page(address: str, path: str) -> None:
    async with browser(address) as client:
        headers = {"Origin": str(client.make_url("/")).rstrip("/")}
        answer = await client.get(path, allow_redirects=False, headers=headers)
        assert answer.status == (303 if path == "/" else 401)
        assert answer.headers.get("Location", "/sign-in") == "/sign-in"


async def test_the_right_password_opens_the_application(address: str, password: str) -> None:
    async with browser(address) as client:
        answer = await sign_in(client, "dana", password)
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        cookie = answer.cookies["entryassist"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        page = await client.get("/")
        assert "textual-terminal" in await page.text()
        assert (await client.get("/static/js/textual.js")).status == 200


@pytest.mark.parametrize(
    ("username", "password"), [("dana", "wrong, wrong and wrong"), ("dana", ""), ("amy", ""), ("<b>nobody", "x")]
)
async def test_nothing_else_does(address: str, username: str, password: str) -> None:
    async with browser(address) as client:
        answer = await sign_in(client, username, password)
        assert answer.status == 403
        assert "<b>" not in await answer.text()
        assert (await client.get("/", allow_redirects=False)).status == 303


async def test_on_this_computer_somebody_without_a_password_gets_in_as_at_the_terminal(address: str) -> None:
    async with browser(address, needs_password=False) as client:
        assert (await sign_in(client, "amy", "")).status == 303


async def test_signing_out_ends_it(address: str, password: str) -> None:
    async with browser(address) as client:
        await sign_in(client, "dana", password)
        await client.post("/sign-out", allow_redirects=False)
        assert (await client.get("/", allow_redirects=False)).status == 303


async def test_a_page_of_another_site_may_neither_sign_in_nor_open_a_socket(address: str, password: str) -> None:
    async with browser(address) as client:
        elsewhere = {"Origin": "https://elsewhere.example"}
        answer = await client.post("/sign-in", data={"username": "dana", "password": password}, headers=elsewhere)
        assert answer.status == 403
        await sign_in(client, "dana", password)
        for headers in (elsewhere, {}):
            assert (await client.get("/ws", headers=headers)).status == 403


async def test_another_name_for_this_computer_is_refused(address: str) -> None:
    async with browser(address, hosts=frozenset({"127.0.0.1"})) as client:
        answer = await client.get("/sign-in", headers={"Host": "evil.example"})
        assert answer.status == 403


async def test_pages_load_nothing_from_elsewhere_and_are_not_kept(address: str, password: str) -> None:
    async with browser(address) as client:
        headers = (await client.get("/sign-in")).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Cache-Control"] == "no-store"
        await sign_in(client, "dana", password)
        for path in ("/", "/page.css", "/page.js"):
            assert "//" not in (await (await client.get(path)).text()).replace("// ", "")


async def test_every_sign_in_is_on_the_trail(address: str, password: str) -> None:
    async with browser(address) as client:
        await sign_in(client, "dana", "wrong, wrong and wrong")
        await sign_in(client, "dana", password)
    store = Store.open(address)
    newest, before = store.audit_events(2)
    store.close()
    assert (before.action, newest.action) == (AuditAction.SIGN_IN_REFUSED, AuditAction.SIGN_IN)


def test_a_browser_left_alone_is_signed_out_unless_a_tab_is_open(address: str) -> None:
    store = Store.open(address)
    now = 0.0
    sessions = WebSessions(lambda: now)
    token = sessions.begin(store.sign_in("amy"))
    session = sessions.of(token)
    assert session is not None
    session.tabs = 1
    now = 2 * IDLE_SECONDS
    assert sessions.of(token) is session
    session.tabs = 0
    now += IDLE_SECONDS + 1
    assert sessions.of(token) is None
    store.close()
