"""``entryassist learned`` and ``entryassist forget``: what suggestions are ordered by, and how to be rid of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from entryassist import terminal
from entryassist.options import Config, Demo

if TYPE_CHECKING:
    from models import Store, User

DECLINED = 1
Whose = Annotated[str | None, typer.Option("--user", metavar="NAME", help="Only what this user's answers taught.")]


def learned(user: Whose = None, demo: Demo = False, config: Config = None) -> int:
    """List what was learned from answers: what was written, what was meant by it, how often it was so."""
    store = _open(demo, config)
    try:
        habits = store.habits_by_user(_named(store, user))
    finally:
        store.close()
    rows = [
        (owner.username, one.kind.value, one.written, one.meant, str(one.accepted), str(one.rejected))
        for owner, one in habits
    ]
    terminal.write_table(("user", "kind", "written", "meant", "accepted", "refused"), rows)
    return 0


def forget(
    word: Annotated[
        str | None, typer.Argument(metavar="WORD", help="Only what was written, or meant, like this.")
    ] = None,
    user: Whose = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Forget what was learned from answers: everything, or one user's, or of one word."""
    store = _open(demo, config)
    try:
        owner = _named(store, user)
        if not (yes or _agreed(_what(owner, word))):
            terminal.write("Nothing was forgotten.\n")
            return DECLINED
        count = store.forget_habits(of=owner, words=_forms(word) if word else ())
    finally:
        store.close()
    terminal.write("1 habit forgotten.\n" if count == 1 else f"{count:,} habits forgotten.\n")
    return 0


def _open(demo: bool, config: Config) -> Store:
    from entryassist.settings import load_settings
    from models import Store

    return Store.open(load_settings(config, demo).database_url, create=False)


def _named(store: Store, username: str | None) -> User | None:
    """The user of that name; None when none is asked for."""
    from models import StoreError

    if username is None:
        return None
    for user in store.users():
        if user.username == username.strip().lower():
            return user
    raise StoreError("Nobody of that username works here: check the spelling.")


def _forms(word: str) -> set[str]:
    """A word as it may have been counted: as a word, or as a short form."""
    from terminology.habits import correction, sense

    return {correction(word, "").written, sense(word, "").written}


def _what(owner: User | None, word: str | None) -> str:
    whose = f"by {owner.username}" if owner else "by everybody"
    return f"what was taught {whose}" + (f" about “{word}”" if word else "")


def _agreed(what: str) -> bool:
    if not terminal.is_terminal(sys.stdin):
        raise typer.BadParameter("nobody can be asked here, so give --yes to forget it")
    terminal.flush()
    return typer.confirm(f"Forget {what}?", err=True)
