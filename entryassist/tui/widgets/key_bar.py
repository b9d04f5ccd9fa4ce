"""The keys that work here and now, written along the bottom of the screen."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

UNBREAKABLE = "\N{NO-BREAK SPACE}"
_NAMES = {"escape": "Esc", "enter": "Enter", "tab": "Tab", "shift": "Shift", "up": "↑", "down": "↓", "space": "Space"}


def key_name(key: str) -> str:
    """A key as it is written on the screen: ``F4``, ``^S``, ``Shift+F4``, ``Esc``."""
    first = key.split(",", 1)[0]
    *modifiers, last = first.split("+")
    last = _NAMES.get(last, last.upper() if last[:1] == "f" and last[1:].isdigit() else last)
    if modifiers == ["ctrl"]:
        return f"^{last.upper()}"
    return "+".join([*(_NAMES.get(one, one.title()) for one in modifiers), last])


def _order(key: str) -> tuple[int, int]:
    """Function keys by number, then plain keys, then control keys, Esc last."""
    last = key.split(",", 1)[0].rsplit("+", 1)[-1]
    if last[:1] == "f" and last[1:].isdigit():
        return (0, int(last[1:]))
    return (3 if last == "escape" else 2 if "ctrl+" in key else 1, 0)


class KeyBar(Static):
    """Every shown binding of the screen and of what has the focus; wraps onto as many lines as it needs."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown: list[tuple[str, str, str]] = []

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)
        self._bindings_changed(self.screen)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        bindings: dict[str, Binding] = {}
        for _, binding, enabled, _ in screen.active_bindings.values():
            if binding.show and enabled:
                bindings.setdefault(binding.action, binding)
        shown = [
            (binding.key, binding.key_display or key_name(binding.key), binding.description)
            for binding in sorted(bindings.values(), key=lambda binding: _order(binding.key))
        ]
        if shown != self._shown:
            self._shown = shown
            self.update(self._text())

    def _text(self) -> Text:
        key_style = self.get_component_rich_style("key-bar--key", partial=True)
        text = Text()
        for key, name, description in self._shown:
            # Unbreakable spaces: a line may end between two keys, not within one.
            item = Text(f" {name} ".replace(" ", UNBREAKABLE), style=key_style)
            item.append(f"{UNBREAKABLE}{description}".replace(" ", UNBREAKABLE), style="none")
            item.apply_meta({"@click": f"app.simulate_key({key.split(',', 1)[0]!r})"})
            text.append_text(item).append(" ")
        return text
