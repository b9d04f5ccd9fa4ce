"""Finding, fixing and expanding: the keys that answer findings on a note form by changing its text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from entryassist.tui.ignoring import NO_FINDING, Ignoring
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.widgets.finding_rows import suggestion_label
from entryassist.tui.widgets.findings_panel import FindingsPanel
from entryassist.tui.words import abbreviation_spans

if TYPE_CHECKING:
    from entryassist.entry import Placed
    from terminology import Suggestion

NO_SUGGESTION = "There is no suggestion for “{}”: correct it by hand, or ignore it with F8."
NOT_IN_ONE_PLACE = "This finding is about more than one place: correct it by hand, or ignore it with F8."
NOT_LOADED = "The vocabulary is still loading: try again in a moment."
NO_SENSE = "No expansion of “{}” is known."
NO_WORD = "Put the cursor on an abbreviation, or just behind it, and press F6."
NOTHING_ELSE = "There are no findings."
NOTHING_YET = "Nothing is found yet: the note is still being checked."


class Correcting(Ignoring):
    """The part of the entry screen that goes to findings and corrects them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3,shift+f4", "neighbour(-1)", "Prev", tooltip="Previous finding", priority=True, id="entry.previous"),
        Binding("f4", "neighbour(1)", "Next", tooltip="Next finding", priority=True, id="entry.next"),
        Binding("f5", "fix(0)", "Fix", tooltip="Take the first suggestion", priority=True, id="entry.fix"),
        Binding(
            "f6",
            "expand",
            "Expand",
            tooltip="Expand the abbreviation at the cursor",
            priority=True,
            id="entry.expand",
        ),
        Binding(
            "f7",
            "choose",
            "Choose",
            tooltip="Choose among all suggestions by a digit",
            priority=True,
            id="entry.choose",
        ),
    ]

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

    @on(FindingsPanel.Left)
    def _back_to_text(self) -> None:
        self.form.editor.focus()

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
