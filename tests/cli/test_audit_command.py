"""``entryassist audit``: who looked at a patient, in forms that others can read, and the proof of the trail."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from entryassist import cli
from models import Store

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A record with two patients; Dana and Sam looked at the note of the first, and Mallory was let in nowhere."""
    url = f"sqlite:///{tmp_path}/records.db"
    monkeypatch.setenv("ENTRYASSIST_DATABASE_URL", url)
    store = Store.open(url)
    dana, sam = store.add_user("dana", "Dana Clerk"), store.add_user("sam", "=cmd|' /C calc'!A0")
    for mrn in ("C-1", "C-2"):
        patient = store.register_patient(
            dana, mrn=mrn, family_name="Cliff", given_name="Ann", birth_date=dt.date(1950, 1, 2), sex="female"
        )
        note = store.start_note(
            dana, patient, note_type="n", author="Dr. Able", department="D", encounter_date=dt.date(2025, 1, 2)
        )
        if mrn == "C-1":
            store.note(dana, note.id)
            store.note(sam, note.id)
    with pytest.raises(Exception, match="Nobody of that username"):
        store.sign_in("mallory")
    store.find_patients("C-1", user=sam)
    yield store
    store.close()


def printed(capsys: Output, *arguments: str, code: int = 0) -> str:
    assert cli.main(["audit", *arguments]) == code
    return capsys.readouterr().out


def test_a_patient_is_told_who_looked(capsys: Output) -> None:
    told = printed(capsys, "report", "--patient", "c-1")
    looked = [line.split() for line in told.splitlines() if "view note" in line]
    assert [line[2] for line in looked] == ["dana", "sam"]
    assert "C-2" not in told


def test_the_report_on_a_user_runs_no_formula_in_a_spreadsheet(capsys: Output) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "report", "--user", "sam", "--format", "csv"))))
    assert [row["action"] for row in rows] == ["view note", "search patients"]
    assert {row["name"] for row in rows} == {"'=cmd|' /C calc'!A0"}


def test_a_period_is_narrowed_from_both_sides(capsys: Output) -> None:
    everything = json.loads(printed(capsys, "report", "--since", "2020-01-01", "--format", "json"))
    assert [event["event"] for event in everything] == list(range(1, 11))
    assert json.loads(printed(capsys, "report", "--until", "2020-01-01", "--format", "json")) == []


def test_a_report_is_audited_itself(record: Store, capsys: Output) -> None:
    printed(capsys, "report", "--patient", "C-1")
    [newest] = record.audit_events(limit=1)
    assert (newest.action, newest.details, newest.patient_id) == ("view audit", {"events": 4}, 1)


@pytest.mark.parametrize("narrowed", [("--patient", "C-1"), ("--since", "2020-01-01"), ("--until", "2020-01-01")])
def test_the_export_is_a_valid_fhir_bundle(capsys: Output, narrowed: tuple[str, str]) -> None:
    told = json.loads(printed(capsys, "report", *narrowed, "--format", "fhir"))
    assert Bundle.model_validate(told).type == "collection"


def test_fhir_says_who_did_what_to_whom(capsys: Output) -> None:
    bundle = json.loads(printed(capsys, "report", "--since", "2020-01-01", "--format", "fhir"))
    by_subtype: dict[str, dict[str, Any]] = {
        entry["resource"]["subtype"][0]["code"]: entry["resource"] for entry in bundle["entry"]
    }
    looked = by_subtype["view-note"]
    assert (looked["action"], looked["outcome"], looked["agent"][0]["altId"]) == ("R", "0", "sam")
    assert looked["entity"][0]["what"]["identifier"]["value"] == "C-1"
    refused = by_subtype["sign-in-refused"]
    assert (refused["type"]["code"], refused["outcome"]) == ("110114", "4")
    assert refused["agent"][0]["who"]["display"] == "nobody signed in"
    assert {found["type"] for found in by_subtype["search-patients"]["entity"][0]["detail"]} == {"found"}
    assert len({entry["fullUrl"] for entry in bundle["entry"]}) == 10


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--patient", "C-9"), "no patient with that medical record number"),
        (("--user", "mallory"), "Nobody of that username"),
        (("--since", "yesterday"), "a day such as"),
        ((), "name at least one of"),
    ],
)
def test_what_cannot_be_reported_is_told(capsys: Output, arguments: tuple[str, ...], sentence: str) -> None:
    assert cli.main(["audit", "report", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_the_head_can_be_written_down_and_held_against_the_trail(record: Store, capsys: Output, tmp_path: Path) -> None:
    head = printed(capsys, "head").strip()
    assert head.startswith("10 ")
    assert printed(capsys, "verify", "--head", head) == f"10 events, all as written; the newest is {head}\n"
    with record.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_refuses_update")
        connection.exec_driver_sql("UPDATE audit_event SET user_id = 2 WHERE id = 8")
    told = printed(capsys, "verify", code=1)
    assert told.splitlines()[0] == "event 8: was changed, put in or moved"
    assert "NOT as written" in told


def test_a_head_that_is_none_is_refused(capsys: Output) -> None:
    assert cli.main(["audit", "verify", "--head", "seventeen"]) == 2
    assert "audit head" in capsys.readouterr().err


def test_a_lost_key_is_replaced_and_what_cannot_be_proven_is_told(
    record: Store, capsys: Output, tmp_path: Path
) -> None:
    (tmp_path / "records.db.audit-key").unlink()
    assert cli.main(["audit", "verify"]) == 2
    assert "audit new-key" in capsys.readouterr().err
    assert "under a new key from now on" in printed(capsys, "new-key")
    assert "10 events cannot be proven" in printed(capsys, "verify", code=1)
