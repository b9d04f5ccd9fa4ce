"""Which keys may be given to actions, and which the site has given.

A key is written as Textual names it: ``f5``, ``ctrl+k``, ``shift+f4``, ``ctrl+@`` (which is what terminals send for
Ctrl+Space). What is refused here does not arrive, or arrives as something else, in at least one of tmux, PuTTY,
Windows Terminal, xterm and macOS Terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from entryassist.configuration import Configuration, SettingsError

_MOVING = frozenset(("up", "down", "left", "right", "home", "end", "pageup", "pagedown"))
_PLAIN = _MOVING | {"enter", "tab", "escape", "space", "insert", "delete", "backspace", "shift+tab"}
_SAME_AS = {"h": "Backspace", "i": "Tab", "j": "Enter", "m": "Enter"}
_KEPT = {"b": "is the prefix of tmux", "c": "copies", "v": "pastes", "x": "cuts"}
_FUNCTION = re.compile(r"f([1-9][0-9]?)$")
_HIGHEST = 12


def is_plain(key: str) -> bool:
    """Whether a key types or moves by itself: a character, Enter, Tab, an arrow, and so on."""
    return key in _PLAIN or ("+" not in key.strip("+") and not _FUNCTION.match(key))


def unsendable(key: str) -> str:
    """Why a key cannot be relied on, as the end of a sentence that begins with the key; empty when it can."""
    *modifiers, last = key.split("+") if key.strip("+") else [key]
    if modifiers not in ([], ["ctrl"], ["shift"]):
        return "does not arrive in every terminal: use a function key, or Ctrl with a letter"
    if function := _FUNCTION.match(last):
        return _wrong_function_key(int(function.group(1)), modifiers)
    if not modifiers or key == "shift+tab" or last in _MOVING:
        return ""
    if modifiers == ["ctrl"]:
        return _wrong_with_ctrl(last)
    return "does not arrive in every terminal: use a function key, or Ctrl with a letter"


def _wrong_function_key(number: int, modifiers: list[str]) -> str:
    if number == 11:
        return "is kept by many terminals for the full screen"
    if number > _HIGHEST or modifiers == ["ctrl"]:
        return "does not arrive in every terminal: use F1 to F12 by themselves"
    return ""


def _wrong_with_ctrl(last: str) -> str:
    if last in _SAME_AS:
        return f"is the same key as {_SAME_AS[last]} in a terminal"
    if last in _KEPT:
        return _KEPT[last]
    if last != "@" and not re.fullmatch("[a-z]", last):
        return "does not arrive in every terminal: use a function key, or Ctrl with a letter"
    return ""


def site_keymap(file: Configuration) -> dict[str, str]:
    """The [keys] of a configuration: actions with their keys, comma between them.

    An action such as ``entry.fix`` may be written with its dot. SettingsError for a key that does not arrive
    everywhere; whether there is such an action is known only to the application, see ``entryassist.tui.actions``.
    """
    keymap = dict(_actions(file, file.tables.get("keys", {})))
    for action, keys in keymap.items():
        for key in keys.split(","):
            if why := unsendable(key):
                raise SettingsError(f"{_origin(file, action)}: {action} in [keys]: {key} {why}")
    return keymap


def _actions(file: Configuration, given: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        action = above + name
        keys = [value] if isinstance(value, str) else value
        if isinstance(keys, dict):
            yield from _actions(file, keys, f"{action}.")
        elif isinstance(keys, list) and keys and all(isinstance(key, str) and key.strip() for key in keys):
            yield action, ",".join(key.strip().casefold() for key in keys)
        else:
            wanted = 'a key such as "f5", or several in a list'
            raise SettingsError(f"{_origin(file, action)}: {action} in [keys] must be {wanted}")


def _origin(file: Configuration, action: str) -> str:
    return str(file.origins.get(("keys", action)) or file.origin("keys", action.partition(".")[0]))
