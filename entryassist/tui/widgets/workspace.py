"""Source, form and findings side by side; F2 hides and shows what stands beside the form."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from entryassist.fields.review import HEADINGS
from entryassist.tui.widgets.fields.panel import FieldsPanel
from entryassist.tui.widgets.findings_panel import FindingsPanel
from entryassist.tui.widgets.note_form import NoteForm
from entryassist.tui.widgets.source_pane import SourcePane

WIDE = 120  # columns from which both panes fit beside the form
SOURCE, FINDINGS = "source", "findings"
# by the values of the preference; None shows what fits
PANES: Mapping[str, frozenset[str] | None] = {
    "fitting": None,
    "findings": frozenset({FINDINGS}),
    "source": frozenset({SOURCE}),
    "none": frozenset(),
}


class Workspace(Horizontal):
    """The panes of the entry screen."""

    def __init__(self, form: NoteForm, source: str) -> None:
        super().__init__()
        self.form = form
        self.panel = FindingsPanel()
        self.source = SourcePane(source) if source.strip() else None
        self._wide: bool | None = None
        self._shown: frozenset[str] = frozenset()
        self._first: frozenset[str] | None = None

    def compose(self) -> ComposeResult:
        """Left to right."""
        if self.source is not None:
            yield self.source
        yield self.form
        yield self.panel

    @on(NoteForm.Entered)
    def _section_entered(self, event: NoteForm.Entered) -> None:
        self._follow(event.heading)

    @on(FieldsPanel.Entered)
    def _group_entered(self, event: FieldsPanel.Entered) -> None:
        self._follow(HEADINGS[event.group])

    def _follow(self, heading: str) -> None:
        """Show beside the form what belongs under that heading."""
        if self.source is not None:
            self.source.follow(heading)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the panes that fit when the terminal crosses the width where that changes."""
        wide = event.size.width >= WIDE
        if wide != self._wide:
            self._wide = wide
            self._show(self._choices()[0] if self._first is None else self._first)

    def start_with(self, panes: str) -> None:
        """Show what a person wants to see at the start: one of ``PANES``, as far as there is one."""
        wanted = PANES[panes]
        if wanted is not None:
            self._first = wanted
            self._show(wanted)

    def cycle(self) -> None:
        """Show the next combination of panes."""
        choices = self._choices()
        place = choices.index(self._shown) if self._shown in choices else -1
        self._show(choices[(place + 1) % len(choices)])

    def _choices(self) -> list[frozenset[str]]:
        both = [frozenset({SOURCE, FINDINGS})] if self._wide else []
        single = [frozenset({FINDINGS}), frozenset({SOURCE})]
        none = [frozenset[str]()]
        choices = [*both, *single, *none] if self._wide else [*none, *single]
        has_source = self.source is not None
        kept = [panes if has_source else panes - {SOURCE} for panes in choices]
        return list(dict.fromkeys(kept))

    def _show(self, panes: frozenset[str]) -> None:
        self._shown = panes
        for name, pane in ((SOURCE, self.source), (FINDINGS, self.panel)):
            _display(pane, name in panes)

    @property
    def explains(self) -> bool:
        """Whether the findings panel is to be seen."""
        return FINDINGS in self._shown


def _display(pane: Widget | None, shown: bool) -> None:
    if pane is not None:
        pane.display = shown
