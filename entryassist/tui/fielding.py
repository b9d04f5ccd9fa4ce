"""The structured fields on the entry screen: going there and back, judging them, telling the rules."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from entryassist.fields.from_text import proposals, take
from entryassist.fields.review import FieldFinding, concepts_of, review, unknown_names
from entryassist.fields.sheet import Cell
from entryassist.note_types import note_type
from entryassist.tui.correcting import NOT_LOADED
from entryassist.tui.opening import recorded_allergies, with_fields
from entryassist.tui.revising import Revising
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.from_text import FromTextCommands, FromTextScreen
from entryassist.tui.widgets.encounter_fields import EncounterHeader
from entryassist.tui.widgets.fields.panel import FieldsPanel
from entryassist.tui.widgets.note_form import NoteForm
from entryassist.tui.wording import mark, plural
from terminology import NoteContext, Severity
from terminology.errors import TerminologyError

if TYPE_CHECKING:
    from models import FieldCursor
    from terminology import Checker

CRITICAL_FIELD = (("Go to the field", ""), ("Save it as it stands", ""))
NOTHING_TO_TAKE = "The text tells nothing that the fields do not hold already."
# keys that act on the text: they neither act nor are offered while the cursor is in a field
_OF_THE_TEXT = frozenset({"fix", "expand", "choose", "ignore_here", "ignore_word", "ask", "shorthands"})


class Fielding(Revising):
    """The part of the entry screen that deals with the structured fields."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "fields", "Fields", tooltip="To the fields and back", priority=True, id="entry.fields"),
        Binding("ctrl+y", "redo_field", show=False, priority=True, id="entry.redo_field"),
    ]

    _found: Sequence[FieldFinding] = ()

    COMMANDS = Revising.COMMANDS | {FromTextCommands}

    def make_panel(self) -> FieldsPanel:
        """The panel of this note's fields."""
        return FieldsPanel(self.sheet, note_type(self.note.note_type).fields)

    def on_mount(self) -> None:
        """Put the cursor back into the field where it was left, and have the fields judged."""
        place = self.opening.field_cursor
        if place is not None:
            # behind the focus that the text is given
            self.app.call_later(self.fields.go_to, Cell(place.group, place.position), place.column)
        self._judge()

    @property
    def fields(self) -> FieldsPanel:
        """The fields."""
        return self.query_one(FieldsPanel)

    @property
    def field_cursor(self) -> FieldCursor | None:
        """Where the cursor stands among the fields."""
        return self.fields.cursor

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What acts on the text is not offered in a field, and what acts on fields not in the text."""
        is_in_field = self.is_mounted and bool(self.query(FieldsPanel)) and self.fields.field is not None
        if action == "redo_field":
            return is_in_field
        if action in _OF_THE_TEXT and is_in_field:
            return False
        return super().check_action(action, parameters)

    def action_fields(self) -> None:
        """Go to the field where the cursor was last; from a field back to where it was in the text."""
        self.status.clear()
        if self.fields.field is None:
            self.fields.go_to()
        else:
            self._to_text()

    def _to_text(self) -> None:
        self.set_focus(self.form.editor, scroll_visible=False)
        self.form.call_after_refresh(self.form.show_cursor)

    @on(FieldsPanel.Done)
    def _done(self, event: FieldsPanel.Done) -> None:
        if event.direction > 0:
            self._to_text()
        else:
            self.query_one("#department").focus()

    def action_undo(self) -> None:
        """Take back the last change of the fields while the cursor is in one, else of the text."""
        if self.fields.field is not None:
            self.status.clear()
            self.call_later(self.fields.undo)
        else:
            super().action_undo()

    async def action_redo_field(self) -> None:
        """Do again what was undone in the fields."""
        await self.fields.undo(again=True)

    @on(FieldsPanel.Edited)
    def _field_edited(self) -> None:
        self.status.clear()
        self.drafts.touch()

    @on(FieldsPanel.Said)
    @on(EncounterHeader.Said)
    def _said(self, event: FieldsPanel.Said | EncounterHeader.Said) -> None:
        self.status.say(event.sentence)

    @on(FieldsPanel.Left)
    def _field_left(self, event: FieldsPanel.Left) -> None:
        if event.sentence:
            self.status.say(f"{mark('warning')} {event.sentence}", error=True)
        self._judge(event.cell)

    # taking from the text

    @on(FieldsPanel.TextWanted)
    def action_from_text(self) -> None:
        """Propose what the text tells for fields that are empty."""
        self.status.clear()
        self.start(self._propose, "from text")

    async def _propose(self) -> None:
        if self.assist.checker is None:
            self.status.say(self.assist.problem or NOT_LOADED, error=True)
            return
        found = proposals(self.sheet, await self.extracts(self.session.note_text))
        if not found:
            self.status.say(NOTHING_TO_TAKE)
            return

        def taken(places: list[int] | None) -> None:
            if places:
                take(self.sheet, [found[place] for place in places])
                self.fields.refresh_fields()
                self._field_edited()
                self._judge()
                self._tell_rules()
                self.status.say(f"{plural(len(places), 'value')} taken from the text.")

        self.app.push_screen(FromTextScreen(found), taken)

    # judging

    def use_in_fields(self, checker: Checker) -> None:
        """Complete and judge with this checker from now on."""
        self.fields.checker = checker
        self._judge()

    @on(NoteForm.Entered)
    def _tell_rules(self) -> None:
        """Let the rules know what the fields say. Not at each field: the whole text is judged anew for it."""
        self.form.use_context(with_fields(self.form.context or NoteContext(), self.note, self.sheet))

    def _judge(self, left: Cell | None = None) -> None:
        if self.fields.checker is not None:
            self.start(partial(self._review, left), "fields", newest=True)

    async def _review(self, left: Cell | None) -> None:
        findings = await self._looked_at()
        self.fields.show_findings(findings)
        worst = next((one.finding for one in findings if one.cell == left), None)
        if worst is not None:
            self.status.say(f"{mark(worst.severity)} {worst.message}", error=True)

    async def _looked_at(self) -> Sequence[FieldFinding]:
        """The findings on the fields as they stand; the concepts their names stand for are looked up too."""
        checker, sheet = self.fields.checker, self.sheet
        if checker is None:
            return ()
        context = replace(self.form.context or NoteContext(), allergies=recorded_allergies(self.note))
        try:
            findings = await asyncio.to_thread(review, sheet, checker, context)
        except TerminologyError as error:
            self.status.say(str(error), error=True)
            return ()
        sheet.concepts.update(await asyncio.to_thread(concepts_of, unknown_names(sheet), checker))
        return findings

    async def _checked(self) -> bool:
        """Also bring the fields up to date, so that what is saved holds their concepts and the text is judged by
        them."""
        self._tell_rules()
        self._found = await self._looked_at()
        return await super()._checked()

    async def _passed(self) -> bool:
        """Also whether no field holds what the engine calls critical, or the clerk saves it nevertheless."""
        critical = next((one for one in self._found if one.finding.severity is Severity.CRITICAL), None)
        if critical is not None:
            question = f"In the fields: {critical.finding.message}"
            if await self.app.push_screen_wait(ChoiceScreen(question, CRITICAL_FIELD)) != 1:
                self.status.say(f"{mark(critical.finding.severity)} {critical.finding.message}", error=True)
                self.fields.go_to(critical.cell)
                return False
        return await super()._passed()
