"""The application in a real browser, from the sign-in page to a draft on record."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest

from models import Store

if TYPE_CHECKING:
    from conftest import Site


NOTE_TEXT = "Feels well"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
Serve = Callable[..., AbstractContextManager["Site"]]


@pytest.fixture
def page() -> Iterator[Any]:
    """A page of a headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium.new_page(viewport={"width": 1280, "height": 800})
        chromium.close()


def until(condition: Callable[[], object]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("this never came true")


def processes(of: subprocess.Popen[str]) -> list[str]:
    """The application processes that a server has started."""
    found = subprocess.run(["pgrep", "-P", str(of.pid)], capture_output=True, text=True, check=False)
    return found.stdout.split()


@pytest.mark.skipif(sys.platform == "win32", reason="pgrep is needed")
def test_a_note_is_typed_in_the_browser_and_closing_the_tab_keeps_the_draft(
    serve: Serve, address: str, password: str, page: Any
) -> None:
    strange: list[str] = []
    with serve() as site:
        page.on("request", lambda request: None if request.url.startswith(site.url) else strange.append(request.url))
        page.goto(site.url)
        page.fill("input[name=username]", "dana")
        page.fill("input[name=password]", password)
        page.click("button")
        page.wait_for_selector("body.-first-byte")
        store = Store.open(address)
        clerk = store.sign_in("dana", password)
        draft_text = lambda: "".join(  # noqa: E731
            one.text for draft in [store.draft(clerk, 1)] if draft is not None for one in draft.sections
        )
        # Keys before the worklist is shown go to the screen that is: press until the note is open and takes them.
        until(lambda: page.keyboard.press("Enter") or page.keyboard.type("x") or "x" in draft_text())
        page.keyboard.type(NOTE_TEXT)
        assert len(processes(site.process)) == 1
        page.close()
        until(lambda: not processes(site.process))
        assert NOTE_TEXT in draft_text()
        store.close()
    assert not [url for url in strange if not url.startswith(("data:", "blob:", site.url.replace("http", "ws")))]


def test_ending_the_server_ends_the_applications(serve: Serve, page: Any) -> None:
    with serve() as site:
        page.goto(site.url)
        page.fill("input[name=username]", "amy")
        page.click("button")
        page.wait_for_selector("body.-first-byte")
        [process] = processes(site.process)
        site.process.terminate()
        site.process.wait()
        until(lambda: subprocess.run(["ps", "-p", process], capture_output=True, check=False).returncode)
