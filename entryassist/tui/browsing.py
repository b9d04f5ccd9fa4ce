"""Looking through what waits: in groups, narrowed, sorted, searched, page by page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from entryassist.tui.page import Page
from entryassist.tui.screens.pick import PickScreen
from entryassist.tui.widgets.day_figures import DayPanel, day_line
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.widgets.work_table import WorkTable
from entryassist.tui.wording import MUTED, one_line, plural
from entryassist.tui.work_view import FIELDS, groups_line, narrowed, nothing_line, shown_groups, view_line
from models import StoreError, WorkField, Worklist, WorkOrder, WorkView

if TYPE_CHECKING:
    from models import DayFigures

PAGE = 50


class Browsing(Page[None]):
    """The part of the worklist screen that chooses what is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "reload", "Refresh", id="worklist.reload"),
        Binding("right", "group(1)", "Group", key_display="← →", id="worklist.group_right"),
        Binding("left", "group(-1)", show=False, id="worklist.group_left"),
        Binding("slash", "search", "Search", key_display="/", id="worklist.search"),
        Binding("t", "narrow('note_type')", "Type", id="worklist.type", tooltip="Only notes of one type"),
        Binding("a", "narrow('author')", "Author", id="worklist.author", tooltip="Only notes of one author"),
        Binding("d", "narrow('department')", "Dept", id="worklist.department", tooltip="Only one department"),
        Binding("s", "sort", "Sort", id="worklist.sort", tooltip="Sort by age, patient or note type"),
        Binding("c", "clear", "Clear", id="worklist.clear", tooltip="Show all again"),
        Binding("down", "move(1)", show=False, priority=True, id="worklist.down"),
        Binding("up", "move(-1)", show=False, priority=True, id="worklist.up"),
        Binding("pagedown", "page(1)", show=False, priority=True, id="worklist.page_down"),
        Binding("pageup", "page(-1)", show=False, priority=True, id="worklist.page_up"),
        Binding("escape", "close_search", "Close search", id="worklist.close_search"),
        Binding("escape", "sign_out", "Sign out", id="worklist.sign_out"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._view = WorkView()
        self._offset = 0
        self._list = Worklist((), {}, 0)
        self._row: int | None = None

    def compose(self) -> ComposeResult:
        """Title, groups, filters, the table with the day beside it, keys."""
        yield Static("", id="worklist-title", classes="page-title", markup=False)
        yield Static("", id="groups", markup=False)
        yield Static("", id="view-line", markup=False)
        yield Input(placeholder="Name, MRN, note type, author or department", id="work-search", compact=True)
        with Horizontal(id="work"):
            with Vertical(id="work-list"):
                yield WorkTable()
                yield Static("", id="nothing-waiting", markup=False)
            yield DayPanel()
        yield Static("", id="worklist-status", markup=False)
        yield Static("", id="day-line", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """The search line is hidden until it is asked for."""
        self.query_one("#work-search").display = False
        self.query_one("#nothing-waiting").display = False
        self.table.focus()

    @property
    def table(self) -> WorkTable:
        """The page that is shown."""
        return self.query_one(WorkTable)

    # reading

    def on_screen_resume(self) -> None:
        """Read the list anew whenever it comes back into view."""
        self.action_reload()

    def action_reload(self) -> None:
        """Read the worklist and the figures of the day from the record."""
        self.start(self._reload, "worklist", newest=True)

    async def _reload(self) -> None:
        await self._read()
        today = self.assist.now().astimezone().date()
        try:
            figures = await self.ask(lambda store: store.day_figures(self.assist.clerk, today))
        except StoreError as error:
            self._say(str(error))
        else:
            self._show_day(figures)

    async def _read(self) -> None:
        clerk, view = self.assist.clerk, self._view
        try:
            found = await self.ask(lambda store: store.worklist(clerk, view, offset=self._offset, limit=PAGE))
            if not found.items and self._offset:
                self._offset = max(0, (found.total - 1) // PAGE * PAGE)
                found = await self.ask(lambda store: store.worklist(clerk, view, offset=self._offset, limit=PAGE))
        except StoreError as error:
            self._say(str(error))
            return
        self._say("")
        self._list = found
        self._show()

    def _look(self, view: WorkView, offset: int = 0) -> None:
        self._view, self._offset = view, offset
        self.start(self._read, "worklist", newest=True)

    def _say(self, sentence: str) -> None:
        self.query_one("#worklist-status", Static).update(Content(sentence))

    # showing

    def _show(self) -> None:
        found, view, user = self._list, self._view, self.assist.clerk
        self.table.show(found.items, user, self.assist.now(), self._row)
        self._row = None
        self.table.display = bool(found.items)
        nothing = self.query_one("#nothing-waiting", Static)
        nothing.update(Content(nothing_line(view)))
        nothing.display = not found.items
        waiting = f"{plural(found.waiting, 'note')} waiting"
        title = Content.assemble(("Worklist  ", "bold"), waiting, (f"   {one_line(user.display_name)}", MUTED))
        self.query_one("#worklist-title", Static).update(title)
        self.query_one("#groups", Static).update(groups_line(found, view))
        self.query_one("#view-line", Static).update(Content.styled(view_line(found, view, self._offset), MUTED))
        self.refresh_bindings()
        if self.focused is None or not self.focused.display:
            self.table.focus()

    def _show_day(self, figures: list[DayFigures]) -> None:
        self.query_one(DayPanel).show(figures)
        self.query_one("#day-line", Static).update(day_line(figures))

    # choosing what is shown

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc closes the search while there is one; there is nothing to clear where nothing is narrowed."""
        if action in ("close_search", "sign_out", "search"):
            return self._searching is (action == "close_search")
        return narrowed(self._view) if action == "clear" else super().check_action(action, parameters)

    @property
    def _searching(self) -> bool:
        return bool(self.query("#work-search")) and self.query_one("#work-search").display

    def action_group(self, by: int) -> None:
        """Show the next group, or the one before."""
        groups = shown_groups(self._list, self._view)
        group = groups[(groups.index(self._view.group) + by) % len(groups)]
        self._look(replace(self._view, group=group))

    def action_sort(self) -> None:
        """Sort by the next of age, patient, note type."""
        orders = list(WorkOrder)
        order = orders[(orders.index(self._view.order) + 1) % len(orders)]
        self._look(replace(self._view, order=order))

    def action_clear(self) -> None:
        """Show every note of the group again."""
        self._close_search()
        self._look(WorkView(self._view.group, order=self._view.order))

    def action_narrow(self, name: str) -> None:
        """Choose a note type, an author or a department to be shown alone."""
        self.start(partial(self._pick, WorkField(name)), "pick")

    async def _pick(self, field: WorkField) -> None:
        clerk, view = self.assist.clerk, self._view
        try:
            values = await self.ask(lambda store: store.worklist_values(clerk, view, field))
        except StoreError as error:
            self._say(str(error))
            return
        value = await self.app.push_screen_wait(PickScreen(FIELDS[field], values))
        if value is not None:
            self._look(self._view.with_value(field, value))

    def action_search(self) -> None:
        """Open the search line."""
        line = self.query_one("#work-search", Input)
        line.display = True
        line.focus()
        self.refresh_bindings()

    @on(Input.Changed, "#work-search")
    def _searched(self, event: Input.Changed) -> None:
        if event.value.strip() != self._view.search:
            self._look(replace(self._view, search=event.value.strip()))

    def _close_search(self) -> None:
        line = self.query_one("#work-search", Input)
        line.value, line.display = "", False
        self.table.focus()
        self.refresh_bindings()

    def action_close_search(self) -> None:
        """Close the search line and show all again."""
        self.action_clear()

    # moving

    def action_move(self, by: int) -> None:
        """Move the cursor by a row; beyond the page lies the next one."""
        row = self.table.cursor_row + by
        if 0 <= row < self.table.row_count:
            self.table.move_cursor(row=row)
        else:
            self._turn(by)

    def action_page(self, by: int) -> None:
        """Move by a screenful; beyond the page lies the next one."""
        at_end = self.table.cursor_row == (self.table.row_count - 1 if by > 0 else 0)
        if at_end:
            self._turn(by)
        elif by > 0:
            self.table.action_page_down()
        else:
            self.table.action_page_up()

    def _turn(self, by: int) -> None:
        offset = self._offset + by * PAGE
        if 0 <= offset < self._list.total:
            self._row = 0 if by > 0 else PAGE - 1
            self._look(self._view, offset)
