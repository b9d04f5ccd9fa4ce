"""The keys that work here and now, written along the bottom of the screen."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

_GAP = 2
TALL = 30  # rows of a terminal from which a third line of keys may be had
_KEPT = frozenset({"enter", "tab", "escape", "ctrl+p", "ctrl+s"})  # besides the function keys
_NAMES = {"escape": "Esc", "enter": "Enter", "tab": "Tab", "shift": "Shift", "up": "↑", "down": "↓", "space": "Space"}


def key_name(key: str) -> str:
    """A key as it is written on the screen: ``F4``, ``^S``, ``Shift+F4``, ``Esc``."""
    first = key.split(",", 1)[0]
    *modifiers, last = first.split("+")
    last = _NAMES.get(last, last.upper() if last[:1] == "f" and last[1:].isdigit() else last)
    if modifiers == ["ctrl"]:
        return f"^{last.upper()}"
    return "+".join([*(_NAMES.get(one, one.title()) for one in modifiers), last])


def key_order(key: str) -> tuple[int, int]:
    """Function keys by number, then plain keys, then control keys, Esc last."""
    last = key.split(",", 1)[0].rsplit("+", 1)[-1]
    if last[:1] == "f" and last[1:].isdigit():
        return (0, int(last[1:]))
    return (3 if last == "escape" else 2 if "ctrl+" in key else 1, 0)


def key_of(screen: Screen[object], action: str) -> str:
    """The key that runs an action on a screen as it is written there; empty when none does."""
    found = (binding for _, binding, enabled, _ in screen.active_bindings.values() if enabled)
    return next((one.key_display or key_name(one.key) for one in found if one.action == action), "")


@dataclass(frozen=True, slots=True)
class _Item:
    key: str
    name: str
    description: str

    @property
    def width(self) -> int:
        return cell_len(self.name) + 1 + cell_len(self.description)


class KeyBar(Widget):
    """The shown bindings of the screen and of what has the focus, in two lines, or three where there is room.

    Where they need more, the last control keys are left out: help and the command palette have them all.
    """

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._items: list[_Item] = []

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)
        self._bindings_changed(self.screen)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        bindings: dict[str, Binding] = {}
        for _, binding, enabled, _ in screen.active_bindings.values():
            if binding.show and enabled:
                bindings.setdefault(binding.action, binding)
        items = [
            _Item(
                binding.key.split(",", 1)[0],
                binding.key_display or key_name(binding.key),
                binding.description,
            )
            for binding in sorted(bindings.values(), key=lambda binding: key_order(binding.key))
        ]
        if items != self._items:
            width = self.content_size.width
            before, self._items = len(self._lines(width)), items
            self.refresh(layout=before != len(self._lines(width)))

    def _lines(self, width: int) -> list[list[_Item]]:
        items, most = self._items, 3 if self.app.size.height >= TALL else 2
        lines = _in_lines(items, width)
        for last in reversed(self._items):
            if len(lines) <= most:
                break
            if last.key not in _KEPT and "ctrl+" in last.key:
                items = [item for item in items if item is not last]
                lines = _in_lines(items, width)
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that the keys take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Keys in the accent colour, what they do beside them."""
        rows = [
            Content(" " * _GAP).join(
                Content.assemble((item.name, "$accent bold"), " ", item.description) for item in line
            )
            for line in self._lines(self.content_size.width)
        ]
        return Content("\n").join(rows)

    def on_click(self, event: events.Click) -> None:
        """Clicking a key presses it."""
        place = event.get_content_offset(self)
        lines = self._lines(self.content_size.width)
        if place is None or place.y >= len(lines):
            return
        column = 0
        for item in lines[place.y]:
            if column <= place.x < column + item.width:
                self.app.simulate_key(item.key)
            column += item.width + _GAP


def _in_lines(items: list[_Item], width: int) -> list[list[_Item]]:
    lines: list[list[_Item]] = [[]]
    room = width
    for item in items:
        if item.width > room and lines[-1]:
            lines.append([])
            room = width
        lines[-1].append(item)
        room -= item.width + _GAP
    return lines
