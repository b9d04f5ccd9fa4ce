"""All keys of the program, found by what one wants to do, and changed by pressing the wanted key."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from entryassist.preferences import KEY
from entryassist.tui.actions import Action, fault, found, key_names, keys_of
from entryassist.tui.page import Page
from entryassist.tui.screens.press_key import PressKeyScreen
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, plural

NOTHING = "No action is like this. Try other words for it."
_KEY_ROOM, _NAME_ROOM = 6, 40


class KeysScreen(Page[None]):
    """A search field, the actions found with their keys, and the highlighted one in full."""

    HELP_TOPIC = (
        "# The keys\n\nType what you want to do, such as *ignore a word*. **Enter** gives the highlighted action "
        "another key: press the one you want. **F8** gives it back the key it had. Keys that some terminals do not "
        "send, and keys that do something else on the same screen, are refused, and you are told why.\n\n"
        "What you change here is yours alone and is kept for your next sign-in."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "change", "Change the key", priority=True, id="keys.change"),
        Binding("f8", "reset", "Back to the usual key", priority=True, id="keys.reset"),
        Binding("down", "move(1)", "Choose", key_display="↑ ↓", priority=True, id="keys.down"),
        Binding("up", "move(-1)", "Choose the one above", show=False, priority=True, id="keys.up"),
        Binding("pagedown", "move(10)", "Ten further down", show=False, priority=True, id="keys.page_down"),
        Binding("pageup", "move(-10)", "Ten further up", show=False, priority=True, id="keys.page_up"),
        Binding("escape", "dismiss", "Back", id="keys.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Action] = []

    def compose(self) -> ComposeResult:
        """Looks as the vocabulary does."""
        yield Static("Keys", id="keys-title", classes="page-title", markup=False)
        yield Input(placeholder="What do you want to do?", id="query")
        with Horizontal(id="concepts"):
            yield OptionList(id="found-concepts", markup=False)
            with VerticalScroll(id="concept-box", can_focus=False):
                yield Static("", id="concept", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys go to the search field."""
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._show(0)

    @on(Input.Changed, "#query")
    def _search(self) -> None:
        self._show(0)

    def _show(self, highlighted: int) -> None:
        self._found = found(self.query_one(Input).value)
        options = self.query_one(OptionList)
        options.set_options([self._row(action) for action in self._found])
        title = Content.assemble(("Keys", "bold"), (f"  {plural(len(self._found), 'action')}", MUTED))
        self.query_one("#keys-title", Static).update(title)
        if self._found:
            options.highlighted = min(highlighted, len(self._found) - 1)
        else:
            self.query_one("#concept", Static).update(Content(NOTHING))

    def _row(self, action: Action) -> Content:
        keys = key_names(keys_of(action, self.assist.preferences.keys))
        changed = "*" if action.id in self.assist.preferences.keys else " "
        name = action.explanation or action.name or action.id
        return Content.assemble(
            (f"{keys:{_KEY_ROOM}}", "bold"), f"{changed}{name:{_NAME_ROOM}} ", (action.where, MUTED)
        )

    @on(OptionList.OptionHighlighted, "#found-concepts")
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self._found):
            self.query_one("#concept", Static).update(self._page(self._found[event.option_index]))

    def _page(self, action: Action) -> Content:
        own, site = self.assist.preferences.keys, self.assist.services.preferences.keys
        lines = [
            Content.styled(action.explanation or action.name or action.id, "bold"),
            Content(f"{action.where}\n"),
            Content.assemble("Key      ", (key_names(keys_of(action, own)), "bold")),
            Content.assemble("Usually  ", key_names(keys_of(action, site))),
            Content.styled(f"\n{action.id}", MUTED),
        ]
        return Content("\n").join(lines)

    @property
    def chosen(self) -> Action | None:
        """The highlighted action."""
        place = self.query_one(OptionList).highlighted
        return self._found[place] if place is not None and place < len(self._found) else None

    def action_move(self, by: int) -> None:
        """Move the choice without leaving the search field."""
        options = self.query_one(OptionList)
        if self._found:
            options.highlighted = max(0, min((options.highlighted or 0) + by, len(self._found) - 1))

    @on(OptionList.OptionSelected, "#found-concepts")
    def action_change(self) -> None:
        """Ask for the key."""
        action = self.chosen
        if action is not None:
            wrong = partial(fault, action.id, keymap=self.assist.preferences.keys)
            self.app.push_screen(PressKeyScreen(action.explanation or action.name, wrong), partial(self._give, action))

    def _give(self, action: Action, key: str | None) -> None:
        if key:
            self.assist.prefer(KEY + action.id, key)
            self._show(self.query_one(OptionList).highlighted or 0)

    def action_reset(self) -> None:
        """Take back what was changed, unless another action has that key by now."""
        action, keys = self.chosen, self.assist.preferences.keys
        if action is None or action.id not in keys:
            return
        usual = keys_of(action, self.assist.services.preferences.keys)
        others = {name: key for name, key in keys.items() if name != action.id}
        if why := fault(action.id, usual, others):
            self.notify(f"{why[:1].upper()}{why[1:]}. Give that another key first.", severity="warning", markup=False)
        else:
            self.assist.prefer(KEY + action.id, None)
            self._show(self.query_one(OptionList).highlighted or 0)
