"""Closing findings that stay in the text: ignoring them near or far, letting them stand for a reason, undoing that."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from entryassist.dismissals import HERE, Ignored, dismissal_key, dismissal_word
from entryassist.habits import Learner, lessons_of
from entryassist.tui.page import Page
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.reason import ReasonScreen
from entryassist.tui.widgets.note_form import NoteForm
from entryassist.tui.widgets.status_line import StatusLine
from models import DismissalScope, StoreError
from terminology import NoteContext, Severity

if TYPE_CHECKING:
    from textual.widgets.text_area import Edit

    from entryassist.answers import Override
    from entryassist.entry import Placed
    from entryassist.tui.widgets.section_editor import SectionEditor
    from models import Dismissal, Note
    from terminology import Finding

NO_FINDING = "There is no finding to answer."
CLOSED = "“{}” is {} already."
IGNORED_HERE = "“{}” is ignored here. ^Z takes that back."
IGNORED_WORD = "“{}” is ignored {}. ^Z takes that back."
STANDS = "“{}” stands as it is, with your reason. ^Z takes that back."
CRITICAL = "A critical finding is not ignored by its word: fix it, ask the author, or press F8 and say why it stands."
SCOPES = (
    (DismissalScope.NOTE, "in this note", "", "in this note"),
    (DismissalScope.USER, "for me", "in every note I enter", "in every note you enter"),
    (DismissalScope.AUTHOR, "for {author}", "in every note of this author", "in every note of this author"),
    (DismissalScope.SITE, "for the site", "whoever enters, whoever wrote", "in every note of the site"),
)


@dataclass(slots=True)
class _Ignore:
    """An ignore in force at once and put on record behind the screen."""

    rule: str
    word: str
    key: str
    scope: str
    stored: Dismissal | None = None


@dataclass(slots=True)
class _Closing:
    """A finding closed in this sitting.

    ``last_edits`` is the last edit before it: undo takes back the later of the two.
    """

    finding: Finding
    editor: SectionEditor
    last_edits: list[Edit] | None
    by: _Ignore | Override


class Ignoring(Page[None]):
    """The part of the entry screen that closes findings without changing the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f8", "ignore_here", "Ignore", tooltip="Ignore this finding here", priority=True, id="entry.ignore_here"
        ),
        Binding(
            "f9",
            "ignore_word",
            "Ignore word",
            tooltip="Ignore this word: in this note, for me, for this author, for the site",
            priority=True,
            id="entry.ignore_word",
        ),
        Binding(
            "ctrl+z",
            "undo",
            "Undo",
            tooltip="Undo the last edit, fix, ignore or override",
            priority=True,
            id="entry.undo",
        ),
    ]

    note: Note
    note_id: int
    dismissals: list[Ignored]
    learner: Learner

    def __init__(self) -> None:
        super().__init__()
        self._closings: list[_Closing] = []
        self._recording = asyncio.Lock()  # ignores reach the record in the order of the keys

    @property
    def form(self) -> NoteForm:
        """The form with the note."""
        return self.query_one(NoteForm)

    @property
    def status(self) -> StatusLine:
        """The line that says what happened."""
        return self.query_one(StatusLine)

    def _closable(self) -> Placed | None:
        self.status.clear()
        self.form.settle()
        placed = self.form.current
        if placed is None:
            self.status.say(NO_FINDING)
        elif not placed.open:
            self.status.say(CLOSED.format(placed.finding.text, placed.decided.decision))
        else:
            return placed
        return None

    def action_ignore_here(self) -> None:
        """Close the current finding in this place; a critical one only for a reason."""
        placed = self._closable()
        if placed is None:
            return
        if placed.finding.severity is Severity.CRITICAL:
            self.override(placed)
        else:
            self._ignore(placed, HERE, IGNORED_HERE.format(placed.finding.text))

    def action_ignore_word(self) -> None:
        """Close the current finding and all of its word, as far as is chosen."""
        placed = self._closable()
        if placed is None:
            return
        if placed.finding.severity is Severity.CRITICAL:
            self.status.say(CRITICAL, error=True)
            return
        word = placed.finding.text

        def take(index: int | None) -> None:
            if index is not None:
                scope, _, _, where = SCOPES[index]
                self._ignore(placed, scope, IGNORED_WORD.format(word, where))

        choices = [(name.format(author=self.note.author), remark) for _, name, remark, _ in SCOPES]
        near = self.form.editor.cursor_screen_offset
        self.app.push_screen(ChoiceScreen(f"Ignore “{word}”", choices, near), take)

    def _ignore(self, placed: Placed, scope: str, said: str) -> None:
        session = self.form.session
        finding = session.in_note(placed)
        key = dismissal_key(finding, session.note_text) if scope == HERE else ""
        ignore = _Ignore(finding.rule, dismissal_word(finding.text), key, scope)
        closing = self._close(finding, ignore)
        self._set_dismissals([*self.dismissals, ignore])
        self.status.say(said)
        self.beside(partial(self._record, closing, ignore))

    def override(self, placed: Placed) -> None:
        """Let a finding stand; ask why."""

        def take(reason: str | None) -> None:
            if reason is not None:
                self.let_stand(placed, reason)
                self.status.say(STANDS.format(placed.finding.text))

        self.app.push_screen(ReasonScreen(placed.finding), take)

    def let_stand(self, placed: Placed, reason: str) -> None:
        """Let a finding stand for a reason."""
        finding = self.form.session.in_note(placed)
        self._close(finding, self.form.session.override(placed, reason))
        self.answers_changed()

    def answers_changed(self) -> None:
        """Show what was decided."""
        self.form.refresh_findings()

    def _close(self, finding: Finding, by: _Ignore | Override) -> _Closing:
        editor = self.form.editor
        editor.history.checkpoint()
        closing = _Closing(finding, editor, _last_edits(editor), by)
        self._closings.append(closing)
        return closing

    async def _record(self, closing: _Closing, ignore: _Ignore) -> None:
        async with self._recording:
            try:
                ignore.stored = await self.ask(
                    lambda store: store.dismiss(
                        self.assist.clerk,
                        rule=ignore.rule,
                        word=ignore.word,
                        key=ignore.key,
                        scope=ignore.scope,
                        note_id=self.note_id,
                    )
                )
            except StoreError as error:
                self._reopen(closing)
                self.status.say(str(error), error=True)

    def _set_dismissals(self, dismissals: list[Ignored]) -> None:
        self.dismissals = dismissals
        self.form.session.set_dismissals(dismissals)
        self.form.refresh_findings()
        self.learn()

    def learn(self) -> None:
        """Order suggestions by what the answers given so far have taught."""
        checker, form = self.assist.checker, self.form
        lessons = lessons_of(form.session.steps, (one.finding for one in self._closings))
        if checker is not None and self.learner.study(lessons, checker, form.context or NoteContext()):
            form.use_habits(self.learner.habits)

    def _reopen(self, closing: _Closing) -> None:
        self._closings = [one for one in self._closings if one is not closing]
        if isinstance(closing.by, _Ignore):
            self._set_dismissals([one for one in self.dismissals if one is not closing.by])
        else:
            session = self.form.session
            session.set_overrides(one for one in session.overrides if one is not closing.by)
            self.answers_changed()

    def action_undo(self) -> None:
        """Take back the last edit of the section, or the last finding closed if that came later."""
        self.status.clear()
        editor = self.form.editor
        last = self._closings[-1] if self._closings else None
        if last is not None and last.editor is editor and last.last_edits is _last_edits(editor):
            self._reopen(last)
            if isinstance(last.by, _Ignore):
                self.beside(partial(self._take_back, last, last.by))
        else:
            self.form.undo()
            self.learn()

    async def _take_back(self, closing: _Closing, ignore: _Ignore) -> None:
        async with self._recording:
            stored = ignore.stored
            if stored is None:
                return
            try:
                await self.ask(lambda store: store.undismiss(self.assist.clerk, stored.id))
            except StoreError as error:
                self._closings.append(closing)
                self._set_dismissals([*self.dismissals, ignore])
                self.status.say(str(error), error=True)


def _last_edits(editor: SectionEditor) -> list[Edit] | None:
    stack = editor.history.undo_stack
    return stack[-1] if stack else None
