"""What was read out of the open note: a list to look at, as it will be kept with the note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import DataTable, Static

from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, cell, plural

if TYPE_CHECKING:
    from terminology import Extract

TITLE = "Extracts of this note"
NOTHING = "No drug, problem or measurement was read out of this note."
_HELP = "Drugs, problems and measurements as they are kept with the note"
_WIDTHS = {"Kind": 11, "Found": 18, "Value": 9, "Certainty": 10}
_AROUND, _LEAST = 60, 18  # what the columns before the last take with their gaps; the least room for the last
_ORDER = ("drug", "problem", "measurement")


class ExtractsScreen(Page[None]):
    """Drugs first, then problems, then measurements, each in the order of the note."""

    HELP_TOPIC = (
        "# Extracts of this note\n\nWhat is read out of the text when the note is saved: drugs with dose, route and "
        "frequency as written, problems, and measurements, each with what the note says of it: affirmed, negated, "
        "uncertain, historical, of the family, or (for drugs) an allergy. Nothing can be changed here: change the "
        "text. See docs/extracts.md for what is read and how often it is right."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back", id="extracts.back")]

    def __init__(self, extracts: Sequence[Extract]) -> None:
        super().__init__()
        self._extracts = sorted(extracts, key=lambda one: (_ORDER.index(one.kind), one.start))

    def compose(self) -> ComposeResult:
        """A title and the table."""
        kinds = Counter(one.kind.value for one in self._extracts)
        counted = ", ".join(plural(kinds[kind], kind) for kind in _ORDER if kinds[kind])
        yield Static(Content.assemble((TITLE, "bold"), (f"  {counted}", MUTED)), classes="page-title")
        yield DataTable(id="extracts", cursor_type="row")
        yield Static("" if self._extracts else NOTHING, id="extracts-status", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.display = bool(self._extracts)
        for label, width in _WIDTHS.items():
            table.add_column(label, width=width)
        table.add_column("More", width=max(_LEAST, self.app.size.width - _AROUND))
        for one in self._extracts:
            table.add_row(
                cell(one.kind),
                cell(_name(one), "bold"),
                cell(f"{one.value} {one.unit}"),
                cell(one.certainty),
                cell(_more(one)),
            )
        table.focus()


def _name(one: Extract) -> str:
    """The words found; of a measurement what was measured, for its words are only the number."""
    return one.detail("quantity").replace("_", " ") or one.text


def _more(one: Extract) -> str:
    said = [value for name, value in one.details if name != "quantity"]
    return "; ".join([*said, *([one.concept] if one.concept else [])])


class ExtractCommands(Provider):
    """The command palette's way to the list."""

    async def discover(self) -> Hits:
        """Shown before anything is typed."""
        yield DiscoveryHit(TITLE, self._show, help=_HELP)

    async def search(self, query: str) -> Hits:
        """Shown where what is typed is like the title."""
        matcher = self.matcher(query)
        if (score := matcher.match(TITLE)) > 0:
            yield Hit(score, matcher.highlight(TITLE), self._show, help=_HELP)

    async def _show(self) -> None:
        await self.screen.run_action("extracts")
