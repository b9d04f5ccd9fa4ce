"""Finding patients in a large SQLite record: as typed, with slips, possible duplicates, names to beware of.

python benchmarks/patients.py [--patients 500_000] [--queries 200] [--keep record.db]

The names are drawn as often as the United States census counts them (package ``names``), the birth dates from a
hundred years. Every time is that of the Store method, its audit event included; "processor" is the time it took of
one, which does not depend on what else runs. "Right" is how often the patient that was meant is among those found:
with a letter of each name wrong, left out, doubled or swapped.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

import names
from sqlalchemy import insert

from models import Identity, Patient, Store, User
from models.patient import NameWord, PatientKey, name_entries, search_keys

FOLDER = Path(names.__file__).parent
AT_ONCE = 20_000
FIRST_MRN = 1_000_000
Found = TypeVar("Found")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def drawn(file: str, count: int, dice: random.Random) -> list[str]:
    rows = [line.split() for line in (FOLDER / file).read_text().splitlines()]
    return dice.choices([row[0].title() for row in rows], [float(row[1]) + 0.0005 for row in rows], k=count)


def people(count: int, dice: random.Random) -> Iterator[dict[str, object]]:
    given = (drawn("dist.female.first", count, dice), drawn("dist.male.first", count, dice))
    for number, family in enumerate(drawn("dist.all.last", count, dice)):
        born = dt.date(1925, 1, 1) + dt.timedelta(dice.randrange(36_500))
        sex = number % 2
        yield {
            "id": number + 1,
            "mrn": f"M{FIRST_MRN + number}",
            "family_name": family,
            "given_name": given[sex][number],
            "birth_date": born,
            "sex": ("female", "male")[sex],
            "allergies": "",
        }


def fill(store: Store, count: int) -> None:
    rows = people(count, random.Random(7))
    with store.engine.begin() as connection:
        words: dict[str, dict[str, str]] = {}
        while some := list(islice(rows, AT_ONCE)):
            connection.execute(insert(Patient), some)
            keys = (
                {"patient_id": row["id"], "kind": key.kind, "key": key.key}
                for row in some
                for key in search_keys(str(row["mrn"]), str(row["family_name"]), str(row["given_name"]))
            )
            connection.execute(insert(PatientKey), list(keys))
            for row in some:
                for entry in name_entries(str(row["family_name"]), str(row["given_name"])):
                    words[entry["word"]] = entry
        connection.execute(insert(NameWord), list(words.values()))
        print(f"{count:,} patients, {len(words):,} different words in their names")


def slip(word: str, dice: random.Random) -> str:
    place = dice.randrange(len(word))
    kind = dice.choice(("other", "left out", "doubled", "swapped"))
    if kind == "other":
        return word[:place] + dice.choice(LETTERS) + word[place + 1 :]
    if kind == "left out":
        return word[:place] + word[place + 1 :]
    if kind == "doubled":
        return word[:place] + word[place] + word[place:]
    return word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]


class Times:
    """Seconds on the clock and of a processor, of one kind of question."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.clock: list[float] = []
        self.processor: list[float] = []

    def of(self, work: Callable[[], list[Found]]) -> list[Found]:
        """Do some work and keep how long it took."""
        clock, processor = time.perf_counter(), time.process_time()
        found = work()
        self.clock.append(time.perf_counter() - clock)
        self.processor.append(time.process_time() - processor)
        return found

    def report(self, right: float | None = None) -> None:
        parts = []
        for name, times in (("clock", sorted(self.clock)), ("processor", sorted(self.processor))):
            p50, p95 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.95))
            parts.append(f"{name} p50 {p50:5.1f} p95 {p95:5.1f} worst {times[-1] * 1000:5.1f} ms")
        found = "" if right is None else f"   right {right:.3f}"
        print(f"{self.what:42} {'   '.join(parts)}{found}")


def searches(store: Store, user: User, meant: list[Patient], dice: random.Random) -> None:
    kinds: dict[str, Callable[[Patient], str]] = {
        "first letter of the family name": lambda one: one.family_name[:1],
        "two letters": lambda one: one.family_name[:2],
        "family name": lambda one: one.family_name,
        "starts of both names": lambda one: f"{one.family_name[:3]} {one.given_name[:2]}",
        "first letters of both names": lambda one: f"{one.family_name[:1]} {one.given_name[:1]}",
        "both names": lambda one: f"{one.given_name} {one.family_name}",
        "MRN": lambda one: one.mrn,
    }
    for what, query in kinds.items():
        times = Times(f"as typed: {what}")
        for one in meant:
            typed = query(one)
            times.of(lambda typed=typed: store.find_patients(typed, user=user))  # type: ignore[misc]
        times.report()
    times = Times("as typed: birth date")
    for one in meant:
        times.of(lambda one=one: store.find_patients("", user=user, born=[one.birth_date]))  # type: ignore[misc]
    times.report()
    for what, slipped in (("both names", both_slipped), ("family name", family_slipped)):
        times, right = Times(f"with a slip: {what}"), 0
        for one in meant:
            typed = slipped(one, dice)
            found = times.of(lambda typed=typed: store.similar_patients(typed, 50, user=user))  # type: ignore[misc]
            right += any(other.id == one.id for other in found)
        times.report(right / len(meant) if slipped is both_slipped else None)


def both_slipped(one: Patient, dice: random.Random) -> str:
    return f"{slip(one.family_name.lower(), dice)} {slip(one.given_name.lower(), dice)}"


def family_slipped(one: Patient, dice: random.Random) -> str:
    return slip(one.family_name.lower(), dice)


def warnings(store: Store, user: User, meant: list[Patient], dice: random.Random) -> None:
    times, right = Times("possible duplicates"), 0
    for one in meant:
        person = Identity(slip(one.family_name.lower(), dice), one.given_name, one.birth_date)
        found = times.of(lambda person=person: store.possible_duplicates(user, person))  # type: ignore[misc]
        right += any(other.patient.id == one.id for other in found)
    times.report(right / len(meant))
    today = dt.date(2026, 11, 28)
    times = Times("names to beware of")
    for one in meant:
        times.of(lambda one=one: store.names_to_beware_of(user, one, today))  # type: ignore[misc]
    times.report()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--patients", type=int, default=500_000)
    arguments.add_argument("--queries", type=int, default=200)
    arguments.add_argument("--keep", type=Path, help="the record, made when it is not there and kept")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "record.db"
        there = path.exists()
        store = Store.open(f"sqlite:///{path}")
        if not there:
            store.add_user("dana", "Dana Clerk")
            fill(store, chosen.patients)
        user, dice = store.users()[0], random.Random(11)
        numbers = [dice.randrange(chosen.patients) for _ in range(chosen.queries)]
        meant = [store.find_patients(f"M{FIRST_MRN + number}")[0] for number in numbers]
        searches(store, user, meant, dice)
        warnings(store, user, meant, dice)
        store.close()


if __name__ == "__main__":
    main()
