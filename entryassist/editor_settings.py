"""How a site or a clerk wants the editor to behave."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SpellOut(StrEnum):
    """Which numbers are proposed in words."""

    OFF = "off"
    BELOW_TEN = "below-ten"


class Keys(StrEnum):
    """What the keys of the editor are."""

    PLAIN = "plain"
    VIM = "vim"


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """The [editor] table of the configuration; ``ghost`` is whether what is likely is shown unasked."""

    spell_out: SpellOut = SpellOut.OFF
    keys: Keys = Keys.PLAIN
    ghost: bool = True


DEFAULTS = EditorSettings()
