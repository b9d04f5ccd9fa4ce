"""What becomes of the typed text: kept as a draft, put on record. Nothing is lost on either way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from entryassist.entry import EntrySession, Placed
from entryassist.extracting import extract_input, read_out
from entryassist.fields.sheet import FieldSheet
from entryassist.habits import Learner
from entryassist.tui.asking import Asking
from entryassist.tui.drafts import DraftKeeper
from entryassist.tui.opening import Opening, about, encounter_fields
from entryassist.tui.screens.save_gate import SaveGate
from entryassist.tui.widgets.encounter_fields import EncounterHeader
from entryassist.tui.widgets.form import FieldError
from models import StoreError, compose
from terminology.errors import TerminologyError

if TYPE_CHECKING:
    from models import Dismissal, Draft, EncounterFields, FieldCursor, HabitCounts, Note, ProviderQuery, Store
    from terminology import Extract

NOT_CHECKED = "The vocabulary is still loading: save again in a moment, so that the findings are saved too."


class Keeping(Asking):
    """The part of the entry screen that deals with the record."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", priority=True, id="entry.save"),
    ]

    def __init__(
        self,
        note: Note,
        draft: Draft | None,
        dismissals: Sequence[Dismissal],
        habits: HabitCounts,
        earlier: Sequence[str] = (),
        queries: Sequence[ProviderQuery] = (),
    ) -> None:
        super().__init__()
        self.learner = Learner(habits)
        self.earlier = earlier
        self.note = note
        self.note_id = note.id
        self.dismissals = [*dismissals]
        self.opening = Opening.of(note, draft)
        self.session = EntrySession(self.opening.sections, dismissals)
        self.session.take_up(self.opening.answers)
        self.set_queries(queries)
        noted = about(note, self.assist.now().date(), self.assist.services.day_first)
        self.sheet = FieldSheet(noted, self.opening.fields)
        self._saved_fields = FieldSheet(noted, self.opening.saved_fields).texts
        self.drafts = DraftKeeper(self, self._write_draft)
        self._saved = (self.opening.saved, encounter_fields(note))
        self._reasons_saved = sorted(one.reason for one in self.opening.standing)

    @property
    def unsaved(self) -> bool:
        """Whether anything differs from what is on record."""
        try:
            fields = self.query_one(EncounterHeader).fields()
        except FieldError:
            return True
        return (
            (self.session.sections, fields) != self._saved
            or self.sheet.texts != self._saved_fields
            or self._reasons != self._reasons_saved
        )

    @property
    def _reasons(self) -> list[str]:
        return sorted(one.reason for one in self.session.overrides)

    @property
    def field_cursor(self) -> FieldCursor | None:
        """Where the cursor stands among the structured fields; None while it is in the text."""
        return None

    async def keep_draft(self) -> bool:
        """Write the draft now. Returns whether it is safe."""
        return await self.drafts.flush()

    async def _write_draft(self) -> bool:
        sections, answers, cursor = self.session.sections, self.session.answered(), self.form.cursor
        values, field_cursor = self.sheet.inputs(), self.field_cursor
        try:
            await self.ask(
                lambda store: store.save_draft(
                    self.assist.clerk,
                    self.note_id,
                    sections=sections,
                    cursor=cursor,
                    based_on=self.opening.based_on,
                    answers=answers,
                    fields=values,
                    field_cursor=field_cursor,
                )
            )
        except StoreError as error:
            self.status.say(f"The draft is not kept yet. {error}", error=True)
            return False
        return True

    def action_save(self) -> None:
        """Save the note with its findings and the decision on each."""
        self.status.say("Saving as soon as the note is checked…" if self.form.behind else "Saving…")
        self.start(self.save, "save")

    async def save(self) -> None:
        """Save the note if it may be saved, and say what keeps it from that if not."""
        header = self.query_one(EncounterHeader)
        try:
            fields = header.fields()
            await self.read_queries()
            if not (await self._checked() and await self._passed()):
                return
            await self._put_on_record(fields)
        except FieldError as error:
            header.query_one(f"#{error.field}").focus()
            self.status.say(str(error), error=True)
        except StoreError as error:
            self.drafts.resume()
            self.status.say(str(error), error=True)

    async def _checked(self) -> bool:
        """Whether the findings are those of the text as it stands, or can no longer be had."""
        try:
            checked = await self.form.check_now()
        except TerminologyError as error:
            self.notify(str(error), severity="warning", markup=False)
            return True
        if not checked and not self.assist.problem:
            self.status.say(NOT_CHECKED, error=True)
            return False
        return True

    async def extracts(self, text: str) -> list[Extract]:
        """What the note tells of, read out of its text in a thread; nothing while the vocabulary is not there."""
        checker = self.assist.checker
        if checker is None:
            return []
        try:
            return await asyncio.to_thread(read_out, checker, text, self.form.context)
        except TerminologyError as error:
            self.notify(str(error), severity="warning", markup=False)
            return []

    async def _passed(self) -> bool:
        """Whether nothing critical is open; else, and when there is news, what is to be done is asked first."""
        if not self.gate().shows:
            return True
        self.status.clear()
        outcome = await self.app.push_screen_wait(SaveGate(self))
        if isinstance(outcome, bool):
            return outcome
        if isinstance(outcome, Placed):
            self.form.go_to(outcome)
        else:
            self.use_answer(outcome)
        return False

    def answers_changed(self) -> None:
        """Show what was decided, and keep it with the draft."""
        super().answers_changed()
        self.drafts.touch()

    async def _put_on_record(self, fields: EncounterFields) -> None:
        self.drafts.stop()
        self.learn()
        sections, findings, habits = self.session.sections, self.session.finding_inputs(), self.learner.unsaved()
        values, texts = self.sheet.inputs(), self.sheet.texts
        summary, reasons = self.gate().summary(), self._reasons
        extracts = [extract_input(one) for one in await self.extracts(compose(sections))]

        def save(store: Store) -> Note:
            store.save_note(
                self.assist.clerk,
                self.note_id,
                expected_version=self.opening.based_on,
                sections=sections,
                findings=findings,
                encounter=fields,
                habits=habits,
                fields=values,
                extracts=extracts,
            )
            return store.note(self.assist.clerk, self.note_id)

        note = await self.ask(save)
        self.learner.saved(habits)
        self.assist.note_saved(f"{summary} {await self.keep_effort()}")
        if self.session.sections == sections and self.sheet.texts == texts:
            self.dismiss()
        else:
            self.opening = Opening.of(note, None)
            self._saved, self._saved_fields, self._reasons_saved = (sections, fields), texts, reasons
            self.drafts.resume()
            self.status.say("Saved. What you typed since then is not saved yet.")
