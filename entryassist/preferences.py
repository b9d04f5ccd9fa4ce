"""What a person may choose for themselves, and what holds when they have not chosen.

Kept in the record by name and value, so that a preference of a newer program does no harm to an older one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from entryassist.configuration import Configuration, SettingsError

KEY = "key:"  # begins the name of a preference that gives keys to an action
ON, OFF = "on", "off"


class Choice(NamedTuple):
    """One thing to choose: its name, what it is called and does, its values with what they are called."""

    name: str
    label: str
    explanation: str
    values: tuple[tuple[str, str], ...]

    def called(self, value: str) -> str:
        """What a value is called."""
        return dict(self.values)[value]

    def neighbour(self, value: str, by: int) -> str:
        """The value that many places further, round the end."""
        values = [one for one, _ in self.values]
        return values[(values.index(value) + by) % len(values)]


_SWITCH = ((OFF, "off"), (ON, "on"))
CHOICES = (
    Choice(
        "theme",
        "Colours",
        "Day is for bright rooms. High contrast has at least 7 to 1 everywhere. The colour-blind safe colours are "
        "told apart with every kind of colour vision. Whatever the colours, symbols and underlines say the same.",
        (("night", "night"), ("day", "day"), ("high-contrast", "high contrast"), ("colour-blind", "colour-blind safe")),
    ),
    Choice(
        "panes",
        "Panes at the start",
        "What stands beside the note when it is opened; the key for panes changes it at any time.",
        (("fitting", "what fits"), ("findings", "findings"), ("source", "source"), ("none", "the note alone")),
    ),
    Choice(
        "ghost-text",
        "Ghost text",
        "The likeliest rest of a word stands grey behind the cursor; → takes it.",
        ((ON, "on"), (OFF, "off")),
    ),
    Choice("vim-keys", "Keys of vi", "The editor of a note has modes and answers to the keys of vi.", _SWITCH),
    Choice("bell", "Bell", "The terminal rings when something went wrong.", _SWITCH),
)
_CHOICES = {choice.name: choice for choice in CHOICES}


@dataclass(frozen=True, slots=True)
class Preferences:
    """The chosen values by name, all of them known, and the keys given to actions."""

    values: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """The value of a choice; its first when nothing is chosen."""
        return self.values.get(name, _CHOICES[name].values[0][0])

    def is_on(self, name: str) -> bool:
        """Whether a choice between on and off is on."""
        return self[name] == ON

    def with_(self, kept: Mapping[str, str]) -> Preferences:
        """These as defaults below what one person has kept; what is not known is passed over."""
        own = {name: value for name, value in kept.items() if is_value(name, value)}
        keys = {name.removeprefix(KEY): value for name, value in kept.items() if name.startswith(KEY)}
        return replace(self, values={**self.values, **own}, keys={**self.keys, **keys})


def is_value(name: str, value: str) -> bool:
    """Whether there is such a choice with such a value."""
    return name in _CHOICES and value in dict(_CHOICES[name].values)


def site_choices(file: Configuration) -> dict[str, str]:
    """The [screen] of a configuration, and whether [editor] has keys of vi: what holds for whoever has not chosen.

    SettingsError for other values.
    """
    chosen = {"vim-keys": ON} if file.tables.get("editor", {}).get("keys") == "vim" else {}
    for name, value in file.tables.get("screen", {}).items():
        value = (ON if value else OFF) if isinstance(value, bool) else value
        if not isinstance(value, str) or not is_value(name, value):
            values = [one for one, _ in _CHOICES[name].values]
            wanted = ["true", "false"] if ON in values else [f'"{one}"' for one in values]
            raise SettingsError(f"{file.origin('screen', name)}: {name} in [screen] must be one of {', '.join(wanted)}")
        chosen[name] = value
    return chosen
