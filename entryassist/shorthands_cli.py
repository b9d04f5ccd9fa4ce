"""``entryassist shorthands``: list, add, remove, share, import, export, measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entryassist import terminal
from entryassist.display import visible
from entryassist.options import Config, Demo

if TYPE_CHECKING:
    from entryassist.shorthands.shorthand import Shorthand
    from models import ShorthandRecord, Store, User

Name = Annotated[
    str | None, typer.Option("--user", metavar="NAME", help="Whose shorthands; needed where several people sign in.")
]
Site = Annotated[bool, typer.Option("--site", help="For everybody at this site; recorded in the audit trail.")]
Which = Annotated[str, typer.Argument(metavar="TRIGGER", help="Its trigger, or its number in the list.")]

_FIGURES = ("keystrokes", "characters", "saved")
_SHOWN = 20

shorthands = typer.Typer(help="Shorthands: what is typed for short, and what it becomes.", no_args_is_help=True)


@contextmanager
def _record(config: Path | None, demo: bool) -> Iterator[Store]:
    from entryassist.settings import load_settings
    from models import Store

    store = Store.open(load_settings(config, demo).database_url, create=False)
    try:
        yield store
    finally:
        store.close()


def _person(store: Store, name: str | None) -> User:
    """The person named, or the only one there is."""
    from models import StoreError

    users = store.users()
    if name is None and len(users) == 1:
        return users[0]
    if name is None:
        raise StoreError("several people sign in here; say whose shorthands are meant with --user")
    found = next((user for user in users if user.username == name.strip().lower()), None)
    if found is None:
        raise StoreError(f"nobody called {visible(name, keep='')} signs in here; check the name")
    return found


def _listed(store: Store, user: User) -> Sequence[Shorthand]:
    from entryassist.shorthands.library import book_of

    return book_of(store, user).shorthands


@shorthands.command("list")
def list_(
    search: Annotated[str, typer.Argument(metavar="[WORDS]", help="Only those that hold these words.")] = "",
    user: Name = None,
    demo: Demo = False,
    config: Config = None,
) -> int:
    """List the shorthands in force, first those that are offered first."""
    with _record(config, demo) as store:
        person = _person(store, user)
        found, uses = _listed(store, person), {use.key: use for use in store.shorthand_uses(person)}
    rows = []
    for one in found:
        if not any(search.lower() in part.lower() for part in (one.trigger, one.text, one.description)):
            continue
        use = uses.get(one.key)
        counts = (use.accepted, use.undone, use.saved) if use else (0, 0, 0)
        text = one.text.replace("\n", "\\n")
        rows.append((str(one.id or ""), one.trigger, text, one.owner.value, *map(str, counts)))
    terminal.write_table(("number", "trigger", "text", "whose", "accepted", "undone", "keys saved"), rows)
    return 0


@shorthands.command()
def add(
    trigger: Annotated[str, typer.Argument(help="What is typed, such as cp or .ros.")],
    text: Annotated[str, typer.Argument(help="What it becomes; see docs/shorthands.md for blanks and lists.")],
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
    site: Site = False,
    user: Name = None,
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Add a shorthand."""
    from entryassist.shorthands.cautions import text_cautions
    from entryassist.shorthands.shorthand import checked
    from entryassist.shorthands.template import filled
    from models import ShorthandInput

    wanted = checked(trigger, text, description)
    with _record(config, demo) as store:
        added = store.add_shorthands(_person(store, user), [ShorthandInput(*wanted)], _scope(site))
    if not added:
        terminal.write(f"{wanted[0]} with this text is there already: nothing to do.\n")
        return 0
    terminal.write(f"Added {wanted[0]}.\n")
    if reasons := text_cautions(wanted[0], filled(wanted[1], {}).text):
        terminal.write(f"It is always shown before it is put in: {', '.join(reasons)}.\n")
    return 0


def _scope(site: bool) -> str:
    return "site" if site else "personal"


@shorthands.command()
def remove(which: Which, user: Name = None, demo: Demo = False, config: Config = None) -> int:
    """Remove a shorthand of one's own or of the site."""
    with _record(config, demo) as store:
        person = _person(store, user)
        found = _one(store.shorthands(person), which)
        store.remove_shorthand(person, found.id)
    terminal.write(f"Removed {visible(found.trigger, keep='')}.\n")
    return 0


