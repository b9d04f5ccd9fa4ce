"""From the record to the shorthands in force, and back to the record with what they did."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from entryassist.shorthands.book import ShorthandBook
from entryassist.shorthands.builtin import built_in
from entryassist.shorthands.effort import Effort, Key
from entryassist.shorthands.shorthand import Owner, Shorthand
from entryassist.shorthands.template import TemplateError, parsed
from models import ShorthandRecord, TypingInput, UseInput

if TYPE_CHECKING:
    from models import Store, User


def shorthands_of(store: Store, user: User | None) -> tuple[Shorthand, ...]:
    """Everything ``user`` may use: their own, the site's, the built-in ones. Raises StoreError.

    A text on record whose notation is wrong, as another program may have written it, is left out.
    """
    return (*filter(_is_sound, map(_shorthand, store.shorthands(user))), *built_in())


def book_of(store: Store, user: User) -> ShorthandBook:
    """The shorthands of ``user``, those they use most ranked first. Raises StoreError."""
    uses = {use.key: use.accepted - use.undone for use in store.shorthand_uses(user)}
    return ShorthandBook(shorthands_of(store, user), uses)


def typing_of(effort: Effort, written: int, missed: Counter[Key] | None = None) -> TypingInput:
    """The figures of a sitting as the record keeps them: counts, and no text."""
    uses = (
        UseInput(trigger, digest, count.offered, count.accepted, count.undone, count.missed, count.saved)
        for (trigger, digest), count in sorted(effort.counts(missed).items())
    )
    return TypingInput(effort.keystrokes, written, effort.saved, tuple(uses), round(effort.active_seconds))


def _shorthand(record: ShorthandRecord) -> Shorthand:
    return Shorthand(record.trigger, record.text, Owner(record.scope.value), record.description, record.id)


def _is_sound(shorthand: Shorthand) -> bool:
    try:
        parsed(shorthand.text)
    except TemplateError:
        return False
    return True
