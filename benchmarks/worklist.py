"""Opening a page of a long worklist: every order, filters, search, with the audit event, on SQLite; and the screen.

python benchmarks/worklist.py [--notes 10_000]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from pathlib import Path

from patients import fill
from sqlalchemy import insert
from textual.widgets import OptionList, Static

from entryassist.tui.app import EntryAssistApp
from entryassist.tui.services import Services
from entryassist.tui.widgets.work_table import WorkTable
from models import Encounter, Note, Store, WorkField, WorkGroup, WorkOrder, WorkView
from models.base import utc_now
from terminology import Checker
from terminology.errors import VocabularyError

TYPES = ("progress note", "history and physical", "discharge summary")
DICTATION = "Feels well. Recheck in three months. " * 50
RUNS = 20


def fill_notes(store: Store, count: int) -> None:
    dice, today = random.Random(3), utc_now().date()
    numbers = range(1, count + 1)
    visit = {"encounter_date": today, "encounter_kind": "outpatient", "department": ""}
    note = {"source_text": DICTATION, "created_by_id": 1}
    with store.engine.begin() as connection:
        connection.execute(
            insert(Encounter),
            [visit | {"id": one, "patient_id": one, "department": f"Ward {one % 20}"} for one in numbers],
        )
        connection.execute(
            insert(Note),
            [
                note | {"id": one, "encounter_id": one, "note_type": dice.choice(TYPES), "author": f"Dr. {one % 60}"}
                for one in numbers
            ],
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--notes", type=int, default=10_000)
    count = arguments.parse_args().notes
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'record.db'}")
        user = store.add_user("dana", "Dana Clerk")
        fill(store, count)
        fill_notes(store, count)
        views = {f"by {order}": (WorkView(order=order), 0) for order in WorkOrder}
        views |= {
            "the last page": (WorkView(), count - 50),
            "to enter, one author": (WorkView(WorkGroup.TO_ENTER, author="Dr. 7"), 0),
            "searched: smith": (WorkView(search="smith"), 0),
            "searched: dr. 7 ward": (WorkView(search="dr. 7 ward"), 0),
        }
        for what, (view, offset) in views.items():
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                page = store.worklist(user, view, offset=offset)
                times.append((time.perf_counter() - start) * 1000)
            times.sort()
            print(f"{what:24} p50 {times[RUNS // 2]:6.1f}  worst {times[-1]:6.1f} ms  {page.total:,} notes")
        start = time.perf_counter()
        store.worklist_values(user, WorkView(), WorkField.AUTHOR)
        print(f"{'values of a field':24} {(time.perf_counter() - start) * 1000:10.1f} ms")
        asyncio.run(screen(Path(folder) / "record.db"))
        store.close()


async def screen(path: Path) -> None:
    """Time from the key that signs in to the filled worklist, and from a key that sorts to the next one."""

    def no_vocabulary(progress: object) -> Checker:
        raise VocabularyError("not needed here")

    app = EntryAssistApp(Services(lambda: Store.open(f"sqlite:///{path}"), no_vocabulary))
    async with app.run_test(size=(160, 48)) as pilot:
        while not app.screen.query_one("#users", OptionList).option_count:
            await pilot.pause(0.01)
        for what, key in (
            ("screen: sign-in to rows", "enter"),
            ("screen: sorted anew", "s"),
            ("screen: next group", "right"),
        ):
            before = text(app)
            start = time.perf_counter()
            await pilot.press(key)
            while text(app) == before:
                await pilot.pause(0.001)
            print(f"{what:24} {(time.perf_counter() - start) * 1000:10.1f} ms")


def text(app: EntryAssistApp) -> str:
    """What the worklist says of its order and groups; empty while it shows no rows."""
    shown = [f"{line.render()}" for line in app.screen.query("#view-line, #groups").results(Static)]
    tables = app.screen.query(WorkTable)
    return " ".join(shown) if tables and tables.first().row_count else ""


if __name__ == "__main__":
    main()
