"""Values that the text tells and the fields lack: each is taken only when the clerk marks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList

from entryassist.fields.vitals import VITALS
from entryassist.tui.widgets.fields.group import TITLES
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, one_line, shortened
from models.note_field import FieldGroup

if TYPE_CHECKING:
    from entryassist.fields.from_text import Proposal

TITLE = "Take from text"
_HELP = "Propose values of the text for fields that are empty"
_NAME_WIDTH, _TEXT_WIDTH = 14, 46


class FromTextScreen(ModalScreen[list[int]]):
    """Answers with the places of the proposals that were marked; with none when nothing is to be taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", priority=True, id="from_text.mark"),
        Binding("enter", "take", "Take what is marked", priority=True, id="from_text.take"),
        Binding("escape", "dismiss([])", "Cancel", id="from_text.cancel"),
    ]

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        super().__init__()
        self._proposals = tuple(proposals)
        self._marked: set[int] = set()
        self.add_class("-centred")

    def compose(self) -> ComposeResult:
        """The proposals, none of them marked."""
        with Vertical(id="from-text"):
            yield Label("The text tells, and the fields do not hold", classes="pane-title", markup=False)
            yield OptionList(*map(self._row, range(len(self._proposals))), markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """Keys go to the list."""
        self.query_one(OptionList).focus()

    def action_mark(self) -> None:
        """Mark the highlighted proposal, or take its mark away, and go on to the next."""
        found = self.query_one(OptionList)
        place = found.highlighted
        if place is not None:
            self._marked ^= {place}
            found.replace_option_prompt_at_index(place, self._row(place))
            found.highlighted = min(place + 1, len(self._proposals) - 1)

    def action_take(self) -> None:
        """Take what is marked."""
        self.dismiss(sorted(self._marked))

    def _row(self, place: int) -> Content:
        one = self._proposals[place]
        name = VITALS[one.cell.row].name if one.cell.group is FieldGroup.VITALS else TITLES[one.cell.group]
        return Content.assemble(
            (f"[{'x' if place in self._marked else ' '}] ", "$accent bold"),
            (f"{name:<{_NAME_WIDTH}}", MUTED),
            shortened(one_line(one.text), _TEXT_WIDTH),
        )


class FromTextCommands(Provider):
    """The command palette's way to the proposals."""

    async def discover(self) -> Hits:
        """Shown before anything is typed."""
        yield DiscoveryHit(TITLE, self._propose, help=_HELP)

    async def search(self, query: str) -> Hits:
        """Shown where what is typed is like the title."""
        matcher = self.matcher(query)
        if (score := matcher.match(TITLE)) > 0:
            yield Hit(score, matcher.highlight(TITLE), self._propose, help=_HELP)

    async def _propose(self) -> None:
        await self.screen.run_action("from_text")
