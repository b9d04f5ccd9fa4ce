"""What a shorthand is, whose it is, and what may be one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from entryassist.display import visible
from entryassist.shorthands.template import TemplateError, parsed

LONGEST_TRIGGER = 32
LONGEST_TEXT = 4000
LONGEST_DESCRIPTION = 200


class ShorthandError(Exception):
    """A shorthand or a file of them that cannot be used; ``str(error)`` is one sentence."""


class Owner(StrEnum):
    """Whose a shorthand is; where several have one trigger they are offered in this order."""

    PERSONAL = "personal"
    SITE = "site"
    BUILT_IN = "built-in"

    @property
    def rank(self) -> int:
        """0 for the first to be offered."""
        return list(Owner).index(self)


class ExpandAt(StrEnum):
    """What, beside Tab, may put in an expansion that needs no caution. Enter never does."""

    SPACE = "space"
    PUNCTUATION = "punctuation"


@dataclass(frozen=True, slots=True)
class Shorthand:
    """``trigger`` is typed, ``text`` (in the notation of :mod:`template`) takes its place.

    ``id`` is the number in the record, None for a built-in one.
    """

    trigger: str
    text: str
    owner: Owner = Owner.PERSONAL
    description: str = ""
    id: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Under what its uses are counted: the trigger and a digest of the text, which is not kept twice."""
        return self.trigger, digest(self.text)


def digest(text: str) -> str:
    """A fingerprint of an expansion: 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def checked(trigger: str, text: str, description: str = "") -> tuple[str, str, str]:
    """Trigger, text and description as they may be kept, without outer spaces around trigger and description.

    Raises ShorthandError.
    """
    trigger, description = trigger.strip(), " ".join(description.split())
    if not trigger or any(map(str.isspace, trigger)):
        raise ShorthandError("A trigger is one word without spaces, such as cp or .ros")
    if len(trigger) > LONGEST_TRIGGER:
        raise ShorthandError(f"A trigger has at most {LONGEST_TRIGGER} characters")
    if not any(map(str.isalnum, trigger)):
        raise ShorthandError("A trigger holds at least one letter or digit")
    if not text.strip():
        raise ShorthandError(f"The shorthand {visible(trigger)} has no text")
    if len(text) > LONGEST_TEXT or len(description) > LONGEST_DESCRIPTION:
        raise ShorthandError(
            f"The shorthand {visible(trigger)} is too long: its text has at most {LONGEST_TEXT:,} characters, "
            f"its description {LONGEST_DESCRIPTION}"
        )
    for part, keep in ((trigger, ""), (text, "\n"), (description, "")):
        if visible(part, keep=keep) != part:
            raise ShorthandError(f"The shorthand {visible(trigger)} holds a control character; remove it")
    try:
        parsed(text)
    except TemplateError as error:
        raise ShorthandError(f"The shorthand {trigger}: {error}") from None
    return trigger, text, description