@shorthands.command()
def share(which: Which, user: Name = None, demo: Demo = False, config: Config = None) -> int:
    """Make a shorthand of one's own the site's."""
    with _record(config, demo) as store:
        person = _person(store, user)
        mine = [one for one in store.shorthands(person) if one.user_id == person.id]
        found = _one(mine, which)
        store.share_shorthand(person, found.id)
    terminal.write(f"{visible(found.trigger, keep='')} is the site's now.\n")
    return 0


def _one(among: Sequence[ShorthandRecord], which: str) -> ShorthandRecord:
    """The one shorthand of that trigger or number."""
    from entryassist.shorthands.shorthand import ShorthandError

    found = [one for one in among if one.trigger == which] or [one for one in among if str(one.id) == which]
    if len(found) == 1:
        return found[0]
    name = visible(which, keep="")
    if found:
        numbers = ", ".join(str(one.id) for one in found)
        raise ShorthandError(f"{name} has several texts; give the number of one instead: {numbers}")
    raise ShorthandError(f"there is no shorthand {name} that could be changed; 'entryassist shorthands list' shows all")


@shorthands.command("import")
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="espanso matches (.yml) or a table (.csv).")],
    site: Site = False,
    user: Name = None,
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Import shorthands; what cannot be imported is named."""
    from entryassist.shorthands.exchange import read
    from models import ShorthandInput

    content = read(path)
    with _record(config, demo) as store:
        person = _person(store, user)
        added = store.add_shorthands(person, [ShorthandInput(*one) for one in content.found], _scope(site))
    known = len(content.found) - len(added)
    terminal.write(f"Imported {len(added)}; there already {known}; skipped {len(content.skipped)}.\n")
    terminal.write("".join(f"  {one.name}: {visible(one.reason, keep='')}\n" for one in content.skipped))
    return 0


@shorthands.command()
def export(
    site: Annotated[bool, typer.Option("--site", help="The site's shorthands only.")] = False,
    user: Name = None,
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Write one's own shorthands (or the site's) as CSV, which import reads again."""
    from entryassist.shorthands.exchange import to_csv
    from entryassist.shorthands.shorthand import Owner

    with _record(config, demo) as store:
        found = _listed(store, _person(store, user))
    wanted = Owner.SITE if site else Owner.PERSONAL
    terminal.write("".join(to_csv(one for one in found if one.owner is wanted)))
    return 0


@shorthands.command()
def measure(
    user: Annotated[str | None, typer.Option("--user", metavar="NAME", help="This person, sitting by sitting.")] = None,
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Show what typing cost and what shorthands saved, and which would have saved more.

    KSPC is key strokes per character: 1 is plain typing without a slip, lower is better.
    """
    with _record(config, demo) as store:
        if user is None:
            _measure_all(store)
        else:
            _measure_one(store, _person(store, user))
    return 0


def _measure_all(store: Store) -> None:
    rows = []
    for person in store.users():
        sittings = store.typing_sessions(person)
        keys, characters, saved = (sum(getattr(one, name) for one in sittings) for name in _FIGURES)
        rows.append((person.username, str(len(sittings)), *_figures(keys, characters, saved)))
    terminal.write_table(("user", "sittings", "keys", "characters", "KSPC", "keys saved"), rows)


def _measure_one(store: Store, person: User) -> None:
    sittings = store.typing_sessions(person)
    terminal.write_table(
        ("ended", "keys", "characters", "KSPC", "keys saved"),
        [
            (f"{one.ended_at:%Y-%m-%d %H:%M}", *_figures(one.keystrokes, one.characters, one.saved))
            for one in sittings[:_SHOWN]
        ],
    )
    texts = {one.key: one.text for one in _listed(store, person)}
    missed = sorted((use for use in store.shorthand_uses(person) if use.missed), key=lambda use: -use.missed)
    rows = [(texts[use.key], use.trigger, str(use.missed)) for use in missed if use.key in texts]
    if rows:
        terminal.write("\n")
        terminal.write_table(("typed out in full", "trigger", "times"), rows[:_SHOWN])


def _figures(keys: int, characters: int, saved: int) -> tuple[str, str, str, str]:
    from entryassist.shorthands.effort import kspc

    return str(keys), str(characters), f"{kspc(keys, characters):.2f}", str(saved)
