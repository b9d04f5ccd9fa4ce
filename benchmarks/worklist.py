"""Opening a page of a long worklist: every order, filters, search, with the audit event, on SQLite.

python benchmarks/worklist.py [--notes 10_000]
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from patients import fill
from sqlalchemy import insert

from models import Encounter, Note, Store, WorkField, WorkGroup, WorkOrder, WorkView
from models.base import utc_now

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
        store.close()


if __name__ == "__main__":
    main()
