"""A person's own preferences, changed at once and kept; below them, for reading, what the site has set."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from entryassist.preferences import CHOICES, Choice
from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, one_line, plural

KEYS = "Every action can have another key: press Enter, find the action, and press the key you want."
DEFAULTS = "Nothing is set: there is no entryassist.toml, so everything is as it comes."
_ROOM = 20


class SettingsScreen(Page[None]):
    """The choices with their values; Enter and the arrow keys change the highlighted one."""

    HELP_TOPIC = (
        "# Settings\n\n**→** and **Enter** take the next value of the highlighted preference, **←** the one before; "
        "it holds at once and is kept for your next sign-in. **F8** goes back to what the site has chosen. **F2** "
        "changes keys.\n\nWhat the site has set in entryassist.toml is listed with the file that says so; it is "
        "changed there."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "change(1)", "Change", key_display="← →", priority=True, id="settings.change"),
        Binding("right", "change(1)", "Next value", show=False, priority=True, id="settings.next_value"),
        Binding("left", "change(-1)", "Value before", show=False, priority=True, id="settings.previous_value"),
        Binding("f2", "keys", "Change keys", priority=True, id="settings.keys"),
        Binding("f8", "reset", "As the site has it", priority=True, id="settings.reset"),
        Binding("pagedown", "scroll_site(1)", "Further down", show=False, priority=True, id="settings.page_down"),
        Binding("pageup", "scroll_site(-1)", "Further up", show=False, priority=True, id="settings.page_up"),
        Binding("escape", "dismiss", "Back", id="settings.back"),
    ]

    def compose(self) -> ComposeResult:
        """The preferences and what the highlighted one is for; what the site has set."""
        title = Content.assemble(("Settings  ", "bold"), (one_line(self.assist.clerk.display_name), MUTED))
        yield Static(title, classes="page-title", markup=False)
        with Container(id="preferences"):
            yield OptionList(id="choices", markup=False)
            yield Static("", id="choice-explained", markup=False)
        yield Static("Set by the site", classes="pane-title", markup=False)
        with VerticalScroll(id="site-settings", can_focus=False):
            yield Static(self._site(), markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys go to the choices."""
        self._show(0)
        self.query_one(OptionList).focus()

    def _show(self, highlighted: int) -> None:
        options = self.query_one(OptionList)
        options.set_options([*map(self._row, CHOICES), self._keys_row()])
        options.highlighted = highlighted

    def _row(self, choice: Choice) -> Content:
        value = choice.called(self.assist.preferences[choice.name])
        return Content.assemble(f"{choice.label:{_ROOM}}", (f"‹ {value} ›", "bold"))

    def _keys_row(self) -> Content:
        own, site = self.assist.preferences.keys, self.assist.services.preferences.keys
        changed = sum(keys != site.get(action) for action, keys in own.items())
        return Content.assemble(
            f"{'Keys':{_ROOM}}", (f"{plural(changed, 'change')} of yours" if changed else "as usual", "bold")
        )

    def _site(self) -> Content:
        stated = self.assist.services.stated
        if not stated:
            return Content.styled(DEFAULTS, MUTED)
        rows: list[Content] = []
        for number, one in enumerate(stated):
            if number == 0 or one.origin != stated[number - 1].origin:
                rows.append(Content.styled(one_line(str(one.origin)), MUTED))
            rows.append(Content.assemble(f"  [{one.table}] {one.key} = ", (one_line(one.value), "bold")))
        return Content("\n").join(rows)

    @property
    def chosen(self) -> Choice | None:
        """The highlighted preference; None for the row of the keys."""
        place = self.query_one(OptionList).highlighted or 0
        return CHOICES[place] if place < len(CHOICES) else None

    @on(OptionList.OptionHighlighted, "#choices")
    def _explain(self) -> None:
        choice = self.chosen
        text = KEYS if choice is None else choice.explanation
        self.query_one("#choice-explained", Static).update(Content(text))

    @on(OptionList.OptionSelected, "#choices")
    def _clicked(self) -> None:
        self.action_change(1)

    def action_change(self, by: int) -> None:
        """Take another value; on the row of the keys, show them."""
        choice = self.chosen
        if choice is None:
            self.action_keys()
        else:
            self.assist.prefer(choice.name, choice.neighbour(self.assist.preferences[choice.name], by))
            self._show(CHOICES.index(choice))

    def action_reset(self) -> None:
        """Go back to what holds for everybody."""
        choice = self.chosen
        if choice is not None:
            self.assist.prefer(choice.name, None)
            self._show(CHOICES.index(choice))

    def action_scroll_site(self, direction: int) -> None:
        """Scroll what the site has set."""
        self.query_one("#site-settings").scroll_relative(y=5 * direction, animate=False)

    def action_keys(self) -> None:
        """Show all keys."""
        from entryassist.tui.screens.keys import KeysScreen

        self.app.push_screen(KeysScreen(), lambda _: self._show(len(CHOICES)))
