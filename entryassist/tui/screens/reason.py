"""Why a finding is let stand: one typed line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from entryassist.tui.wording import colour, mark, one_line, shortened

if TYPE_CHECKING:
    from terminology import Finding

MISSING = "Type the reason: it is kept with the note."


class ReasonScreen(ModalScreen[str | None]):
    """Answers with the reason, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel", id="reason.cancel")]

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self._finding = finding

    def compose(self) -> ComposeResult:
        """What is found, and a field for the reason."""
        finding = self._finding
        with Vertical(id="reason-box"):
            yield Static(
                Content.assemble(
                    (f"{mark(finding.severity)} {finding.rule} ", colour(finding.severity)),
                    (shortened(one_line(finding.text), 40), "bold"),
                    f"\n{one_line(finding.message)}",
                ),
                markup=False,
            )
            yield Label("Why does it stand as it is?", classes="pane-title", markup=False)
            yield Input(placeholder="such as: dose read back by Dr. Sample", id="reason", compact=True)
            yield Label("Enter keeps the reason with the note, Esc cancels", classes="choice-keys", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the reason if there is one."""
        reason = one_line(event.value).strip()
        if reason:
            self.dismiss(reason)
        else:
            self.query_one(".choice-keys", Label).update(MISSING)
