"""The entry of one note: type, see what is wrong, fix it, save it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from entryassist.entry import EntrySession
from entryassist.tui.correcting import Correcting
from entryassist.tui.drafts import DraftKeeper
from entryassist.tui.messages import VocabularyReady
from entryassist.tui.opening import Opening, encounter_fields, note_context
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.widgets.banner import PatientBanner
from entryassist.tui.widgets.encounter_fields import EncounterHeader
from entryassist.tui.widgets.findings_panel import WAITING
from entryassist.tui.widgets.form import FieldError
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.widgets.note_form import NoteForm
from entryassist.tui.widgets.status_line import StatusLine
from entryassist.tui.widgets.workspace import Workspace
from models import StoreError
from terminology.errors import TerminologyError

if TYPE_CHECKING:
    from models import Dismissal, Draft, EncounterFields, Note, Store

HELP = (
    "# Entering a note\n\nType the note section by section; **Tab** and the arrow keys go on to the next. "
    "Findings are underlined while you type and listed on the right (**F2** shows and hides the panes). "
    "**F4** goes to the next finding, **F5** takes its first suggestion, **F7** offers all of them, "
    "**F6** expands the abbreviation at the cursor, **F8** ignores a finding here, **F9** ignores the word for "
    "this author. **^Z** undoes any of these.\n\nWhat you type is kept as a draft within two seconds."
)
NOT_CHECKED = "The vocabulary is still loading: save again in a moment, so that the findings are saved too."


class EntryScreen(Correcting):
    """One note, open for entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "panes", "Panes", tooltip="Show or hide source and findings", priority=True),
        Binding("ctrl+down", "source(1)", show=False, priority=True),
        Binding("ctrl+up", "source(-1)", show=False, priority=True),
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("escape", "leave", "Back"),
    ]

    def __init__(self, note: Note, draft: Draft | None, dismissals: Sequence[Dismissal]) -> None:
        super().__init__()
        self.note = note
        self.note_id = note.id
        self.dismissals = [*dismissals]
        self._opening = Opening.of(note, draft)
        self._saved = (self._opening.saved, encounter_fields(note))
        self._session = EntrySession(self._opening.sections, dismissals)
        self._drafts = DraftKeeper(self, self._write_draft)

    def compose(self) -> ComposeResult:
        """Banner, header, panes, status, keys: from top to bottom."""
        yield PatientBanner(self.note.patient, self.assist.now().date())
        yield EncounterHeader(self.note)
        yield Workspace(NoteForm(self._session, note_context(self.note)), self.note.source_text)
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor where it was, start checking, and say what was brought back."""
        self.form.place_cursor(*self._opening.cursor)
        if self.assist.checker is not None:
            self.form.use(self.assist.checker)
        self._show_findings()
        if self._opening.from_draft:
            self.status.say("Your draft was brought back, with the cursor where you left it.")

    def on_vocabulary_ready(self, message: VocabularyReady) -> None:
        """Start checking."""
        if message.checker is not None:
            self.form.use(message.checker)
        else:
            self._failed(NoteForm.Failed(message.problem))

    @on(NoteForm.Failed)
    def _failed(self, event: NoteForm.Failed) -> None:
        self.status.say(event.problem, error=True)

    @on(NoteForm.Reviewed)
    def _show_findings(self) -> None:
        form, panel = self.form, self.workspace.panel
        findings = self._session.open_findings
        if form.checked_revision >= 0:
            panel.show(findings, form.current)
        else:
            panel.explain(Content(self.assist.problem or WAITING))
        place = findings.index(form.current) + 1 if form.current in findings else 0
        self.status.show(form.current, place, len(findings), explain=not self.workspace.explains)

    @on(NoteForm.Edited)
    def _edited(self) -> None:
        self.status.clear()
        self._drafts.touch()

    @property
    def workspace(self) -> Workspace:
        """The panes."""
        return self.query_one(Workspace)

    def help_text(self) -> str:
        """The rule behind the current finding first, if there is one."""
        from terminology.rules.catalog import rule_page

        current = self.form.current
        return f"{rule_page(current.finding.rule)}\n\n{HELP}" if current is not None else HELP

    def action_panes(self) -> None:
        """Show the next combination of panes."""
        self.workspace.cycle()
        self._show_findings()

    def action_source(self, direction: int) -> None:
        """Scroll the source text."""
        if self.workspace.source is not None:
            self.workspace.source.page(direction)

    # keeping what was typed

    @property
    def unsaved(self) -> bool:
        """Whether anything differs from what is on record."""
        try:
            fields = self.query_one(EncounterHeader).fields()
        except FieldError:
            return True
        return (self._session.sections, fields) != self._saved

    async def keep_draft(self) -> bool:
        """Write the draft now. Returns whether it is safe."""
        return await self._drafts.flush()

    async def _write_draft(self) -> bool:
        sections, cursor = self._session.sections, self.form.cursor
        try:
            await self.ask(
                lambda store: store.save_draft(
                    self.assist.clerk,
                    self.note_id,
                    sections=sections,
                    cursor=cursor,
                    based_on=self._opening.based_on,
                )
            )
        except StoreError as error:
            self.status.say(f"The draft is not kept yet. {error}", error=True)
            return False
        return True

    def action_leave(self) -> None:
        """Go back; ask only when there is something unsaved."""
        if not self.unsaved:
            self.dismiss()
            return
        choices = [("Save the note", ""), ("Leave", "your draft is kept"), ("Throw my changes away", "")]
        answers = (self._save, self._leave, self._discard)

        def answer(index: int | None) -> None:
            if index is not None:
                self.start(answers[index], "save")

        self.app.push_screen(ChoiceScreen("This note has unsaved changes", choices), answer)

    async def _leave(self) -> None:
        self._drafts.touch()
        if await self.keep_draft():
            self._drafts.stop()
            self.dismiss()

    async def _discard(self) -> None:
        self._drafts.stop()
        try:
            await self.ask(lambda store: store.discard_draft(self.assist.clerk, self.note_id))
        except StoreError as error:
            self._drafts.resume()
            self.status.say(str(error), error=True)
        else:
            self.dismiss()

    # saving

    def action_save(self) -> None:
        """Save the note with its findings and the decision on each."""
        self.status.say("Saving…")
        self.start(self._save, "save")

    async def _save(self) -> None:
        header = self.query_one(EncounterHeader)
        try:
            fields = header.fields()
            if not await self._checked():
                return
            await self._put_on_record(fields)
        except FieldError as error:
            header.query_one(f"#{error.field}").focus()
            self.status.say(str(error), error=True)
        except StoreError as error:
            self._drafts.resume()
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

    async def _put_on_record(self, fields: EncounterFields) -> None:
        self._drafts.stop()
        sections, findings = self._session.sections, self._session.finding_inputs()

        def save(store: Store) -> Note:
            store.save_note(
                self.assist.clerk,
                self.note_id,
                expected_version=self._opening.based_on,
                sections=sections,
                findings=findings,
                encounter=fields,
            )
            return store.note(self.assist.clerk, self.note_id)

        note = await self.ask(save)
        self.assist.note_saved(note)
        if self._session.sections == sections:
            self.dismiss()
        else:
            self._opening = Opening.of(note, None)
            self._saved = (sections, fields)
            self._drafts.resume()
            self.status.say("Saved. What you typed since then is not saved yet.")
