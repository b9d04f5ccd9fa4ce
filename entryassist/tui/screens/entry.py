"""The entry of one note: type, see what is wrong, fix it, save it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content

from entryassist.gate import estimate, told_briefly, worst_first
from entryassist.shorthands.expander import Expander
from entryassist.tui.fielding import Fielding
from entryassist.tui.messages import VocabularyReady
from entryassist.tui.opening import note_context, note_facts
from entryassist.tui.screens.extracts import ExtractCommands, ExtractsScreen
from entryassist.tui.widgets.banner import CARD_KEY, PatientBanner
from entryassist.tui.widgets.encounter_fields import EncounterHeader
from entryassist.tui.widgets.findings_panel import WAITING
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.widgets.mode_line import ModeLine
from entryassist.tui.widgets.note_form import NoteForm
from entryassist.tui.widgets.workspace import Workspace

HELP = (
    "# Entering a note\n\nType the note section by section; **Tab** and the arrow keys go on to the next. "
    "Findings are underlined while you type and listed on the right (**F2** shows and hides the panes). "
    "**F4** goes to the next finding, **F5** takes its first suggestion, **F7** offers all of them, "
    "**F6** expands the abbreviation at the cursor, **F8** ignores a finding here, **F9** ignores the word in this "
    "note, for you, for this author or for the site. **^Z** undoes any of these. **^T** asks the author about the "
    "selected text or the finding. A critical finding is fixed, asked, or let stand for a reason you type.\n\n"
    "The quality score beside the findings is that of the note if they are left as they are.\n\n"
    "A shorthand such as `cp` or `.ros` is proposed below the note as soon "
    "as it is typed: **Tab** puts it in, **^Z** takes it back and it is not proposed again in this note. In a "
    "template **Tab** and **Shift+Tab** walk the blanks, a digit picks from a list, **Esc** leaves; a blank that is "
    "left is found as one. **F12** lists, adds and shares shorthands.\n\n"
    "Grey text behind the cursor is what is likely to follow: **→** takes it, **^→** its first word, anything else "
    "leaves it; Enter never takes it. **^Space** lists what may follow: type on, or choose by digit, Enter or Tab.\n\n"
    "**^F** finds and replaces in all sections, **^G** goes to a section, **^D** duplicates the line, **^A** selects "
    "the word, then the sentence, the line, the section. **^O** leaves a blank for what cannot be heard or read. "
    "**^R** records keys until **^R**, and **F10** plays them. **^Z** takes back, **^Y** does again.\n\n"
    "**^N** goes to the structured fields above the text and back to where you were. There **Tab** and the arrow keys "
    "walk, **Enter** adds the next row of a list, **↓** chooses a completion that **Enter** then takes, **^K** removes "
    "a row. Dates, units and whole lines are understood as they are usually typed: `3/4/26`, `t-3`, `5 ft 11`, "
    "`101.2 F`, `metformin 500 mg PO BID`; how they were understood is shown beside them.\n\n"
    "What you type is kept as a draft within two seconds. **^E** saves and opens the next note of the worklist; **^U** "
    "shows the patient's allergies and alerts in full, and whose name is like theirs."
)


class EntryScreen(Fielding):
    """One note, open for entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "panes", "Panes", tooltip="Show or hide source and findings", priority=True, id="entry.panes"),
        Binding("ctrl+down", "source(1)", "Scroll the source", show=False, priority=True, id="entry.source_down"),
        Binding("ctrl+up", "source(-1)", "Scroll the source back", show=False, priority=True, id="entry.source_up"),
        Binding(
            "ctrl+l",
            "vocabulary",
            "Look up",
            tooltip="Look a term up in the vocabulary",
            priority=True,
            id="entry.look_up",
        ),
        Binding(
            "ctrl+e",
            "save_next",
            "Save, next",
            tooltip="Save, then open the next note",
            id="entry.save_next",
            priority=True,
        ),
        CARD_KEY,
    ]

    COMMANDS = Fielding.COMMANDS | {ExtractCommands}
    _goes_on = False

    def compose(self) -> ComposeResult:
        """Banner, header, panes, status, keys: from top to bottom."""
        yield PatientBanner(self.note.patient, self.assist.now().date())
        yield EncounterHeader(self.note, self.sheet.about)
        facts = note_facts(self.note, self.assist.now().date())
        expander = Expander(self.session.effort, facts, self.assist.services.expand_at)
        context = note_context(self.note, self.learner.habits, self.earlier)
        form = NoteForm(self.session, context, expander, self.assist.editor, self.make_panel())
        yield Workspace(form, self.note.source_text)
        yield ModeLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor where it was, start checking, and say what was brought back."""
        self.workspace.start_with(self.assist.preferences["panes"])
        self.form.place_cursor(*self.opening.cursor)
        for text in (*self.texts, self.note.source_text, *self.earlier):
            self.form.completions.usual.read(text)
        if self.assist.checker is not None:
            self.form.use(self.assist.checker)
            self.use_in_fields(self.assist.checker)
        self._show_findings()
        if self.opening.from_draft:
            self.status.say("Your draft was brought back, with the cursor where you left it.")
        elif waiting := self.waiting_answers():
            self.status.say(waiting)

    def on_vocabulary_ready(self, message: VocabularyReady) -> None:
        """Start checking."""
        if message.checker is not None:
            self.form.use(message.checker)
            self.use_in_fields(message.checker)
        else:
            self._failed(NoteForm.Failed(message.problem))

    @on(NoteForm.Failed)
    def _failed(self, event: NoteForm.Failed) -> None:
        self.status.say(event.problem, error=True)

    @on(NoteForm.Reviewed)
    def _show_findings(self) -> None:
        form, panel = self.form, self.workspace.panel
        findings, current = self.session.shown_findings, form.current
        waiting = [one for one in findings if one.open]
        position = f"{waiting.index(current) + 1}/{len(waiting)}" if current in waiting else ""
        checked = form.checked_revision >= 0
        score = told_briefly(estimate(findings)) if checked else ""
        if checked or form.behind:
            remarks = self.remarks(current) if current is not None else ()
            ordered = worst_first(findings)
            panel.show(ordered, current, score=score, position=position, remarks=remarks, behind=form.behind)
        else:
            panel.explain(Content(self.assist.problem or WAITING))
        self.status.show(current, position, score, explain=not self.workspace.explains, behind=form.behind)

    @on(NoteForm.Edited)
    def _edited(self) -> None:
        self.status.clear()
        self.show_hint()
        self.drafts.touch()
        self.learn()

    @property
    def workspace(self) -> Workspace:
        """The panes."""
        return self.query_one(Workspace)

    def help_text(self) -> str:
        """The rule behind the current finding first, if there is one."""
        from terminology.rules.catalog import rule_page

        current = self.form.current
        return f"{rule_page(current.finding.rule)}\n\n{HELP}" if current is not None else HELP

    def action_save_next(self) -> None:
        """Save, and when that is done open the next note of the worklist."""
        self._goes_on = True
        super().action_save()

    def action_save(self) -> None:
        """Save, and go back to where the note was opened."""
        self._goes_on = False
        super().action_save()

    def action_leave(self) -> None:
        """Go back; ask only when there is something unsaved."""
        self._goes_on = False
        super().action_leave()

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close; after "save, next" the next note follows."""
        closing = super().dismiss(result)
        if self._goes_on:
            self.app.call_later(self.assist.open_next)
        return closing

    def action_panes(self) -> None:
        """Show the next combination of panes."""
        self.workspace.cycle()
        self._show_findings()

    def action_source(self, direction: int) -> None:
        """Scroll the source text."""
        if self.workspace.source is not None:
            self.workspace.source.page(direction)

    def action_extracts(self) -> None:
        """List what is read out of the note as it stands."""
        self.start(self._list_extracts, "extracts")

    async def _list_extracts(self) -> None:
        if self.assist.checker is None:
            self.status.say(self.assist.problem or WAITING, error=True)
        else:
            self.app.push_screen(ExtractsScreen(await self.extracts(self.session.note_text)))

    def action_vocabulary(self) -> None:
        """Look up the selected text, or anything; what is chosen there takes the selection's place."""
        from entryassist.tui.screens.vocabulary import VocabularyScreen

        editor, field = self.form.editor, self.fields.field

        def insert(term: str | None) -> None:
            if term and field is not None:
                field.replace(term, *sorted(field.selection))
            elif term:
                editor.replace(term, *editor.selection)

        selected = editor.selected_text if field is None else field.selected_text
        self.app.push_screen(VocabularyScreen(selected), insert)
