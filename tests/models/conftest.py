"""An empty record in a temporary folder, and people to fill it with. All of them are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models import Decision, FindingInput, Note, Patient, SectionText, Store, User


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the record of a test lives."""
    return tmp_path / "record" / "records.db"


@pytest.fixture
def open_store(path: Path) -> Iterator[Callable[[], Store]]:
    """Opens one more store on the record of the test; all are closed at the end."""
    stores: list[Store] = []

    def open_another() -> Store:
        stores.append(Store.open(f"sqlite:///{path}", patience=0.05))
        return stores[-1]

    yield open_another
    for store in stores:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    return open_store()


@pytest.fixture
def clerk(store: Store) -> User:
    return store.add_user("dana", "Dana Clerk")


@pytest.fixture
def patient(store: Store, clerk: User) -> Patient:
    return store.register_patient(
        clerk,
        mrn="T-100",
        family_name="Testwell",
        given_name="Abigail",
        birth_date=dt.date(1951, 3, 14),
        sex="female",
        allergies="PENICILLIN",
    )


@pytest.fixture
def start_note(store: Store, clerk: User, patient: Patient) -> Callable[..., Note]:
    """Starts a note on the patient; header fields may be given."""

    def start(user: User = clerk, **fields: Any) -> Note:
        header: dict[str, Any] = {
            "note_type": "progress note",
            "author": "Dr. Edith Pretend",
            "department": "Internal Medicine",
            "encounter_date": dt.date(2025, 11, 16),
            "source_text": "feels well, recheck 3 mo",
        }
        return store.start_note(user, patient, **header | fields)

    return start


@pytest.fixture
def note(start_note: Callable[..., Note]) -> Note:
    """A note waiting to be entered."""
    return start_note()


@pytest.fixture
def written() -> tuple[SectionText, ...]:
    """What the clerk made of it."""
    return (SectionText("Subjective", "Feels well."), SectionText("Plan", "Recheck in 3 months."))


@pytest.fixture
def finding() -> Callable[..., FindingInput]:
    """Makes a finding on the first word of what was written."""

    def make(decision: Decision = Decision.OPEN, replacement: str = "", reason: str = "") -> FindingInput:
        return FindingInput(
            rule="SP001",
            start=12,
            end=17,
            text="Feels",
            severity="warning",
            message="Probably misspelled.",
            evidence="nearest word by one letter",
            suggestions=(("Feel", 0.75), ("Felt", 0.5)),
            decision=decision,
            replacement=replacement,
            reason=reason,
        )

    return make
