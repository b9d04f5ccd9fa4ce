"""The keys that work on the note as a text: find and replace, go to a section, blanks, macros."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets.text_area import Selection

from entryassist.editor_settings import Keys
from entryassist.tui.editing.find import Hit, Place, Sought, nearest, replaced
from entryassist.tui.leaving import Leaving
from entryassist.tui.screens.sections import Heading, SectionsScreen
from entryassist.tui.widgets.completing_editor import CompletingEditor
from entryassist.tui.widgets.mode_line import ModeLine
from entryassist.tui.widgets.note_editor import NoteEditor, Replacing
from entryassist.tui.wording import plural

if TYPE_CHECKING:
    from entryassist.tui.editing.macro import KeyRecorder

RECORDING = "Keys are being recorded: ^R ends it, then F10 plays them."
RECORDED = "{} recorded: F10 plays them."
NO_MACRO = "No keys are recorded: ^R begins."


class Revising(Leaving):
    """The part of the entry screen that deals with the text as a whole."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "play", "Play", show=False, tooltip="Play the recorded keys", priority=True, id="entry.play"),
        Binding("ctrl+f", "find", "Find", tooltip="Find and replace in all sections", priority=True, id="entry.find"),
        Binding("ctrl+g", "sections", "Go to", tooltip="Go to a section", priority=True, id="entry.sections"),
        Binding(
            "ctrl+o",
            "blank",
            "Blank",
            tooltip="Put a blank in for what cannot be heard or read",
            priority=True,
            id="entry.blank",
        ),
        Binding(
            "ctrl+r", "record(True)", "Record", show=False, tooltip="Record keys", priority=True, id="entry.record"
        ),
        Binding("ctrl+r", "record(False)", "End recording", priority=True, id="entry.record-end"),
    ]

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self._last_sought = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key bar says what the recording key does now."""
        if action == "record":
            vim = self.form.editing.keys is Keys.VIM  # whose own keys for this are ^R for redo and q
            return not vim and parameters[0] is not self._recorder.recording
        return super().check_action(action, parameters)

    @property
    def _recorder(self) -> KeyRecorder:
        return self.assist.recorder

    @on(CompletingEditor.Told)
    def _told(self, event: CompletingEditor.Told) -> None:
        self.status.say(event.sentence)

    @on(NoteEditor.ModeChanged)
    def _mode_changed(self, event: NoteEditor.ModeChanged) -> None:
        self.query_one(ModeLine).show_mode(event.mode)

    # what is being pasted belongs to the note

    def action_save(self) -> None:
        """Save the note, with all of what is being pasted."""
        self._finish_pastes()
        super().action_save()

    def action_leave(self) -> None:
        """Go back, with all of what is being pasted."""
        self._finish_pastes()
        super().action_leave()

    async def keep_draft(self) -> bool:
        """Write the draft now, with all of what is being pasted."""
        self._finish_pastes()
        return await super().keep_draft()

    def _finish_pastes(self) -> None:
        for editor in self.form.editors:
            editor.finish_paste()

    # find and replace

    @property
    def texts(self) -> list[str]:
        """The sections as they stand."""
        return [section.text for section in self.session.sections]

    @property
    def place(self) -> Place:
        """Section and offset of the cursor, or of the start of what is selected."""
        editor = self.form.editor
        return editor.section, editor.offset_of(min(editor.selection))

    def action_find(self) -> None:
        """Open the find bar; a selected word or phrase is what is sought."""
        from entryassist.tui.screens.find import FindScreen

        def closed(sought: str | None) -> None:
            self._last_sought = sought or self._last_sought

        selected = self.form.editor.selected_text
        self.status.clear()
        self.app.push_screen(
            FindScreen(self, self._last_sought if "\n" in selected else selected or self._last_sought), closed
        )

    def action_find_again(self, by: int) -> None:
        """Go to the next place of what was sought last, or the one before."""
        hits = Sought(self._last_sought).hits(self.texts)
        section, start = self.place
        at = nearest(hits, (section, start + by), backwards=by < 0)
        if at >= 0:
            self.form.place_cursor(hits[at].section, *self.form.editors[hits[at].section].location_of(hits[at].start))

    def show_hits(self, hits: list[Hit], current: Hit | None) -> None:
        """Mark the hits and select the current one."""
        for editor in self.form.editors:
            editor.show_hits([hit for hit in hits if hit.section == editor.section], current)
        if current is not None:
            editor = self.form.editors[current.section]
            start, end = editor.location_of(current.start), editor.location_of(current.end)
            self.form.place_cursor(current.section, *end)
            editor.selection = Selection(start, end)

    def replace_hits(self, hits: list[Hit], by: str) -> None:
        """Replace them all; undo in any of the sections takes all of it back."""
        group: list[Replacing] = []
        for section, found in groupby(hits, key=lambda hit: hit.section):
            editor = self.form.editors[section]
            start, end, text = replaced(editor.text, [*found], by)
            step = Replacing(text, editor, group)
            group.append(step)
            editor.apply(start, end, step)

    # going about

    def action_sections(self) -> None:
        """Offer the sections and the headings inside them."""
        headings = [*self._headings()]
        row = self.form.editor.cursor_location[0]
        section = self.form.editor.section
        here = max(at for at, one in enumerate(headings) if (one.section, one.row) <= (section, row))

        def go(heading: Heading | None) -> None:
            if heading is not None:
                self.form.place_cursor(heading.section, heading.row, 0)

        self.app.push_screen(SectionsScreen(headings, here), go)

    def _headings(self) -> list[Heading]:
        from terminology.sections import heading_of

        found = []
        for number, section in enumerate(self.session.sections):
            words = len(section.text.split())
            found.append(Heading(section.heading or "Note", number, 0, plural(words, "word") if words else "empty"))
            for row, line in enumerate(section.text.split("\n")):
                heading = heading_of(line)
                if row and heading is not None and heading[0]:
                    found.append(Heading(line[: line.find(":")] if ":" in line else line.strip(), number, row))
        return found

    def action_blank(self) -> None:
        """Ask why something is missing, and leave a blank for it at the cursor."""
        from entryassist.tui.screens.blank import UNSURE, BlankScreen, blank_text

        editor = self.form.editor

        def put(blank: str | None) -> None:
            if blank is not None:
                doubtful = (
                    f"{editor.selected_text} " if blank == blank_text(UNSURE, "") and editor.selected_text else ""
                )
                editor.put(doubtful + blank)

        self.status.clear()
        self.app.push_screen(BlankScreen(), put)

    # macros

    def action_record(self, begin: bool) -> None:
        """Begin or end the recording of keys."""
        if begin:
            self._recorder.start()
            self.status.say(RECORDING)
        else:
            self._recorder.stop()
            self.status.say(RECORDED.format(plural(len(self._recorder.keys), "key")))
        self.refresh_bindings()

    def action_toggle_recording(self) -> None:
        """Begin the recording of keys, or end it."""
        self.action_record(not self._recorder.recording)

    def action_play(self) -> None:
        """Play the recorded keys."""
        recorder = self._recorder
        if recorder.recording or not recorder.keys:
            self.status.say(RECORDING if recorder.recording else NO_MACRO)
        else:
            self.app.run_worker(recorder.play(self.app), group="macro")
