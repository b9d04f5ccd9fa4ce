"""Shorthands on the entry screen: whose are in force, what is proposed, what they saved."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from entryassist.shorthands.coach import Written, best_tip, missed
from entryassist.shorthands.template import Variable, parsed
from entryassist.tui.correcting import Correcting
from entryassist.tui.widgets.shorthand_editor import ShorthandEditor
from models import StoreError

if TYPE_CHECKING:
    from entryassist.entry import EntrySession

LAST_VITALS = "LAST_VITALS"


class Expanding(Correcting):
    """The part of the entry screen that deals with shorthands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f12",
            "shorthands",
            "Shorthands",
            tooltip="Your shorthands and the site's",
            priority=True,
            id="entry.shorthands",
        ),
    ]

    session: EntrySession

    def __init__(self) -> None:
        super().__init__()
        self._hint = ""

    def on_mount(self) -> None:
        """Look up whose shorthands are in force."""
        self._before = [section.text for section in self.session.sections]
        self.start(self._load_shorthands, "shorthands", newest=True)

    async def _load_shorthands(self) -> None:
        from entryassist.shorthands.library import book_of

        try:
            self.form.expander.book = await self.ask(lambda store: book_of(store, self.assist.clerk))
        except StoreError as error:
            self.status.say(str(error), error=True)

    def action_shorthands(self) -> None:
        """Open the list of shorthands; the selected text is the start of a new one."""
        from entryassist.tui.screens.shorthands import ShorthandsScreen

        def done(_: None) -> None:
            self.start(self._load_shorthands, "shorthands", newest=True)

        selected = "" if self.form.expander.walk else self.form.editor.selected_text  # a blank is no text
        self.app.push_screen(ShorthandsScreen(selected), done)

    # what is proposed

    @on(ShorthandEditor.Hinted)
    def _hinted(self) -> None:
        self.show_hint()
        if self._wants_vitals():
            self.start(self._find_vitals, "vitals")

    def show_hint(self) -> None:
        """Say what Tab puts in now, or what belongs into the blank; take the sentence away when it is over."""
        hint = self.form.editor.hint
        if hint:
            self.status.say(hint)
        elif self._hint and self.status.sentence == self._hint:
            self.status.clear()
        self._hint = self.status.sentence if hint else ""

    def _wants_vitals(self) -> bool:
        expander = self.form.expander
        return (
            expander.proposal is not None
            and not expander.facts.last_vitals
            and any(
                isinstance(part, Variable) and part.name == LAST_VITALS
                for one in expander.proposal.choices
                for part in parsed(one.text)
            )
        )

    async def _find_vitals(self) -> None:
        """The vital signs of this note, else those of the patient's note before it, with their date."""
        from entryassist.shorthands.vitals import last_vitals

        found = await asyncio.to_thread(last_vitals, self.session.note_text)
        if not found:
            try:
                before = await self.ask(lambda store: store.version_before(self.assist.clerk, self.note_id))
            except StoreError as error:
                self.status.say(str(error), error=True)
                return
            if before is not None and (found := await asyncio.to_thread(last_vitals, before.text)):
                found = f"{found} ({before.encounter_date.isoformat()})"
        if found:
            self.form.expander.facts = replace(self.form.expander.facts, last_vitals=found)
            self.show_hint()

    # what was saved

    async def keep_effort(self) -> str:
        """Put the counts of this sitting on record. Returns what the coach has to say, or nothing."""
        from entryassist.shorthands.library import typing_of

        session, checker = self.session, self.assist.checker
        after = [section.text for section in session.sections]
        written = Written(self._before, after, tuple(session.effort.put_in))
        shorthands = self.form.expander.book.shorthands
        effort, characters = session.effort.snapshot(), session.written
        session.count_anew()
        self._before = after
        counts = await asyncio.to_thread(missed, shorthands, written)
        tip = await asyncio.to_thread(best_tip, shorthands, written, checker.is_term if checker else None)
        typing = typing_of(effort, characters, counts)
        if typing.keystrokes:
            try:
                await self.ask(lambda store: store.record_typing(self.assist.clerk, typing))
            except StoreError as error:
                # The note itself is safe by now; a lost count is no reason to keep anybody from leaving.
                self.notify(str(error), severity="warning", markup=False)
        return str(tip) if tip else ""
