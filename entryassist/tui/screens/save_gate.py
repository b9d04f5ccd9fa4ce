"""Before a note is saved: what must be answered, what remains, and one key back to each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from entryassist.tui.page import Page
from entryassist.tui.screens.reason import ReasonScreen
from entryassist.tui.widgets.finding_rows import explanation, listing, options
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, one_line, plural, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from entryassist.entry import Placed
    from entryassist.gate import Gate
    from models import ProviderQuery

MUST = "To be answered before the note is saved: {}. Fix, ask the author, or say why it stands."
READY = "Nothing critical is open. ^S saves the note; what remains is listed here."
STILL = "{} still open."


class Note(Protocol):
    """What the gate needs of the screen of the note it stands before."""

    def gate(self) -> Gate:
        """The gate as the note stands now."""

    def remarks(self, placed: Placed) -> Sequence[str]:
        """What was asked, answered or decided about a finding."""

    def let_stand(self, placed: Placed, reason: str) -> None:
        """Let a finding stand for a reason."""

    def ask_about(self, placed: Placed, then: Callable[[], None]) -> None:
        """Ask the author about a finding, and do something when that is on record."""


class SaveGate(Page["Placed | ProviderQuery | bool"]):
    """Closes with True to save, with what is to be gone to, or with False to go back."""

    HELP_TOPIC = (
        "# Before saving\n\nA critical finding could harm the patient. Each is fixed (**Enter** goes to it), asked of "
        "the author (**^T**), or let stand for a reason that is kept with the note and audited (**F8**). What remains "
        "below critical keeps nobody from saving. The quality score is that of the note if it is left as it is: 100, "
        "less 3 for each critical and 1 for each lesser error; it passes with 98 and nothing critical."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "Go to it", priority=True, id="gate.go"),
        Binding(
            "f8", "override", "Let it stand", tooltip="Say why it stands as it is", priority=True, id="gate.override"
        ),
        Binding("ctrl+t", "ask", "Ask the author", priority=True, id="gate.ask"),
        Binding("ctrl+s", "save", "Save", priority=True, id="gate.save"),
        Binding("escape", "dismiss(False)", "Back to the note", id="gate.back"),
    ]

    def __init__(self, note: Note) -> None:
        super().__init__()
        self._note = note
        self._listed: list[Placed | ProviderQuery | None] = []

    def compose(self) -> ComposeResult:
        """What must be done, what remains, the findings, and the highlighted one in full."""
        yield Static(Content.styled("Before saving", "bold"), classes="page-title", markup=False)
        yield Static("", id="gate-duty", markup=False)
        yield Static("", id="gate-summary", markup=False)
        with Horizontal(id="concepts"):
            yield OptionList(id="found-concepts", markup=False)
            with VerticalScroll(id="concept-box", can_focus=False):
                yield Static("", id="explanation", markup=False)
        yield Label("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at what must be answered."""
        self.query_one(OptionList).focus()
        self.show()

    def show(self) -> None:
        """List everything anew; stay at what still needs an answer."""
        gate = self._note.gate()
        must = gate.open_critical
        duty = MUST.format(plural(len(must), "critical finding")) if must else READY
        self.query_one("#gate-duty", Static).update(Content.styled(duty, "bold" if must else ""))
        self.query_one("#gate-summary", Static).update(Content.styled(gate.summary(), MUTED))
        rows = listing(gate.findings)
        self._listed = [placed for _, placed in rows]
        listed = self.query_one(OptionList)
        listed.set_options([*options(rows), *self._answered(gate)])
        wanted = next(iter(must), None) or next((one for one in self._listed if one is not None), None)
        if wanted is not None:
            listed.highlighted = self._listed.index(wanted)

    def _answered(self, gate: Gate) -> list[Option]:
        if not gate.answered:
            return []
        self._listed += [None, *gate.answered]
        heading = Content.assemble((f"Answered by the author {len(gate.answered):,}", "bold"))
        rows = (Content(f"! {shortened(one_line(one.text), 30)}") for one in gate.answered)
        return [Option(heading, disabled=True), *(Option(row) for row in rows)]

    @property
    def chosen(self) -> Placed | ProviderQuery | None:
        """What is highlighted."""
        place = self.query_one(OptionList).highlighted
        return self._listed[place] if place is not None and place < len(self._listed) else None

    @property
    def _chosen_finding(self) -> Placed | None:
        from entryassist.entry import Placed

        chosen = self.chosen
        return chosen if isinstance(chosen, Placed) and chosen.open else None

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        from entryassist.entry import Placed
        from entryassist.tui.screens.queries import thread

        chosen = self.chosen
        if isinstance(chosen, Placed):
            self.query_one("#explanation", Static).update(explanation(chosen, remarks=self._note.remarks(chosen)))
        elif chosen is not None:
            self.query_one("#explanation", Static).update(thread(chosen))

    def action_go(self) -> None:
        """Go back to what is highlighted."""
        if self.chosen is not None:
            self.dismiss(self.chosen)

    def action_override(self) -> None:
        """Let the highlighted finding stand; ask why."""
        placed = self._chosen_finding
        if placed is None:
            return

        def take(reason: str | None) -> None:
            if reason is not None:
                self._note.let_stand(placed, reason)
                self.show()

        self.app.push_screen(ReasonScreen(placed.finding), take)

    def action_ask(self) -> None:
        """Ask the author about the highlighted finding."""
        if (placed := self._chosen_finding) is not None:
            self._note.ask_about(placed, self.show)

    def action_save(self) -> None:
        """Save, unless something critical is open."""
        must = self._note.gate().open_critical
        if must:
            self.query_one(".form-status", Label).update(
                Content(STILL.format(plural(len(must), "critical finding") + (" is" if len(must) == 1 else " are")))
            )
        else:
            self.dismiss(True)
