"""Leaving the entry of a note, with what was typed or without."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from entryassist.tui.keeping import Keeping
from entryassist.tui.screens.choice import ChoiceScreen
from models import StoreError

LEAVING = (("Save the note", ""), ("Leave", "your draft is kept"), ("Throw my changes away", ""))


class Leaving(Keeping):
    """The part of the entry screen that goes back to where the note was opened."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", id="entry.leave")]

    def action_leave(self) -> None:
        """Go back; ask only when there is something unsaved."""
        if not self.unsaved:
            self.dismiss()
            return
        answers = (self.save, self._leave, self._discard)

        def answer(index: int | None) -> None:
            if index is not None:
                self.start(answers[index], "save")

        self.app.push_screen(ChoiceScreen("This note has unsaved changes", LEAVING), answer)

    async def _leave(self) -> None:
        self.drafts.touch()
        if await self.keep_draft():
            self.drafts.stop()
            await self.keep_effort()
            self.dismiss()

    async def _discard(self) -> None:
        self.drafts.stop()
        try:
            await self.ask(lambda store: store.discard_draft(self.assist.clerk, self.note_id))
        except StoreError as error:
            self.drafts.resume()
            self.status.say(str(error), error=True)
        else:
            self.dismiss()
