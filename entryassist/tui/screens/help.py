"""Help: what this screen is for, the rule behind the current finding, and every key, found by what one wants to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Markdown, Static

from entryassist.tui.widgets.key_bar import KeyBar, key_name, key_order
from entryassist.tui.wording import MUTED

if TYPE_CHECKING:
    from entryassist.tui.comfort import ComfortableApp

NOTHING = "No action is like this. Try other words for it."
_KEY_ROOM = 14
_NAMED_KEY = re.compile(r"\*\*([^*\s]+)\*\*")
Row = tuple[str, str]  # keys and what they do
Part = Content | str | tuple[str, str]


class HelpScreen(ModalScreen[None]):
    """A page of text over the screen it explains; typing searches all keys of the program."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll_page(1)", "Scroll", key_display="↑ ↓", priority=True),
        Binding("up", "scroll_page(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_page(12)", show=False, priority=True),
        Binding("pageup", "scroll_page(-12)", show=False, priority=True),
        Binding("escape", "dismiss", "Close"),
        Binding("f1", "dismiss", show=False, priority=True, id="help"),
    ]

    def __init__(self, text: str, bindings: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._text = text
        self._active = [binding for _, binding, enabled, _ in bindings.values() if enabled]

    @property
    def _keymap(self) -> Mapping[str, str]:
        return cast("ComfortableApp", self.app).preferences.keys

    def compose(self) -> ComposeResult:
        """The search field above a scrolling page."""
        with Vertical(id="help-box"):
            yield Input(placeholder="What do you want to do? For example: ignore a word", id="wish")
            with VerticalScroll(id="help-page", can_focus=False):
                yield Markdown(with_keys(self._text, self._active), open_links=False)
                yield Static(self._all_keys(), id="help-keys", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys go to the search field; arrows scroll the page."""
        self.query_one(Input).focus()

    @on(Input.Changed, "#wish")
    def _search(self, event: Input.Changed) -> None:
        wish = event.value.strip()
        self.query_one(Markdown).display = not wish
        self.query_one("#help-keys", Static).update(self._found(wish) if wish else self._all_keys())
        self.query_one("#help-page").scroll_home(animate=False)

    def action_scroll_page(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#help-page").scroll_relative(y=lines, animate=False)

    def _all_keys(self) -> Content:
        """The keys of this screen first, then those of all others, place by place."""
        from entryassist.tui.actions import actions, key_names, keys_of

        here = {binding.id for binding in self._active}
        places: dict[str, list[Row]] = {"Keys here": keys_here(self._active)}
        for action in actions().values():
            if action.id not in here and action.name:
                row = key_names(keys_of(action, self._keymap)), action.explanation
                places.setdefault(action.where, []).append(row)
        return _listed(places)

    def _found(self, wish: str) -> Content:
        from entryassist.tui.actions import found, key_names, keys_of

        places: dict[str, list[Row]] = {}
        for action in found(wish):
            if action.name:
                row = key_names(keys_of(action, self._keymap)), action.explanation
                places.setdefault(action.where, []).append(row)
        return _listed(places) if places else Content(NOTHING)


def keys_here(bindings: Iterable[Binding]) -> list[Row]:
    """The keys that work on a screen, each with what it does."""
    shown = sorted((one for one in bindings if one.show), key=lambda one: key_order(one.key))
    keys: dict[str, dict[str, None]] = {}
    for one in shown:
        keys.setdefault(one.tooltip or one.description, {})[one.key_display or key_name(one.key)] = None
    return [(", ".join(names), does) for does, names in keys.items()]


def _listed(places: Mapping[str, Iterable[Row]]) -> Content:
    parts: list[Part] = []
    for place, rows in places.items():
        parts += ["\n" if parts else "", (f"{place}\n", f"{MUTED} bold")]
        for keys, does in rows:
            parts += [(f" {keys:{_KEY_ROOM}}", "$accent bold"), f" {does}\n"]
    return Content.assemble(*parts)


def with_keys(text: str, bindings: Iterable[Binding]) -> str:
    """A help text with the keys that its actions have now, in place of those it was written with."""
    from entryassist.tui.actions import actions

    known = actions()
    now = {
        key_name(known[one.id].keys): one.key_display or key_name(one.key)
        for one in bindings
        if one.id is not None and one.id in known
    }
    return _NAMED_KEY.sub(lambda match: f"**{now.get(match[1], match[1])}**", text)
