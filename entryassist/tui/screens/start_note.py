"""Start a note for a patient: its type and the encounter it belongs to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from entryassist.note_types import note_types
from entryassist.tui.page import Page
from entryassist.tui.widgets.banner import CARD_KEY, PatientBanner
from entryassist.tui.widgets.form import Field, FieldError, Form
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.typed_dates import ACCEPTED_FORMS

if TYPE_CHECKING:
    from models import Patient

KINDS = ("outpatient", "inpatient", "emergency", "observation", "virtual", "home")


class StartNoteScreen(Page[None]):
    """Note type, author, department, date; starting opens the entry form."""

    HELP_TOPIC = (
        "# Starting a note\n\n**Enter** goes to the next field, **^S** starts the note. For the note type and the "
        "kind of visit the start of the word is enough. The author is the clinician who wrote or dictated."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "start_note", "Start the note", priority=True, id="start_note.start"),
        Binding("tab", "app.focus_next", "Next field", id="start_note.next_field"),
        CARD_KEY,
        Binding("escape", "dismiss", "Back", id="start_note.back"),
    ]

    def __init__(self, patient: Patient) -> None:
        super().__init__()
        self._patient = patient

    def compose(self) -> ComposeResult:
        """The patient, the form, a line for what is wrong with it."""
        today = self.assist.now().date()
        types = tuple(kind.name for kind in note_types())
        yield PatientBanner(self._patient, today)
        yield Static(Content.assemble(("Start a note", "bold")), classes="page-title")
        with VerticalScroll(can_focus=False):
            yield Form(
                (
                    Field("note-type", "Note type", types[0], choices=types),
                    Field("author", "Author", hint="the clinician"),
                    Field("department", "Department"),
                    Field("encounter-date", "Visit date", f"{today:%Y-%m-%d}", hint=ACCEPTED_FORMS),
                    Field("kind", "Kind of visit", KINDS[0], choices=KINDS),
                )
            )
        yield Static("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at the top."""
        self.query_one("#note-type").focus()

    @on(Form.Submitted)
    def action_start_note(self) -> None:
        """Put the note on the worklist and open it."""
        self.start(self._begin, "start-note")

    def _visit_date(self, form: Form) -> dt.date:
        today = self.assist.now().date()
        return form.date("encounter-date", today, day_first=self.assist.services.day_first)

    async def _begin(self) -> None:
        from models import StoreError

        form = self.query_one(Form)
        try:
            form.check_filled()
            note_type, kind, date = form.choice("note-type"), form.choice("kind"), self._visit_date(form)
            note = await self.ask(
                lambda store: store.start_note(
                    self.assist.clerk,
                    self._patient,
                    note_type=note_type,
                    author=form.typed("author"),
                    department=form.typed("department"),
                    encounter_date=date,
                    encounter_kind=kind,
                )
            )
        except FieldError as error:
            self.query_one(".form-status", Static).update(Content(str(error)))
            form.query_one(f"#{error.field}").focus()
        except StoreError as error:
            self.query_one(".form-status", Static).update(Content(str(error)))
        else:
            self.app.call_later(self.assist.open_instead, note.id)
