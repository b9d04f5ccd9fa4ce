"""The status line with the mode of vi's keys before everything it says."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType

from entryassist.tui.widgets.status_line import StatusLine


class ModeLine(StatusLine):
    """Shows the mode, if there is one."""

    def __init__(self) -> None:
        super().__init__()
        self._mode = ""
        self._said: VisualType = ""

    def show_mode(self, mode: str) -> None:
        """Say which mode the keys are in; empty when there are no modes."""
        if mode != self._mode:
            self._mode = mode
            self.update(self._said, layout=False)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show a sentence behind the mode."""
        self._said = content
        if self._mode and isinstance(content, Content | str):
            content = Content.assemble((f"{self._mode}  ", "bold"), content)
        super().update(content, layout=layout)
