"""The shorthands a person may use: find, add, change, delete, share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from entryassist.shorthands.shorthand import Owner, Shorthand
from entryassist.shorthands.template import escaped
from entryassist.tui.page import Page
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.shorthand_form import ShorthandForm, explanation
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, one_line, plural, shortened

if TYPE_CHECKING:
    from models import Store

NOTHING = "No shorthand is like this. F2 makes one."
BUILT_IN = "This shorthand comes with EntryAssist and cannot be {}: F3 makes a copy of your own."
SHARED = "{} is the site's now."
_ROOM = 36


class ShorthandsScreen(Page[None]):
    """A list to search in, and what the highlighted shorthand puts in. Closes with nothing."""

    HELP_TOPIC = (
        "# Shorthands\n\nWhat you type for short, and what takes its place. Your own come first, then the site's, then "
        "those of EntryAssist. Type to search; **F2** makes a new one, **F3** changes the highlighted one (or makes "
        "your own copy of a built-in one), **F4** shares one of yours with the site, **F8** deletes it. What concerns "
        "the site is audited. See docs/shorthands.md for the notation of templates."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "new", "New", tooltip="Make a new shorthand", priority=True, id="shorthands.new"),
        Binding("f3,enter", "change", "Change", tooltip="Change the shorthand", priority=True, id="shorthands.change"),
        Binding("f4", "share", "Share with the site", priority=True, id="shorthands.share"),
        Binding("f8", "delete", "Delete", tooltip="Delete the shorthand", priority=True, id="shorthands.delete"),
        Binding("down", "move(1)", "Choose", key_display="↑ ↓", priority=True, id="shorthands.down"),
        Binding("up", "move(-1)", "Choose the one above", show=False, priority=True, id="shorthands.up"),
        Binding("escape", "dismiss", "Back", id="shorthands.back"),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._all: tuple[Shorthand, ...] = ()
        self._listed: list[Shorthand] = []

    def compose(self) -> ComposeResult:
        """A search field, the list, and the highlighted shorthand in full."""
        yield Static("Shorthands", id="shorthands-title", classes="page-title", markup=False)
        yield Input(placeholder="Trigger or text", id="query")
        with Horizontal(id="concepts"):
            yield OptionList(id="found-concepts")
            with VerticalScroll(id="concept-box"):
                yield Static("", id="concept", markup=False)
        yield Static("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys go to the search field; a text that was selected in the note becomes a new shorthand."""
        self.query_one(OptionList).can_focus = False
        self.query_one(VerticalScroll).can_focus = False
        self.query_one(Input).focus()
        self.start(self._read, "shorthands")
        if self._text.strip():
            self._edit("A new shorthand", Shorthand("", escaped(self._text.strip())))

    async def _read(self) -> None:
        from entryassist.shorthands.library import book_of
        from models import StoreError

        try:
            book = await self.ask(lambda store: book_of(store, self.assist.clerk))
        except StoreError as error:
            self._say(str(error))
        else:
            self._all = book.shorthands
            self._show(self.query_one(Input).value)

    @on(Input.Changed, "#query")
    def _search(self, event: Input.Changed) -> None:
        self._say("")
        self._show(event.value)

    def _show(self, query: str) -> None:
        self._listed = matching(self._all, query)
        title = Content.assemble(("Shorthands", "bold"), (f"  {plural(len(self._listed), 'shorthand')}", MUTED))
        self.query_one("#shorthands-title", Static).update(title)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([_row(one) for one in self._listed])
        if self._listed:
            options.highlighted = 0
        else:
            self.query_one("#concept", Static).update(Content(NOTHING))

    @on(OptionList.OptionHighlighted, "#found-concepts")
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self._listed):
            self.query_one("#concept", Static).update(explanation(self._listed[event.option_index]))

    @property
    def chosen(self) -> Shorthand | None:
        """The highlighted shorthand."""
        place = self.query_one(OptionList).highlighted
        return self._listed[place] if place is not None and place < len(self._listed) else None

    def action_move(self, by: int) -> None:
        """Move the choice without leaving the search field."""
        options = self.query_one(OptionList)
        if self._listed:
            options.highlighted = max(0, min((options.highlighted or 0) + by, len(self._listed) - 1))

    def action_new(self) -> None:
        """Make a shorthand."""
        self._edit("A new shorthand", Shorthand("", ""))

    def action_change(self) -> None:
        """Change the highlighted shorthand, or make one's own of a built-in one."""
        chosen = self.chosen
        if chosen is None:
            return
        if chosen.owner is Owner.BUILT_IN:
            self._edit("Your own copy", replace(chosen, owner=Owner.PERSONAL))
        else:
            whose = "the site's" if chosen.owner is Owner.SITE else "your"
            self._edit(f"Change {whose} shorthand", chosen)

    def _edit(self, title: str, start: Shorthand) -> None:
        def keep(wanted: Shorthand | None) -> None:
            if wanted is not None:
                self._do(partial(self._keep, wanted))

        self.app.push_screen(ShorthandForm(title, start), keep)

    def _keep(self, wanted: Shorthand, store: Store) -> None:
        from models import ShorthandInput

        kept = ShorthandInput(wanted.trigger, wanted.text, wanted.description)
        if wanted.id is None:
            store.add_shorthands(self.assist.clerk, [kept])
        else:
            store.change_shorthand(self.assist.clerk, wanted.id, kept)

    def action_share(self) -> None:
        """Make one of one's own shorthands the site's."""
        chosen = self.chosen
        if chosen is None or chosen.id is None:
            self._say(BUILT_IN.format("shared") if chosen else "")
        elif chosen.owner is Owner.PERSONAL:
            number = chosen.id
            self._do(
                lambda store: store.share_shorthand(self.assist.clerk, number), SHARED.format(one_line(chosen.trigger))
            )

    def action_delete(self) -> None:
        """Delete the highlighted shorthand, after asking."""
        chosen = self.chosen
        if chosen is None or chosen.id is None:
            self._say(BUILT_IN.format("deleted") if chosen else "")
            return
        number = chosen.id
        whose = "everybody loses it" if chosen.owner is Owner.SITE else "only you have it"

        def answer(index: int | None) -> None:
            if index == 0:
                self._do(lambda store: store.remove_shorthand(self.assist.clerk, number))

        self.app.push_screen(ChoiceScreen(f"Delete {chosen.trigger}?", (("Delete", whose), ("Keep", ""))), answer)

    def _do(self, work: Callable[[Store], object], done: str = "") -> None:
        async def run() -> None:
            from models import StoreError

            try:
                await self.ask(work)
            except StoreError as error:
                self._say(str(error))
            else:
                await self._read()
                self._say(done)

        self.start(run, "change")

    def _say(self, sentence: str) -> None:
        self.query_one(".form-status", Static).update(Content(sentence))


def matching(shorthands: Iterable[Shorthand], query: str) -> list[Shorthand]:
    """Those that hold the query in trigger, text or description; triggers that begin with it come first."""
    wanted = query.strip().lower()
    found = [
        one for one in shorthands if any(wanted in part.lower() for part in (one.trigger, one.text, one.description))
    ]
    return sorted(found, key=lambda one: not one.trigger.lower().startswith(wanted))


def _row(one: Shorthand) -> Content:
    return Content.assemble(
        (f"{one_line(one.trigger):<10} ", "bold"),
        shortened(one_line(one.description or one.text), _ROOM),
        (f"  {one.owner}" if one.owner is not Owner.BUILT_IN else "", MUTED),
    )
