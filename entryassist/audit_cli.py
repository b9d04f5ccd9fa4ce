"""``entryassist audit``: who did what, and the proof that the trail is whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from entryassist import terminal
from entryassist.options import Config, Demo

if TYPE_CHECKING:
    from models import Head, Store, Verification

audit = typer.Typer(help="Report who did what, and prove that the trail is whole.", no_args_is_help=True)

_HEAD = re.compile(r"(\d+)[ :]+([0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){3})")


@audit.command()
def head(demo: Demo = False, config: Config = None) -> int:
    """Print the number and the seal of the newest event, to be written down and kept elsewhere."""
    from models import printable

    with _store(demo, config) as store:
        newest = store.audit_head()
    terminal.write(f"{newest.event} {printable(newest.seal)}\n")
    return 0


@audit.command()
def verify(
    seen: Annotated[
        list[str] | None, typer.Option("--head", metavar='"EVENT SEAL"', help="What 'audit head' printed at some time.")
    ] = None,
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Prove that no event was changed, removed, put in or moved.

    Exit code: 0 when all is as written, 1 when something is not, 2 when it could not be found out.
    """
    heads = [_head(text) for text in seen or ()]
    with _store(demo, config) as store:
        found = store.verify_audit(heads)
    terminal.write(_told(found))
    return 0 if found.intact else 1


@audit.command()
def report(
    patient: Annotated[str, typer.Option(metavar="MRN", help="Only events on this patient.")] = "",
    user: Annotated[str, typer.Option(metavar="NAME", help="Only what this user did.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Only from this day on, as YYYY-MM-DD, UTC.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Only before this day, as YYYY-MM-DD, UTC.")] = "",
    form: Annotated[
        Literal["text", "csv", "json", "fhir"], typer.Option("--format", help="Form; fhir is a Bundle of AuditEvents.")
    ] = "text",
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Print who did what, oldest first. The report is audited itself."""
    from entryassist import audit_report

    if not (patient or user or since or until):
        raise typer.BadParameter("name at least one of --patient, --user, --since and --until")
    start, end = _day(since, "--since"), _day(until, "--until")
    with _store(demo, config) as store:
        events = store.audit_report(None, mrn=patient, username=user, since=start, until=end)
    if form == "text":
        terminal.write_table(audit_report.COLUMNS, audit_report.rows(events))
    else:
        terminal.write(audit_report.FORMS[form](events))
    return 0


@audit.command("new-key")
def new_key(demo: Demo = False, config: Config = None) -> int:
    """Begin a new chain of events under a new key, because the key was lost or seen by others."""
    from entryassist.settings import load_settings
    from models import Store

    store = Store.open(load_settings(config, demo).database_url, create=False, new_audit_key=True)
    try:
        newest = store.audit_head()
    finally:
        store.close()
    terminal.write(f"Events are sealed under a new key from now on; the newest is\n{_line(newest)}\n")
    terminal.write("Events of before can be proven only while the key of before is kept.\n")
    return 0


def _told(found: Verification) -> str:
    lines = [f"event {wrong.event}: {wrong.what}" for wrong in found.wrong]
    if found.unproven:
        lines.append(f"{found.unproven} events cannot be proven: the key they were sealed under is not here")
    if found.unsealed:
        lines.append(f"note: {found.unsealed} events are from before there were seals; they are proven together only")
    if found.backwards:
        lines.append(f"note: {found.backwards} events say to be earlier than the one before; a clock was set back")
    verdict = f"{found.events} events, all as written" if found.intact else f"{found.events} events, NOT as written"
    newest = f"; the newest is {_line(found.head)}" if found.head else ""
    return "\n".join([*lines, verdict + newest]) + "\n"


def _line(newest: Head) -> str:
    from models import printable

    return f"{newest.event} {printable(newest.seal)}"


def _head(text: str) -> Head:
    from models import Head

    found = _HEAD.fullmatch(text.strip())
    if found is None:
        raise typer.BadParameter('--head is what "entryassist audit head" prints, such as "1234 7F3K-Q2LM-9XYZ-ABCD"')
    return Head(int(found[1]), found[2].upper())


def _day(text: str, option: str) -> dt.datetime | None:
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), dt.UTC) if text else None
    except ValueError:
        raise typer.BadParameter(f"{option} is a day such as 2026-01-31") from None


@contextmanager
def _store(demo: bool, config: Config) -> Iterator[Store]:
    from entryassist.settings import load_settings
    from models import Store

    store = Store.open(load_settings(config, demo).database_url, create=False)
    try:
        yield store
    finally:
        store.close()
