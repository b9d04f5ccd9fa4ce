"""Many writers on one record, and writers that are killed: ``python benchmarks/writers.py COMMAND ENGINE [NUMBER]``.

``save ENGINE [SECONDS]``: eight processes on postgresql, four on sqlite, save notes of 2 KB with findings, drafts
aside, and with their audit events; one save in ten goes to a note that all of them write. ``kill ENGINE [ROUNDS]``:
a process that saves is killed (SIGKILL) at a random moment, again and again. Afterwards every acknowledged save must
be there, whole and once, and the audit trail as written. PostgreSQL and SQLite both write through to the disk.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing as mp
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from models import Decision, FindingInput, SectionText, StaleNote, Store, StoreBusy, User

PROCESSES = {"sqlite": 4, "postgresql": 8}
SHARED, OWN = 4, 8
SECTIONS, FINDINGS = 4, 3
FORK = mp.get_context("fork")


@contextlib.contextmanager
def record_on(engine: str) -> Iterator[str]:
    """The address of an empty record in a temporary folder."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["XDG_DATA_HOME"] = folder
        if engine == "postgresql":
            from postgresql_server import running

            server = stack.enter_context(running(durable=True))
            server.create("records")
            yield server.url("records")
        else:
            yield f"sqlite:///{Path(folder) / 'records.db'}"


def fill(url: str, notes: int) -> list[int]:
    """One user, one patient, and notes to be entered; returns their ids."""
    store = Store.open(url)
    user = store.add_user("dana", "Dana Clerk")
    patient = store.register_patient(
        user, mrn="T-1", family_name="A", given_name="B", birth_date=dt.date(1950, 1, 1), sex="other"
    )
    header = {"note_type": "n", "author": "A", "department": "D", "encounter_date": dt.date(2025, 1, 1)}
    ids = [store.start_note(user, patient, **header).id for _ in range(notes)]
    store.close()
    return ids


def text_of(note: int, version: int) -> str:
    """About 500 characters that tell the version."""
    return f"note {note} version {version} ".ljust(500, ".")


def save(store: Store, user: User, note: int, seen: int) -> None:
    sections = [SectionText(f"Part {part}", text_of(note, seen + 1)) for part in range(SECTIONS)]
    findings = [FindingInput("SP001", 0, 4, "note", "advice", "m", "e", (("noted", 0.5),), Decision.OPEN)] * FINDINGS
    store.save_note(user, note, expected_version=seen, sections=sections, findings=findings)


def writer(url: str, own: list[int], shared: list[int], start: float, seconds: float, out: Connection) -> None:
    """Saves until the time is over; tells saves by note, stale ones, busy ones, and the times of each save."""
    store = Store.open(url)
    user = store.sign_in("dana")
    saved: Counter[int] = Counter()
    stale = busy = 0
    took: list[float] = []
    time.sleep(max(0.0, start - time.monotonic()))
    while time.monotonic() < start + seconds:
        ours = random.random() < 0.1
        note = random.choice(shared if ours else own)
        seen = store.note(user, note).latest_version if ours else saved[note]
        began = time.perf_counter()
        try:
            save(store, user, note, seen)
        except StaleNote:
            stale += 1
            continue
        except StoreBusy:
            busy += 1
            continue
        took.append(time.perf_counter() - began)
        saved[note] += 1
    store.close()
    out.send((saved, stale, busy, took))


def measure(engine: str, seconds: float) -> None:
    count = PROCESSES[engine]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = used.ru_utime + used.ru_stime
    with record_on(engine) as url:
        ids = fill(url, SHARED + count * OWN)
        shared, start = ids[:SHARED], time.monotonic() + 3
        pipes = []
        for number in range(count):
            own = ids[SHARED + number * OWN : SHARED + (number + 1) * OWN]
            here, there = FORK.Pipe(duplex=False)
            process = FORK.Process(target=writer, args=(url, own, shared, start, seconds, there))
            process.start()
            pipes.append((process, here))
        results = [pipe.recv() for _, pipe in pipes]
        for process, _ in pipes:
            process.join()
        saved: Counter[int] = Counter()
        for one in results:
            saved.update(one[0])
        took = sorted(second for one in results for second in one[3])
        stale, busy = (sum(one[part] for one in results) for part in (1, 2))
        lost = look_through(url, ids, saved, exactly=True)
    # The server has ended too by now: what it used is counted.
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = (used.ru_utime + used.ru_stime - before) * 1000 / saved.total()
    print(f"{engine}: {cost:.1f} ms of processor time a save, by writers and server, start-up included")
    rate = f"{engine}: {count} writers, {saved.total() / seconds:.0f} saves/s"
    p50, p99 = (took[int(len(took) * share)] * 1000 for share in (0.5, 0.99))
    print(f"{rate}, p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {took[-1]:.2f} s")
    print(f"{engine}: {stale} refused as stale, {busy} told that the database is busy, {lost} wrong")
    sys.exit(bool(lost or busy))


def look_through(url: str, ids: list[int], saved: Counter[int], *, exactly: bool) -> int:
    """How many notes are not as acknowledged, plus one if the audit trail is not as written or does not fit."""
    store = Store.open(url)
    user = store.sign_in("dana")
    wrong = versions = 0
    for note in ids:
        kept = store.note(user, note)
        numbers = [version.number for version in kept.versions]
        whole = all(
            [section.text for section in version.sections] == [text_of(note, version.number)] * SECTIONS
            and len(version.findings) == FINDINGS
            for version in kept.versions
        )
        enough = len(numbers) == saved[note] if exactly else len(numbers) >= saved[note]
        wrong += not (whole and enough and numbers == list(range(1, kept.latest_version + 1)))
        versions += len(numbers)
    found = store.verify_audit()
    since = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    events = sum(event.action == "save note" for event in store.audit_report(user, since=since))
    store.close()
    print(f"{versions} versions, {found.events} audit events, trail as written: {found.intact}")
    return wrong + (not found.intact) + (events != versions)


def victim(url: str, ids: list[int], out: Connection) -> None:
    store = Store.open(url)
    user = store.sign_in("dana")
    while True:
        note = random.choice(ids)
        seen = store.note(user, note).latest_version
        store.save_draft(user, note, sections=[SectionText("", "draft")], cursor=(0, 0, 0))
        save(store, user, note, seen)
        out.send((note, seen + 1))


def kill(engine: str, rounds: int) -> None:
    acknowledged: Counter[int] = Counter()
    with record_on(engine) as url:
        ids = fill(url, 40)
        for _ in range(rounds):
            here, there = FORK.Pipe(duplex=False)
            process = FORK.Process(target=victim, args=(url, ids, there))
            process.start()
            there.close()
            for _ in range(random.randint(1, 4)):
                note, version = here.recv()
                acknowledged[note] = version
            time.sleep(random.uniform(0, 0.02))
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            with contextlib.suppress(EOFError):
                while True:
                    note, version = here.recv()
                    acknowledged[note] = version
            here.close()
        lost = look_through(url, ids, acknowledged, exactly=False)
    print(f"{engine}: {rounds} writers killed, {lost} wrong")
    sys.exit(bool(lost))


def main() -> None:
    command, engine, *rest = sys.argv[1:]
    if command == "save":
        measure(engine, float(rest[0]) if rest else 10)
    else:
        kill(engine, int(rest[0]) if rest else 500)


if __name__ == "__main__":
    main()
