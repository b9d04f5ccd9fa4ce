"""``entryassist line``: enter notes line by line, for screen readers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from entryassist import terminal
from entryassist.options import Config, Demo

if TYPE_CHECKING:
    from models import Note, Store, User


def line(
    username: Annotated[str, typer.Argument(metavar="USER", help="Who is working.")],
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Enter notes line by line in plain sentences, as a screen reader needs it; /help says how."""
    from entryassist.settings import load_settings
    from models import Store
    from terminology import Checker

    settings = load_settings(config, demo)
    store = Store.open(settings.database_url)
    try:
        if demo:
            from entryassist.demo import fill_demo

            fill_demo(store)
        user = _sign_in(store, username)
        checker = Checker.load(settings.terminology)
        from entryassist.line.entry import LineEntry

        while (note := _chosen(store, user)) is not None:
            LineEntry(store, checker, user, note, _say, _hear).run()
    finally:
        store.close()
    return 0


def _say(sentence: str) -> None:
    terminal.write(f"{sentence}\n")
    terminal.flush()


def _hear(prompt: str) -> str:
    terminal.write(prompt)
    terminal.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _sign_in(store: Store, username: str) -> User:
    from getpass import getpass

    from models import PasswordNeeded

    try:
        return store.sign_in(username)
    except PasswordNeeded:
        return store.sign_in(username, getpass("Password: "))


def _chosen(store: Store, user: User) -> Note | None:
    """The note to enter; None when there is none, or no more is wanted."""
    from entryassist.line.spoken import one_line

    waiting = [item.note for item in store.worklist(user).items]
    if not waiting:
        _say("Nothing waits to be entered.")
        return None
    for number, note in enumerate(waiting, 1):
        patient = note.patient
        name = one_line(f"{patient.family_name}, {patient.given_name}, MRN {patient.mrn}")
        draft = ", with your draft" if note.draft_of(user) else ""
        _say(f"{number}. {name}, born {patient.birth_date}, {one_line(note.note_type)}{draft}.")
    while True:
        try:
            answer = _hear("Number of the note, or Enter to leave: ").strip()
        except EOFError:
            return None
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(waiting):
            return _opened(store, user, waiting[int(answer) - 1])
        _say(f"Type a number from 1 to {len(waiting)}.")


def _opened(store: Store, user: User, note: Note) -> Note:
    """The note as it is on record, after saying what must not be overlooked."""
    from entryassist.line.spoken import one_line

    opened = store.note(user, note.id)
    _say(f"Allergies: {one_line(opened.patient.allergies) or 'none on record'}.")
    for alert in opened.patient.alerts:
        _say(f"Alert: {one_line(alert.text)}.")
    if lines := [line for line in opened.source_text.splitlines() if line.strip()]:
        _say(f"There is a source text of {len(lines)} lines: /source says it.")
    return opened
