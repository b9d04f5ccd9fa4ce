"""How long the screen stands still while a long text is pasted, in the real application.

python benchmarks/paste.py [--lines 10000] [--one-line]

A task wakes every millisecond on the event loop that paints the frames; its longest sleep is the longest wait for a
frame. The processor time of that thread in the same stretch is given beside it: on a busy machine the wait is longer.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from keystroke import long_note, make_record
from textual.events import Key, Paste

from entryassist.tui.app import EntryAssistApp
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.services import Services
from models import Store
from terminology import Checker

ONE_LINE = 400_000
TYPED = "and so on"


class Pulse:
    """Wakes every millisecond and remembers how long it slept, and what the thread worked meanwhile."""

    def __init__(self) -> None:
        self._waits: list[float] = []
        self._works: list[float] = []
        self._task = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            wall, work = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.001)
            self._waits.append(time.perf_counter() - wall)
            self._works.append(time.thread_time() - work)

    def tell(self, what: str) -> None:
        """Print the longest, and begin anew."""
        wait, work = max(self._waits) * 1000, max(self._works) * 1000
        print(f"{what:12} longest wait {wait:.0f} ms, of which at most {work:.0f} ms work of the screen's thread")
        self._waits, self._works = [], []

    def stop(self) -> None:
        """Wake no more."""
        self._task.cancel()


async def measure(text: str) -> None:
    """Paste the text, type behind it, take the paste back."""
    checker = Checker.load()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        make_record(url, "")
        app = EntryAssistApp(Services(lambda: Store.open(url), lambda _: checker))
        async with app.run_test(size=(160, 48)) as pilot:
            while not isinstance(app.screen, EntryScreen):
                await pilot.pause(0.5)
                if not isinstance(app.screen, EntryScreen):
                    await pilot.press("enter")
            await pilot.pause(1)
            editor, pulse, began = app.screen.form.editor, Pulse(), time.perf_counter()
            app.post_message(Paste(text))
            while not editor.text or editor.is_pasting:
                await asyncio.sleep(0.05)
            print(f"{len(editor.text):,} characters were in after {time.perf_counter() - began:.1f} s")
            pulse.tell("pasting")
            await asyncio.sleep(3)
            pulse.tell("checking")
            for character in TYPED:
                app.post_message(Key("space" if character == " " else character, character))
                await asyncio.sleep(0.1)
            pulse.tell("typing")
            app.post_message(Key("ctrl+z", None))
            app.post_message(Key("ctrl+z", None))
            await asyncio.sleep(1)
            pulse.tell("undo")
            pulse.stop()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--lines", type=int, default=10_000)
    arguments.add_argument("--one-line", action="store_true", help=f"one line of {ONE_LINE:,} characters")
    options = arguments.parse_args()
    text = long_note(options.lines, Random(1))
    sys.setswitchinterval(0.0005)  # as the application does
    asyncio.run(measure(text.replace("\n", " ")[:ONE_LINE] if options.one_line else text))


if __name__ == "__main__":
    main()
