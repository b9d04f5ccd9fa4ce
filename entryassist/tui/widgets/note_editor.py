"""The editor that the note form puts under each heading: everything an editor does, together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets.text_area import Edit, EditResult, Location, Selection

from entryassist.editor_settings import SpellOut
from entryassist.shorthands.effort import CompletionUse
from entryassist.tui.widgets.pasting_editor import PastingEditor
from entryassist.tui.widgets.vim_keys import Mode, VimKeys

if TYPE_CHECKING:
    from entryassist.entry import EntrySession
    from entryassist.shorthands.expander import Expander
    from entryassist.tui.editing.completions import Completions
    from terminology.number_words import NumberWord

_WORD = re.compile(r"[^\W_]+(?:['’\-/.][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*(?=\s|$)")


@dataclass(eq=False, slots=True)
class Replacing:
    """The replacements of one section; those of the other sections are ``group``, and are undone with it."""

    replacement: str
    editor: NoteEditor = field(repr=False)
    group: list[Replacing] = field(repr=False)
    standing: bool = True


class NoteEditor(PastingEditor):
    """Findings, shorthands, completions, and keys that work on whole words and lines."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y", "redo", "Redo", show=False, tooltip="Do again what was undone", id="entry.redo"),
        Binding("ctrl+d", "duplicate", "Duplicate", show=False, tooltip="Duplicate the line", id="entry.duplicate"),
        Binding(
            "ctrl+a",
            "select_more",
            "Select",
            show=False,
            tooltip="Select the word, then the sentence, the line, the section",
            id="entry.select",
        ),
    ]

    class ModeChanged(Message):
        """vi's keys are in another mode, or in an editor that shows it."""

        def __init__(self, mode: str) -> None:
            super().__init__()
            self.mode = mode

    def __init__(
        self,
        session: EntrySession,
        section: int,
        expander: Expander,
        completions: Completions,
        spell_out: SpellOut = SpellOut.OFF,
        vim: VimKeys | None = None,
    ) -> None:
        self._spell_out = spell_out
        self._number: NumberWord | None = None
        self._vim = vim
        super().__init__(session, section, expander, completions)

    async def _on_key(self, event: events.Key) -> None:
        if not self.is_pasting and (self._spells_out(event.key) or self._vim_takes(event)):
            event.stop()
            event.prevent_default()

    # vi's keys

    def _vim_takes(self, event: events.Key) -> bool:
        vim = self._vim
        if vim is None or self._list is not None or (event.key == "escape" and vim.mode is Mode.INSERT and self._walk):
            return False
        return vim.takes(self, event)

    def mode_changed(self) -> None:
        """Say which mode the keys are in; ghost text is for typing only."""
        if self._vim is not None:
            self._show_ghost("")
            self.post_message(self.ModeChanged(self._vim.mode.value))

    def _on_mount(self, event: events.Mount) -> None:
        super()._on_mount(event)
        self.mode_changed()

    def _seek_ghost(self, revision: int) -> None:
        if self._vim is None or self._vim.mode is Mode.INSERT:
            super()._seek_ghost(revision)

    # numbers in words

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit, then see whether a number before a plain noun may be spelled out."""
        result = super().edit(edit)
        self._number = None
        if self._spell_out is SpellOut.BELOW_TEN and len(edit.text) == 1 and not edit.text.isalnum():
            from terminology.number_words import number_word_before

            self._number = number_word_before(self.text[: self.cursor_offset])
        self._tell()
        return result

    def watch_selection(self, selection: Selection) -> None:
        """A cursor that was moved has left the number."""
        if not self._editing:
            self._number = None
        super().watch_selection(selection)

    @property
    def hint(self) -> str:
        """What Tab puts in now; a shorthand goes before a number."""
        number = self._number
        if number is None or self.expander.proposal is not None:
            return super().hint
        return f"Tab: {self.text[number.start : number.end]} → {number.word} (house style)"

    def _spells_out(self, key: str) -> bool:
        number = self._number
        if number is None or key != "tab" or self.expander.proposal is not None:
            return False
        self.session.effort.keystrokes += 1
        self.apply(number.start, number.end, CompletionUse(number.word))
        return True

    def put(self, text: str) -> None:
        """Put a text in place of what is selected, with a space between it and a word before it; one step."""
        start, end = sorted(self.selection)
        before = self.document[start[0]][: start[1]]
        self.history.checkpoint()
        self.replace(f" {text}" if before[-1:].isalnum() else text, start, end, maintain_selection_offset=False)
        self.history.checkpoint()

    # undo that reaches over sections

    def undo(self) -> None:
        """Take back the last step, and with replacements those in the other sections."""
        step = self.last_step(self.history.undo_stack)
        super().undo()
        if isinstance(step, Replacing):
            for other in step.group:
                if other is not step and other.editor.last_step(other.editor.history.undo_stack) is other:
                    super(NoteEditor, other.editor).undo()

    def redo(self) -> None:
        """Do the last undone step again, and with replacements those in the other sections."""
        step = self.last_step(self.history.redo_stack)
        self.session.effort.keystrokes += 1
        super().redo()
        if isinstance(step, Replacing):
            for other in step.group:
                if other is not step and other.editor.last_step(other.editor.history.redo_stack) is other:
                    super(NoteEditor, other.editor).redo()

    # lines and words

    def action_duplicate(self) -> None:
        """Put the line of the cursor, or all selected lines, in once more below; the cursor goes along."""
        (top, _), (bottom, _) = sorted(self.selection)
        lines = "\n".join(self.document.lines[top : bottom + 1])
        selection, end = self.selection, (bottom, len(self.document[bottom]))
        by = bottom - top + 1
        self.history.checkpoint()
        self.edit(Edit(f"\n{lines}", end, end, False))
        self.history.checkpoint()
        self.selection = Selection(*((row + by, column) for row, column in selection))

    def action_select_more(self) -> None:
        """Select the word at the cursor; each time more: the sentence, the line, the section."""
        start, end = sorted(self.selection)
        for first, last in self._wider(start):
            if first <= start and last >= end and (first, last) != (start, end) and first != last:
                self.selection = Selection(first, last)
                return

    def _wider(self, place: Location) -> Iterator[tuple[Location, Location]]:
        row, column = place
        line = self.document[row]
        word = next((found for found in _WORD.finditer(line) if found.start() <= column <= found.end()), None)
        if word is not None:
            yield (row, word.start()), (row, word.end())
        ends = [found.end() for found in _SENTENCE_END.finditer(line)]
        first = max((end for end in ends if end <= column), default=0)
        first += len(line[first:]) - len(line[first:].lstrip())
        yield (row, first), (row, min((end for end in ends if end > max(column, first)), default=len(line)))
        yield (row, 0), (row, len(line))
        yield (0, 0), self.document.end
