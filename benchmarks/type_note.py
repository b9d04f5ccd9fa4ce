"""Types one development note in the real application and counts the keys it took.

python benchmarks/type_note.py ../shared/eval/notes-dev.jsonl [--note 0]

The expert of kspc.py at the keyboard, without shorthands: what the editor offers is what its screen shows after each
key. The note is one of those that kspc.py types. The shipped continuations have
counted it, so the figure to compare is ``--shipped``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from pathlib import Path
from random import Random

from keystroke import make_record
from kspc import accepted
from textual.events import Key
from textual.pilot import Pilot

from entryassist.shorthands.effort import kspc
from entryassist.tui.app import EntryAssistApp
from entryassist.tui.screens.entry import EntryScreen
from entryassist.tui.services import Services
from models import Store
from terminology import Checker

NAMES = {" ": "space", "\n": "enter"}


class Typist:
    """Presses keys in an open note."""

    def __init__(self, app: EntryAssistApp, pilot: Pilot[int]) -> None:
        self._app = app
        self._pilot = pilot
        self.keys = 0

    async def press(self, key: str, character: str | None = None) -> None:
        """Press one key and wait for its frame."""
        self.keys += 1
        self._app.post_message(Key(key, character))
        await self._pilot.pause()

    async def type(self, screen: EntryScreen, text: str) -> None:
        """Type a text into the first section, taking what is offered when it helps."""
        at = 0
        while at < len(text):
            editor = screen.form.editor
            end = text.find("\n", at)
            line = text[at : end if end >= 0 else len(text)]
            taken = accepted(line, 0, editor.ghost) if editor.ghost else None
            if taken is None:
                await self.press(NAMES.get(text[at], text[at]), text[at])
                at += 1
            elif taken[0] == len(editor.ghost):
                await self.press("right")
                at += taken[0]
            else:
                for _ in range(taken[1]):
                    await self.press("ctrl+right")
                at += taken[0]


async def typed(text: str) -> tuple[int, int, int]:
    """The keys pressed, the keys the application counted, and those it says were saved."""
    checker = Checker.load()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        make_record(url, "")
        app = EntryAssistApp(Services(lambda: Store.open(url), lambda _: checker))
        async with app.run_test(size=(160, 48)) as pilot:
            while app.checker is None or not isinstance(app.screen, EntryScreen):
                await pilot.pause(0.5)
                if not isinstance(app.screen, EntryScreen):
                    await pilot.press("enter")
            await pilot.pause(1)
            screen, typist = app.screen, Typist(app, pilot)
            await typist.type(screen, text)
            if screen.form.session.text_of(0) != text:
                raise SystemExit("The note was not typed as it stands.")
            effort = screen.form.session.effort
            return typist.keys, effort.keystrokes, effort.saved


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("notes_file", type=Path)
    arguments.add_argument("--note", type=int, default=0, help="which of the notes of kspc.py, from 0")
    options = arguments.parse_args()
    notes = [json.loads(line)["text"] for line in options.notes_file.read_text(encoding="utf-8").splitlines()]
    text = Random(1).sample([note for note in notes if 1500 <= len(note) <= 4000], 3)[options.note].strip()
    keys, counted, saved = asyncio.run(typed(text))
    print(f"{len(text):,} characters, {keys:,} keys: KSPC {kspc(keys, len(text)):.3f}")
    print(f"the application counted {counted:,} keys and {saved:,} saved")


if __name__ == "__main__":
    main()
