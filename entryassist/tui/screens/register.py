"""Register a new patient."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from entryassist.tui.page import Page
from entryassist.tui.widgets.form import EXAMPLE_DATE, Field, FieldError, Form
from entryassist.tui.widgets.key_bar import KeyBar

SEXES = ("female", "male", "other", "unknown")
FIELDS = (
    Field("mrn", "MRN", hint="medical record number"),
    Field("family-name", "Family name"),
    Field("given-name", "Given name"),
    Field("birth-date", "Birth date", hint=f"as {EXAMPLE_DATE}"),
    Field("sex", "Sex", choices=SEXES),
    Field("allergies", "Allergies", hint="as dictated; empty when none is known", optional=True),
)


class RegisterScreen(Page[None]):
    """The fields of a new patient; saving goes on to starting a note."""

    HELP_TOPIC = (
        "# Registering a patient\n\n**Enter** goes to the next field, **^S** registers. "
        "For the sex its first letter is enough. Nothing is kept until all fields are right."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "register", "Register", priority=True),
        Binding("tab", "app.focus_next", "Next field"),
        Binding("escape", "dismiss", "Back"),
    ]

    def compose(self) -> ComposeResult:
        """The form and a line for what is wrong with it."""
        yield Static(Content.assemble(("Register a new patient", "bold")), classes="page-title")
        with VerticalScroll(can_focus=False):
            yield Form(FIELDS)
        yield Static("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at the top."""
        self.query_one("#mrn").focus()

    @on(Form.Submitted)
    def action_register(self) -> None:
        """Put the patient on record."""
        self.start(self._register, "register")

    async def _register(self) -> None:
        from entryassist.tui.screens.start_note import StartNoteScreen
        from models import StoreError

        form = self.query_one(Form)
        try:
            form.check_filled()
            birth_date, sex = form.date("birth-date"), form.choice("sex")
            patient = await self.ask(
                lambda store: store.register_patient(
                    self.assist.clerk,
                    mrn=form.typed("mrn"),
                    family_name=form.typed("family-name"),
                    given_name=form.typed("given-name"),
                    birth_date=birth_date,
                    sex=sex,
                    allergies=form.typed("allergies"),
                )
            )
        except FieldError as error:
            self.query_one(".form-status", Static).update(Content(str(error)))
            form.query_one(f"#{error.field}").focus()
        except StoreError as error:
            self.query_one(".form-status", Static).update(Content(str(error)))
        else:
            self.app.switch_screen(StartNoteScreen(patient))
