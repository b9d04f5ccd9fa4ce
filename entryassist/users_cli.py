"""``entryassist users``: who may work here, and their passwords."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from entryassist import terminal
from entryassist.options import Config, Demo

if TYPE_CHECKING:
    from models import Store, User

users = typer.Typer(help="List and add the people who work here, and give them passwords.", no_args_is_help=True)

Username = Annotated[str, typer.Argument(metavar="USERNAME", help="Letters a-z, digits and . _ @ -")]


@users.command("list")
def list_users(demo: Demo = False, config: Config = None) -> int:
    """List the people who work here, and who has a password."""
    with _store(demo, config) as store:
        guarded = store.with_password()
        rows = [(user.username, user.display_name, "yes" if user.id in guarded else "no") for user in store.users()]
    terminal.write_table(("user", "name", "password"), rows)
    return 0


@users.command()
def add(
    username: Username,
    name: Annotated[str, typer.Option(metavar="NAME", help="The person's name as it is shown.")],
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Add somebody, without a password."""
    with _store(demo, config, create=True) as store:
        user = store.add_user(username, name)
    terminal.write(f"{user.username} may work here now.\n")
    return 0


@users.command()
def password(username: Username, demo: Demo = False, config: Config = None) -> int:
    """Give somebody a password, asked for twice; from standard input its first line is taken."""
    with _store(demo, config) as store:
        user = _named(store, username)
        store.set_password(user, _asked_password())
    terminal.write(f"{user.username} signs in with that password from now on.\n")
    return 0


@contextmanager
def _store(demo: bool, config: Config, *, create: bool = False) -> Iterator[Store]:
    from entryassist.settings import load_settings
    from models import Store

    store = Store.open(load_settings(config, demo).database_url, create=create)
    try:
        yield store
    finally:
        store.close()


def _named(store: Store, username: str) -> User:
    from models import StoreError

    for user in store.users():
        if user.username == username.strip().lower():
            return user
    raise StoreError("Nobody of that username works here: see 'entryassist users list'.")


def _asked_password() -> str:
    if not terminal.is_terminal(sys.stdin):
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise typer.BadParameter("the two passwords differ, so nothing was changed")
    return first
