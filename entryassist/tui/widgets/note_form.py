"""The sections of a note, one editor each, checked while they are typed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Label, TextArea

from entryassist.editor_settings import DEFAULTS, EditorSettings, Keys
from entryassist.shorthands.expander import Expander
from entryassist.shorthands.facts import NoteFacts
from entryassist.tui.editing.completions import Completions
from entryassist.tui.live_check import LiveCheck
from entryassist.tui.messages import Checked
from entryassist.tui.widgets.note_editor import NoteEditor
from entryassist.tui.widgets.section_editor import SectionEditor
from entryassist.tui.widgets.vim_keys import VimKeys

if TYPE_CHECKING:
    from entryassist.entry import EntrySession, Placed, Step
    from terminology import Checker, Finding, NoteContext
    from terminology.errors import TerminologyError
    from terminology.habits import Habits

IDLE_SECONDS = 0.12
LONGEST_WAIT_SECONDS = 0.6
LATE_SECONDS = 1.0  # after which a check that has not come is spoken of


class NoteForm(VerticalScroll):
    """Editors over one `EntrySession`. Posts `Edited` on every change, `Reviewed` when findings moved on."""

    class Edited(Message):
        """The text of the note changed."""

    class Reviewed(Message):
        """There are other findings than before, or another one is current."""

    class Entered(Message):
        """The cursor came into another section; ``heading`` is that of the section."""

        def __init__(self, heading: str) -> None:
            super().__init__()
            self.heading = heading

    class Failed(Message):
        """The note could not be checked; ``problem`` is one sentence."""

        def __init__(self, problem: str) -> None:
            super().__init__()
            self.problem = problem

    def __init__(
        self,
        session: EntrySession,
        context: NoteContext | None,
        expander: Expander | None = None,
        editing: EditorSettings = DEFAULTS,
        above: Widget | None = None,
    ) -> None:
        super().__init__(can_focus=False)
        self._above = above
        self.session = session
        self.context = context
        self.current: Placed | None = None
        self.checked_revision = -1  # of the text the findings are of; -1 before the first check
        self.expander = expander or Expander(session.effort, NoteFacts())
        self.completions = Completions(editing.ghost)
        self.editing = editing
        vim = VimKeys() if editing.keys is Keys.VIM else None
        self._editors = [
            NoteEditor(session, index, self.expander, self.completions, editing.spell_out, vim)
            for index in range(len(session.sections))
        ]
        self._active = 0
        self._live: LiveCheck | None = None
        self._idle: Timer | None = None
        self._late: Timer | None = None
        self._is_late = False
        self._asked_at = 0.0

    def compose(self) -> ComposeResult:
        """What stands above the text, then a heading above each editor."""
        if self._above is not None:
            yield self._above
        for section, editor in zip(self.session.sections, self._editors, strict=True):
            if section.heading:
                yield Label(section.heading, classes="section-heading", markup=False)
            yield editor

    def on_unmount(self) -> None:
        """Let the checker thread go."""
        if self._live is not None:
            self._live.stop()

    # the cursor

    @property
    def editors(self) -> Sequence[NoteEditor]:
        """One for each section."""
        return self._editors

    @property
    def editor(self) -> NoteEditor:
        """The editor that has the focus, or had it last."""
        return self._editors[self._active]

    @property
    def cursor(self) -> tuple[int, int, int]:
        """Section index, row, column."""
        return (self._active, *self.editor.cursor_location)

    def place_cursor(self, section: int, row: int, column: int) -> None:
        """Put the cursor there, or as near as the text allows, and give that editor the focus."""
        self._active = min(max(section, 0), len(self._editors) - 1)
        self.editor.move_cursor((row, column))
        self.editor.focus(scroll_visible=False)
        self.call_after_refresh(self.show_cursor)

    def go_to(self, placed: Placed) -> None:
        """Put the cursor at a finding."""
        editor = self._editors[placed.section]
        self.place_cursor(placed.section, *editor.location_of(placed.start))
        self.session.typing = None
        self.settle()

    def on_descendant_focus(self) -> None:
        """Remember which editor is active, and tell when it is another one."""
        for index, editor in enumerate(self._editors):
            if editor.has_focus and index != self._active:
                self._active = index
                self.settle()
            if editor.has_focus:
                self.post_message(self.Entered(self.session.sections[index].heading))

    @on(SectionEditor.Left)
    def _next_section(self, event: SectionEditor.Left) -> None:
        target = event.editor.section + event.direction
        if 0 <= target < len(self._editors):
            editor = self._editors[target]
            editor.move_cursor((0, 0) if event.direction > 0 else editor.document.end)
            editor.focus()

    @on(TextArea.SelectionChanged)
    def _cursor_moved(self) -> None:
        self.settle()
        self.call_after_refresh(self.show_cursor)

    def show_cursor(self) -> None:
        """Scroll to the cursor if it is in the text."""
        # Scrolling before the first layout would keep Textual from telling the editors their size.
        if self.editor.has_focus and self.editor.size:
            offset = self.editor.cursor_screen_offset - self.region.offset + self.scroll_offset
            self.scroll_to_region(Region(0, offset.y, 1, 1), animate=False, force=True)

    # checking

    def use(self, checker: Checker) -> None:
        """Check with this checker from now on."""
        self._live = LiveCheck(checker, self._report)
        self.completions.checker = checker
        self._ask()

    def use_context(self, context: NoteContext) -> None:
        """Judge by what else is known of the note from now on."""
        if context != self.context:
            self.context = context
            self._ask()

    def use_habits(self, habits: Habits) -> None:
        """Order suggestions by these habits from now on."""
        if self.context is not None:
            self.context = replace(self.context, habits=habits)
            self._ask()

    def _report(self, revision: int, outcome: tuple[Finding, ...] | TerminologyError) -> None:
        # Called in the checker's thread, which may finish a check after the form has been taken away.
        with suppress(RuntimeError):
            self.post_message(Checked(revision, outcome))

    @on(TextArea.Changed)
    def _text_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Edited())
        if any(editor.is_pasting for editor in self._editors):
            return  # the last piece asks
        self.settle()
        if self._idle is not None:
            self._idle.stop()
        if time.monotonic() - self._asked_at > LONGEST_WAIT_SECONDS:
            self._ask()
        else:
            self._idle = self.set_timer(IDLE_SECONDS, self._ask)

    @property
    def behind(self) -> bool:
        """Whether the text has been waiting for its check long enough to say so, as a long paste does."""
        return self._is_late and self.checked_revision != self.session.revision

    def _ask(self) -> None:
        self._asked_at = time.monotonic()
        if self._live is not None:
            self._expect()
            self._live.submit(self.session.revision, self.session.note_text, self.context)

    def _expect(self) -> None:
        if self._late is None:
            self._late = self.set_timer(LATE_SECONDS, self._say_late)

    def _say_late(self) -> None:
        self._is_late = True
        self.post_message(self.Reviewed())

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.stop()
        self._late, self._is_late = None, False

    def on_checked(self, message: Checked) -> None:
        """Show the outcome of a check, unless the text has changed since: then another is under way."""
        self._in_time()
        if message.revision != self.session.revision:
            self._expect()
            return
        if isinstance(message.outcome, Exception):
            self.post_message(self.Failed(str(message.outcome)))
            return
        self.checked_revision = message.revision
        self.session.show(message.outcome)
        self.refresh_findings()

    async def check_now(self) -> bool:
        """Bring the findings up to the present text. False without a checker. Raises TerminologyError."""
        if self._live is None:
            return False
        revision = self.session.revision
        findings = await self._live.check(self.session.note_text, self.context)
        if revision == self.session.revision:
            self._in_time()
            self.checked_revision = revision
            self.session.show(findings)
        return True

    def refresh_findings(self) -> None:
        """Paint all findings anew and say that they changed."""
        self.current = self.session.current(self._active, self.editor.cursor_offset)
        for editor in self._editors:
            editor.show_findings(self.current)
        self.post_message(self.Reviewed())

    def settle(self) -> None:
        """Find out which finding the cursor is about; paint only when it is another one."""
        before, after = self.current, self.session.current(self._active, self.editor.cursor_offset)
        self.current = after
        if (before and before.finding) is not (after and after.finding):
            for section in {one.section for one in (before, after) if one is not None}:
                self._editors[section].show_findings(after)
            self.post_message(self.Reviewed())

    # changing the text

    def apply(self, step: Step, start: int, end: int) -> None:
        """Show a replacement that the session has made at that span of the text before."""
        self.session.effort.keystrokes += 1
        self._editors[step.section].apply(start, end, step)

    def undo(self) -> None:
        """Take back the last edit of the active editor."""
        self.session.effort.keystrokes += 1
        self.editor.undo()
        self.refresh_findings()
