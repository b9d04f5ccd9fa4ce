"""Finding, fixing, expanding and ignoring: the keys that answer findings on a note form."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from entryassist.dismissals import HERE, Ignored, dismissal_key, dismissal_word
from entryassist.habits import Learner, lessons_of
from entryassist.tui.page import Page
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.widgets.findings_panel import FindingsPanel, suggestion_label
from entryassist.tui.widgets.note_form import NoteForm
from entryassist.tui.widgets.section_editor import SectionEditor
from entryassist.tui.widgets.status_line import StatusLine
from entryassist.tui.words import abbreviation_spans
from models import StoreError
from terminology import NoteContext

if TYPE_CHECKING:
    from textual.widgets.text_area import Edit

    from entryassist.entry import Placed
    from models import Dismissal
    from terminology import Finding, Suggestion

NO_FINDING = "There is no finding to answer."
NO_SUGGESTION = "There is no suggestion for “{}”: correct it by hand, or ignore it with F8."
NOT_IN_ONE_PLACE = "This finding is about more than one place: correct it by hand, or ignore it with F8."
NOT_LOADED = "The vocabulary is still loading: try again in a moment."
NO_SENSE = "No expansion of “{}” is known."
NO_WORD = "Put the cursor on an abbreviation, or just behind it, and press F6."
IGNORED_HERE = "“{}” is ignored here. ^Z takes that back."
IGNORED_WORD = "“{}” is ignored in every note of this author. ^Z takes that back."
NOTHING_ELSE = "There are no findings."
NOTHING_YET = "Nothing is found yet: the note is still being checked."


@dataclass(slots=True)
class _Ignore:
    """One ignore of this sitting, in force at once and put on record behind the screen.

    ``last_edits`` is the last edit before it: undo takes back the later of the two.
    """

    finding: Finding
    rule: str
    word: str
    key: str
    scope: str
    editor: SectionEditor
    last_edits: list[Edit] | None
    stored: Dismissal | None = None


class Correcting(Page[None]):
    """The part of the entry screen that deals with findings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3,shift+f4", "neighbour(-1)", "Prev", tooltip="Previous finding", priority=True),
        Binding("f4", "neighbour(1)", "Next", tooltip="Next finding", priority=True),
        Binding("f5", "fix(0)", "Fix", tooltip="Take the first suggestion", priority=True),
        Binding("f6", "expand", "Expand", tooltip="Expand the abbreviation at the cursor", priority=True),
        Binding("f7", "choose", "Choose", tooltip="Choose among all suggestions", priority=True),
        Binding("f8", "ignore('here')", "Ignore", tooltip="Ignore this finding here", priority=True),
        Binding("f9", "ignore('author')", "Ignore word", tooltip="Ignore this word for this author", priority=True),
        Binding("ctrl+z", "undo", "Undo", tooltip="Undo the last edit, fix or ignore", priority=True),
    ]

    note_id: int
    dismissals: list[Ignored]
    learner: Learner

    def __init__(self) -> None:
        super().__init__()
        self._ignores: list[_Ignore] = []
        self._recording = asyncio.Lock()  # ignores reach the record in the order of the keys

    @property
    def form(self) -> NoteForm:
        """The form with the note."""
        return self.query_one(NoteForm)

    @property
    def status(self) -> StatusLine:
        """The line that says what happened."""
        return self.query_one(StatusLine)

    def action_neighbour(self, direction: int) -> None:
        """Go to the next finding, or the one before."""
        form = self.form
        form.session.typing = None
        placed = form.session.neighbour(form.editor.section, form.editor.cursor_offset, backwards=direction < 0)
        self.status.clear()
        if placed is None:
            self.status.say(NOTHING_YET if form.behind else NOTHING_ELSE)
        else:
            form.go_to(placed)

    def action_fix(self, number: int) -> None:
        """Take a suggestion of the current finding, counted from 0."""
        placed = self._answerable()
        if placed is None:
            return
        if number >= len(placed.finding.suggestions):
            self.status.say(NO_SUGGESTION.format(placed.finding.text), error=True)
            return
        step = self.form.session.accept(placed, placed.finding.suggestions[number])
        self.form.apply(step, placed.start, placed.end)

    def action_choose(self) -> None:
        """Offer every suggestion of the current finding."""
        placed = self._answerable()
        if placed is None:
            return
        suggestions = placed.finding.suggestions
        if not suggestions:
            self.status.say(NO_SUGGESTION.format(placed.finding.text), error=True)
            return

        def take(index: int | None) -> None:
            if index is not None:
                self.action_fix(index)

        self._offer(f"Instead of “{placed.finding.text}”", suggestions, take)

    def _answerable(self) -> Placed | None:
        self.status.clear()
        self.form.settle()
        placed = self.form.current
        if placed is None:
            self.status.say(NOTHING_YET if self.form.behind else NO_FINDING)
        elif not placed.exact:
            self.status.say(NOT_IN_ONE_PLACE, error=True)
            return None
        return placed

    def _offer(self, question: str, suggestions: Sequence[Suggestion], take: Callable[[int | None], None]) -> None:
        choices = [(suggestion_label(one.text), one.note) for one in suggestions]
        near = self.form.editor.cursor_screen_offset
        self.app.push_screen(ChoiceScreen(question, choices, near), take)

    @on(FindingsPanel.Chosen)
    def _chosen(self, event: FindingsPanel.Chosen) -> None:
        self.form.go_to(event.placed)

    @on(FindingsPanel.Taken)
    def _taken(self, event: FindingsPanel.Taken) -> None:
        self.action_fix(event.number)

    def action_expand(self) -> None:
        """Expand the abbreviation at the cursor; ask which meaning when there are several."""
        self.status.clear()
        self.start(self._expand, "expand", newest=True)

    async def _expand(self) -> None:
        checker, form = self.assist.checker, self.form
        if checker is None:
            self.status.say(self.assist.problem or NOT_LOADED, error=True)
            return
        session, section = form.session, form.editor.section
        revision, text = session.revision, session.text_of(section)
        spans = list(abbreviation_spans(text, form.editor.cursor_offset))
        note, offset = session.note_text, session.offset_of(section)
        for start, end in spans:
            senses = await asyncio.to_thread(checker.senses, note, offset + start, offset + end, form.context)
            if session.revision != revision:
                return  # typed on meanwhile: what was asked for is no longer there
            if senses:
                self._expand_to(section, start, end, senses)
                return
        word = text[spans[0][0] : spans[0][1]] if spans else ""
        self.status.say(NO_SENSE.format(word) if word else NO_WORD)

    def _expand_to(self, section: int, start: int, end: int, senses: list[Suggestion]) -> None:
        session = self.form.session
        short, revision = session.text_of(section)[start:end], session.revision

        def take(index: int | None) -> None:
            if index is not None and session.revision == revision:
                step = session.expand(section, start, end, senses[index])
                self.form.apply(step, start, end)

        if len(senses) == 1:
            take(0)
        else:
            self._offer(f"“{short}” means", senses, take)

    def action_ignore(self, scope: str) -> None:
        """Close the current finding: here only, or this word for this author."""
        self.status.clear()
        self.form.settle()
        placed, session, editor = self.form.current, self.form.session, self.form.editor
        if placed is None:
            self.status.say(NO_FINDING)
            return
        finding = session.in_note(placed)
        key = dismissal_key(finding, session.note_text) if scope == HERE else ""
        editor.history.checkpoint()
        ignore = _Ignore(finding, finding.rule, dismissal_word(finding.text), key, scope, editor, _last_edits(editor))
        self._ignores.append(ignore)
        self._set_dismissals([*self.dismissals, ignore])
        self.status.say((IGNORED_HERE if scope == HERE else IGNORED_WORD).format(finding.text))
        self.beside(partial(self._record, ignore))

    async def _record(self, ignore: _Ignore) -> None:
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
                self._forget(ignore)
                self.status.say(str(error), error=True)

    def _set_dismissals(self, dismissals: list[Ignored]) -> None:
        self.dismissals = dismissals
        self.form.session.set_dismissals(dismissals)
        self.form.refresh_findings()
        self.learn()

    def learn(self) -> None:
        """Order suggestions by what the answers given so far have taught."""
        checker, form = self.assist.checker, self.form
        lessons = lessons_of(form.session.steps, (one.finding for one in self._ignores))
        if checker is not None and self.learner.study(lessons, checker, form.context or NoteContext()):
            form.use_habits(self.learner.habits)

    def _forget(self, ignore: _Ignore) -> None:
        self._ignores = [one for one in self._ignores if one is not ignore]
        self._set_dismissals([one for one in self.dismissals if one is not ignore])

    def action_undo(self) -> None:
        """Take back the last edit of the section, or the last ignore if that came later."""
        self.status.clear()
        editor = self.form.editor
        last = self._ignores[-1] if self._ignores else None
        if last is not None and last.editor is editor and last.last_edits is _last_edits(editor):
            self._forget(last)
            self.beside(partial(self._take_back, last))
        else:
            self.form.undo()
            self.learn()

    async def _take_back(self, ignore: _Ignore) -> None:
        async with self._recording:
            stored = ignore.stored
            if stored is None:
                return
            try:
                await self.ask(lambda store: store.undismiss(self.assist.clerk, stored.id))
            except StoreError as error:
                self._ignores.append(ignore)
                self._set_dismissals([*self.dismissals, ignore])
                self.status.say(str(error), error=True)


def _last_edits(editor: SectionEditor) -> list[Edit] | None:
    stack = editor.history.undo_stack
    return stack[-1] if stack else None
