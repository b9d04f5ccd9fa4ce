"""The editor that the note form puts under each heading: everything an editor does, together."""

from __future__ import annotations

from entryassist.tui.widgets.completing_editor import CompletingEditor


class NoteEditor(CompletingEditor):
    """Findings, shorthands and completions."""
